package registration

import (
	"errors"
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
	"reflect"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgconn"

	"convene/internal/allocation"
	"convene/internal/event"
	"convene/internal/fault"
	"convene/internal/person"
	"convene/internal/postgres"
)

func TestSubmitKeepsEverythingAndMailsOnce(t *testing.T) {
	t.Parallel()
	f := setup(t, capacities{5, 1, 5, 5})
	s := f.submission(1, Choice{"a1", true}, Choice{"bus", false})
	s.Key, s.Details.Languages = "k1", []string{"hu", "en"}
	s.Consents = []Consent{{Purpose: "list", Given: true, Text: "Put me on the list."}, {Purpose: "partner:iris", Given: true, Text: "IRIS may see me.", Fields: []string{"name", "country"}}}
	first, err := f.desk.Submit(f.ctx, s)
	if err != nil {
		t.Fatal(err)
	}
	again, err := f.desk.Submit(f.ctx, s)
	if err != nil || !again.Repeated || again.Reference != first.Reference || len(again.Places) != len(first.Places) {
		t.Fatalf("repeat: %+v, %v", again, err)
	}
	r, err := ByReference(f.ctx, f.db.DB, f.event, first.Reference)
	if err != nil {
		t.Fatal(err)
	}
	if r.Badge != "Anna Kovács 1" || r.State != "confirmed" || fmt.Sprint(r.Languages) != "[hu en]" || r.Email != "p1@example.org" {
		t.Errorf("registration %+v", r)
	}
	consents, err := ConsentsOf(f.ctx, f.db.DB, r.ID)
	if err != nil || fmt.Sprint(consents["partner:iris"].Fields) != "[name country]" || !consents["list"].Given {
		t.Errorf("consents %+v, %v", consents, err)
	}
	if n := f.count(t, `select count(*) from mail where registration_id = ? and kind = 'confirmed'`, r.ID); n != 1 {
		t.Errorf("%d confirmation mails", n)
	}
	deeds, err := HistoryOf(f.ctx, f.db.DB, r.ID)
	if err != nil || len(deeds) != 1 || deeds[0].Deed != Submitted || len(deeds[0].Moves) != 3 {
		t.Errorf("history %+v, %v", deeds, err)
	}
	f.reconcile(t)
}

func TestWithdrawalMovesUpAndMails(t *testing.T) {
	t.Parallel()
	f := setup(t, capacities{2, 1, 5, 5})
	one := f.submit(t, 1, Choice{"a1", true})
	two := f.submit(t, 2, Choice{"a1", true})
	three := f.submit(t, 3, Choice{"bus", true})
	if three.State != "waiting" || f.placeState(t, three, "bus").State != "wished" {
		t.Fatalf("third: %+v", three)
	}
	if p := f.placeState(t, two, "a1"); p.Position != 1 || p.Reason.Ahead != 0 {
		t.Errorf("second in a1: %+v", p)
	}
	out, err := f.desk.Withdraw(f.ctx, Withdrawal{EventID: f.event, RegistrationID: one.RegistrationID, Now: now})
	if err != nil || out.State != "withdrawn" {
		t.Fatalf("%+v, %v", out, err)
	}
	f.want(t, two, "a1", "confirmed")
	f.want(t, three, "bus", "confirmed")
	if n := f.count(t, `select count(*) from mail where kind = 'promoted'`); n != 2 {
		t.Errorf("%d mails for two people moved up", n)
	}
	if n := f.count(t, `select count(*) from mail where kind = 'withdrawn'`); n != 1 {
		t.Errorf("%d mails for one withdrawal", n)
	}
	if r, err := LiveOf(f.ctx, f.db.DB, f.event, 1); r != nil || err != nil {
		t.Errorf("withdrawn is still live: %v %v", r, err)
	}
	f.submit(t, 1) // who withdrew may come back, at the end of the line
	f.reconcile(t)
}

