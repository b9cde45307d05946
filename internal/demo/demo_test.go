package demo

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"convene/internal/account"
	"convene/internal/postgres"
	"convene/internal/postgres/pgtest"
	"convene/internal/registration"
)

const password = "convene-demo"

var now = time.Date(2026, 11, 23, 14, 30, 0, 0, time.UTC)

func newDesk(t *testing.T, db *postgres.DB) *registration.Desk {
	t.Helper()
	desk := registration.NewDesk(db, registration.Options{
		Secret: []byte("a secret of the test, long enough"), BaseURL: "http://127.0.0.1:8080", Contact: "desk@example.org",
	})
	t.Cleanup(desk.Close)
	return desk
}

// seededDB is a database with the demo in it.
func seededDB(t *testing.T) *postgres.DB {
	t.Helper()
	db := pgtest.New(t)
	if _, err := Seed(t.Context(), db, newDesk(t, db), Options{now, password}); err != nil {
		t.Fatal(err)
	}
	return db
}

// query reads one column of texts.
func query(t *testing.T, db *postgres.DB, sql string, args ...any) []string {
	t.Helper()
	var all []string
	if err := db.NewRaw(sql, args...).Scan(t.Context(), &all); err != nil {
		t.Fatalf("%s: %v", sql, err)
	}
	return all
}

// dump is every row of every table.
func dump(t *testing.T, db *postgres.DB) map[string][]string {
	t.Helper()
	all := map[string][]string{}
	for _, table := range query(t, db, `select table_name from information_schema.tables
		where table_schema = 'public' and table_type = 'BASE TABLE'`) {
		all[table] = query(t, db, fmt.Sprintf(`select r::text from %s r order by 1`, table))
	}
	return all
}

func TestSeedKeepsItsPromise(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	s, err := Seed(t.Context(), db, newDesk(t, db), Options{now, password})
	if err != nil {
		t.Fatal(err)
	}
	if !s.Fresh || s.Authorities != 130 || len(s.Events) != 2 || len(s.Accounts) != 4 {
		t.Fatalf("%+v", s)
	}
	want := `budapest 112 confirmed 0 waiting 11 withdrawn
event 117/120+0 bp-a1 32/45+0 bp-b1 35/35+3 bp-c1 24/24+2 bp-a2 28/45+0 bp-b2 35/35+7 bp-c2 24/24+5 bp-dinner 89/100+0 ` +
		`bp-t2 28/28+4 bp-t1 45/45+2 bp-t3 10/15+0
madrid 45 confirmed 0 waiting 4 withdrawn
event 48/90+0 md-a 20/40+0 md-b 16/36+0
`
	if got := tell(s); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	wrong, err := registration.Reconcile(t.Context(), db)
	if err != nil || len(wrong) > 0 {
		t.Errorf("reconciliation: %v, %v", wrong, err)
	}
	if promoted := query(t, db, `select id::text from history where deed = 'promoted'`); len(promoted) < 10 {
		t.Errorf("%d people moved up, too few to show", len(promoted))
	}
}

// tell writes the numbers as "taken/capacity+waiting".
func tell(s Summary) string {
	var b strings.Builder
	for _, e := range s.Events {
		fmt.Fprintf(&b, "%s %d confirmed %d waiting %d withdrawn\n", e.Slug, e.Confirmed, e.Waiting, e.Withdrawn)
		var counters []string
		for _, c := range e.Activities {
			counters = append(counters, fmt.Sprintf("%s %d/%d+%d", c.Code, c.Taken, c.Capacity, c.Waiting))
		}
		b.WriteString(strings.Join(counters, " ") + "\n")
	}
	return b.String()
}

func TestSeedASecondTimeChangesNothing(t *testing.T) {
	t.Parallel()
	db := seededDB(t)
	before := dump(t, db)
	s, err := Seed(t.Context(), db, newDesk(t, db), Options{now.AddDate(0, 1, 3), password})
	if err != nil || s.Fresh || s.Events[0].Confirmed != 112 {
		t.Fatalf("%+v, %v", s, err)
	}
	for table, rows := range dump(t, db) {
		if !slices.Equal(rows, before[table]) {
			t.Errorf("%s has changed", table)
		}
	}
}

