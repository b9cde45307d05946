package demo

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"convene/internal/event"
	"convene/internal/mail"
	"convene/internal/person"
	"convene/internal/postgres"
	"convene/internal/registration"
)

// The sample is looked at from all sides; the last look changes it.
func TestSample(t *testing.T) {
	t.Parallel()
	db := seededDB(t)
	for _, look := range []struct {
		name string
		at   func(*testing.T, *postgres.DB)
	}{
		{"every odd name once", everyOddNameOnce},
		{"one pair of one name and one person in both", onePairOfOneNameAndOnePersonInBoth},
		{"delegations and consents", delegationsAndConsents},
		{"coordinators and whom they name", coordinatorsAndWhomTheyName},
		{"times like reality", timesLikeReality},
		{"nothing that is never collected", nothingThatIsNeverCollected},
		{"one mail for each deed", oneMailForEachDeed},
		{"room to try things out", roomToTryThingsOut},
	} {
		t.Run(look.name, func(t *testing.T) { look.at(t, db) })
	}
}

func everyOddNameOnce(t *testing.T, db *postgres.DB) {
	s, err := readSample()
	if err != nil {
		t.Fatal(err)
	}
	if len(s.edges) != 18 {
		t.Fatalf("%d odd names", len(s.edges))
	}
	for odd, n := range s.edges {
		rows := query(t, db, `select state from registration where given_name = ? and family_name = ?`,
			person.Line(n.given, 200), person.Line(n.family, 200))
		if len(rows) != 1 || rows[0] != "confirmed" {
			t.Errorf("%s: %v", odd, rows)
		}
	}
	if rows := query(t, db, `select given_name from registration where function = ?`, formula); !slices.Equal(rows, []string{"Ana"}) {
		t.Errorf("the formula is the function of %v", rows)
	}
	if rows := query(t, db, `select badge_name from registration where family_name = 'Kovács'`); !slices.Equal(rows, []string{"Kovács Enikő"}) {
		t.Errorf("family name first: %v", rows)
	}
}

func onePairOfOneNameAndOnePersonInBoth(t *testing.T, db *postgres.DB) {
	pairs := query(t, db, `select count(distinct person_id) || ' in ' || count(distinct authority_id)
		from registration group by given_name, family_name having count(distinct person_id) > 1`)
	if !slices.Equal(pairs, []string{"2 in 1"}) {
		t.Errorf("people of one name: %v, want two of one authority", pairs)
	}
	both := query(t, db, `select string_agg(e.slug || ' ' || r.state, ', ' order by e.slug) from registration r
		join event e on e.id = r.event_id group by r.person_id having count(*) > 1`)
	if !slices.Equal(both, []string{"budapest confirmed, madrid confirmed"}) {
		t.Errorf("people in both events: %v", both)
	}
}

func delegationsAndConsents(t *testing.T, db *postgres.DB) {
	crowded := query(t, db, `select a.name from registration r join event e on e.id = r.event_id join authority a on a.id = r.authority_id
		where r.role = 'participant' and r.state <> 'withdrawn' group by e.id, a.id having count(*) > e.max_per_delegation`)
	if len(crowded) > 0 {
		t.Errorf("delegations above the limit: %v", crowded)
	}
	for purpose, want := range agreement {
		var share float64
		err := db.NewRaw(`select avg(given::int) * 100 from consent where purpose = ?`, purpose).Scan(t.Context(), &share)
		if err != nil || share < float64(want)-12 || share > float64(want)+12 {
			t.Errorf("%s: %.0f %% agree, want about %d, %v", purpose, share, want, err)
		}
	}
	roles := query(t, db, `select distinct role from registration order by 1`)
	if !slices.Equal(roles, []string{"participant", "partner", "press", "speaker", "staff"}) {
		t.Errorf("roles %v", roles)
	}
}

func coordinatorsAndWhomTheyName(t *testing.T, db *postgres.DB) {
	waiting := query(t, db, `select l.state || ' ' || count(*) from registration r join place l on l.registration_id = r.id
		where r.state = 'nominated' and l.until > ? group by l.state`, now.AddDate(0, 0, 7))
	if !slices.Equal(waiting, []string{"held 8"}) {
		t.Errorf("named and without an answer: %v", waiting)
	}
	if orphans := query(t, db, `select r.id::text from registration r where r.state = 'nominated' and not exists
		(select from coordinator c where c.event_id = r.event_id and c.authority_id = r.authority_id)`); len(orphans) > 0 {
		t.Errorf("named by nobody: %v", orphans)
	}
	if answers := query(t, db, `select c.purpose from consent c join registration r on r.id = c.registration_id where r.state = 'nominated'`); len(answers) > 0 {
		t.Errorf("somebody answered for those who were named: %v", answers)
	}
	sizes := query(t, db, `select distinct least(e.max_per_delegation, n) || ' of ' || e.max_per_delegation from (select c.event_id, c.authority_id, count(r.id) as n
		from coordinator c left join registration r on r.event_id = c.event_id and r.authority_id = c.authority_id and r.state <> 'withdrawn' group by 1, 2) d
		join event e on e.id = d.event_id order by 1`)
	for _, want := range []string{"0 of 2", "0 of 3", "2 of 2", "3 of 3"} {
		if !slices.Contains(sizes, want) {
			t.Errorf("delegations %v, want one with %s", sizes, want)
		}
	}
	if seats := query(t, db, `select k.kind || ' ' || k.taken || ' ' || a.code from contingent k join activity a on a.id = k.activity_id where k.taken > 0 order by 1`); !slices.Equal(seats, []string{"staff 1 bp-t1", "staff 1 bp-t2", "wheelchair 1 bp-t1"}) {
		t.Errorf("assigned %v", seats)
	}
}

