// Package demo fills an empty database with the sample: two events, 130
// authorities and the people who registered. Everything is made up, everything
// says so, and everything goes the way a real registration goes: through the
// desk, in order of time, so that places, waiting lists, mails and history are
// what they would be. It keeps the rule that the same seed gives the same people
// on every machine, and that a second run finds its data and changes nothing.
package demo

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/uptrace/bun"

	"convene/internal/event"
	"convene/internal/fault"
	"convene/internal/person"
	"convene/internal/postgres"
	"convene/internal/registration"
)

// Options of the demo. Password is the one of all its accounts.
type Options struct {
	Now      time.Time
	Password string
}

// Summary says what the demo has. Fresh is false when it was there already.
type Summary struct {
	Fresh       bool
	Authorities int
	Events      []Tally
	Accounts    []string // addresses to sign in with
}

// Tally are the numbers of one event, the event itself first among Activities.
type Tally struct {
	Slug                          string
	Confirmed, Waiting, Withdrawn int
	Activities                    []registration.Counter
}

// Seed fills the database unless that was done before. A run that was cut short
// is finished by the next: every step finds what it did already, events keep
// their dates, and a deed with a known key is not done again. The accounts come
// last and are the sign that all is there.
func Seed(ctx context.Context, db *postgres.DB, desk *registration.Desk, o Options) (Summary, error) {
	done, err := seeded(ctx, db)
	if err != nil {
		return Summary{}, fmt.Errorf("look for the demo: %w", err)
	}
	if !done {
		if err := fill(ctx, db, desk, o); err != nil {
			return Summary{}, fmt.Errorf("fill the demo: %w", err)
		}
	}
	if err := provideAccounts(ctx, db, o); err != nil {
		return Summary{}, fmt.Errorf("make the demo's accounts: %w", err)
	}
	s, err := summarise(ctx, db)
	s.Fresh = !done
	return s, err
}

// fill does all but the accounts.
func fill(ctx context.Context, db *postgres.DB, desk *registration.Desk, o Options) error {
	s, err := readSample()
	if err != nil {
		return err
	}
	authorities, err := importAuthorities(ctx, db)
	if err != nil {
		return err
	}
	events, err := importEvents(ctx, db, s.sources, o.Now)
	if err != nil {
		return err
	}
	coordinators, deeds := plan(s, authorities, events, o.Now)
	for _, c := range coordinators {
		if pr := events[c.slug]; !c.onlyNow {
			err = errors.Join(err, c.appoint(ctx, db, desk, pr, pr.Event.OpensAt))
		}
	}
	if err = errors.Join(err, play(ctx, db, desk, events, deeds)); err != nil {
		return err
	}
	for _, c := range coordinators {
		if c.onlyNow {
			err = errors.Join(err, c.appoint(ctx, db, desk, events[c.slug], o.Now))
		}
	}
	return err
}

func importAuthorities(ctx context.Context, db *postgres.DB) ([]person.Authority, error) {
	members, err := open("members.csv")
	if err != nil {
		return nil, err
	}
	native, err := open("members_native.csv")
	if err != nil {
		return nil, err
	}
	if _, err := person.ImportAuthorities(ctx, db.DB, "members.csv", members, native); err != nil {
		return nil, err
	}
	return person.Authorities(ctx, db)
}

// importEvents saves the events where they are not there yet and gives them back
// by slug. Those of a run that was cut short keep the dates they were given.
func importEvents(ctx context.Context, db *postgres.DB, sources []event.Source, now time.Time) (map[string]*event.Programme, error) {
	fresh, err := moved(sources, now)
	if err != nil {
		return nil, err
	}
	programmes := map[string]*event.Programme{}
	for _, source := range fresh {
		slug := source.Event.Slug
		known, err := event.BySlug(ctx, db, slug)
		if fault.Is(err, fault.NotFound) {
			if _, err := registration.ImportEvent(ctx, db.DB, source, now); err != nil {
				return nil, err
			}
			known, err = event.BySlug(ctx, db, slug)
		}
		if err != nil {
			return nil, err
		}
		if programmes[slug], err = event.Load(ctx, db, known.ID); err != nil {
			return nil, err
		}
	}
	return programmes, nil
}

func summarise(ctx context.Context, db bun.IDB) (Summary, error) {
	var s Summary
	authorities, err := person.Authorities(ctx, db)
	if err != nil {
		return s, err
	}
	s.Authorities = len(authorities)
	for _, a := range accounts {
		s.Accounts = append(s.Accounts, a.Email)
	}
	for _, slug := range slugs {
		e, err := event.BySlug(ctx, db, slug)
		if err != nil {
			return s, err
		}
		n, err := registration.Overview(ctx, db, e.ID)
		if err != nil {
			return s, err
		}
		s.Events = append(s.Events, Tally{slug, n.Confirmed, n.Waiting, n.Withdrawn, n.Activities})
	}
	return s, nil
}
