package registration

import (
	"context"
	"fmt"
	"sync/atomic"
	"testing"
	"time"

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
		if found, err := Reconcile(f.ctx, f.db.DB); err != nil || len(found) > 0 {
			t.Fatalf("reconciliation: %v %v", found, err)
		}
	})
}

// machine is one event with its registrations in the database and in the core.
type machine struct {
	f     *fixture
	event int64
	core  *allocation.State
	ids   []int64 // of the registrations made so far
}

func newMachine(t *rapid.T, f *fixture, slug string) *machine {
	draw := func() int { return rapid.IntRange(0, 3).Draw(t, "capacity") }
	src := source(capacities{draw(), draw(), draw(), draw()})
	src.Event.Slug = slug
	if _, err := ImportEvent(f.ctx, f.db.DB, src, now); err != nil {
		t.Fatal(err)
	}
	ev, err := event.BySlug(f.ctx, f.db.DB, slug)
	if err != nil {
		t.Fatal(err)
	}
	return &machine{f: f, event: ev.ID, core: coreOf(t, f, ev)}
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
	s.Events[ev.ID] = &allocation.Event{ID: ev.ID, Root: pr.Root().ID, OpensAt: ev.OpensAt, ClosesAt: ev.ClosesAt, ChangesUntil: ev.ChangesUntil}
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
	switch kind := rapid.SampledFrom([]string{"submit", "submit", "submit", "change", "withdraw", "resize"}).Draw(t, "deed"); {
	case kind == "submit" || len(m.ids) == 0:
		m.submit(t)
	case kind == "change":
		m.change(t)
	case kind == "withdraw":
		id := rapid.SampledFrom(m.ids).Draw(t, "whose")
		_, err := m.f.desk.Withdraw(m.f.ctx, Withdrawal{EventID: m.event, RegistrationID: id, Now: now})
		m.decide(t, err, allocation.Command{Kind: allocation.Withdraw, Registration: id})
	default:
		code, n := rapid.SampledFrom([]string{"event", "a1", "b1", "bus"}).Draw(t, "activity"), rapid.IntRange(0, 4).Draw(t, "places")
		err := m.f.desk.Resize(m.f.ctx, Resize{EventID: m.event, Activity: code, Capacity: n, Now: now})
		m.decide(t, err, allocation.Command{Kind: allocation.Resize, Activity: m.activity(code), Capacity: n})
	}
}

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
	s.EventID, s.MayWait, s.Both = m.event, rapid.Bool().Draw(t, "may wait"), true // the same people come to every event
	out, err := m.f.desk.Submit(m.f.ctx, s)
	c := allocation.Command{Kind: allocation.Submit, Registration: -1, Person: person, Wishes: wishes, MayWait: s.MayWait}
	if err == nil {
		c.Registration, m.ids = out.RegistrationID, append(m.ids, out.RegistrationID)
	}
	m.decide(t, err, c)
}

func (m *machine) change(t *rapid.T) {
	id := rapid.SampledFrom(m.ids).Draw(t, "whose")
	choices, wishes := m.choices(t)
	_, err := m.f.desk.Change(m.f.ctx, Change{EventID: m.event, RegistrationID: id, Details: m.f.submission(1).Details, Choices: choices, Now: now})
	m.decide(t, err, allocation.Command{Kind: allocation.Change, Registration: id, Wishes: wishes})
}

// decide does the deed in the core and compares refusals.
func (m *machine) decide(t *rapid.T, err error, c allocation.Command) {
	c.Event, c.Now = m.event, now
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

// compare looks at every place and every counter of the event.
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
			if want := m.core.Registrations[id].Places[p.ActivityID].State; p.State != string(want) {
				t.Fatalf("registration %d, %s: %s, the core says %s", id, p.Activity, p.State, want)
			}
		}
	}
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
}