func TestChangeKeepsWhatCannotBeReplaced(t *testing.T) {
	t.Parallel()
	f := setup(t, capacities{5, 1, 5, 5})
	one := f.submit(t, 1, Choice{"a1", false})
	two := f.submit(t, 2, Choice{"b1", false}, Choice{"bus", false})
	details := f.submission(2).Details
	details.Badge, details.Function = "Ana", "Mediator"
	change := func(choices ...Choice) *Outcome {
		o, err := f.desk.Change(f.ctx, Change{EventID: f.event, RegistrationID: two.RegistrationID, Details: details, Choices: choices, Now: now})
		if err != nil {
			t.Fatal(err)
		}
		return o
	}
	change(Choice{"a1", true})
	f.want(t, two, "a1", "waiting")
	f.want(t, two, "b1", "confirmed")
	f.want(t, two, "bus", "released")
	if _, err := f.desk.Withdraw(f.ctx, Withdrawal{EventID: f.event, RegistrationID: one.RegistrationID, Now: now}); err != nil {
		t.Fatal(err)
	}
	f.want(t, two, "a1", "confirmed")
	f.want(t, two, "b1", "released")
	r, err := ByReference(f.ctx, f.db.DB, f.event, two.Reference)
	if err != nil || r.Badge != "Ana" || r.Function != "Mediator" || r.Sequence != 2 {
		t.Errorf("%+v, %v", r, err)
	}
	f.reconcile(t)
}

func TestRefusalsHaveWords(t *testing.T) {
	t.Parallel()
	f := setup(t, capacities{1, 1, 1, 1})
	first := f.submit(t, 1)
	closed, full, again, gone := f.submission(2), f.submission(2), f.submission(1), Change{EventID: f.event, RegistrationID: 999, Details: f.submission(1).Details, Now: now}
	closed.Now = now.Add(time.Hour)
	full.MayWait = false
	early := f.submission(3)
	early.Now = now.Add(-2 * time.Hour)
	frozen := gone
	frozen.RegistrationID, frozen.Now = first.RegistrationID, now.Add(2*time.Hour)
	cases := []struct {
		code string
		do   func() error
	}{
		{allocation.Closed, func() error { _, err := f.desk.Submit(f.ctx, closed); return err }},
		{allocation.NotOpen, func() error { _, err := f.desk.Submit(f.ctx, early); return err }},
		{allocation.EventFull, func() error { _, err := f.desk.Submit(f.ctx, full); return err }},
		{allocation.Already, func() error { _, err := f.desk.Submit(f.ctx, again); return err }},
		{allocation.Missing, func() error { _, err := f.desk.Change(f.ctx, gone); return err }},
		{allocation.Frozen, func() error { _, err := f.desk.Change(f.ctx, frozen); return err }},
	}
	for _, c := range cases {
		err := c.do()
		if r := Refusal(err); r == nil || r.Code != c.code || fault.As(err) == nil {
			t.Errorf("%s: %v", c.code, err)
		}
	}
	wrong := f.submission(4, Choice{"zz", false})
	wrong.Details.AuthorityID, wrong.Details.Country = 99, "XX"
	if _, err := f.desk.Submit(f.ctx, wrong); !fault.Is(err, fault.Invalid) {
		t.Errorf("wrong country: %v", err)
	}
	wrong.Details.Country = "HU"
	_, err := f.desk.Submit(f.ctx, wrong)
	if f := fault.As(err); f == nil || f.Kind != fault.Invalid || len(f.Fields) != 2 {
		t.Errorf("unknown authority and activity: %v", err)
	}
	f.reconcile(t)
}

func TestDelegationLimit(t *testing.T) {
	t.Parallel()
	f := setup(t, capacities{50, 5, 5, 5})
	pecs, ozd := f.authority(t, "pecs"), f.authority(t, "ozd")
	from := func(n int, authority int64, role string) (*Outcome, error) {
		s := f.submission(n)
		s.Details.Organisation, s.Details.AuthorityID, s.Role = "", authority, role
		return f.desk.Submit(f.ctx, s)
	}
	var all sync.WaitGroup
	var places atomic.Int32
	for i := range 20 { // a whole office at once
		all.Go(func() {
			o, err := from(i, pecs, "")
			switch r := Refusal(err); {
			case o != nil:
				places.Add(1)
			case r == nil || r.Code != allocation.Delegation || r.Limit != 2:
				t.Errorf("person %d: %v", i, err)
			}
		})
	}
	all.Wait()
	if places.Load() != 2 {
		t.Errorf("%d places for an authority that has 2", places.Load())
	}
	if _, err := from(30, pecs, Speaker); err != nil {
		t.Errorf("a speaker does not count: %v", err)
	}
	one, err := from(31, ozd, "")
	if err != nil {
		t.Fatal(err)
	}
	details := f.submission(31).Details
	details.Organisation, details.AuthorityID = "", pecs
	if _, err := f.desk.Change(f.ctx, Change{EventID: f.event, RegistrationID: one.RegistrationID, Details: details, Now: now}); Refusal(err) == nil {
		t.Errorf("changing to a full authority: %v", err)
	}
	f.reconcile(t)
}

