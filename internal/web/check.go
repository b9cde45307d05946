package web

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"convene/internal/event"
	"convene/internal/fault"
	"convene/internal/locale"
)

// checkPage shows every answer before it counts (WCAG 3.3.4).
type checkPage struct {
	stepPage
	Key      string
	Person   []fact
	Wishes   []wish
	Consents []consentQuestion
	YouURL   string
	ShareURL string
	Other    string    // another event of theirs on the same day; "" for none
	Obstacle *obstacle // why nothing would be taken; nil when something would
	Problem  string    // why it was not taken, when that is no matter of places
	Named    bool      // it confirms a nomination
}

// fact is one line of a summary. Change leads to where it can be changed.
type fact struct {
	Label, Value, Note, Change string
}

// wish is one question about activities with its answer, and what would become of
// it now.
type wish struct {
	Legend   string
	IsEvent  bool
	Activity *activityView // nil: none
	Wait     bool
	Change   string
	Now      *prospect // nil: nobody can say
}

func (s *Server) showCheck(c echo.Context) error {
	su, err := s.atStep(c, stepCheck)
	if err != nil {
		return err
	}
	return s.askCheck(c, http.StatusOK, su, nil, "")
}

// askCheck shows the page; problem is said above the button that was pressed.
func (s *Server) askCheck(c echo.Context, status int, su *signup, faults []fault.Field, problem string) error {
	f, err := s.foresee(c, su)
	if err != nil {
		return err
	}
	details, _, err := s.parseDetails(c, su.Draft.Answers)
	if err != nil {
		return err
	}
	p := s.page(c, "")
	choices, _ := su.choices(p.Printer, su.Draft.Answers)
	details.Phone, _ = tripPhone(su.Programme, choices, su.Draft.Answers)
	other, err := s.otherEvent(c, p.Printer, f.Other)
	if err != nil {
		return err
	}
	facts, err := s.detailFacts(c, p.Printer, p.Email, details)
	if err != nil {
		return err
	}
	return s.render(c, status, "register/check", checkPage{stepPage: s.stepPage(p, su, stepCheck, su.Draft.Answers, faults),
		Key: su.Draft.Key, Person: facts, Wishes: su.wishes(p.Printer, f), YouURL: su.url(stepYou), ShareURL: su.url(stepSharing),
		Consents: tick(consentQuestions(p.Printer, su.Programme), su.Draft.Answers),
		Other:    other, Obstacle: f.obstacle(p.Printer, su), Problem: problem, Named: su.Named != nil})
}

// wishes are the event itself and the answers about activities in the order of the
// steps.
func (su *signup) wishes(p *locale.Printer, f *foresight) []wish {
	list := []wish{{IsEvent: true, Legend: p.T("The event"), Now: f.of(p, su.Programme, event.RootCode)}}
	if f.Full != nil {
		list[0].Change = "#event_wait"
	}
	for _, step := range []string{stepActivities, stepTrip} {
		for _, g := range choiceGroups(p, su.Programme, su.Counters, step == stepTrip) {
			w := wish{Legend: g.Legend, Change: su.url(step) + "#" + g.Field, Wait: su.Draft.Answers.Get(g.Wait) != ""}
			if c, _ := g.parse(su.Draft.Answers, nil); c != nil {
				w.Activity, w.Now = &c.activity, f.of(p, su.Programme, c.activity.Code)
			}
			list = append(list, w)
		}
	}
	return list
}

// otherEvent gives the title of an event in the reader's language; the desk names it
// in its own.
func (s *Server) otherEvent(c echo.Context, p *locale.Printer, name string) (string, error) {
	if name == "" {
		return "", nil
	}
	events, err := event.List(c.Request().Context(), s.db)
	for _, e := range events {
		if own, _ := e.Title.In(e.DefaultLocale); own == name {
			name, _ = e.Title.In(p.Lang(), e.DefaultLocale)
		}
	}
	return name, err
}
