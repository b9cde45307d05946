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

// activityPage is one activity with everything an organiser can change about its
// places.
type activityPage struct {
	organisePage
	*placesRow
	Form     form // of a new contingent
	Capacity textField
	Make     contingentFields
	MoveURL  string // "" for the event itself, which moves with its programme
	PeopleAt string // the list of who has a place
}

// activityOf finds the activity of the path, which has places.
func (s *Server) activityOf(c echo.Context) (*event.Programme, *account.Account, *event.Activity, error) {
	pr, a, err := s.organised(c)
	if err != nil {
		return nil, nil, nil, err
	}
	all, err := s.counted(c, pr.Event.ID)
	if err != nil {
		return nil, nil, nil, err
	}
	activity := pr.ByCode(c.Param("activity"))
	if activity == nil || all.counters[activity.Code].Code == "" {
		return nil, nil, nil, fault.New(fault.NotFound, "There is no such event or activity.")
	}
	return pr, a, activity, nil
}

func (s *Server) showActivity(c echo.Context) error {
	pr, _, activity, err := s.activityOf(c)
	if err != nil {
		return err
	}
	return s.askActivity(c, pr, activity, nil, nil)
}

// askActivity shows the page; typed and faults are of the form that was sent.
func (s *Server) askActivity(c echo.Context, pr *event.Programme, activity *event.Activity, typed url.Values, faults []fault.Field) error {
	p := activityPage{organisePage: s.organisePage(c, pr, "/places", activityName(s.printer(c), pr, activity))}
	row, err := s.placesRow(c, p.organisePage, activity)
	if err != nil {
		return err
	}
	p.placesRow, p.Sent = row, len(faults) > 0
	if typed == nil {
		typed = url.Values{}
	}
	if typed.Get("capacity") == "" {
		typed.Set("capacity", strconv.Itoa(row.Counter.Capacity))
	}
	p.Form = newForm(p.Printer, typed, faults)
	p.Capacity, p.Make = numberField(p.Form, "capacity", p.T("Places for everybody"), ""), newContingentFields(p.Form, true)
	if activity.Kind != event.KindEvent {
		p.MoveURL = row.URL + "/move"
	}
	p.PeopleAt = listFilter{Activity: activity.Code}.url(p.Base)
	status := http.StatusOK
	if p.Sent {
		status = http.StatusUnprocessableEntity
	}
	return s.render(c, status, "organise/activity", p)
}

// numberField asks for a whole number.
func numberField(f form, name, label, hint string) textField {
	t := f.Text(name, label, hint, "off")
	t.Inputmode, t.MaxLength, t.Narrow = "numeric", 6, true
	return t
}

// mostPlaces is more than any room or bus has, and keeps a slip of the keyboard out.
const mostPlaces = 100_000

// readPlaces reads a number of places.
func readPlaces(typed url.Values, name string) (int, []fault.Field) {
	n, err := strconv.Atoi(typed.Get(name))
	if err != nil || n < 0 || n > mostPlaces {
		return 0, []fault.Field{{Name: name, Message: "Enter a number of places from 0 to 100000."}}
	}
	return n, nil
}

// submitCapacity shows what another number of places would do, then does it.
func (s *Server) submitCapacity(c echo.Context) error {
	pr, a, activity, err := s.activityOf(c)
	if err != nil {
		return err
	}
	typed := c.Request().PostForm
	n, faults := readPlaces(typed, "capacity")
	if len(faults) > 0 {
		return s.askActivity(c, pr, activity, typed, faults)
	}
	to := organiseURL(&pr.Event) + "/places/" + activity.Code
	if typed.Get(sure) == "" {
		return s.foreseeCapacity(c, pr, activity, typed, n, to)
	}
	err = s.desk.Resize(c.Request().Context(), registration.Resize{Key: deedKey(a, typed.Get("key")), EventID: pr.Event.ID, Activity: activity.Code,
		Capacity: n, Actor: by(a), Now: s.Now()})
	return s.done(c, pr, a, err, "resize", "/"+activity.Code, s.printer(c).T("The number of places is changed."), to)
}

func (s *Server) foreseeCapacity(c echo.Context, pr *event.Programme, activity *event.Activity, typed url.Values, n int, back string) error {
	p := s.confirmPage(c, pr, "/places", s.printer(c).T("Change the number of places"), back)
	all, err := s.counted(c, pr.Event.ID)
	if err != nil {
		return err
	}
	now := all.counters[activity.Code]
	p.Lead = p.T("“%s”: %d places instead of %d.", activityName(p.Printer, pr, activity), n, now.Capacity)
	p.Action, p.Button = back+"/capacity", p.T("Change the number of places")
	p.carry(typed)
	found, err := s.desk.EffectsOf(c.Request().Context(), registration.Decision{Kind: allocation.Resize, EventID: pr.Event.ID, Activity: activity.Code,
		Capacity: n, Staff: true, Now: s.Now()})
	if err != nil {
		return err
	}
	p.Effects = effects{p.Printer, pr, all.counters, 0}.lines(found)
	if grace := now.Taken - n; grace > 0 {
		p.Effects = append(p.Effects, p.N("Nobody loses a place: %d more is taken than there are, and nobody moves up until it melts.",
			"Nobody loses a place: %d more are taken than there are, and nobody moves up until they melt.", grace, grace))
	}
	if len(p.Effects) == 0 {
		p.Effects = []string{p.T("Nobody moves up, and nobody loses a place.")}
	}
	return s.showConfirm(c, p)
}
