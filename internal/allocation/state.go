package allocation

import (
	"errors"
	"sort"
)

// ErrShortQueue says that a decision needs more of a queue than was loaded; load
// more and decide again.
var ErrShortQueue = errors.New("allocation: the loaded part of a waiting list is too short")

// queue is the loaded front of a waiting list, in order.
type queue struct {
	waiters []Waiter
	whole   bool // nobody waits beyond the loaded part
}

// State is everything a decision looks at, and what the decisions changed.
type State struct {
	Events        map[int64]*Event
	Activities    map[int64]*Activity
	Registrations map[int64]*Registration
	Contingents   map[int64]*Contingent
	live          map[[2]int64]int64  // event, person → live registration
	delegations   map[[2]int64]int    // event, authority → live registrations that count
	invited       map[[2]int64]bool   // event, person
	elsewhere     map[[2]int64]string // event, person → name of another event on the same day
	queues        map[int64]*queue
	outcomes      map[string]*Outcome

	changedActivities    map[int64]bool
	changedRegistrations map[int64]bool
	changedContingents   map[int64]bool
	changedPlaces        map[PlaceKey]bool
}

// PlaceKey names one place.
type PlaceKey struct{ Registration, Activity int64 }

func (k PlaceKey) before(o PlaceKey) bool {
	if k.Registration != o.Registration {
		return k.Registration < o.Registration
	}
	return k.Activity < o.Activity
}

// NewState makes an empty state.
func NewState() *State {
	return &State{
		Events: map[int64]*Event{}, Activities: map[int64]*Activity{}, Registrations: map[int64]*Registration{},
		Contingents: map[int64]*Contingent{}, live: map[[2]int64]int64{}, delegations: map[[2]int64]int{},
		invited: map[[2]int64]bool{}, elsewhere: map[[2]int64]string{}, queues: map[int64]*queue{}, outcomes: map[string]*Outcome{},
		changedActivities: map[int64]bool{}, changedRegistrations: map[int64]bool{}, changedContingents: map[int64]bool{},
		changedPlaces: map[PlaceKey]bool{},
	}
}

// AddRegistration puts a loaded registration into the state.
func (s *State) AddRegistration(r *Registration) {
	s.Registrations[r.ID] = r
	if r.State != RegistrationWithdrawn {
		s.live[[2]int64{r.Event, r.Person}] = r.ID
	}
}

// AddLive says that a person has a live registration whose places no decision needs.
func (s *State) AddLive(event, person, registration int64) {
	s.live[[2]int64{event, person}] = registration
}

// SetDelegation says how many live registrations of an authority count at an event.
func (s *State) SetDelegation(event, authority int64, n int) {
	s.delegations[[2]int64{event, authority}] = n
}

// Invite says that a person may register for an event that is only for the invited.
func (s *State) Invite(event, person int64) { s.invited[[2]int64{event, person}] = true }

// SetElsewhere says that a person is registered for another event on a day of this one.
func (s *State) SetElsewhere(event, person int64, other string) {
	s.elsewhere[[2]int64{event, person}] = other
}

// countDelegation adds a registration to its authority's delegation, or takes it out.
func (s *State) countDelegation(r *Registration, by int) {
	if r.Authority != 0 && !r.Exempt {
		s.delegations[[2]int64{r.Event, r.Authority}] += by
	}
}

// SetQueue gives the loaded front of an activity's queue, in order. The activity
// must be in the state: its Waiting tells whether this is the whole queue.
func (s *State) SetQueue(activity int64, front []Waiter) {
	s.queues[activity] = &queue{waiters: front, whole: len(front) >= s.Activities[activity].Waiting}
}

// Answered puts the first outcome of a key into the state, so that a repeat gets it.
func (s *State) Answered(key string, o *Outcome) { s.outcomes[key] = o }

// ChangedActivities are the activities whose counters the decisions changed, by id.
func (s *State) ChangedActivities() []int64 { return sorted(s.changedActivities) }

// ChangedRegistrations are the registrations the decisions made or changed, by id.
func (s *State) ChangedRegistrations() []int64 { return sorted(s.changedRegistrations) }

// ChangedContingents are the contingents the decisions made or changed, by id.
func (s *State) ChangedContingents() []int64 { return sorted(s.changedContingents) }

// ChangedPlaces are the places the decisions made or changed, by registration and activity.
func (s *State) ChangedPlaces() []PlaceKey {
	keys := make([]PlaceKey, 0, len(s.changedPlaces))
	for k := range s.changedPlaces {
		keys = append(keys, k)
	}
	sort.Slice(keys, func(i, j int) bool { return keys[i].before(keys[j]) })
	return keys
}

// contingentsOf are the contingents of an event, by id.
func (s *State) contingentsOf(event int64) []*Contingent {
	ids := map[int64]bool{}
	for id, c := range s.Contingents {
		ids[id] = s.Activities[c.Activity] != nil && s.Activities[c.Activity].Event == event
	}
	var found []*Contingent
	for _, id := range sorted(ids) {
		if ids[id] {
			found = append(found, s.Contingents[id])
		}
	}
	return found
}

// registrationIDs are all loaded registrations, by id.
func (s *State) registrationIDs() []int64 {
	ids := map[int64]bool{}
	for id := range s.Registrations {
		ids[id] = true
	}
	return sorted(ids)
}

func sorted(set map[int64]bool) []int64 {
	ids := make([]int64, 0, len(set))
	for id := range set {
		ids = append(ids, id)
	}
	sort.Slice(ids, func(i, j int) bool { return ids[i] < ids[j] })
	return ids
}

// queueOf gives the queue of an activity; one that was not loaded counts as whole
// only when nobody waits.
func (s *State) queueOf(a *Activity) *queue {
	q, ok := s.queues[a.ID]
	if !ok {
		q = &queue{whole: a.Waiting == 0}
		s.queues[a.ID] = q
	}
	return q
}

// insert puts a waiter where it belongs. Beyond the loaded front of a longer
// queue there is nothing to insert into: the database holds that part.
func (q *queue) insert(w Waiter) {
	i := sort.Search(len(q.waiters), func(i int) bool { return w.before(q.waiters[i]) })
	if i == len(q.waiters) && !q.whole {
		return
	}
	q.waiters = append(q.waiters, Waiter{})
	copy(q.waiters[i+1:], q.waiters[i:])
	q.waiters[i] = w
}

// hand gives the turn of one registration to another.
func (q *queue) hand(from, to int64) {
	for i, w := range q.waiters {
		if w.Registration == from {
			q.waiters[i].Registration = to
		}
	}
}

func (q *queue) remove(registration int64) {
	for i, w := range q.waiters {
		if w.Registration == registration {
			q.waiters = append(q.waiters[:i:i], q.waiters[i+1:]...)
			return
		}
	}
}