// A double click on a refused form is refused twice, with the same words.
func TestRefusalIsRepeated(t *testing.T) {
	t.Parallel()
	f := setup(t, capacities{0, 0, 0, 0})
	s := f.submission(1)
	s.Key, s.MayWait = "twice", false
	for range 2 {
		if _, err := f.desk.Submit(f.ctx, s); Refusal(err) == nil || Refusal(err).Code != allocation.EventFull {
			t.Errorf("refusal %v", err)
		}
	}
}

// A fault of the program is answered as an error; the lane lives on.
func TestLaneSurvivesAPanic(t *testing.T) {
	t.Parallel()
	f := setup(t, capacities{5, 5, 5, 5})
	f.desk = f.newDesk(t, Options{Log: slog.New(slog.DiscardHandler)})
	broken := &job{Command: allocation.Command{Kind: allocation.Submit, Event: f.event}} // of nobody
	if _, err := f.desk.hand(f.ctx, broken); err == nil {
		t.Error("a submission of nobody must be an error")
	}
	f.submit(t, 1)
}

func TestResizeThroughTheDesk(t *testing.T) {
	t.Parallel()
	f := setup(t, capacities{5, 5, 5, 1})
	f.submit(t, 1, Choice{"bus", true})
	two := f.submit(t, 2, Choice{"bus", true})
	resize := func(n int) {
		if err := f.desk.Resize(f.ctx, Resize{EventID: f.event, Activity: "bus", Capacity: n, Actor: "system", Now: now}); err != nil {
			t.Fatal(err)
		}
	}
	resize(2)
	f.want(t, two, "bus", "confirmed")
	resize(0)
	f.want(t, two, "bus", "confirmed")
	counters, err := Counters(f.ctx, f.db.DB, f.event)
	if c := counters["bus"]; err != nil || c.Taken != 2 || c.Grace != 2 || c.Capacity != 0 || c.Left() != 0 {
		t.Errorf("%+v, %v", c, err)
	}
	if err := f.desk.Resize(f.ctx, Resize{EventID: f.event, Activity: "nothing", Capacity: 1, Now: now}); !fault.Is(err, fault.NotFound) {
		t.Errorf("unknown activity: %v", err)
	}
	f.reconcile(t)
}

// rush sends n people at once for the bus, through as many desks as given: every
// desk is what another process would be.
func (f *fixture) rush(n int, desks ...*Desk) []*Outcome {
	outcomes := make([]*Outcome, n)
	var all sync.WaitGroup
	for i := range n {
		all.Go(func() {
			outcomes[i], _ = desks[i%len(desks)].Submit(f.ctx, f.submission(i, Choice{"bus", true})) // nil counts as not acknowledged
		})
	}
	all.Wait()
	return outcomes
}

func TestRushForTheLastSeats(t *testing.T) {
	t.Parallel()
	f := setup(t, capacities{1000, 0, 0, 40})
	outcomes := f.rush(300, f.desk, f.newDesk(t, Options{}), f.newDesk(t, Options{}))
	confirmed, positions := 0, map[int]bool{}
	for i, o := range outcomes {
		if o == nil {
			t.Fatalf("person %d got no answer", i)
		}
		bus := o.Places[len(o.Places)-1]
		if bus.State == "confirmed" {
			confirmed++
		} else if now := f.placeState(t, o, "bus"); now.Position != bus.Position {
			t.Errorf("told position %d, stands at %d", bus.Position, now.Position)
		} else {
			positions[bus.Position] = true
		}
	}
	if confirmed != 40 || len(positions) != 260 || !positions[1] || !positions[260] {
		t.Errorf("%d confirmed, %d different positions", confirmed, len(positions))
	}
	if n := f.count(t, `select count(*) from mail`); n != 300 {
		t.Errorf("%d mails for 300 people", n)
	}
	if n := f.count(t, `select count(distinct registration_id) from mail`); n != 300 {
		t.Errorf("mails to %d people of 300", n)
	}
	f.reconcile(t)
}

