package demo

import (
	"fmt"
	"time"

	"convene/internal/event"
)

// daysAhead is how far ahead Budapest's Monday lies at least.
const daysAhead = 21

// slugs of the two events, in the order of events.json.
var slugs = []string{"budapest", "madrid"}

// moved brings the events of the file to the present: by whole weeks, both by
// the same number, so that Budapest's Monday is the first at least 21 days ahead.
//
// Registration is open then without more ado. In the file it opens nine weeks
// before Budapest's Monday and eight before Madrid's, which is always more than
// the at most 27 days to the new one: "opens" stays in the past, with weeks of
// registrations behind it. It closes 17 and 12 days before, less than 21. A file
// with other dates is refused rather than shown shut.
func moved(sources []event.Source, now time.Time) ([]event.Source, error) {
	if len(sources) != len(slugs) {
		return nil, fmt.Errorf("events.json has %d events, the demo needs %d", len(sources), len(slugs))
	}
	days := shift(sources[0].Event.StartsAt, now)
	var events []event.Source
	for i, s := range sources {
		s = s.Shift(days, slugs[i])
		s.Event.Sample = true
		if window := s.Event.Open(now); window != event.Open {
			return nil, fmt.Errorf("registration for %s would be %s", s.Event.Slug, window)
		}
		events = append(events, s)
	}
	return events, nil
}

// shift is the number of days, whole weeks, that brings the first day of an
// event to the first of its weekday at least daysAhead from now. Days are the venue's.
func shift(first, now time.Time) int {
	from := calendarDay(first)
	least := calendarDay(now.In(first.Location())).AddDate(0, 0, daysAhead)
	days := int(least.Sub(from) / (24 * time.Hour))
	weeks := days / 7
	if days > weeks*7 {
		weeks++
	}
	return weeks * 7
}

// calendarDay is the date of a moment as midnight UTC, where every day has 24 hours.
func calendarDay(t time.Time) time.Time {
	year, month, day := t.Date()
	return time.Date(year, month, day, 0, 0, 0, 0, time.UTC)
}
