package web

import (
	"net/url"
	"strconv"
	"time"

	"github.com/labstack/echo/v4"

	"convene/internal/account"
	"convene/internal/allocation"
	"convene/internal/event"
	"convene/internal/fault"
	"convene/internal/person"
	"convene/internal/registration"
)

// contingentFields are the form of a contingent. Kind is asked for of a new one only.
type contingentFields struct {
	Kind, From              choiceField
	Name, Places, Day, Time textField
}

// longestContingent is the longest name, in characters.
const longestContingent = 80

func newContingentFields(f form, isNew bool) contingentFields {
	p := f.p
	var kinds []option
	for _, kind := range registration.ContingentKinds {
		kinds = append(kinds, option{Value: kind, Label: contingentName(p, registration.Contingent{Kind: kind}), Note: kindNote(f, kind)})
	}
	from := []option{{Value: "new", Label: p.T("In addition to everybody's places")}, {Value: "general", Label: p.T("Out of everybody's places")}}
	when := momentFields(f, "day", "clock", p.T("Released on, day (optional)"), p.T("Released on, time (optional)"), p.T("What is not assigned then goes to everybody."))
	fields := contingentFields{From: f.Radios("from", p.T("Where its places come from"), "", from), Places: numberField(f, "places", p.T("Size"), ""),
		Name: f.Text("name", p.T("Name"), p.T("For guests: the partner who invites them."), "off"), Day: when[0], Time: when[1]}
	fields.Name.MaxLength = longestContingent
	if isNew {
		fields.Kind = f.Radios("kind", p.T("For whom"), "", kinds)
	}
	return fields
}

func kindNote(f form, kind string) string {
	if kind == registration.Wheelchair {
		return f.p.T("They go with the person's need: nobody who takes over a registration inherits one.")
	}
	return ""
}

func (p organisePage) contingentURL(activity string, id int64) string {
	return p.Base + "/places/" + activity + "/contingents/" + strconv.FormatInt(id, 10)
}

// typedContingent reads the form that was sent; old is the contingent that it
// changes, nil for a new one.
func (s *Server) typedContingent(c echo.Context, pr *event.Programme, activity *event.Activity, old *registration.Contingent) (registration.Contingent, []fault.Field, error) {
	all, err := s.counted(c, pr.Event.ID)
	if err != nil {
		return registration.Contingent{}, nil, err
	}
	typed := c.Request().PostForm
	one, faults := readContingent(typed, old)
	for _, other := range all.contingents {
		if other.ID != one.ID && other.Activity == activity.Code && other.Kind == one.Kind && other.Name == one.Name {
			faults = append(faults, fault.Field{Name: "name", Message: "There is a contingent of this name already."})
		}
	}
	var wrong []fault.Field
	one.ReleaseAt, wrong = readRelease(typed, &pr.Event, s.Now())
	return one, append(faults, wrong...), nil
}

// readContingent reads for whom, how it is called and how large it is.
func readContingent(typed url.Values, old *registration.Contingent) (registration.Contingent, []fault.Field) {
	one := registration.Contingent{Kind: oneOf(typed.Get("kind"), registration.ContingentKinds), Name: person.Line(typed.Get("name"), longestContingent)}
	if old != nil {
		one.ID, one.Activity, one.Kind = old.ID, old.Activity, old.Kind
	}
	n, faults := readPlaces(typed, "places")
	one.Capacity = n
	if one.Kind == "" {
		faults = append(faults, fault.Field{Name: "kind", Message: "Choose for whom the places are."})
	}
	if one.Kind == registration.Guests && one.Name == "" {
		faults = append(faults, fault.Field{Name: "name", Message: "Enter the name of the partner."})
	}
	return one, faults
}

// readRelease reads the moment at which unused places go to everybody; none is never.
func readRelease(typed url.Values, e *event.Event, now time.Time) (time.Time, []fault.Field) {
	if typed.Get("day") == "" && typed.Get("clock") == "" {
		return time.Time{}, nil
	}
	if typed.Get("clock") == "" {
		typed.Set("clock", "00:00")
	}
	at, faults := readMoment(typed, "day", "clock", e)
	if len(faults) == 0 && !at.After(now) {
		faults = []fault.Field{{Name: "day", Message: "Enter a moment in the future."}}
	}
	return at, faults
}

// submitContingent shows what a new contingent would do, then makes it.
func (s *Server) submitContingent(c echo.Context) error {
	pr, a, activity, err := s.activityOf(c)
	if err != nil {
		return err
	}
	one, faults, err := s.typedContingent(c, pr, activity, nil)
	if err != nil {
		return err
	}
	if len(faults) > 0 {
		return s.askActivity(c, pr, activity, c.Request().PostForm, faults)
	}
	to := organiseURL(&pr.Event) + "/places/" + activity.Code
	return s.reserve(c, pr, a, activity, one, to, to+"/contingents")
}

// reserve shows what a contingent, new or changed, would do, then does it.
func (s *Server) reserve(c echo.Context, pr *event.Programme, a *account.Account, activity *event.Activity, one registration.Contingent, back, action string) error {
	typed := c.Request().PostForm
	n := registration.Decision{Kind: allocation.Reserve, EventID: pr.Event.ID, Activity: activity.Code, Capacity: one.Capacity, Contingent: one,
		FromGeneral: typed.Get("from") == "general", Actor: by(a), Staff: true, Now: s.Now()}
	if typed.Get(sure) != "" {
		n.Key = deedKey(a, typed.Get("key"))
		_, err := s.desk.Decide(c.Request().Context(), n)
		return s.done(c, pr, a, err, "reserve", "/"+activity.Code, s.printer(c).T("The contingent is saved."), back)
	}
	p := s.confirmPage(c, pr, "/places", s.printer(c).T("Contingent"), back)
	p.Lead = p.N("“%s”: %d place for %s.", "“%s”: %d places for %s.", one.Capacity, activityName(p.Printer, pr, activity), one.Capacity, contingentName(p.Printer, one))
	p.Action, p.Button = action, p.T("Save the contingent")
	p.carry(typed)
	return s.foreseeReserve(c, p, n)
}

func (s *Server) foreseeReserve(c echo.Context, p *confirmPage, n registration.Decision) error {
	all, err := s.counted(c, n.EventID)
	if err != nil {
		return err
	}
	found, err := s.desk.EffectsOf(c.Request().Context(), n)
	if err != nil {
		err = p.stopped(err)
	}
	if err != nil {
		return err
	}
	p.Effects = effects{p.Printer, p.Programme, all.counters, 0}.lines(found)
	if len(p.Effects) == 0 && p.Problem == "" {
		p.Effects = []string{p.T("Nobody moves up, and nobody loses a place.")}
	}
	return s.showConfirm(c, p)
}
