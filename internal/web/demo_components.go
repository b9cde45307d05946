package web

import (
	"net/http"
	"net/url"

	"github.com/labstack/echo/v4"

	"convene/internal/fault"
)

// componentsPage shows every part of the design system with made-up content. Its
// sentences stay English: only those who build pages read it.
type componentsPage struct {
	page
	Form   form // with errors
	Fine   form // without
	Marks  [][2]string
	Kinds  []string
	Steps  []stepView
	Radios []option
}

func (s *Server) showComponents(c echo.Context) error {
	p := s.page(c, "Components")
	p.Wide = true
	return s.render(c, http.StatusOK, "demo/components", componentsPage{page: p,
		Fine: newForm(p.Printer, url.Values{"sample_name": {"Zdeněk Říha"}, "sample_radio": {"b"}, "sample_box": {"a", "c"}}, nil),
		Form: newForm(p.Printer, url.Values{"wrong_name": {"42"}}, []fault.Field{
			{Name: "wrong_name", Message: "Enter a name with at least one letter."}, {Name: "wrong_radio", Message: "Choose one, or say that you want none."}}),
		Marks: [][2]string{{"confirmed", "Confirmed"}, {"waiting", "Waiting list, number 3"}, {"wished", "Decided later"}, {"refused", "No place"},
			{"offered", "Offered"}, {"held", "Kept, not confirmed"}, {"pending", "An organiser decides"}, {"nominated", "You were named"},
			{"withdrawn", "Withdrawn"}, {"open", "34 places left"}, {"few", "2 places left"}, {"full", "Full"}, {"closed", "Closed"}, {"info", "Note"}},
		Kinds: []string{"info", "done", "warning", "error"},
		Steps: []stepView{{Title: "About you", URL: "#steps", Past: true}, {Title: "Your activities", Current: true}, {Title: "Sharing your name"}, {Title: "Check and send"}},
		Radios: []option{{Value: "a", Label: "Workshop A", Note: "Room A; English, French, Hungarian"},
			{Value: "b", Label: "Workshop B", Note: "Room B; English, Hungarian", LabelNote: "Műhely B", LabelNoteLang: "hu"}, {Value: "c", Label: "None"}},
	})
}
