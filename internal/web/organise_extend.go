package web

import (
	"net/url"
	"time"

	"github.com/labstack/echo/v4"

	"convene/internal/allocation"
	"convene/internal/event"
	"convene/internal/fault"
	"convene/internal/registration"
)

// usualExtension is how much longer an answer may take when nothing else is typed.
const usualExtension = 48 * time.Hour

// extendDeed gives somebody more time to answer an offer or a nomination.
var extendDeed = deed{
	name: "extend",
	ask: func(s *Server, c echo.Context, sub *subject) error {
		sub.called(sub.T("More time to answer"))
		if sub.Place.Until.IsZero() {
			sub.Problem = sub.T("Nothing waits for an answer here.")
			return nil
		}
		zone := sub.Programme.Event.Zone()
		sub.Lead = sub.T("“%s” is kept for this person until %s.", activityName(sub.Printer, sub.Programme, sub.Activity), sub.Moment(sub.Place.Until.In(zone)))
		sub.Effects = []string{sub.T("Nobody else gets the place before the new end. The person gets a mail about it.")}
		if sub.typed == nil {
			day, clock := dayAndClock(sub.Place.Until.Add(usualExtension).In(zone))
			sub.Form.values = url.Values{"day": {day}, "clock": {clock}}
		}
		sub.Texts = momentFields(sub.Form, "day", "clock", sub.T("New end, day"), sub.T("New end, time"), sub.T("The clock of %s.", sub.Programme.Event.City))
		sub.Button = sub.T("Extend")
		return nil
	},
	read: func(s *Server, sub *subject) (registration.Decision, []fault.Field) {
		e := &sub.Programme.Event
		until, faults := readMoment(sub.typed, "day", "clock", e)
		switch {
		case len(faults) > 0:
		case !until.After(s.Now()):
			faults = append(faults, fault.Field{Name: "day", Message: "Enter a moment in the future."})
		case until.After(e.StartsAt) && s.Now().Before(e.StartsAt):
			faults = append(faults, fault.Field{Name: "day", Message: "Enter a moment before the event begins."})
		}
		return registration.Decision{Kind: allocation.Extend, Until: until}, faults
	},
	said: func(sub *subject) string { return sub.T("The person has more time to answer.") },
}

// dayAndClock are the two fields of a moment, in its own zone.
func dayAndClock(t time.Time) (day, clock string) {
	return t.Format(time.DateOnly), t.Format("15:04")
}

// momentFields are the two fields of a moment at the venue.
func momentFields(f form, day, clock, dayLabel, clockLabel, hint string) []textField {
	d, t := f.Text(day, dayLabel, "", "off"), f.Text(clock, clockLabel, hint, "off")
	d.Type, d.MaxLength, t.Type, t.MaxLength = "date", len(time.DateOnly), "time", len("15:04")
	return []textField{d, t}
}

// readMoment reads the two fields; a wrong moment is a fault of the day or the clock.
func readMoment(typed url.Values, day, clock string, e *event.Event) (time.Time, []fault.Field) {
	t, wrong := event.AtVenue(typed.Get(day), typed.Get(clock), e.Zone())
	if wrong == nil {
		return t, nil
	}
	names := map[string]string{"day": day, "clock": clock}
	return t, []fault.Field{{Name: names[wrong.Name], Message: wrong.Message}}
}
