package account_test

import (
	"context"
	"reflect"
	"testing"
	"time"

	"convene/internal/account"
	"convene/internal/fault"
	"convene/internal/postgres"
	"convene/internal/postgres/pgtest"
)

var now = time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)

const password = "ten characters and more"

// house is a database with two events; the partner iris has an agreement for
// Madrid.
func house(t *testing.T) *postgres.DB {
	t.Helper()
	db := pgtest.New(t)
	_, err := db.ExecContext(t.Context(), `
		insert into event (slug, status, title, country, city, timezone, starts_at, ends_at, opens_at, closes_at, changes_until, default_locale, locales, updated_at)
			select slug, 'published', '{}', 'HU', slug, 'Europe/Budapest', now(), now() + interval '1 day', now(), now() + interval '1 day', now(), 'en', '{en}', now()
			from unnest(array['budapest', 'madrid']) as slug;
		insert into partner (code, name) values ('iris', 'IRIS');
		insert into agreement (event_id, partner_id, role, fields, ends_at)
			select e.id, p.id, 'co-organiser', '{name}', now() from event e, partner p where e.slug = 'madrid'`)
	if err != nil {
		t.Fatal(err)
	}
	return db
}

func eventID(t *testing.T, db *postgres.DB, slug string) (id int64) {
	t.Helper()
	if err := db.NewRaw("select id from event where slug = ?", slug).Scan(t.Context(), &id); err != nil {
		t.Fatal(err)
	}
	return id
}

