package paper

import (
	"context"
	"io"

	"github.com/uptrace/bun"

	"convene/internal/document"
	"convene/internal/event"
	"convene/internal/fault"
	"convene/internal/registration"
)

// ride is a trip with who has which seat on it.
type ride struct {
	*source
	seats     map[int64]registration.Seat
	capacity  int // of everybody's seats and those of all contingents
	staffRoom int // seats kept for staff
	guestRoom int // all others
}

// Manifest makes the passenger list of a field trip. fault.NotFound: there is no
// such event, or the activity is none of its trips.
func Manifest(ctx context.Context, db bun.IDB, r Request) (*Paper, error) {
	s, err := load(ctx, db, r)
	if err != nil {
		return nil, err
	}
	return s.passengers(ctx, db)
}

// passengers makes the list a guide counts by.
func (s *source) passengers(ctx context.Context, db bun.IDB) (*Paper, error) {
	t, err := s.ride(ctx, db)
	if err != nil {
		return nil, err
	}
	return s.write("passengers", func(w io.Writer) ([]document.Warning, error) {
		return document.BusManifest(w, t.manifest())
	})
}

// Guide makes the telephone list of a field trip, for its guide alone. Faults are
// those of Manifest.
func Guide(ctx context.Context, db bun.IDB, r Request) (*Paper, error) {
	s, err := load(ctx, db, r)
	if err != nil {
		return nil, err
	}
	t, err := s.ride(ctx, db)
	if err != nil {
		return nil, err
	}
	return s.write("guide", func(w io.Writer) ([]document.Warning, error) {
		return document.GuideList(w, t.manifest())
	})
}

// ride reads the seats. A bus has those of everybody and those of contingents:
// for staff, for wheelchairs, of a partner's guests.
func (s *source) ride(ctx context.Context, db bun.IDB) (*ride, error) {
	if s.activity.Kind != event.KindTrip {
		return nil, fault.New(fault.NotFound, "This is no field trip.")
	}
	e := &s.programme.Event
	counters, err := registration.Counters(ctx, db, e.ID)
	if err != nil {
		return nil, err
	}
	kept, err := registration.Contingents(ctx, db, e.ID)
	if err != nil {
		return nil, err
	}
	t := &ride{source: s, guestRoom: counters[s.activity.Code].Capacity}
	for _, c := range kept {
		switch {
		case c.Activity != s.activity.Code:
		case c.Kind == registration.Seats:
			t.staffRoom += c.Capacity
		default:
			t.guestRoom += c.Capacity
		}
	}
	t.capacity = t.guestRoom + t.staffRoom
	t.seats, err = registration.SeatsOf(ctx, db, e.ID, s.activity.Code)
	return t, err
}

func (t *ride) manifest() document.Manifest {
	a := t.activity
	m := document.Manifest{
		Event: t.eventTitle(), Title: t.activityTitle(), Vehicle: a.Vehicle, Lang: t.Lang(),
		Departure: t.Moment(a.StartsAt), Return: t.Moment(a.EndsAt), MeetingPoint: a.MeetingPoint,
		Sample: t.sample(), AsOf: t.asOf(), Labels: t.manifestLabels(), Capacity: t.capacity, StaffSeats: t.staffRoom,
	}
	for _, p := range t.people {
		seat := t.seats[p.RegistrationID]
		one := document.Passenger{Name: p.Badge, Latin: p.Latin, Body: p.Body, Country: t.Country(p.Country),
			StepFree: seat.Kind == registration.Wheelchair, Phone: registration.ShowPhone(seat.Phone)}
		if seat.Kind == registration.Seats {
			m.Staff = append(m.Staff, one)
		} else {
			m.Passengers = append(m.Passengers, one)
		}
	}
	m.BlankLines = max(0, min(mostSpare, t.guestRoom-len(m.Passengers)))
	return m
}
