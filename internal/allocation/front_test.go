package allocation

import (
	"maps"
	"reflect"
	"slices"
	"sort"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// TestLoadedFrontIsEnough decides every history in batches, each on a state of
// which, as the desk does, only what its commands name and the heads of the queues
// are loaded, and of which only what is noted as changed is written back. Every
// outcome and all that is kept must equal the same commands one by one on the
// whole state.
func TestLoadedFrontIsEnough(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		whole := drawEvent(t)
		kept := database(whole)
		size := rapid.IntRange(1, 8).Draw(t, "size")
		var batch []Command
		var expected []*Outcome
		decideBatch := func() {
			got := kept.decide(t, batch, rapid.IntRange(0, 3).Draw(t, "heads"))
			for i := range batch {
				if !reflect.DeepEqual(got[i], expected[i]) {
					t.Fatalf("%+v\nin the batch: %+v\none by one:   %+v", batch[i], got[i], expected[i])
				}
			}
			kept.equals(t, whole)
			batch, expected = nil, nil
		}
		run(t, whole, func(_ int, c Command, o *Outcome) {
			if batch, expected = append(batch, c), append(expected, o); len(batch) == size {
				decideBatch()
			}
		})
		decideBatch()
	})
}

// rows is a state of which only the plain rows count: no queues, nothing
// counted beside them.
type rows struct{ s *State }

func database(s *State) rows {
	d := rows{NewState()}
	maps.Copy(d.s.Events, s.Events)
	maps.Copy(d.s.invited, s.invited)
	maps.Copy(d.s.elsewhere, s.elsewhere)
	for id, a := range s.Activities {
		counter := *a
		d.s.Activities[id] = &counter
	}
	return d
}

// decide is a batch of the desk; where the heads were too few it is run again with
// everybody who waits.
func (d rows) decide(t *rapid.T, batch []Command, heads int) []*Outcome {
	for _, n := range []int{heads, 1 << 20} {
		part := d.load(batch, n)
		outcomes, err := decideAll(part, batch)
		if err == nil {
			d.write(part)
			return outcomes
		}
		if err != ErrShortQueue {
			t.Fatal(err)
		}
	}
	t.Fatalf("everything was loaded, and it was not enough for %+v", batch)
	return nil
}

func decideAll(s *State, batch []Command) (outcomes []*Outcome, err error) {
	for _, c := range batch {
		o, err := Decide(s, c)
		if err != nil {
			return nil, err
		}
		outcomes = append(outcomes, o)
	}
	return outcomes, nil
}

// load copies what the desk loads for a batch.
func (d rows) load(batch []Command, heads int) *State {
	out := NewState()
	maps.Copy(out.Events, d.s.Events)
	if slices.ContainsFunc(batch, func(c Command) bool { return c.Kind == Move }) {
		heads = 1 << 20
	}
	needed := d.named(batch)
	for id, a := range d.s.Activities {
		counter := *a
		out.Activities[id] = &counter
		front := d.queue(id)
		front = front[:min(heads, len(front))]
		for _, w := range front {
			needed[w.Registration] = true
		}
		out.SetQueue(id, front)
	}
	for id, c := range d.s.Contingents {
		contingent := *c
		out.Contingents[id] = &contingent
	}
	for id := range needed {
		if r := d.s.Registrations[id]; r != nil {
			out.AddRegistration(copyOf(r))
		}
	}
	for _, c := range batch {
		d.loadPerson(out, c)
	}
	return out
}

// loadPerson loads what a command needs to know of its person, authority and key.
func (d rows) loadPerson(out *State, c Command) {
	if o := d.s.outcomes[c.Key]; o != nil {
		out.Answered(c.Key, o)
	}
	person := c.Person
	if r := d.s.Registrations[c.Registration]; r != nil && c.Kind == Confirm {
		person = r.Person
	}
	n := 0
	for _, r := range d.s.Registrations {
		if r.State != RegistrationWithdrawn && r.Person == person {
			out.AddLive(theEvent, person, r.ID)
		}
		if r.State != RegistrationWithdrawn && r.Authority == c.Authority && !r.Exempt {
			n++
		}
	}
	out.SetDelegation(theEvent, c.Authority, n)
	if k := [2]int64{theEvent, person}; d.s.invited[k] {
		out.Invite(theEvent, person)
	}
	if k := [2]int64{theEvent, person}; d.s.elsewhere[k] != "" {
		out.SetElsewhere(theEvent, person, d.s.elsewhere[k])
	}
}

// named are the registrations that the commands of a batch are about.
func (d rows) named(batch []Command) map[int64]bool {
	ids := map[int64]bool{}
	for _, c := range batch {
		ids[c.Registration] = true
		for _, r := range d.s.Registrations {
			if c.Kind == Move && r.Places[c.Activity].State.Live() || c.Kind == Expire && overdueAt(r, c.Now) {
				ids[r.ID] = true
			}
		}
	}
	return ids
}

func overdueAt(r *Registration, now time.Time) bool {
	for _, p := range r.Places {
		if !p.Until.IsZero() && !now.Before(p.Until) {
			return true
		}
	}
	return false
}

func (d rows) queue(activity int64) (waiters []Waiter) {
	for _, r := range d.s.Registrations {
		if p := r.Places[activity]; p.State == Waiting {
			waiters = append(waiters, Waiter{Registration: r.ID, Priority: p.Priority, QueueNo: p.QueueNo})
		}
	}
	sort.Slice(waiters, func(i, j int) bool { return waiters[i].before(waiters[j]) })
	return waiters
}

// write keeps what a batch says it changed, and nothing else.
func (d rows) write(part *State) {
	for _, id := range part.ChangedActivities() {
		*d.s.Activities[id] = *part.Activities[id]
	}
	for _, id := range part.ChangedContingents() {
		contingent := *part.Contingents[id]
		d.s.Contingents[id] = &contingent
	}
	for _, id := range part.ChangedRegistrations() {
		places := map[int64]Place{}
		if r := d.s.Registrations[id]; r != nil {
			places = r.Places
		}
		row := *part.Registrations[id]
		row.Places = places
		d.s.Registrations[id] = &row
	}
	for _, k := range part.ChangedPlaces() {
		d.s.Registrations[k.Registration].Places[k.Activity] = part.Registrations[k.Registration].Places[k.Activity]
	}
	maps.Copy(d.s.outcomes, part.outcomes)
}

func (d rows) equals(t *rapid.T, whole *State) {
	if !reflect.DeepEqual(d.s.Activities, whole.Activities) {
		t.Fatal("the counters that were written are not those of one by one")
	}
	if !reflect.DeepEqual(d.s.Contingents, whole.Contingents) {
		t.Fatal("the contingents that were written are not those of one by one")
	}
	for id, r := range whole.Registrations {
		if !reflect.DeepEqual(d.s.Registrations[id], r) {
			t.Fatalf("registration %d was written as %+v, one by one it is %+v", id, d.s.Registrations[id], r)
		}
	}
}
