package event

import (
	"slices"
	"time"
)

// Source is one event as its file says it, checked to the last field but not
// stored: nothing in it has an id yet.
type Source struct {
	Event      Event
	Capacity   int // of the event
	Rooms      []Room
	Activities []Planned // in the order of the file, without the event itself
	Partners   []Partner
}

// Planned is an activity of a file. RoomCode is "" when it is in no room of the
// event. Capacity counts for chosen activities: of a trip all seats, the staff's
// among them.
type Planned struct {
	Activity
	RoomCode string
	Capacity int
}

// Places is how many participants an activity can take: seats kept for staff
// are taken off before the first guest is counted.
func (p Planned) Places() int { return p.Capacity - p.ReservedStaff }

// agreementMonths is how long after its event a partner's agreement ends.
const agreementMonths = 12

// Shift moves an event by whole days and gives it another slug. Every time of
// day stays what it is at the venue, so that an offset changes with the season.
// An hour that the clocks skip on the new day becomes the one after it.
func (s Source) Shift(days int, slug string) Source {
	at := s.Event.Zone()
	move := func(t time.Time) time.Time { return t.In(at).AddDate(0, 0, days) }

	e := &s.Event
	e.Slug = slug
	for _, t := range []*time.Time{&e.StartsAt, &e.EndsAt, &e.OpensAt, &e.ClosesAt, &e.ChangesUntil} {
		*t = move(*t)
	}
	e.OutcomeSteps = slices.Clone(e.OutcomeSteps)
	for i := range e.OutcomeSteps {
		e.OutcomeSteps[i].Date = move(e.OutcomeSteps[i].Date)
	}
	s.Activities = slices.Clone(s.Activities)
	for i := range s.Activities {
		a := &s.Activities[i]
		a.StartsAt, a.EndsAt = move(a.StartsAt), move(a.EndsAt)
	}
	s.Partners = slices.Clone(s.Partners)
	for i := range s.Partners {
		s.Partners[i].EndsAt = e.EndsAt.AddDate(0, agreementMonths, 0)
	}
	return s
}

// root is the activity that stands for the event itself.
func (s Source) root() Planned {
	return Planned{
		Activity: Activity{
			Code: RootCode, Kind: KindEvent, Title: s.Event.Title,
			StartsAt: s.Event.StartsAt, EndsAt: s.Event.EndsAt,
			Interpretation: []string{}, GuideLanguages: []string{},
		},
		Capacity: s.Capacity,
	}
}
