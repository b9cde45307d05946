package registration

import (
	"context"
	"fmt"
	"slices"
	"sync/atomic"
	"testing"
	"time"

	"github.com/uptrace/bun"
	"pgregory.net/rapid"

	"convene/internal/allocation"
	"convene/internal/event"
	"convene/internal/fault"
)

// TestTheDeskDecidesAsThePureCore plays made-up histories through the desk and
// PostgreSQL and, beside it, through the pure core: after every deed each place in
// the database is what the core says (places.md, proof 2).
func TestTheDeskDecidesAsThePureCore(t *testing.T) {
	t.Parallel()
	f := setup(t, capacities{1, 1, 1, 1})
	var runs atomic.Int64
	rapid.Check(t, func(t *rapid.T) {
		m := newMachine(t, f, fmt.Sprint("seminar-", runs.Add(1)))
		for range rapid.IntRange(1, 25).Draw(t, "deeds") {
			m.step(t)
			m.compare(t)
		}
		found, err := Reconcile(f.ctx, f.db.DB)
		found = slices.DeleteFunc(found, func(d Discrepancy) bool { return d.Rule == "I9" }) // the time of a history is made up
		if err != nil || len(found) > 0 {
			t.Fatalf("reconciliation: %v %v", found, err)
		}
	})
}

// machine is one event with its registrations in the database and in the core.
type machine struct {
	f           *fixture
	event       int64
	core        *allocation.State
	now         time.Time
	ids         []int64 // of the registrations made so far
	contingents []int64
}

func newMachine(t *rapid.T, f *fixture, slug string) *machine {
	draw := func() int { return rapid.IntRange(0, 3).Draw(t, "capacity") }
	src := source(capacities{draw(), draw(), draw(), draw()})
	src.Event.Slug, src.Event.MaxPerDelegation = slug, 0
	src.Event.Mode = rapid.SampledFrom([]string{event.ModeOpen, event.ModeOpen, event.ModeApproval}).Draw(t, "mode")
	src.Event.OfferHours, src.Event.HoldHours = rapid.SampledFrom([]int{0, 0, 1}).Draw(t, "offers"), 1
	src.Event.ClosesAt, src.Event.ChangesUntil = now.Add(24*time.Hour), now.Add(36*time.Hour)
	if _, err := ImportEvent(f.ctx, f.db.DB, src, now); err != nil {
		t.Fatal(err)
	}
	ev, err := event.BySlug(f.ctx, f.db.DB, slug)
	if err != nil {
		t.Fatal(err)
	}
	return &machine{f: f, event: ev.ID, core: coreOf(t, f, ev), now: now}
}

// coreOf makes the pure state of an event as the desk would load it.
func coreOf(t *rapid.T, f *fixture, ev *event.Event) *allocation.State {
	pr, err := event.Load(f.ctx, f.db.DB, ev.ID)
	if err != nil {
		t.Fatal(err)
	}
	counters, err := Counters(f.ctx, f.db.DB, ev.ID)
	if err != nil {
		t.Fatal(err)
	}
	s := allocation.NewState()
	s.Events[ev.ID] = &allocation.Event{ID: ev.ID, Root: pr.Root().ID, OpensAt: ev.OpensAt, ClosesAt: ev.ClosesAt, ChangesUntil: ev.ChangesUntil,
		StartsAt: ev.StartsAt, Mode: allocation.Mode(ev.Mode), OfferFor: time.Duration(ev.OfferHours) * time.Hour, HoldFor: time.Duration(ev.HoldHours) * time.Hour}
	for _, a := range pr.Activities {
		activity := &allocation.Activity{ID: a.ID, Event: ev.ID, Code: a.Code, Block: a.Block, Start: a.StartsAt, End: a.EndsAt,
			Capacity: counters[a.Code].Capacity, NextQueue: 1}
		if a.ID == pr.Root().ID {
			activity.Block, activity.Start, activity.End = "", time.Time{}, time.Time{}
		}
		s.Activities[a.ID] = activity
	}
	return s
}

// step does one deed on both sides and wants the same outcome.
func (m *machine) step(t *rapid.T) {
	m.now = m.now.Add(rapid.SampledFrom([]time.Duration{0, time.Minute, 40 * time.Minute}).Draw(t, "later"))
	kinds := []allocation.Kind{allocation.Submit, allocation.Submit, allocation.Submit, allocation.Nominate, allocation.Change, allocation.Withdraw,
		allocation.Resize, allocation.Confirm, allocation.Substitute, allocation.Approve, allocation.Decline, allocation.Accept, allocation.Refuse,
		allocation.Extend, allocation.Expire, allocation.Prioritise, allocation.SetExempt, allocation.Move, allocation.Reserve, allocation.Assign, allocation.Release}
	kind := rapid.SampledFrom(kinds).Draw(t, "deed")
	switch {
	case kind == allocation.Nominate:
		m.nominate(t)
	case kind == allocation.Submit || len(m.ids) == 0:
		m.submit(t)
	case kind == allocation.Change:
		m.change(t)
	case kind == allocation.Confirm:
		m.confirm(t)
	case kind == allocation.Substitute:
		m.substitute(t)
	default:
		m.decision(t, kind)
	}
}

