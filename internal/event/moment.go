package event

import (
	"strings"
	"time"
)

// A year outside these is a slip of the keyboard, and some of them PostgreSQL
// cannot store.
const firstYear, lastYear = 2000, 2100

const clockLayout = "15:04"

// date is a calendar day, ISO 8601, as midnight in UTC; false when it is none.
func (r *reader) date(n *node) (time.Time, bool) {
	s := r.text(n)
	if s == "" {
		return time.Time{}, false
	}
	day, err := time.Parse(time.DateOnly, s)
	if err != nil || !likelyYear(day) {
		r.wrong(n, "must be a day such as 2012-12-17, in the years %d to %d", firstYear, lastYear)
		return time.Time{}, false
	}
	return day, true
}

func likelyYear(t time.Time) bool { return firstYear <= t.Year() && t.Year() <= lastYear }

// clock is a time of day at the venue on a given day. The hour that the clocks
// skip in spring does not exist, the one they repeat in autumn means two moments.
func (r *reader) clock(n *node, day time.Time, at *time.Location) (time.Time, bool) {
	s := r.text(n)
	if s == "" {
		return time.Time{}, false
	}
	hour, err := time.Parse(clockLayout, s)
	if err != nil || hour.Format(clockLayout) != s {
		r.wrong(n, "must be a time of day such as 09:15")
		return time.Time{}, false
	}
	if at == nil || day.IsZero() {
		return time.Time{}, false
	}
	t := time.Date(day.Year(), day.Month(), day.Day(), hour.Hour(), hour.Minute(), 0, 0, at)
	switch {
	case t.Format(clockLayout) != s:
		r.wrong(n, "does not exist on that day: the clocks of %s go forward", at)
		return time.Time{}, false
	case t.Add(time.Hour).Format(clockLayout) == s, t.Add(-time.Hour).Format(clockLayout) == s:
		r.wrong(n, "happens twice on that day: the clocks of %s go back", at)
		return time.Time{}, false
	}
	return t, true
}

const momentLayout = "2006-01-02T15:04:05-07:00"

// moment is a day, time and offset, RFC 3339. The offset must be the one the
// venue has then: another would be a moment nobody there means.
func (r *reader) moment(n *node, at *time.Location) (time.Time, bool) {
	s := r.text(n)
	if s == "" {
		return time.Time{}, false
	}
	t, err := time.Parse(time.RFC3339, s)
	if full := strings.Replace(s, "Z", "+00:00", 1); err != nil || t.Format(momentLayout) != full || !likelyYear(t) {
		r.wrong(n, "must be a moment such as 2012-11-30T23:59:00+01:00, in the years %d to %d", firstYear, lastYear)
		return time.Time{}, false
	}
	if at == nil {
		return time.Time{}, false
	}
	if local := t.In(at); local.Format("-07:00") != t.Format("-07:00") {
		r.wrong(n, "has the offset %s, but %s is at %s then", t.Format("-07:00"), at, local.Format("-07:00"))
		return time.Time{}, false
	}
	return t.In(at), true
}
