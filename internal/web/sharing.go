package web

import (
	"net/http"
	"net/url"

	"github.com/labstack/echo/v4"

	"convene/internal/event"
	"convene/internal/locale"
	"convene/internal/registration"
)

// sharingPage asks for each consent on its own, unticked (DP-02, DP-03).
type sharingPage struct {
	stepPage
	Questions []consentQuestion
}

// consentQuestion is one consent as a box to tick.
type consentQuestion struct {
	registration.Question
	Ticked bool
}

// shareField is the name of the boxes; the value is the purpose.
const shareField = "share"

// consentQuestions are the consents of an event, unticked.
func consentQuestions(p *locale.Printer, pr *event.Programme) []consentQuestion {
	var boxes []consentQuestion
	for _, q := range registration.Questions(p, pr) {
		boxes = append(boxes, consentQuestion{Question: q})
	}
	return boxes
}

// consentsOf reads the boxes. Every question is answered: an empty box is a no,
// and is kept as one.
func consentsOf(questions []consentQuestion, typed url.Values) []registration.Consent {
	f := form{values: typed}
	var consents []registration.Consent
	for _, q := range questions {
		consents = append(consents, registration.Consent{Purpose: q.Purpose, Given: f.Has(shareField, q.Purpose), Text: q.Text, Fields: q.Fields})
	}
	return consents
}

func tick(questions []consentQuestion, typed url.Values) []consentQuestion {
	f := form{values: typed}
	for i := range questions {
		questions[i].Ticked = f.Has(shareField, questions[i].Purpose)
	}
	return questions
}

func (s *Server) showSharing(c echo.Context) error {
	su, err := s.atStep(c, stepSharing)
	if err != nil {
		return err
	}
	p := s.page(c, "")
	return s.render(c, http.StatusOK, "register/sharing", sharingPage{stepPage: s.stepPage(p, su, stepSharing, su.Draft.Answers, nil),
		Questions: tick(consentQuestions(p.Printer, su.Programme), su.Draft.Answers)})
}

// submitSharing cannot be wrong: every box may be empty.
func (s *Server) submitSharing(c echo.Context) error {
	su, err := s.atStep(c, stepSharing)
	if err != nil {
		return err
	}
	su.Draft.take([]string{shareField}, c.Request().PostForm)
	su.Draft.finish(stepSharing, true)
	return s.orSeeOther(c, s.keepDraft(c, &su.Event, su.Draft), su.url(stepCheck))
}
