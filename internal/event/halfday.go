package event

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"convene/internal/locale"
)

// The parts of a day of work.
const (
	Morning   = "am" // what begins before noon at the venue
	Afternoon = "pm"
)

// HalfDay is a morning or an afternoon of an event, the unit in which presence is
// proved and certified. Date is midnight at the venue.
type HalfDay struct {
	Date time.Time
	Part string // Morning or Afternoon
}

// Code names a half-day of an event: "2012-12-17-am".
func (h HalfDay) Code() string { return h.Date.Format(time.DateOnly) + "-" + h.Part }

// ParseHalfDay reads what Code wrote, at a venue of that zone, whatever the
// programme has become since.
func ParseHalfDay(code string, venue *time.Location) (HalfDay, error) {
	for _, part := range []string{Morning, Afternoon} {
		if date, is := strings.CutSuffix(code, "-"+part); is {
			at, err := time.ParseInLocation(time.DateOnly, date, venue)
			return HalfDay{at, part}, err
		}
	}
	return HalfDay{}, fmt.Errorf("no half-day %q", code)
}

// Words say a half-day in full: "Monday 17 December 2012, morning".
func (h HalfDay) Words(p *locale.Printer) string {
	if h.Part == Morning {
		return p.T("%s, morning", p.Day(h.Date))
	}
	return p.T("%s, afternoon", p.Day(h.Date))
}

// HalfDay is the one in which an activity begins.
func (a *Activity) HalfDay() HalfDay {
	h := HalfDay{Date: midnight(a.StartsAt, a.StartsAt.Location()), Part: Morning}
	if a.StartsAt.Hour() >= 12 {
		h.Part = Afternoon
	}
	return h
}

// IsWork tells whether being there is taking part in the event: coffee, meals and
// evenings are not.
func (a *Activity) IsWork() bool {
	return a.Kind == KindPlenary || a.Kind == KindWorkshop || a.Kind == KindTrip
}

// HalfDays gives the half-days in which the event works, in order.
func (p *Programme) HalfDays() []HalfDay {
	var all []HalfDay
	for i := range p.Activities {
		a := &p.Activities[i]
		if h := a.HalfDay(); a.IsWork() && !slices.ContainsFunc(all, h.equal) {
			all = append(all, h)
		}
	}
	slices.SortFunc(all, func(a, b HalfDay) int { return cmp.Or(a.Date.Compare(b.Date), cmp.Compare(a.Part, b.Part)) })
	return all
}

// HalfDayNamed finds a half-day of the event by its code.
func (p *Programme) HalfDayNamed(code string) (HalfDay, bool) {
	for _, h := range p.HalfDays() {
		if h.Code() == code {
			return h, true
		}
	}
	return HalfDay{}, false
}

// Span is from when to when the event works in a half-day.
func (p *Programme) Span(h HalfDay) (from, to time.Time) {
	for i := range p.Activities {
		a := &p.Activities[i]
		if !a.IsWork() || !a.HalfDay().equal(h) {
			continue
		}
		if from.IsZero() || a.StartsAt.Before(from) {
			from = a.StartsAt
		}
		if a.EndsAt.After(to) {
			to = a.EndsAt
		}
	}
	return from, to
}

func (h HalfDay) equal(other HalfDay) bool {
	return h.Date.Equal(other.Date) && h.Part == other.Part
}
