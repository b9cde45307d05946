package paper

import (
	"slices"
	"time"

	"convene/internal/document"
	"convene/internal/event"
)

// attended is what somebody takes part in, in the order of the programme: what
// everybody attends and what they hold a place on. held is loaded.
func (b *badging) attended(registrationID int64) []*event.Activity {
	var own []*event.Activity
	for i := range b.programme.Activities {
		a := &b.programme.Activities[i]
		everybody := !a.Chosen && a.Kind != event.KindEvent && HasSheet(a)
		if everybody || a.Chosen && slices.Contains(b.held[registrationID], a.Code) {
			own = append(own, a)
		}
	}
	return own
}

// shown tells which of a person's own programme a design shows.
func shown(d document.Design) (programme, bus bool) {
	for _, p := range slices.Concat(d.Front, d.Back) {
		programme, bus = programme || p.Kind == "programme", bus || p.Kind == "bus"
	}
	return programme, bus
}

// addProgrammes puts their own programme on the badges of the people, in the same
// order. Field trips stand apart where the design has a place for buses.
func (b *badging) addProgrammes(sheet *document.BadgeSheet) {
	programme, bus := shown(*sheet.Design)
	sheet.ProgrammeTitle = b.T("%s (%s)", b.T("Your programme"), b.Zone(b.programme.Event.StartsAt))
	sheet.BusTitle = b.T("Your field trip")
	entries := map[string]document.Entry{}
	for i := range b.programme.Activities {
		a := &b.programme.Activities[i]
		entries[a.Code] = b.entry(a)
	}
	for i, p := range b.people {
		badge, day := &sheet.Badges[i], ""
		for _, a := range b.attended(p.RegistrationID) {
			switch {
			case bus && a.Kind == event.KindTrip:
				badge.Bus = append(badge.Bus, document.Entry{What: b.Heading(b.Day(a.StartsAt))}, entries[a.Code])
			case programme:
				if on := b.newDay(a, day); on != "" {
					day = on
					badge.Programme = append(badge.Programme, document.Entry{What: on})
				}
				badge.Programme = append(badge.Programme, entries[a.Code])
			}
		}
	}
}

// newDay is the day of an activity when another one was before it, "" otherwise
// and in an event of one day.
func (b *badging) newDay(a *event.Activity, before string) string {
	e := b.programme.Event
	day := b.Heading(b.Day(a.StartsAt))
	if day == before || e.StartsAt.Format(time.DateOnly) == e.EndsAt.Format(time.DateOnly) {
		return ""
	}
	return day
}

// entry is an activity as a line of a badge, at the event's own time.
func (b *badging) entry(a *event.Activity) document.Entry {
	title, _ := a.Title.In(b.Lang(), b.programme.Event.DefaultLocale)
	if a.Vehicle != "" {
		title = b.T("%s: %s", a.Vehicle, title)
	}
	where := a.Where(b.Printer)
	if a.Kind == event.KindTrip {
		where = a.MeetingPoint
	}
	return document.Entry{When: b.Span(a.StartsAt, a.EndsAt), What: title, Where: where}
}