func (m *machine) whose(t *rapid.T) int64 { return rapid.SampledFrom(m.ids).Draw(t, "whose") }

func (m *machine) choices(t *rapid.T) (choices []Choice, wishes []allocation.Wish) {
	for _, code := range rapid.Permutation([]string{"a1", "b1", "bus"}).Draw(t, "order")[:rapid.IntRange(0, 3).Draw(t, "wishes")] {
		wait := rapid.Bool().Draw(t, "wait")
		choices, wishes = append(choices, Choice{code, wait}), append(wishes, allocation.Wish{Activity: m.activity(code), MayWait: wait})
	}
	return choices, wishes
}

func (m *machine) submit(t *rapid.T) {
	person := rapid.Int64Range(1, 12).Draw(t, "person")
	choices, wishes := m.choices(t)
	s := m.f.submission(int(person), choices...)
	s.EventID, s.MayWait, s.Both, s.Now = m.event, rapid.Bool().Draw(t, "may wait"), true, m.now // the same people come to every event
	out, err := m.f.desk.Submit(m.f.ctx, s)
	m.made(t, out, err, allocation.Command{Kind: allocation.Submit, Person: person, Wishes: wishes, MayWait: s.MayWait, Both: true})
}

func (m *machine) nominate(t *rapid.T) {
	person, wait := rapid.Int64Range(1, 12).Draw(t, "person"), rapid.Bool().Draw(t, "may wait")
	s := m.f.submission(int(person))
	out, err := m.f.desk.Nominate(m.f.ctx, Nomination{EventID: m.event, Email: s.Email, Details: s.Details, MayWait: wait, Now: m.now})
	m.made(t, out, err, allocation.Command{Kind: allocation.Nominate, Person: person, MayWait: wait})
}

func (m *machine) substitute(t *rapid.T) {
	person, id, at := rapid.Int64Range(1, 12).Draw(t, "person"), m.whose(t), rapid.Bool().Draw(t, "at once")
	s := m.f.submission(int(person))
	out, err := m.f.desk.Substitute(m.f.ctx, Substitution{EventID: m.event, RegistrationID: id, Email: s.Email, Details: s.Details, Confirmed: at, Now: m.now})
	c := allocation.Command{Kind: allocation.Substitute, Registration: id, Person: person, Confirmed: at, NewRegistration: -1}
	if err == nil {
		c.NewRegistration, m.ids = out.RegistrationID, append(m.ids, out.RegistrationID)
	}
	m.decide(t, err, c)
}

// made does in the core what made a registration on the desk.
func (m *machine) made(t *rapid.T, out *Outcome, err error, c allocation.Command) {
	c.Registration = -1
	if err == nil {
		c.Registration, m.ids = out.RegistrationID, append(m.ids, out.RegistrationID)
	}
	m.decide(t, err, c)
}

func (m *machine) change(t *rapid.T) {
	id := m.whose(t)
	choices, wishes := m.choices(t)
	_, err := m.f.desk.Change(m.f.ctx, Change{EventID: m.event, RegistrationID: id, Details: m.f.submission(1).Details, Choices: choices, Now: m.now})
	m.decide(t, err, allocation.Command{Kind: allocation.Change, Registration: id, Wishes: wishes})
}

func (m *machine) confirm(t *rapid.T) {
	id := m.whose(t)
	choices, wishes := m.choices(t)
	_, err := m.f.desk.Confirm(m.f.ctx, Confirmation{EventID: m.event, RegistrationID: id, Details: m.f.submission(1).Details, Choices: choices, Both: true, Now: m.now})
	m.decide(t, err, allocation.Command{Kind: allocation.Confirm, Registration: id, Wishes: wishes, Both: true})
}

