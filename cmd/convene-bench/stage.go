package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"time"

	"convene/internal/event"
	"convene/internal/locale"
	"convene/internal/postgres"
	"convene/internal/registration"
)

// clients is how many people submit at once.
const clients = 128

// secret and contact are no real ones.
var secret = []byte("only for measuring, 32 bytes long")

const contact = "bench@example.org"

// stage is a database of its own with durability on, and a desk.
type stage struct {
	folder  string
	cluster *postgres.Cluster
	db      *postgres.DB
	url     string
	desk    *registration.Desk
	made    int // events so far
}

func openStage(ctx context.Context) (_ *stage, err error) {
	s := &stage{}
	defer func() {
		if err != nil {
			err = errors.Join(err, s.close())
		}
	}()
	if s.folder, err = os.MkdirTemp("", "convene-bench-"); err != nil {
		return nil, err
	}
	if err := os.Chmod(s.folder, 0o711); err != nil { // PostgreSQL may run as another user
		return nil, err
	}
	if s.cluster, err = postgres.StartCluster(ctx, s.folder+"/postgres", os.Stderr); err != nil {
		return nil, err
	}
	if s.url, s.db, err = s.newDatabase(ctx, "bench"); err != nil {
		return nil, err
	}
	s.desk = registration.NewDesk(s.db, registration.Options{
		Secret: secret, BaseURL: "http://127.0.0.1:8080", Contact: contact,
		Log: slog.New(slog.NewTextHandler(os.Stderr, nil)),
	})
	return s, nil
}

// newDatabase makes an empty database with the schema; one of an earlier
// measurement goes.
func (s *stage) newDatabase(ctx context.Context, name string) (url string, db *postgres.DB, err error) {
	if err := s.cluster.DropDatabase(ctx, name); err != nil {
		return "", nil, err
	}
	if err := s.cluster.CreateDatabase(ctx, name); err != nil {
		return "", nil, err
	}
	url = s.cluster.URL(name)
	if err := postgres.Migrate(ctx, url); err != nil {
		return "", nil, err
	}
	db, err = postgres.Open(ctx, url)
	return url, db, err
}

func (s *stage) close() error {
	var err error
	if s.desk != nil {
		s.desk.Close()
	}
	if s.db != nil {
		err = s.db.Close()
	}
	if s.cluster != nil {
		err = errors.Join(err, s.cluster.Stop())
	}
	return errors.Join(err, os.RemoveAll(s.folder))
}

// newEvent makes an event with two activities to choose, so that a registration
// takes three capacities, and gives its id.
func (s *stage) newEvent(ctx context.Context, capacity int) (int64, error) {
	s.made++
	slug, now := fmt.Sprintf("bench-%d", s.made), time.Now()
	at := func(hours int) time.Time { return now.AddDate(0, 1, 0).Add(time.Duration(hours) * time.Hour) }
	planned := func(code, kind, block string, from, to int) event.Planned {
		return event.Planned{Capacity: capacity, Activity: event.Activity{
			Code: code, Kind: kind, Block: block, Chosen: true, Title: locale.Text{"en": code},
			StartsAt: at(from), EndsAt: at(to), Interpretation: []string{}, GuideLanguages: []string{},
		}}
	}
	source := event.Source{Capacity: capacity, Event: event.Event{
		Slug: slug, Status: event.Published, Country: "HU", City: "Budapest", Timezone: "Europe/Budapest",
		DefaultLocale: "en", Locales: []string{"en"}, Title: locale.Text{"en": "Bench"}, Sample: true,
		StartsAt: at(0), EndsAt: at(9), OpensAt: now.Add(-time.Hour), ClosesAt: now.AddDate(0, 0, 7), ChangesUntil: now.AddDate(0, 0, 7),
	}, Activities: []event.Planned{planned("a1", event.KindWorkshop, "w1", 1, 2), planned("bus", event.KindTrip, event.TripBlock, 4, 7)}}
	if _, err := registration.ImportEvent(ctx, s.db.DB, source, now); err != nil {
		return 0, err
	}
	e, err := event.BySlug(ctx, s.db, slug)
	if err != nil {
		return 0, err
	}
	return e.ID, nil
}

// submission is the n-th person's.
func submission(eventID int64, n int64) registration.Submission {
	return registration.Submission{
		Key: fmt.Sprintf("bench:%d", n), EventID: eventID, Email: fmt.Sprintf("p%d@example.org", n), MayWait: true,
		Choices: []registration.Choice{{Activity: "a1", MayWait: true}, {Activity: "bus", MayWait: true}},
		Channel: registration.ChannelWeb, Actor: "bench", Now: time.Now(),
		Details: registration.Details{Given: "Anna", Family: fmt.Sprint("Kovács ", n), Badge: fmt.Sprint("Anna Kovács ", n),
			Organisation: "Sample body", Country: "HU", Function: "Mayor", Locale: "en"},
	}
}

// reconcile fails when the places do not agree.
func (s *stage) reconcile(ctx context.Context) error { return reconcile(ctx, s.db) }

func reconcile(ctx context.Context, db *postgres.DB) error {
	found, err := registration.Reconcile(ctx, db)
	if err == nil && len(found) > 0 {
		err = fmt.Errorf("%d discrepancies, the first: %s", len(found), found[0])
	}
	return err
}