// The same people with the same places come out everywhere, on any day.
func TestSeedIsTheSameOnEveryMachine(t *testing.T) {
	t.Parallel()
	people := `select concat_ws(' | ', e.slug, p.email, r.given_name, r.family_name, r.badge_name, r.latin_name, r.function,
			r.organisation, r.country, r.languages, r.locale, r.role, r.state,
			(select string_agg(concat_ws(' ', a.code, l.state, l.queue_no), ', ' order by a.code)
			 from place l join activity a on a.id = l.activity_id where l.registration_id = r.id))
		from registration r join event e on e.id = r.event_id join person p on p.id = r.person_id order by 1`
	one, other := seededDB(t), pgtest.New(t)
	if _, err := Seed(t.Context(), other, newDesk(t, other), Options{now.AddDate(0, 3, 2), password}); err != nil {
		t.Fatal(err)
	}
	a, b := query(t, one, people), query(t, other, people)
	if len(a) != 180 {
		t.Fatalf("%d registrations", len(a))
	}
	for i := range a {
		if a[i] != b[i] {
			t.Fatalf("differs:\n%s\n%s", a[i], b[i])
		}
	}
}

// A run that is cut short is finished by the next one, days later.
func TestSeedFinishesWhatWasCutShort(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	desk := newDesk(t, db)
	if err := begin(t.Context(), db, desk, 100); err != nil {
		t.Fatal(err)
	}
	before := query(t, db, `select reference from registration order by 1`)
	s, err := Seed(t.Context(), db, desk, Options{now.AddDate(0, 0, 9), password})
	if err != nil {
		t.Fatal(err)
	}
	if !s.Fresh || s.Events[0].Confirmed != 112 || s.Events[1].Confirmed != 45 {
		t.Errorf("%+v", s)
	}
	if wrong, err := registration.Reconcile(t.Context(), db); err != nil || len(wrong) > 0 {
		t.Errorf("reconciliation: %v, %v", wrong, err)
	}
	after := query(t, db, `select reference from registration`)
	for _, reference := range before {
		if !slices.Contains(after, reference) {
			t.Errorf("the registration %s was made anew", reference)
		}
	}
}

// begin fills the demo up to the nth deed.
func begin(ctx context.Context, db *postgres.DB, desk *registration.Desk, n int) error {
	s, err := readSample()
	if err != nil {
		return err
	}
	authorities, err := importAuthorities(ctx, db)
	if err != nil {
		return err
	}
	events, err := importEvents(ctx, db, s.sources, now)
	if err != nil {
		return err
	}
	_, deeds := plan(s, authorities, events, now)
	return play(ctx, db, desk, events, deeds[:n])
}

func TestSeedGivesTheAccountsThePasswordOfTheRun(t *testing.T) {
	t.Parallel()
	db := seededDB(t)
	if _, err := Seed(t.Context(), db, newDesk(t, db), Options{now, "another password"}); err != nil {
		t.Fatal(err)
	}
	for email, role := range map[string]string{"organiser@example.org": account.Organiser, "desk@example.org": account.Desk,
		"iris@example.org": account.Partner, "warwick@example.org": account.Partner} {
		a, err := account.SignIn(t.Context(), db.DB, email, "another password")
		if err != nil || a.Role != role || !a.Demo {
			t.Errorf("%s: %+v, %v", email, a, err)
			continue
		}
		want := 2
		if role == account.Partner {
			want = 1 // Madrid
		}
		if events, err := account.EventIDs(t.Context(), db, a); err != nil || len(events) != want {
			t.Errorf("%s sees the events %v, %v", email, events, err)
		}
	}
	if _, err := account.SignIn(t.Context(), db.DB, "desk@example.org", password); err == nil {
		t.Error("the old password still opens")
	}
}
