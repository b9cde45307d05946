package web

import (
	"net/http"
	"net/url"
	"strconv"

	"github.com/labstack/echo/v4"

	"convene/internal/account"
	"convene/internal/allocation"
	"convene/internal/event"
	"convene/internal/fault"
	"convene/internal/registration"
)

// contingentPage is one contingent with who is in it.
type contingentPage struct {
	organisePage
	Form       form
	Contingent contingentView
	Fields     contingentFields
	Activity   string
	Back       string
	ReleaseURL string // "" when nothing is left to release
	People     []personIn
	Total      int
}

// personIn is somebody who has a place of a contingent.
type personIn struct{ Name, Body, URL string }

// peopleShown bounds the list of who is in a contingent.
const peopleShown = 200

// contingentOf finds the contingent of the path.
func (s *Server) contingentOf(c echo.Context) (*event.Programme, *account.Account, *event.Activity, *registration.Contingent, error) {
	pr, a, activity, err := s.activityOf(c)
	if err != nil {
		return nil, nil, nil, nil, err
	}
	all, err := s.counted(c, pr.Event.ID)
	if err != nil {
		return nil, nil, nil, nil, err
	}
	for i := range all.contingents {
		one := &all.contingents[i]
		if strconv.FormatInt(one.ID, 10) == c.Param("id") && one.Activity == activity.Code {
			return pr, a, activity, one, nil
		}
	}
	return nil, nil, nil, nil, fault.New(fault.NotFound, "There is no such event or activity.")
}

func (s *Server) showContingent(c echo.Context) error {
	pr, _, activity, one, err := s.contingentOf(c)
	if err != nil {
		return err
	}
	typed := url.Values{"places": {strconv.Itoa(one.Capacity)}, "name": {one.Name}, "from": {"new"}}
	if at := one.ReleaseAt; !at.IsZero() && at.After(s.Now()) {
		day, clock := dayAndClock(at.In(pr.Event.Zone()))
		typed.Set("day", day)
		typed.Set("clock", clock)
	}
	return s.askContingent(c, pr, activity, one, typed, nil)
}

func (s *Server) askContingent(c echo.Context, pr *event.Programme, activity *event.Activity, one *registration.Contingent, typed url.Values, faults []fault.Field) error {
	printer := s.printer(c)
	p := contingentPage{organisePage: s.organisePage(c, pr, "/places", contingentName(printer, *one)), Activity: activityName(printer, pr, activity)}
	p.Form, p.Sent, p.Back = newForm(printer, typed, faults), len(faults) > 0, p.Base+"/places/"+activity.Code
	p.Contingent, p.Fields = p.contingentView(*one), newContingentFields(p.Form, false)
	if one.Taken < one.Capacity {
		p.ReleaseURL = p.Contingent.URL + "/release"
	}
	rows, total, err := registration.List(c.Request().Context(), s.db, pr.Event.ID, registration.Filter{Contingent: one.ID, Sort: defaultSort, Limit: peopleShown})
	if err != nil {
		return err
	}
	p.Total = total
	for i := range rows {
		p.People = append(p.People, personIn{rows[i].Badge, rows[i].Body(), p.registrationURL(&rows[i].Registration)})
	}
	status := http.StatusOK
	if p.Sent {
		status = http.StatusUnprocessableEntity
	}
	return s.render(c, status, "organise/contingent", p)
}

// changeContingent shows what another size, name or date would do, then does it.
func (s *Server) changeContingent(c echo.Context) error {
	pr, a, activity, one, err := s.contingentOf(c)
	if err != nil {
		return err
	}
	changed, faults, err := s.typedContingent(c, pr, activity, one)
	if err != nil {
		return err
	}
	if len(faults) > 0 {
		return s.askContingent(c, pr, activity, one, c.Request().PostForm, faults)
	}
	to := organiseURL(&pr.Event) + "/places/" + activity.Code + "/contingents/" + c.Param("id")
	return s.reserve(c, pr, a, activity, changed, to, to)
}

// releaseContingent shows what giving the unused places to everybody would do, then
// does it.
func (s *Server) releaseContingent(c echo.Context) error {
	pr, a, activity, one, err := s.contingentOf(c)
	if err != nil {
		return err
	}
	to := organiseURL(&pr.Event) + "/places/" + activity.Code
	n := registration.Decision{Kind: allocation.Release, EventID: pr.Event.ID, Contingent: *one, Actor: by(a), Staff: true, Now: s.Now()}
	if c.FormValue(sure) != "" {
		n.Key = deedKey(a, c.FormValue("key"))
		_, err := s.desk.Decide(c.Request().Context(), n)
		return s.done(c, pr, a, err, "release", "/"+activity.Code, s.printer(c).T("The unused places are everybody's now."), to)
	}
	p := s.confirmPage(c, pr, "/places", s.printer(c).T("Release unused places"), to+"/contingents/"+c.Param("id"))
	left := one.Capacity - one.Taken
	p.Lead = p.N("“%s”: %d unused place goes to everybody.", "“%s”: %d unused places go to everybody.", left, activityName(p.Printer, pr, activity), left)
	p.Action, p.Button = p.Back+"/release", p.T("Release now")
	p.carry(nil)
	return s.foreseeReserve(c, p, n)
}
