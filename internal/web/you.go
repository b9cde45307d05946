package web

import (
	"net/http"
	"net/url"

	"github.com/labstack/echo/v4"

	"convene/internal/fault"
)

// youPage is the step about the person.
type youPage struct {
	stepPage
	detailsForm
}

func (s *Server) showYou(c echo.Context) error {
	su, err := s.atStep(c, stepYou)
	if err != nil {
		return err
	}
	return s.askYou(c, http.StatusOK, su, su.Draft.Answers, nil)
}

func (s *Server) askYou(c echo.Context, status int, su *signup, typed url.Values, faults []fault.Field) error {
	p := s.page(c, "")
	details, err := s.detailsForm(c, p.Printer, &su.Event, typed)
	if err != nil {
		return err
	}
	details.Fixed = su.Named != nil && su.Named.AuthorityID != 0
	return s.render(c, status, "register/you", youPage{stepPage: s.stepPage(p, su, stepYou, typed, faults), detailsForm: *details})
}

// submitYou keeps what was typed whatever it is; the search for an authority is a
// button of the same form, so that it works without scripts and loses nothing.
func (s *Server) submitYou(c echo.Context) error {
	su, err := s.atStep(c, stepYou)
	if err != nil {
		return err
	}
	su.Draft.take(detailFields, c.Request().PostForm)
	su.fix()
	if c.FormValue("do") == "search" {
		return s.orSeeOther(c, s.keepDraft(c, &su.Event, su.Draft), su.url(stepYou)+"#authority")
	}
	_, faults, err := s.parseDetails(c, su.Draft.Answers)
	if err != nil {
		return err
	}
	su.Draft.finish(stepYou, len(faults) == 0)
	if err := s.keepDraft(c, &su.Event, su.Draft); err != nil {
		return err
	}
	if len(faults) > 0 {
		return s.askYou(c, http.StatusUnprocessableEntity, su, su.Draft.Answers, faults)
	}
	return s.seeOther(c, su.url(su.next(stepYou)))
}
