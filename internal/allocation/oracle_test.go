package allocation

import (
	"maps"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// oracle is the same rules written a second time in the plainest way: no
// counters, no queues, no batches. Everything is counted anew from the list of
// wishes each time it is asked for, and freed places are found by looking at
// every activity until nothing changes. It is slow and easy to believe.
type oracle struct {
	s          *State // only its events and the times of its activities are looked at
	capacities map[int64]int
	people     []*oracleRegistration
	stamp      int64
	done       map[string]bool
}

type oracleRegistration struct {
	id, person, authority int64
	exempt, withdrawn     bool
	places                map[int64]*oraclePlace
}

type oraclePlace struct {
	state   PlaceState
	mayWait bool
	stamp   int64
}

func newOracle(s *State) *oracle {
	o := &oracle{s: s, capacities: map[int64]int{}, done: map[string]bool{}}
	for id, a := range s.Activities {
		o.capacities[id] = a.Capacity
	}
	return o
}

func (o *oracle) held(activity int64) (n int) {
	for _, r := range o.people {
		if p := r.places[activity]; p != nil && p.state == Confirmed {
			n++
		}
	}
	return n
}

// first is who waits longest for an activity.
func (o *oracle) first(activity int64) (best *oracleRegistration) {
	for _, r := range o.people {
		p := r.places[activity]
		if p != nil && p.state == Waiting && (best == nil || p.stamp < best.places[activity].stamp) {
			best = r
		}
	}
	return best
}

func (o *oracle) find(id int64) *oracleRegistration {
	for _, r := range o.people {
		if r.id == id && !r.withdrawn {
			return r
		}
	}
	return nil
}

func (o *oracle) do(c Command) {
	if c.Key != "" && o.done[c.Key] {
		return
	}
	if c.Key != "" {
		o.done[c.Key] = true
	}
	switch c.Kind {
	case Submit:
		o.submit(c)
	case Change:
		o.change(c)
	case Withdraw:
		if r := o.find(c.Registration); r != nil {
			r.withdrawn = true
			for _, p := range r.places {
				if p.state.Live() {
					p.state = Released
				}
			}
		}
	case Resize:
		o.capacities[c.Activity] = c.Capacity
	}
	o.passOn()
}

func (o *oracle) submit(c Command) {
	for _, r := range o.people {
		if r.person == c.Person && !r.withdrawn {
			return
		}
	}
	if o.held(root) >= o.capacities[root] && !c.MayWait || !c.Exempt && o.delegationFull(c.Authority) {
		return
	}
	r := &oracleRegistration{id: c.Registration, person: c.Person, authority: c.Authority, exempt: c.Exempt, places: map[int64]*oraclePlace{}}
	o.people = append(o.people, r)
	o.want(r, root, c.MayWait)
	for _, w := range o.fitting(r, c.Wishes) {
		o.want(r, w.Activity, w.MayWait)
	}
}

func (o *oracle) delegationFull(authority int64) bool {
	n := 0
	for _, r := range o.people {
		if r.authority == authority && !r.withdrawn && !r.exempt {
			n++
		}
	}
	return authority != 0 && n >= o.s.Events[theEvent].Delegation
}

// fitting keeps the wishes that clash with no earlier one.
func (o *oracle) fitting(r *oracleRegistration, wishes []Wish) (kept []Wish) {
next:
	for _, w := range wishes {
		for _, k := range kept {
			if k.Activity == w.Activity || o.clash(k.Activity, w.Activity) {
				if p := r.places[w.Activity]; p == nil || !p.state.Live() {
					r.places[w.Activity] = &oraclePlace{state: Refused}
				}
				continue next
			}
		}
		kept = append(kept, w)
	}
	return kept
}

func (o *oracle) clash(a, b int64) bool {
	return a != root && b != root && Clashes(o.s.Activities[a], o.s.Activities[b])
}

// want takes a place, a number in the queue, a wish for later, or nothing.
func (o *oracle) want(r *oracleRegistration, activity int64, mayWait bool) {
	o.stamp++
	p := &oraclePlace{mayWait: mayWait, stamp: o.stamp}
	r.places[activity] = p
	switch {
	case activity != root && r.places[root].state == Waiting:
		p.state = Wished
	case o.held(activity) < o.capacities[activity]:
		p.state = Confirmed
	case mayWait:
		p.state = Waiting
	default:
		p.state = Refused
	}
}

func (o *oracle) change(c Command) {
	r := o.find(c.Registration)
	if r == nil || r.authority != c.Authority && !r.exempt && o.delegationFull(c.Authority) {
		return
	}
	r.authority = c.Authority
	wishes := o.fitting(r, c.Wishes)
	wanted := map[int64]bool{}
	for _, w := range wishes {
		wanted[w.Activity] = true
	}
	for id, p := range r.places {
		if id == root || wanted[id] {
			continue
		}
		replaced := slices.ContainsFunc(wishes, func(w Wish) bool { return o.clash(id, w.Activity) })
		if p.state != Confirmed || !replaced {
			p.state = Released
		}
	}
	for _, w := range wishes {
		p := r.places[w.Activity]
		switch {
		case p != nil && p.state == Waiting && w.MayWait, p != nil && p.state == Confirmed:
		case p != nil && p.state == Waiting:
			p.state = Refused
		default:
			o.want(r, w.Activity, w.MayWait)
		}
		if r.places[w.Activity].state == Confirmed {
			o.drop(r, w.Activity)
		}
	}
}

// drop gives up what cannot be held together with an activity.
func (o *oracle) drop(r *oracleRegistration, granted int64) {
	for id, p := range r.places {
		if p.state == Confirmed && id != granted && o.clash(id, granted) {
			p.state = Released
		}
	}
}

// passOn serves whoever can be served, activities before the event itself, until
// nobody can.
func (o *oracle) passOn() {
	order := slices.Sorted(maps.Keys(o.capacities))
	order = append(slices.DeleteFunc(order, func(id int64) bool { return id == root }), root)
	for again := true; again; {
		again = false
		for _, id := range order {
			if r := o.first(id); r != nil && o.held(id) < o.capacities[id] {
				o.serve(r, id)
				again = true
				break
			}
		}
	}
}

func (o *oracle) serve(r *oracleRegistration, id int64) {
	r.places[id].state = Confirmed
	if id != root {
		o.drop(r, id)
		return
	}
	for _, activity := range slices.Sorted(maps.Keys(r.places)) {
		if p := r.places[activity]; p.state == Wished {
			o.want(r, activity, p.mayWait)
		}
	}
}

// TestTheOracleAgrees: after every command the core and the oracle give every
// person the same (places.md, proof 1).
func TestTheOracleAgrees(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := small(drawCapacities(t)...)
		o := newOracle(s)
		for i, c := range history(t) {
			if _, err := Decide(s, c); err != nil {
				t.Fatalf("decide: %v", err)
			}
			o.do(c)
			compare(t, s, o, i, c)
		}
	})
}

func compare(t *rapid.T, s *State, o *oracle, i int, c Command) {
	if len(s.Registrations) != len(o.people) {
		t.Fatalf("command %d %+v: %d registrations, the oracle has %d", i, c, len(s.Registrations), len(o.people))
	}
	for _, r := range o.people {
		for id, p := range r.places {
			if got := s.Registrations[r.id].Places[id].State; got != p.state {
				t.Fatalf("command %d %+v: registration %d, activity %d is %q, the oracle says %q", i, c, r.id, id, got, p.state)
			}
		}
	}
}
