package mail

import (
	"slices"
	"strings"
	"time"

	"convene/internal/locale"
)

// invitation makes the calendar file of a letter: an entry for every confirmed
// place and a cancelled one for every place that was lost. ok is false when
// there is nothing to put into a calendar, as for somebody who only waits.
//
// A file has one method. While places remain it is PUBLISH, and what was lost
// stands in it with STATUS:CANCELLED, as RFC 5546 (3.2.1) allows; when none
// remains it is CANCEL. The raised sequence makes calendars take either.
func (r Registration) invitation(p *locale.Printer, zone *time.Location, stamp time.Time, organizer string) (c Calendar, ok bool) {
	c = Calendar{Method: MethodCancel, Zone: zone, Stamp: stamp, Organizer: organizer}
	banner := slices.ContainsFunc(r.Places, isOwnActivity)
	for _, place := range r.Places {
		switch {
		case place.State == stateConfirmed:
			c.Method = MethodPublish
			c.Entries = append(c.Entries, r.calendarEntry(p, place, banner))
		case place.Lost:
			c.Entries = append(c.Entries, r.calendarEntry(p, place, false))
		}
	}
	slices.SortStableFunc(c.Entries, byStart)
	return c, len(c.Entries) > 0
}

// isOwnActivity finds what makes the event's own entry a banner over its days:
// beside entries of the activities, a block from the first morning to the last
// evening would hide them all and show every hour as busy.
func isOwnActivity(p Place) bool { return p.Kind != eventKind && p.State == stateConfirmed }

func (r Registration) calendarEntry(p *locale.Printer, place Place, banner bool) Entry {
	isEvent := place.Kind == eventKind
	return Entry{
		UID: place.UID, Sequence: r.Sequence,
		Summary: place.Title, Lang: place.Lang,
		Location:    r.location(place),
		Description: r.calendarNote(p, place),
		URL:         r.EventURL,
		Starts:      place.StartsAt, Ends: place.EndsAt,
		WholeDays: isEvent && banner,
		Cancelled: place.State != stateConfirmed,
	}
}

// location says where to go, from the room to the city.
func (r Registration) location(place Place) string {
	return joinDistinct(", ", place.Where, r.Venue, r.City)
}

// joinDistinct joins what is there, leaving out what an earlier part says already.
func joinDistinct(separator string, parts ...string) string {
	var kept []string
	for _, part := range parts {
		said := slices.ContainsFunc(kept, func(k string) bool { return strings.Contains(k, part) })
		if part != "" && !said {
			kept = append(kept, part)
		}
	}
	return strings.Join(kept, separator)
}

// calendarNote is the entry's description: what a person on the way needs.
func (r Registration) calendarNote(p *locale.Printer, place Place) string {
	var lines []string
	if place.MeetingPoint != "" {
		lines = append(lines, p.T("Meeting point: %s", place.MeetingPoint))
	}
	lines = append(lines, p.T("Your reference: %s", r.Reference))
	if r.Contact != "" {
		lines = append(lines, p.T("Questions: %s", r.Contact))
	}
	if r.Sample {
		lines = append(lines, p.T("Sample data"))
	}
	return strings.Join(lines, "\n")
}