func timesLikeReality(t *testing.T, db *postgres.DB) {
	if wrong := query(t, db, `select h.id::text from history h join event e on e.id = h.event_id
		where h.at < e.opens_at or h.at > ?`, now); len(wrong) > 0 {
		t.Errorf("deeds before the opening or after now: %v", wrong)
	}
	if wrong := query(t, db, `select id::text from (select id, at, lag(at) over (partition by event_id order by id) as before from history) h
		where at < before`); len(wrong) > 0 {
		t.Errorf("deeds that go back in time: %v", wrong)
	}
	if days := query(t, db, `select distinct at::date::text from history`); len(days) < 20 {
		t.Errorf("all on %d days", len(days))
	}
	if night := query(t, db, `select h.id::text from history h join event e on e.id = h.event_id
		where extract(hour from h.at at time zone e.timezone) not between 7 and 21`); len(night) > 2 {
		t.Errorf("%d deeds by night", len(night))
	}
}

// domain.md 3.3: what must never be collected is not made up either.
func nothingThatIsNeverCollected(t *testing.T, db *postgres.DB) {
	if rows := query(t, db, `select email from person where email not like 'p____@example.org'`); len(rows) > 0 {
		t.Errorf("addresses that are not the sample's: %v", rows)
	}
	if rows := query(t, db, `select id::text from registration where 'rom' = any(languages) or locale not in ('en', 'fr')`); len(rows) > 0 {
		t.Errorf("%d registrations tell of Romani, or are in a language we have no mails in", len(rows))
	}
	for _, word := range []string{"roma", "gypsy", "sinti", "traveller", "mr", "mrs", "miss", "born", "party", "church"} {
		if rows := query(t, db, `select given_name from registration
			where concat_ws(' ', function, organisation) ~* ('\m' || ? || '\M')`, word); len(rows) > 0 {
			t.Errorf("%q is said of %v", word, rows)
		}
	}
	if rows := query(t, db, `select phone from registration r where phone <> '' and (phone not like '+447700900___' or not exists (
		select from place p join activity a on a.id = p.activity_id where p.registration_id = r.id and a.kind = 'trip'))`); len(rows) > 0 {
		t.Errorf("numbers that may be somebody's, or that no guide needs: %v", rows)
	}
	for _, column := range query(t, db, `select column_name from information_schema.columns where table_schema = 'public'`) {
		for _, banned := range []string{"ethnic", "origin", "nationality", "religion", "birth", "gender", "salutation", "passport", "photo", "health"} {
			if strings.Contains(column, banned) {
				t.Errorf("there is a column %s", column)
			}
		}
	}
}

// Every deed that mails has its one mail, to be kept like any other.
func oneMailForEachDeed(t *testing.T, db *postgres.DB) {
	mails := query(t, db, `select kind || ' ' || count(*) from mail group by kind order by 1`)
	want := []string{"appointment 18", "changed 9", "confirmed 172", "nominated 15", "promoted 15", "substituted 7", "withdrawn 8"}
	if !slices.Equal(mails, want) {
		t.Errorf("mails %v, want %v", mails, want)
	}
	if kept, err := mail.List(t.Context(), db, 500, 0); err != nil || len(kept) != 244 {
		t.Errorf("%d mails in the list, %v", len(kept), err)
	}
}

func roomToTryThingsOut(t *testing.T, db *postgres.DB) {
	e, err := event.BySlug(t.Context(), db, "budapest")
	if err != nil || !e.Sample || e.Open(now) != event.Open || !e.ChangesOpen(now) {
		t.Fatalf("%+v, %v", e, err)
	}
	outcome, err := newDesk(t, db).Submit(t.Context(), registration.Submission{Key: "try", EventID: e.ID, Email: "visitor@example.org",
		Details: registration.Details{Given: "Vera", Organisation: "Visitors", Country: "FR", Function: "Guest"}, MayWait: true,
		Choices: []registration.Choice{{Activity: "bp-a1"}, {Activity: "bp-t1", MayWait: true}}, Channel: registration.ChannelWeb,
		Actor: "participant", Now: now})
	if err != nil || outcome.State != "confirmed" {
		t.Fatalf("%+v, %v", outcome, err)
	}
	states := map[string]string{}
	for _, p := range outcome.Places {
		states[p.Activity] = fmt.Sprint(p.State, " ", p.Position)
	}
	if states["bp-a1"] != "confirmed 0" || states["bp-t1"] != "waiting 3" {
		t.Errorf("places %v", states)
	}
}
