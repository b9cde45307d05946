package mail

import (
	"fmt"
	"time"

	"github.com/emersion/go-ical"
)

// timezone writes the VTIMEZONE of a zone for the whole years that the span
// touches (RFC 5545, 3.6.5): the offset in force when they begin and one
// observance for every change until they end. The changes are read from the
// program's own time zone data and written one by one instead of as a yearly
// rule: a zone whose rules change from year to year is then right as well.
func timezone(zone *time.Location, from, to time.Time) *ical.Component {
	tz := ical.NewComponent(ical.CompTimezone)
	tz.Props.SetText(ical.PropTimezoneID, zone.String())
	begin := time.Date(from.In(zone).Year(), 1, 1, 0, 0, 0, 0, zone)
	end := time.Date(to.In(zone).Year()+1, 1, 1, 0, 0, 0, 0, zone)
	for at := begin; at.Before(end); {
		starts, ends := at.ZoneBounds()
		tz.Children = append(tz.Children, observance(at, starts))
		if ends.IsZero() {
			break
		}
		at = ends
	}
	return tz
}

// observance describes the offset in force at an instant. Its DTSTART is the
// wall clock at which it began, read with the offset before it.
func observance(at, starts time.Time) *ical.Component {
	name := ical.CompTimezoneStandard
	if at.IsDST() {
		name = ical.CompTimezoneDaylight
	}
	abbreviation, offset := at.Zone()
	before, onset := offset, time.Unix(0, 0).UTC()
	if !starts.IsZero() {
		_, before = starts.Add(-time.Second).Zone()
		onset = starts.UTC().Add(time.Duration(before) * time.Second)
	}
	c := ical.NewComponent(name)
	setRaw(c, ical.PropDateTimeStart, onset.Format("20060102T150405"))
	setRaw(c, ical.PropTimezoneOffsetFrom, utcOffset(before))
	setRaw(c, ical.PropTimezoneOffsetTo, utcOffset(offset))
	setRaw(c, ical.PropTimezoneName, abbreviation)
	return c
}

// utcOffset writes seconds east of UTC as +hhmm, with seconds where a zone of
// long ago has them (RFC 5545, 3.3.14).
func utcOffset(seconds int) string {
	sign := '+'
	if seconds < 0 {
		sign, seconds = '-', -seconds
	}
	s := fmt.Sprintf("%c%02d%02d", sign, seconds/3600, seconds/60%60)
	if seconds%60 != 0 {
		s += fmt.Sprintf("%02d", seconds%60)
	}
	return s
}
