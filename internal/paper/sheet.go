package paper

import (
	"context"
	"io"

	"github.com/uptrace/bun"

	"convene/internal/document"
	"convene/internal/event"
	"convene/internal/fault"
	"convene/internal/presence"
	"convene/internal/registration"
)

// Blank lines for people who are not on the list: one for every tenth person,
// within bounds; a bus has only as many as it has free seats.
const (
	fewestBlank  = 6
	mostBlank    = 20
	mostSpare    = 4
	peopleToLine = 10
)

// HasSheet tells whether an activity has a list: presence.HasSheet.
func HasSheet(a *event.Activity) bool { return presence.HasSheet(a) }

// Sheet makes the list of an activity: a passenger list for a field trip, an
// attendance list for anything else. fault.NotFound: there is no such event, no
// such activity, or it has no list.
func Sheet(ctx context.Context, db bun.IDB, r Request) (*Paper, error) {
	s, err := load(ctx, db, r)
	switch {
	case err != nil:
		return nil, err
	case !HasSheet(s.activity):
		return nil, fault.New(fault.NotFound, "There is no list of this activity.")
	case s.activity.Kind == event.KindTrip:
		return s.passengers(ctx, db)
	}
	return AttendanceSheet(ctx, db, SheetRequest{Request: r, BlankLines: AsUsual})
}

// passengers makes the list a guide counts by. A bus has the seats that
// participants can have and those kept for staff.
func (s *source) passengers(ctx context.Context, db bun.IDB) (*Paper, error) {
	counters, err := registration.Counters(ctx, db, s.programme.Event.ID)
	if err != nil {
		return nil, err
	}
	s.byName()
	seats := counters[s.activity.Code].Capacity
	return s.write("passengers", func(w io.Writer) ([]document.Warning, error) {
		return document.BusManifest(w, s.manifest(seats))
	})
}

// manifest fills the passenger list; seats are those for participants.
func (s *source) manifest(seats int) document.Manifest {
	a := s.activity
	m := document.Manifest{
		Event: s.eventTitle(), Title: s.activityTitle(), Vehicle: a.Vehicle, Lang: s.Lang(),
		Departure: s.Moment(a.StartsAt), Return: s.Moment(a.EndsAt), MeetingPoint: a.MeetingPoint,
		Sample: s.sample(), AsOf: s.asOf(), Labels: s.manifestLabels(),
		Capacity: seats + a.ReservedStaff, StaffSeats: a.ReservedStaff,
		BlankLines: max(0, min(mostSpare, seats-len(s.people))),
	}
	for _, p := range s.people {
		m.Passengers = append(m.Passengers, document.Passenger{Name: p.Badge, Latin: p.Latin, Body: p.Body, Country: s.Country(p.Country)})
	}
	return m
}
