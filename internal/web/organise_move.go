package web

import (
	"net/http"
	"net/url"
	"time"

	"github.com/labstack/echo/v4"

	"convene/internal/allocation"
	"convene/internal/event"
	"convene/internal/fault"
	"convene/internal/registration"
)

// The answers to what somebody keeps who would have two places at one time.
const (
	keepOther = "other"
	keepMoved = "moved"
)

// movePage asks for another time of an activity.
type movePage struct {
	organisePage
	Form   form
	Name   string
	When   when
	Zone   string // "Budapest time, UTC+1"
	Fields []textField
	Keep   choiceField
	Action string
	Back   string
}

func (s *Server) showMove(c echo.Context) error {
	pr, _, activity, err := s.activityOf(c)
	if err != nil {
		return err
	}
	typed := url.Values{"keep": {keepOther}}
	day, clock := dayAndClock(activity.StartsAt)
	typed.Set("start", day)
	typed.Set("start_clock", clock)
	day, clock = dayAndClock(activity.EndsAt)
	typed.Set("end", day)
	typed.Set("end_clock", clock)
	return s.askMove(c, pr, activity, typed, nil)
}

func (s *Server) askMove(c echo.Context, pr *event.Programme, activity *event.Activity, typed url.Values, faults []fault.Field) error {
	if activity.Kind == event.KindEvent {
		return fault.New(fault.NotFound, "There is no such event or activity.")
	}
	p := movePage{organisePage: s.organisePage(c, pr, "/places", s.printer(c).T("Move to another time")), Name: activityName(s.printer(c), pr, activity),
		When: activityWhen(s.printer(c), activity)}
	p.Back = p.Base + "/places/" + activity.Code
	p.Action, p.Form, p.Sent = p.Back+"/move", newForm(p.Printer, typed, faults), len(faults) > 0
	p.Zone = p.Moment(activity.StartsAt)
	p.Fields = append(momentFields(p.Form, "start", "start_clock", p.T("Starts on"), p.T("Starts at"), ""), momentFields(p.Form, "end", "end_clock", p.T("Ends on"), p.T("Ends at"), "")...)
	p.Keep = p.Form.Radios("keep", p.T("Who would have two places at the same time"), "", keepOptions(p.organisePage))
	status := http.StatusOK
	if p.Sent {
		status = http.StatusUnprocessableEntity
	}
	return s.render(c, status, "organise/move", p)
}

func keepOptions(p organisePage) []option {
	return []option{{Value: keepOther, Label: p.T("Keeps the other activity, gives up this one")}, {Value: keepMoved, Label: p.T("Keeps this activity, gives up the other")}}
}

// readMove reads the form: two moments within sensible bounds.
func readMove(typed url.Values, e *event.Event) (start, end time.Time, faults []fault.Field) {
	start, faults = readMoment(typed, "start", "start_clock", e)
	end, wrong := readMoment(typed, "end", "end_clock", e)
	if faults = append(faults, wrong...); len(faults) == 0 {
		faults = e.CheckMove(start, end)
	}
	if keep := typed.Get("keep"); keep != keepOther && keep != keepMoved {
		faults = append(faults, fault.Field{Name: "keep", Message: "Choose what people keep."})
	}
	return start, end, faults
}

// submitMove shows whom another time would concern, then moves the activity.
func (s *Server) submitMove(c echo.Context) error {
	pr, a, activity, err := s.activityOf(c)
	if err != nil {
		return err
	}
	typed := c.Request().PostForm
	start, end, faults := readMove(typed, &pr.Event)
	if len(faults) > 0 || typed.Get("do") == "again" || activity.Kind == event.KindEvent {
		return s.askMove(c, pr, activity, typed, faults)
	}
	n := registration.Decision{Kind: allocation.Move, EventID: pr.Event.ID, Activity: activity.Code, Start: start, End: end,
		KeepMoved: typed.Get("keep") == keepMoved, Actor: by(a), Staff: true, Now: s.Now()}
	if typed.Get(sure) == "" {
		return s.foreseeMove(c, pr, activity, typed, n)
	}
	n.Key = deedKey(a, typed.Get("key"))
	_, err = s.desk.Decide(c.Request().Context(), n)
	said := s.printer(c).T("The activity is moved. Everybody it concerns gets a mail.")
	return s.done(c, pr, a, err, "move", "/"+activity.Code, said, organiseURL(&pr.Event)+"/places/"+activity.Code)
}
