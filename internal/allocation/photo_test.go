package allocation

import "maps"

// photo is everything that a decision may change.
type photo struct {
	Activities    map[int64]Activity
	Registrations map[int64]Registration
	Contingents   map[int64]Contingent
	Live          map[[2]int64]int64
	Delegations   map[[2]int64]int
	Queues        map[int64][]Waiter
}

func photograph(s *State) photo {
	p := photo{map[int64]Activity{}, map[int64]Registration{}, map[int64]Contingent{}, maps.Clone(s.live), maps.Clone(s.delegations), map[int64][]Waiter{}}
	for id, a := range s.Activities {
		p.Activities[id] = *a
		p.Queues[id] = append([]Waiter{}, s.queueOf(a).waiters...)
	}
	for id, r := range s.Registrations {
		p.Registrations[id] = *copyOf(r)
	}
	for id, c := range s.Contingents {
		p.Contingents[id] = *c
	}
	return p
}

func copyOf(r *Registration) *Registration {
	c := *r
	c.Places = maps.Clone(r.Places)
	return &c
}