// The control of the test above: with the lock left out the same rush must give
// more seats than there are, or the test proves nothing.
func TestRushOversellsWithoutTheLock(t *testing.T) {
	t.Parallel()
	for attempt := 1; attempt <= 5; attempt++ {
		f := setup(t, capacities{1000, 0, 0, 40})
		desks := make([]*Desk, 6)
		for i := range desks {
			desks[i] = f.newDesk(t, Options{unsafeNoLock: true, Log: slog.New(slog.DiscardHandler)})
		}
		f.rush(300, desks...)
		held := f.count(t, `select count(*) from place l join activity a on a.id = l.activity_id where a.code = 'bus' and l.state = 'confirmed'`)
		found, err := Reconcile(f.ctx, f.db.DB)
		if err != nil {
			t.Fatal(err)
		}
		if held > 40 && len(found) > 0 {
			return
		}
		t.Logf("attempt %d: %d seats given, %d alarms", attempt, held, len(found))
	}
	t.Error("without the lock the rush never oversold: the rush test proves nothing")
}

// The counters' CHECKs are the second judge: they refuse what a wrong program asks.
func TestDatabaseRefusesTheImpossible(t *testing.T) {
	t.Parallel()
	f := setup(t, capacities{1, 1, 1, 1})
	f.submit(t, 1, Choice{"bus", false})
	cases := map[string]string{
		`update counter set taken = 2`:     "counter_grace_check",
		`update counter set taken = -1`:    "counter_taken_check",
		`update counter set waiting = -1`:  "counter_waiting_check",
		`update counter set capacity = -1`: "counter_capacity_check",
		`insert into registration (event_id, person_id, reference, state, given_name, badge_name, organisation, country, locale, search, badge_hash, created_at, updated_at)
		 select event_id, person_id, 'X', state, given_name, badge_name, organisation, country, locale, search, 'x', now(), now() from registration`: "registration_live_key",
		`update place set state = 'waiting'`: "place_queue_check",
	}
	for query, constraint := range cases {
		_, err := f.db.ExecContext(f.ctx, query)
		if got := postgres.Constraint(err); got != constraint {
			t.Errorf("%s: %v; want %s", query, err, constraint)
		}
	}
}

func TestBusyAndClosedDeskAnswerAtOnce(t *testing.T) {
	t.Parallel()
	f := setup(t, capacities{5, 5, 5, 5})
	lane := &lane{desk: f.desk, jobs: make(chan *job, 1)}
	if !lane.accept(&job{}) || lane.accept(&job{}) {
		t.Error("a full lane must refuse at once")
	}
	f.desk.Close()
	if _, err := f.desk.Submit(f.ctx, f.submission(1)); !fault.Is(err, fault.Unavailable) || fault.As(err).RetryAfter == 0 {
		t.Errorf("closed desk: %v", err)
	}
}

// One bad row never fails the others of its batch.
func TestBadRowFailsAlone(t *testing.T) {
	t.Parallel()
	f := setup(t, capacities{500, 5, 5, 5})
	f.desk = f.newDesk(t, Options{Log: slog.New(slog.DiscardHandler)})
	var all sync.WaitGroup
	errs := make([]error, 60)
	for i := range errs {
		all.Go(func() {
			s := f.submission(i)
			if i == 30 {
				s.Channel, s.Consents = "pigeon", []Consent{{Purpose: "list", Text: "x"}} // the database refuses the channel
			}
			_, errs[i] = f.desk.Submit(f.ctx, s)
		})
	}
	all.Wait()
	for i, err := range errs {
		if (err != nil) != (i == 30) {
			t.Errorf("person %d: %v", i, err)
		}
	}
	if postgres.Constraint(errs[30]) != "consent_channel_check" {
		t.Errorf("error %v", errs[30])
	}
	f.reconcile(t)
}

// A database that ends every connection in the middle of sign-ups, again and
// again, costs time, not places.
func TestConnectionsLostUnderLoad(t *testing.T) {
	t.Parallel()
	f := setup(t, capacities{1000, 0, 0, 40})
	f.desk = f.newDesk(t, Options{Log: slog.New(slog.DiscardHandler)})
	var crowd, killer sync.WaitGroup
	references := make(chan string, 300)
	for worker := range 20 {
		crowd.Go(func() {
			for i := range 15 {
				if o, err := f.desk.Submit(f.ctx, f.submission(worker*15+i, Choice{"bus", true})); err == nil {
					references <- o.Reference
				}
			}
		})
	}
	stop, kills := make(chan struct{}), 0
	killer.Go(func() { kills = f.killConnections(stop) })
	crowd.Wait()
	close(stop)
	killer.Wait()
	close(references)
	acknowledged := 0
	for reference := range references {
		acknowledged++
		if n := f.count(t, `select count(*) from registration where reference = ?`, reference); n != 1 {
			t.Errorf("acknowledged %s is not there", reference)
		}
	}
	if acknowledged < 250 || kills == 0 {
		t.Errorf("only %d of 300 were acknowledged under %d kills", acknowledged, kills)
	}
	f.reconcile(t)
}

