package event

import (
	"time"

	"convene/internal/fault"
)

// moveMargin is how far outside its event an activity may be moved: a day more at
// either end is a longer event, a month is a slip of the keyboard.
const moveMargin = 24 * time.Hour

// AtVenue reads a day (ISO 8601) and a time of day (15:04) of the venue's clock. When
// there is no such moment, or the clocks go back and there are two, it gives what is
// wrong: a field named "day" or "clock".
func AtVenue(day, clock string, zone *time.Location) (time.Time, *fault.Field) {
	date, err := time.Parse(time.DateOnly, day)
	if err != nil || !likelyYear(date) {
		return time.Time{}, &fault.Field{Name: "day", Message: "Enter a day such as 2012-12-17."}
	}
	hour, err := time.Parse(clockLayout, clock)
	if err != nil {
		return time.Time{}, &fault.Field{Name: "clock", Message: "Enter a time of day such as 09:15."}
	}
	t := time.Date(date.Year(), date.Month(), date.Day(), hour.Hour(), hour.Minute(), 0, 0, zone)
	switch written := hour.Format(clockLayout); {
	case t.Format(clockLayout) != written:
		return time.Time{}, &fault.Field{Name: "clock", Message: "This time does not exist on that day: the clocks go forward."}
	case t.Add(time.Hour).Format(clockLayout) == written, t.Add(-time.Hour).Format(clockLayout) == written:
		return time.Time{}, &fault.Field{Name: "clock", Message: "This time happens twice on that day: the clocks go back."}
	}
	return t, nil
}

// CheckMove says what is wrong with a new time of an activity of the event.
func (e *Event) CheckMove(start, end time.Time) []fault.Field {
	switch {
	case !start.Before(end):
		return []fault.Field{{Name: "end", Message: "The end must be later than the start."}}
	case start.Before(e.StartsAt.Add(-moveMargin)):
		return []fault.Field{{Name: "start", Message: "This is more than a day before the event begins."}}
	case end.After(e.EndsAt.Add(moveMargin)):
		return []fault.Field{{Name: "end", Message: "This is more than a day after the event ends."}}
	}
	return nil
}
