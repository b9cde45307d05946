package allocation

import (
	"testing"

	"pgregory.net/rapid"
)

// TestTheOracleAgrees: after every command the core and the oracle give every
// person the same (places.md, proof 1).
func TestTheOracleAgrees(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := drawEvent(t)
		o := newOracle(s)
		run(t, s, func(i int, c Command, out *Outcome) {
			refusal := o.do(c)
			if got := codeOf(out.Refusal); !out.Repeated && got != refusal {
				t.Fatalf("command %d %+v: refused as %q, the oracle says %q", i, c, got, refusal)
			}
			compare(t, s, o, i, c)
		})
	})
}

func compare(t *rapid.T, s *State, o *oracle, i int, c Command) {
	if len(s.Registrations) != len(o.people) || len(s.Contingents) != len(o.contingent) {
		t.Fatalf("command %d %+v: %d registrations and %d contingents, the oracle has %d and %d", i, c,
			len(s.Registrations), len(s.Contingents), len(o.people), len(o.contingent))
	}
	for _, r := range o.people {
		got := s.Registrations[r.id]
		if got.State != r.state() || got.Ending != r.ending || got.Authority != r.authority || got.Exempt != r.exempt {
			t.Fatalf("command %d %+v: registration is %+v, the oracle says %s and %+v", i, c, got, r.state(), r)
		}
		for id, p := range r.places {
			if q := got.Places[id]; q.State != p.state || !q.Until.Equal(p.until) || q.Contingent != p.contingent || p.wants() && q.Priority != p.priority {
				t.Fatalf("command %d %+v: registration %d, activity %d is %+v, the oracle says %+v", i, c, r.id, id, q, p)
			}
		}
	}
	for id, a := range o.activities {
		if got := s.Activities[id]; got.Capacity != a.capacity || got.Taken != o.taken(id, 0) || !got.Start.Equal(a.start) || !got.End.Equal(a.end) {
			t.Fatalf("command %d %+v: activity is %+v, the oracle says %+v", i, c, got, a)
		}
	}
	for id, k := range o.contingent {
		if got := s.Contingents[id]; got.Capacity != k.capacity || got.Released != k.released || got.Taken != o.taken(k.activity, id) {
			t.Fatalf("command %d %+v: contingent is %+v, the oracle says %+v", i, c, got, k)
		}
	}
}

// TestExactlyTheCapacitySucceeds is I12.
func TestExactlyTheCapacitySucceeds(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		capacity, more := rapid.IntRange(0, 20).Draw(t, "capacity"), rapid.IntRange(1, 20).Draw(t, "more")
		s, got := small(capacity, 0, 0, 0, 0), 0
		for id := int64(1); id <= int64(capacity+more); id++ {
			o, err := Decide(s, Command{Kind: Submit, Event: theEvent, Registration: id, Person: id, Now: june})
			if err == nil && o.State == RegistrationConfirmed {
				got++
			}
		}
		if got != capacity {
			t.Fatalf("%d places for a capacity of %d (I12)", got, capacity)
		}
	})
}