// decision draws the facts that any decision may need; each takes its own.
func (m *machine) decision(t *rapid.T, kind allocation.Kind) {
	code := rapid.SampledFrom([]string{event.RootCode, "a1", "b1", "bus"}).Draw(t, "activity")
	n := Decision{Kind: kind, EventID: m.event, Activity: code, Staff: kind != allocation.Accept, Now: m.now,
		MayWait: rapid.Bool().Draw(t, "may wait"), Until: m.now.Add(time.Hour), Priority: rapid.IntRange(0, 2).Draw(t, "priority"),
		Capacity: rapid.IntRange(0, 3).Draw(t, "places"), KeepMoved: rapid.Bool().Draw(t, "keep"), FromGeneral: rapid.Bool().Draw(t, "from general")}
	c := allocation.Command{Kind: kind, Activity: m.activity(code), Staff: n.Staff, MayWait: n.MayWait, Until: n.Until, Priority: n.Priority,
		Capacity: n.Capacity, KeepMoved: n.KeepMoved, FromGeneral: n.FromGeneral}
	switch kind {
	case allocation.Expire, allocation.Resize:
	case allocation.Move:
		n.Start = time.Date(2026, 12, 14, rapid.IntRange(8, 15).Draw(t, "hour"), 0, 0, 0, time.UTC)
		n.End = n.Start.Add(2 * time.Hour)
		c.Start, c.End = n.Start, n.End
	case allocation.Reserve:
		n.Contingent = Contingent{Kind: rapid.SampledFrom(ContingentKinds).Draw(t, "kind"), Name: fmt.Sprint(len(m.contingents)), ReleaseAt: m.now.Add(2 * time.Hour)}
		c.Personal, c.ReleaseAt, c.Contingent = n.Contingent.Kind == Wheelchair, n.Contingent.ReleaseAt, -1
	case allocation.Assign, allocation.Release:
		n.RegistrationID = m.whose(t)
		if len(m.contingents) > 0 {
			n.Contingent.ID = rapid.SampledFrom(append([]int64{0}, m.contingents...)).Draw(t, "contingent")
		}
		c.Contingent = n.Contingent.ID
	default:
		n.RegistrationID = m.whose(t)
	}
	c.Registration = n.RegistrationID
	_, err := m.f.desk.Decide(m.f.ctx, n)
	if kind == allocation.Reserve && err == nil {
		c.Contingent = m.newestContingent(t)
		m.contingents = append(m.contingents, c.Contingent)
	}
	m.decide(t, err, c)
}

func (m *machine) newestContingent(t *rapid.T) (id int64) {
	if err := m.f.db.NewRaw(`select max(id) from contingent where event_id = ?`, m.event).Scan(m.f.ctx, &id); err != nil {
		t.Fatal(err)
	}
	return id
}

// decide does the deed in the core and compares refusals.
func (m *machine) decide(t *rapid.T, err error, c allocation.Command) {
	c.Event, c.Now = m.event, m.now
	o, coreErr := allocation.Decide(m.core, c)
	if coreErr != nil {
		t.Fatal(coreErr)
	}
	if (err == nil) != (o.Refusal == nil) || (err != nil && Refusal(err) == nil && !fault.Is(err, fault.NotFound)) {
		t.Fatalf("%+v: the desk says %v, the core %+v", c, err, o.Refusal)
	}
	if o.Refusal != nil && *Refusal(err) != *o.Refusal {
		t.Fatalf("%+v: refused for %+v, the core says %+v", c, Refusal(err), o.Refusal)
	}
}

func (m *machine) activity(code string) int64 {
	for id, a := range m.core.Activities {
		if a.Code == code {
			return id
		}
	}
	return 0
}

// compare looks at every place, every counter and every contingent of the event.
func (m *machine) compare(t *rapid.T) {
	for _, id := range m.ids {
		places, err := PlacesOf(context.Background(), m.f.db.DB, id)
		if err != nil {
			t.Fatal(err)
		}
		if want := len(m.core.Registrations[id].Places); len(places) != want {
			t.Fatalf("registration %d has %d places, the core says %d", id, len(places), want)
		}
		for _, p := range places {
			want := m.core.Registrations[id].Places[p.ActivityID]
			if p.State != string(want.State) || p.Priority != want.Priority || p.Contingent != want.Contingent || !p.Until.Equal(want.Until) {
				t.Fatalf("registration %d, %s: %+v, the core says %+v", id, p.Activity, p, want)
			}
		}
	}
	m.compareRegistrations(t)
	counters, err := Counters(m.f.ctx, m.f.db.DB, m.event)
	if err != nil {
		t.Fatal(err)
	}
	for code, c := range counters {
		a := m.core.Activities[m.activity(code)]
		if c.Taken != a.Taken || c.Waiting != a.Waiting || c.Capacity != a.Capacity || c.Grace != a.Grace {
			t.Fatalf("%s: counter %+v, the core says %+v", code, c, a)
		}
	}
	contingents, err := Contingents(m.f.ctx, m.f.db.DB, m.event)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range contingents {
		want := m.core.Contingents[c.ID]
		if c.Capacity != want.Capacity || c.Taken != want.Taken || c.Released != want.Released || !c.ReleaseAt.Equal(want.ReleaseAt) {
			t.Fatalf("contingent %+v, the core says %+v", c, want)
		}
	}
}

func (m *machine) compareRegistrations(t *rapid.T) {
	var rows []struct {
		ID            int64
		State, Ending string
		Exempt        bool
	}
	err := m.f.db.NewRaw(`select id, state, ending, role in (?) as exempt from registration where event_id = ?`, bun.List(ExemptRoles), m.event).Scan(m.f.ctx, &rows)
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range rows {
		want := m.core.Registrations[r.ID]
		if r.State != string(want.State) || r.Ending != string(want.Ending) || r.Exempt != want.Exempt {
			t.Fatalf("registration %+v, the core says %+v", r, want)
		}
	}
}