// killConnections ends all other connections of the database every now and then.
func (f *fixture) killConnections(stop chan struct{}) (kills int) {
	for {
		select {
		case <-stop:
			return kills
		case <-time.After(rand.N(250 * time.Millisecond)):
		}
		if _, err := f.db.ExecContext(f.ctx, `select pg_terminate_backend(pid) from pg_stat_activity
where datname = current_database() and pid <> pg_backend_pid()`); err == nil {
			kills++
		}
	}
}

func TestImportTwiceChangesNothing(t *testing.T) {
	t.Parallel()
	f := setup(t, capacities{5, 5, 5, 5})
	changed, err := ImportEvent(f.ctx, f.db.DB, source(capacities{5, 5, 5, 5}), now.Add(time.Hour))
	if err != nil || changed {
		t.Errorf("changed %v, %v", changed, err)
	}
	ev, err := event.BySlug(f.ctx, f.db.DB, "seminar")
	if err != nil || !ev.UpdatedAt.Equal(now) {
		t.Errorf("updated at %v, %v", ev.UpdatedAt, err)
	}
}

func TestListFindsInAnyScript(t *testing.T) {
	t.Parallel()
	f := setup(t, capacities{50, 5, 5, 1})
	names := []Details{
		{Given: "გიორგი", Family: "ღვინიაშვილი", Latin: "Giorgi Ghviniashvili", Country: "GE"},
		{Given: "Sabine", Family: "Groß", Country: "DE"},
		{Given: "Олена", Family: "Коваленко", Latin: "Olena Kovalenko", Country: "UA"},
	}
	for i, d := range names {
		d.Organisation, d.Function, d.Locale = "Body", "Mayor", "en"
		s := f.submission(i, Choice{"bus", true})
		s.Details = d
		if _, err := f.desk.Submit(f.ctx, s); err != nil {
			t.Fatal(err)
		}
	}
	for query, expected := range map[string]string{"gross": "Groß", "GHVINI": "ღვინიაშვილი", "ღვინია": "ღვინიაშვილი", "коваленко олена": "Коваленко", "p1@example": "Groß", "%": "", "_": ""} {
		rows, total, err := List(f.ctx, f.db.DB, f.event, Filter{Query: query})
		if person.Fold(query) == "" {
			continue // nothing to search for: no filter
		}
		if err != nil || (expected == "") != (total == 0) || (expected != "" && rows[0].Family != expected) {
			t.Errorf("%q: %d rows, %v", query, total, err)
		}
	}
	rows, total, err := List(f.ctx, f.db.DB, f.event, Filter{Activity: "bus", ActivityState: "waiting", Sort: "name", Limit: 1})
	if err != nil || total != 2 || len(rows) != 1 || len(rows[0].Places) != 2 {
		t.Errorf("waiting for the bus: %d of %d, %v", len(rows), total, err)
	}
	for locale, first := range map[string]string{"en": "GE", "fr": "DE"} { // Georgia, Germany; Allemagne, Géorgie
		rows, _, err := List(f.ctx, f.db.DB, f.event, Filter{Sort: "country", Locale: locale})
		if err != nil || len(rows) != 3 || rows[0].Country != first {
			t.Errorf("by country in %s: %+v, %v", locale, rows, err)
		}
	}
	n, err := Overview(f.ctx, f.db.DB, f.event)
	if err != nil || n.Confirmed != 3 || len(n.Countries) != 3 || len(n.Days) != 1 || n.Days[0].Submitted != 3 || n.Activities[0].Taken != 3 {
		t.Errorf("%+v, %v", n, err)
	}
	at, err := Attendees(f.ctx, f.db.DB, f.event, "bus", []byte("secret"))
	if err != nil || len(at) != 1 || !TokenOK(at[0].Token) {
		t.Errorf("%+v, %v", at, err)
	}
}