func add(t *testing.T, db *postgres.DB, n account.New) *account.Account {
	t.Helper()
	n.Name, n.Password = "Office", password
	id, err := account.Add(t.Context(), db.DB, now, n)
	if err != nil {
		t.Fatal(err)
	}
	a, err := account.ByID(t.Context(), db, id)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func TestAddGivesWhatIsSignedInWith(t *testing.T) {
	t.Parallel()
	db := house(t)
	add(t, db, account.New{Email: " Iris@Example.org ", Role: account.Partner, PartnerCode: "iris"})
	got, err := account.SignIn(t.Context(), db.DB, "IRIS@example.org", password)
	if err != nil {
		t.Fatal(err)
	}
	if got.Email != "iris@example.org" || got.Role != account.Partner || got.PartnerCode != "iris" || got.PartnerName != "IRIS" || got.PartnerID == 0 {
		t.Errorf("signed in as %+v", got)
	}
	_, err = account.Add(t.Context(), db.DB, now, account.New{Email: "iris@example.org", Name: "x", Role: account.Organiser, Password: password})
	if !fault.Is(err, fault.Conflict) {
		t.Errorf("a second account of the address: %v", err)
	}
}

func TestAddRefusesAndKeepsNothing(t *testing.T) {
	t.Parallel()
	db := house(t)
	good := account.New{Email: "o@example.org", Name: "Office", Role: account.Organiser, Password: password}
	with := func(change func(*account.New)) account.New {
		n := good
		change(&n)
		return n
	}
	cases := map[string]struct {
		n     account.New
		field string
	}{
		"no address":            {with(func(n *account.New) { n.Email = "office" }), "email"},
		"an address with words": {with(func(n *account.New) { n.Email = "Office <o@example.org>" }), "email"},
		"no name":               {with(func(n *account.New) { n.Name = "  " }), "name"},
		"no such role":          {with(func(n *account.New) { n.Role = "admin" }), "role"},
		"nine characters":       {with(func(n *account.New) { n.Password = "ééééééééé" }), "password"},
		"the address itself":    {with(func(n *account.New) { n.Password = "O@Example.org" }), "password"},
		"partner of nobody":     {with(func(n *account.New) { n.Role = account.Partner }), "partner"},
		"organiser of partner":  {with(func(n *account.New) { n.PartnerCode = "iris" }), "partner"},
		"unknown partner":       {with(func(n *account.New) { n.Role, n.PartnerCode = account.Partner, "nobody" }), "partner"},
		"unknown event":         {with(func(n *account.New) { n.Events = []string{"budapest", "atlantis"} }), "events"},
		"partner with events":   {with(func(n *account.New) { n.Role, n.PartnerCode, n.Events = account.Partner, "iris", []string{"madrid"} }), "events"},
	}
	for name, c := range cases {
		_, err := account.Add(t.Context(), db.DB, now, c.n)
		f := fault.As(err)
		if f == nil || f.Kind != fault.Invalid || len(f.Fields) != 1 || f.Fields[0].Name != c.field {
			t.Errorf("%s: %v, want one wrong field %s", name, err, c.field)
		}
	}
	var rows int
	if err := db.NewRaw("select count(*) from account").Scan(t.Context(), &rows); err != nil || rows != 0 {
		t.Errorf("%d accounts were kept, error %v", rows, err)
	}
	if _, err := account.Add(t.Context(), db.DB, now, good); err != nil {
		t.Errorf("the good one: %v", err)
	}
}

func TestWhoMaySeeWhichEvent(t *testing.T) {
	t.Parallel()
	db := house(t)
	budapest, madrid := eventID(t, db, "budapest"), eventID(t, db, "madrid")
	cases := []struct {
		n    account.New
		want []int64
	}{
		{account.New{Email: "both@example.org", Role: account.Organiser, Events: []string{"madrid", "budapest", "madrid"}}, []int64{budapest, madrid}},
		{account.New{Email: "desk@example.org", Role: account.Desk, Events: []string{"budapest"}}, []int64{budapest}},
		{account.New{Email: "none@example.org", Role: account.Organiser}, []int64{}},
		{account.New{Email: "iris@example.org", Role: account.Partner, PartnerCode: "iris"}, []int64{madrid}},
	}
	for _, c := range cases {
		a := add(t, db, c.n)
		got, err := account.EventIDs(t.Context(), db, a)
		if err != nil || !reflect.DeepEqual(got, c.want) {
			t.Errorf("%s: events %v (error %v), want %v", c.n.Email, got, err, c.want)
		}
		for _, id := range []int64{budapest, madrid} {
			may, err := account.MaySee(t.Context(), db, a, id)
			if want := contains(c.want, id); err != nil || may != want {
				t.Errorf("%s may see event %d: %v (error %v), want %v", c.n.Email, id, may, err, want)
			}
		}
	}
}

func contains(ids []int64, id int64) bool {
	for _, i := range ids {
		if i == id {
			return true
		}
	}
	return false
}

func TestHasDemo(t *testing.T) {
	t.Parallel()
	db := house(t)
	add(t, db, account.New{Email: "o@example.org", Role: account.Organiser})
	if has, err := account.HasDemo(t.Context(), db); has || err != nil {
		t.Errorf("before: %v, %v", has, err)
	}
	add(t, db, account.New{Email: "demo@example.org", Role: account.Organiser, Demo: true})
	if has, err := account.HasDemo(t.Context(), db); !has || err != nil {
		t.Errorf("after: %v, %v", has, err)
	}
}

func TestADisabledAccountIsNoAccount(t *testing.T) {
	t.Parallel()
	db := house(t)
	a := add(t, db, account.New{Email: "o@example.org", Role: account.Organiser})
	if _, err := db.ExecContext(t.Context(), "update account set disabled_at = now()"); err != nil {
		t.Fatal(err)
	}
	if _, err := account.ByID(t.Context(), db, a.ID); !fault.Is(err, fault.NotFound) {
		t.Errorf("by id: %v", err)
	}
	if _, err := account.SignIn(t.Context(), db.DB, "o@example.org", password); !fault.Is(err, fault.Invalid) {
		t.Errorf("signing in: %v", err)
	}
}

func TestRecordKeepsWhoDidWhat(t *testing.T) {
	t.Parallel()
	db := house(t)
	for _, id := range []int64{7, 0} {
		if err := account.Record(context.Background(), db, now, id, "export", "budapest", map[string]int{"rows": 3}); err != nil {
			t.Fatal(err)
		}
	}
	if err := account.Record(t.Context(), db, now, 7, "sign-out", "", nil); err != nil {
		t.Fatal(err)
	}
	var got []struct {
		AccountID      *int64
		Action, Object string
		Detail         string
	}
	if err := db.NewRaw("select account_id, action, object, detail::text from audit where at = ? order by id", now).Scan(t.Context(), &got); err != nil {
		t.Fatal(err)
	}
	if len(got) != 3 || *got[0].AccountID != 7 || got[0].Action != "export" || got[0].Object != "budapest" || got[0].Detail != `{"rows": 3}` ||
		got[1].AccountID != nil || got[2].Detail != "{}" {
		t.Errorf("recorded %+v", got)
	}
}
