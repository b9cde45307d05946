package web

import (
	"net/http"
	"net/url"
	"slices"

	"github.com/labstack/echo/v4"

	"convene/internal/fault"
	"convene/internal/locale"
	"convene/internal/registration"
)

// activitiesPage is the step of workshops and the like, and the one of trips.
type activitiesPage struct {
	stepPage
	Groups []choiceGroup
	Trip   bool
	Phone  textField // of the step of trips
}

func (s *Server) showActivities(c echo.Context) error { return s.showChoices(c, stepActivities) }

func (s *Server) showTrip(c echo.Context) error { return s.showChoices(c, stepTrip) }

func (s *Server) submitActivities(c echo.Context) error { return s.submitChoices(c, stepActivities) }

func (s *Server) submitTrip(c echo.Context) error { return s.submitChoices(c, stepTrip) }

func (s *Server) showChoices(c echo.Context, step string) error {
	su, err := s.atStep(c, step)
	if err != nil {
		return err
	}
	return s.askChoices(c, http.StatusOK, su, step, nil)
}

func (s *Server) askChoices(c echo.Context, status int, su *signup, step string, faults []fault.Field) error {
	p := s.page(c, "")
	ap := activitiesPage{stepPage: s.stepPage(p, su, step, su.Draft.Answers, faults), Trip: step == stepTrip}
	ap.Phone = phoneField(ap.Form)
	ap.Groups = withForm(choiceGroups(p.Printer, su.Programme, su.Counters, step == stepTrip), ap.Form)
	return s.render(c, status, "register/activities", ap)
}

// withForm gives each question what was typed and what is wrong.
func withForm(groups []choiceGroup, f form) []choiceGroup {
	for i := range groups {
		groups[i].form = f
	}
	return groups
}

func (s *Server) submitChoices(c echo.Context, step string) error {
	su, err := s.atStep(c, step)
	if err != nil {
		return err
	}
	p := s.printer(c)
	fields := fieldsOf(choiceGroups(p, su.Programme, su.Counters, step == stepTrip))
	if step == stepTrip {
		fields = append(fields, phoneName)
	}
	su.Draft.take(fields, c.Request().PostForm)
	choices, faults := su.choices(p, su.Draft.Answers)
	_, wrong := tripPhone(su.Programme, choices, su.Draft.Answers)
	faults = ofFields(append(faults, wrong...), fields)
	su.Draft.finish(step, len(faults) == 0)
	if err := s.keepDraft(c, &su.Event, su.Draft); err != nil {
		return err
	}
	if len(faults) > 0 {
		return s.askChoices(c, http.StatusUnprocessableEntity, su, step, faults)
	}
	return s.seeOther(c, su.url(su.next(step)))
}

// choices reads the answers of all steps together: an activity of one step can
// overlap a trip of another.
func (su *signup) choices(p *locale.Printer, typed url.Values) ([]registration.Choice, []fault.Field) {
	groups := append(choiceGroups(p, su.Programme, su.Counters, false), choiceGroups(p, su.Programme, su.Counters, true)...)
	return parseChoices(groups, typed, nil, su.Event.Zone(), p)
}

// ofFields keeps the faults of some fields.
func ofFields(faults []fault.Field, names []string) []fault.Field {
	return slices.DeleteFunc(faults, func(f fault.Field) bool { return !slices.Contains(names, f.Name) })
}