func TestConsentsAreAppended(t *testing.T) {
	t.Parallel()
	f := setup(t, capacities{5, 5, 5, 5})
	s := f.submission(1)
	s.Consents = []Consent{{Purpose: "partner:iris", Given: true, Text: "IRIS may see me.", Fields: []string{"name"}}}
	o, err := f.desk.Submit(f.ctx, s)
	if err != nil {
		t.Fatal(err)
	}
	consenting := func() int {
		c, err := Consenting(f.ctx, f.db.DB, f.event, "partner:iris")
		if err != nil {
			t.Fatal(err)
		}
		return len(c)
	}
	if consenting() != 1 {
		t.Error("given consent is not found")
	}
	for range 2 { // the second time nothing is new
		if err := SetConsents(f.ctx, f.db.DB, o.RegistrationID, []Consent{{Purpose: "partner:iris", Given: false, Text: "IRIS may see me."}}, "en", ChannelWeb, now); err != nil {
			t.Fatal(err)
		}
	}
	if consenting() != 0 || f.count(t, `select count(*) from consent`) != 2 || f.count(t, `select count(*) from history where deed = 'consented'`) != 1 {
		t.Error("a withdrawn consent must stand beside the old one, once")
	}
	bad := []Consent{{Purpose: "news", Given: true, Text: "x"}}
	if err := SetConsents(f.ctx, f.db.DB, o.RegistrationID, bad, "en", ChannelWeb, now); postgres.Constraint(err) != "consent_purpose_check" {
		t.Errorf("unknown purpose: %v", err)
	}
}

func TestTokens(t *testing.T) {
	t.Parallel()
	token := BadgeToken([]byte("secret"), 7)
	if token != BadgeToken([]byte("secret"), 7) || token == BadgeToken([]byte("other"), 7) || token == BadgeToken([]byte("secret"), 8) {
		t.Error("a token depends on secret and registration, on nothing else")
	}
	if !TokenOK(token) || TokenOK(token[1:]) || TokenOK("I"+token[1:]) {
		t.Errorf("form of %s", token)
	}
	for i := range token {
		for _, c := range alphabet {
			typo := token[:i] + string(c) + token[i+1:]
			if TokenOK(typo) != (typo == token) {
				t.Fatalf("typo %s of %s is not noticed", typo, token)
			}
		}
		if i > 0 && token[i] != token[i-1] {
			swap := token[:i-1] + string(token[i]) + string(token[i-1]) + token[i+1:]
			if TokenOK(swap) {
				t.Fatalf("swap %s of %s is not noticed", swap, token)
			}
		}
	}
}

func TestAgainAfterWhatMayPass(t *testing.T) {
	t.Parallel()
	cases := map[error]bool{
		errors.New("anything"):                      false,
		&pgconn.PgError{Code: "23505"}:              false, // a unique violation stays one
		&pgconn.PgError{Code: "40P01"}:              true,  // deadlock
		&pgconn.PgError{Code: "40001"}:              true,  // serialization failure
		&pgconn.PgError{Code: "57P01"}:              true,  // the server is shutting down
		fmt.Errorf("read: %w", io.ErrUnexpectedEOF): true,
	}
	for err, expected := range cases {
		if again(err) != expected {
			t.Errorf("%v: again is %v", err, !expected)
		}
	}
}

func TestForecastTellsWhatTheDeskWillDecide(t *testing.T) {
	t.Parallel()
	f := setup(t, capacities{3, 1, 5, 5})
	one := f.submit(t, 1, Choice{"a1", true}, Choice{"bus", true})
	f.submit(t, 2, Choice{"a1", true})
	s := f.submission(3, Choice{"a1", true}, Choice{"b1", true}, Choice{"bus", false})
	forecast, err := f.desk.Forecast(f.ctx, s)
	if err != nil || f.count(t, `select count(*) from person`) != 2 {
		t.Fatalf("%+v, %v", forecast, err)
	}
	result, err := f.desk.Submit(f.ctx, s)
	if err != nil || fmt.Sprint(forecast.Places) == "[]" || !reflect.DeepEqual(forecast.Places, result.Places) {
		t.Errorf("forecast %+v\nresult %+v, %v", forecast, result, err)
	}
	full := f.submission(4)
	full.MayWait = false
	if _, err := f.desk.Forecast(f.ctx, full); Refusal(err) == nil || Refusal(err).Code != allocation.EventFull {
		t.Errorf("full event: %v", err)
	}
	change := Change{EventID: f.event, RegistrationID: one.RegistrationID, Details: f.submission(1).Details, Choices: []Choice{{"b1", false}}, Now: now}
	changed, err := f.desk.ForecastChange(f.ctx, change)
	if err != nil || len(changed.Places) != 2 {
		t.Errorf("change: %+v, %v", changed, err)
	}
	f.want(t, one, "a1", "confirmed") // a forecast changes nothing
}
