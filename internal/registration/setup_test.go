package registration

import (
	"context"
	"fmt"
	"testing"
	"time"

	"convene/internal/event"
	"convene/internal/locale"
	"convene/internal/postgres"
	"convene/internal/postgres/pgtest"
)

var now = time.Date(2026, 11, 23, 10, 0, 0, 0, time.UTC)

// fixture is one event on a database of its own, with a desk in front of it.
type fixture struct {
	ctx   context.Context
	db    *postgres.DB
	desk  *Desk
	event int64
}

// capacities of the event of a fixture; zero is zero places.
type capacities struct{ event, a1, b1, bus int }

func setup(t *testing.T, c capacities) *fixture {
	t.Helper()
	f := &fixture{ctx: context.Background(), db: pgtest.New(t)}
	if _, err := ImportEvent(f.ctx, f.db.DB, source(c), now); err != nil {
		t.Fatal(err)
	}
	ev, err := event.BySlug(f.ctx, f.db.DB, "seminar")
	if err != nil {
		t.Fatal(err)
	}
	f.event, f.desk = ev.ID, f.newDesk(t, Options{})
	return f
}

func (f *fixture) newDesk(t *testing.T, o Options) *Desk {
	o.Secret, o.BaseURL = []byte("a secret of thirty-two bytes long"), "http://127.0.0.1:8080"
	d := NewDesk(f.db, o)
	t.Cleanup(d.Close)
	return d
}

// source is a seminar of one day: two workshops of one block and a bus.
func source(c capacities) event.Source {
	at := func(hour int) time.Time { return time.Date(2026, 12, 14, hour, 0, 0, 0, time.UTC) }
	planned := func(code, kind, block string, from, to, capacity int) event.Planned {
		return event.Planned{Activity: event.Activity{Code: code, Kind: kind, Block: block, Chosen: true, Title: locale.Text{"en": code},
			StartsAt: at(from), EndsAt: at(to), Interpretation: []string{}, GuideLanguages: []string{}}, Capacity: capacity}
	}
	return event.Source{Capacity: c.event, Event: event.Event{Slug: "seminar", Status: event.Published, Country: "HU", City: "Budapest",
		Timezone: "Europe/Budapest", DefaultLocale: "en", Locales: []string{"en"}, Title: locale.Text{"en": "Seminar"},
		StartsAt: at(8), EndsAt: at(18), OpensAt: now.Add(-time.Hour), ClosesAt: now.Add(time.Hour), ChangesUntil: now.Add(2 * time.Hour), MaxPerDelegation: 2},
		Activities: []event.Planned{planned("a1", event.KindWorkshop, "w1", 9, 10, c.a1), planned("b1", event.KindWorkshop, "w1", 9, 10, c.b1),
			planned("bus", event.KindTrip, "trip", 13, 16, c.bus)}}
}

func (f *fixture) submission(n int, choices ...Choice) Submission {
	return Submission{EventID: f.event, Email: fmt.Sprintf("p%d@example.org", n), Choices: choices, MayWait: true, Channel: ChannelWeb, Now: now,
		Details: Details{Given: "Anna", Family: fmt.Sprint("Kovács ", n), Organisation: "Sample body", Country: "HU", Function: "Mayor", Locale: "en"}}
}

// authority makes an authority to come from.
func (f *fixture) authority(t *testing.T, name string) int64 {
	t.Helper()
	var id int64
	err := f.db.NewRaw(`insert into authority (name, country, kind, search) values (?, 'HU', 'city', ?) returning id`, name, name).Scan(f.ctx, &id)
	if err != nil {
		t.Fatal(err)
	}
	return id
}

func (f *fixture) submit(t *testing.T, n int, choices ...Choice) *Outcome {
	t.Helper()
	o, err := f.desk.Submit(f.ctx, f.submission(n, choices...))
	if err != nil {
		t.Fatalf("submit %d: %v", n, err)
	}
	return o
}

func (f *fixture) placeState(t *testing.T, o *Outcome, code string) Place {
	t.Helper()
	places, err := PlacesOf(f.ctx, f.db.DB, o.RegistrationID)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range places {
		if p.Activity == code {
			return p
		}
	}
	return Place{}
}

func (f *fixture) want(t *testing.T, o *Outcome, code, state string) {
	t.Helper()
	if got := f.placeState(t, o, code).State; got != state {
		t.Errorf("registration %s, %s: %q, want %q", o.Reference, code, got, state)
	}
}

func (f *fixture) count(t *testing.T, query string, args ...any) int {
	t.Helper()
	var n int
	if err := f.db.NewRaw(query, args...).Scan(f.ctx, &n); err != nil {
		t.Fatal(err)
	}
	return n
}

// reconcile fails the test on anything the rules forbid.
func (f *fixture) reconcile(t *testing.T) {
	t.Helper()
	found, err := Reconcile(f.ctx, f.db.DB)
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range found {
		t.Error(d)
	}
}
