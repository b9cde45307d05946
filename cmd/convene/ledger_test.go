package main

import (
	"fmt"
	"slices"
	"sort"
	"strings"
	"sync"
	"testing"
	"time"

	"convene/internal/event"
	"convene/internal/postgres"
	"convene/internal/postgres/pgtest"
	"convene/internal/registration"
)

// told is what one person was told of their registration, and when.
type told struct {
	email, reference string
	state            string // "confirmed", "waiting" or "withdrawn"
	position         int    // in the waiting list of the event; 0: none
	sent, answered   time.Time
}

// ledger keeps what everybody was told last. At its end nobody may still be
// waiting for an answer.
type ledger struct {
	mu        sync.Mutex
	entries   map[string]told // by address
	announced int             // how often somebody was told something
}

func newLedger() *ledger { return &ledger{entries: map[string]told{}} }

func (l *ledger) note(one told) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.entries[one.email] = one
	l.announced++
}

// standing is a registration as the database has it.
type standing struct {
	ID                      int64
	Email, Reference, State string
	QueueNo                 int64 // of the event; 0 unless waiting
	Deeds, Mails            int
	Transaction             int64 // that wrote the row
}

// standings reads the registrations of the site's only event in the order of
// their ids, which are given under the lock of its counters.
func standings(t *testing.T, db *postgres.DB) []standing {
	t.Helper()
	var all []standing
	err := db.NewRaw(`select r.id, p.email, r.reference, r.state, coalesce(l.queue_no, 0) as queue_no, r.xmin::text::bigint as transaction,
		(select count(*) from history h where h.registration_id = r.id) as deeds,
		(select count(*) from mail m where m.registration_id = r.id) as mails
		from registration r join person p on p.id = r.person_id
		join activity a on a.event_id = r.event_id and a.kind = 'event'
		left join place l on l.registration_id = r.id and l.activity_id = a.id
		order by r.id`).Scan(t.Context(), &all)
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// differences compares the ledger with the rows: everything that somebody was told
// is there, nothing is there that nobody was told, each deed has its one mail. Who
// waited may have been moved up since.
func (l *ledger) differences(all []standing) (found []string) {
	there := map[string]bool{}
	for _, row := range all {
		one, known := l.entries[row.Email]
		switch {
		case !known || one.reference != row.Reference:
			found = append(found, fmt.Sprintf("%s is there and nobody was told", row.Reference))
			continue
		case row.State != one.state && (one.state != "waiting" || row.State != "confirmed"):
			found = append(found, fmt.Sprintf("%s is %s and was told %s", row.Reference, row.State, one.state))
		case row.Mails != row.Deeds:
			found = append(found, fmt.Sprintf("%s has %d deeds and %d mails", row.Reference, row.Deeds, row.Mails))
		}
		there[row.Email] = true
	}
	for email, one := range l.entries {
		if !there[email] {
			found = append(found, fmt.Sprintf("%s was acknowledged and is not there", one.reference))
		}
	}
	return found
}

// overtaken looks for people who stand behind somebody that sent their request
// only after they had been answered.
func overtaken(line []told) (found []string) {
	var latest told
	for _, one := range line {
		if one.answered.Before(latest.sent) {
			found = append(found, fmt.Sprintf("%s, who was answered before %s sent anything, stands behind", one.email, latest.email))
		}
		if one.sent.After(latest.sent) {
			latest = one
		}
	}
	return found
}

// comparable counts the pairs of people about whom overtaken can say something.
func comparable(line []told) (pairs int) {
	answers := make([]time.Time, len(line))
	for i, one := range line {
		answers[i] = one.answered
	}
	slices.SortFunc(answers, time.Time.Compare)
	for _, one := range line {
		pairs += sort.Search(len(answers), func(i int) bool { return !answers[i].Before(one.sent) })
	}
	return pairs
}

// A ledger that notices nothing would prove nothing.
func TestTheLedgerNotices(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	sources, err := event.ParseFile("events.json", strings.NewReader(comingEvent(t)))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := registration.ImportEvent(t.Context(), db.DB, sources[0], time.Now()); err != nil {
		t.Fatal(err)
	}
	ev, err := event.BySlug(t.Context(), db.DB, seminar)
	if err != nil {
		t.Fatal(err)
	}
	desk := registration.NewDesk(db, registration.Options{Secret: []byte(strings.Repeat("k", secretLength)), BaseURL: "http://127.0.0.1"})
	t.Cleanup(desk.Close)
	l := newLedger()
	for n := range 3 {
		email := fmt.Sprintf("guest%d@example.org", n)
		o, err := desk.Submit(t.Context(), registration.Submission{EventID: ev.ID, Email: email, Channel: registration.ChannelWeb, Now: time.Now(),
			Details: registration.Details{Given: "Sample", Badge: "Sample", Organisation: "Sample Office", Country: "AT", Function: "Clerk", Locale: "en"}})
		if err != nil {
			t.Fatal(err)
		}
		l.note(told{email: email, reference: o.Reference, state: o.State})
	}
	if found := l.differences(standings(t, db)); found != nil {
		t.Fatalf("nothing was done behind its back, and it finds %q", found)
	}
	for _, c := range []struct{ deed, want string }{
		{"delete from mail where id = (select min(id) from mail)", "has 1 deeds and 0 mails"},
		{"update registration set state = 'waiting' where id = (select min(id) from registration)", "is waiting and was told confirmed"},
		{"delete from registration where id = (select max(id) from registration)", "was acknowledged and is not there"},
	} {
		if _, err := db.ExecContext(t.Context(), c.deed); err != nil {
			t.Fatal(err)
		}
		if found := strings.Join(l.differences(standings(t, db)), "\n"); !strings.Contains(found, c.want) {
			t.Errorf("after %q it finds %q", c.deed, found)
		}
	}
	delete(l.entries, "guest1@example.org")
	if found := strings.Join(l.differences(standings(t, db)), "\n"); !strings.Contains(found, "nobody was told") {
		t.Errorf("of a registration that nobody was told of it finds %q", found)
	}
}

func TestWhoIsOvertakenIsNoticed(t *testing.T) {
	t.Parallel()
	begin := time.Now()
	person := func(name string, sent, answered int) told {
		return told{email: name, sent: begin.Add(time.Duration(sent)), answered: begin.Add(time.Duration(answered))}
	}
	early, late, all := person("early", 1, 2), person("late", 3, 4), person("all", 1, 4)
	for _, line := range [][]told{{early, late}, {early, all, late}, {all, early, late}, {early, late, all}} {
		if found := overtaken(line); found != nil {
			t.Errorf("%v: %q", line, found)
		}
	}
	for _, line := range [][]told{{late, early}, {late, all, early}, {all, late, early}} {
		if found := overtaken(line); len(found) != 1 {
			t.Errorf("%v: %q", line, found)
		}
	}
	if pairs := comparable([]told{late, all, early}); pairs != 1 {
		t.Errorf("%d pairs can be compared", pairs)
	}
}
