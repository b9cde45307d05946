package allocation

import (
	"maps"
	"slices"
	"time"
)

// oracle is the same rules written a second time in the plainest way: no
// counters, no queues, no batches. Everything is counted anew from the list of
// people each time it is asked for, and freed places are found by looking at
// every activity until nothing changes. It is slow and easy to believe.
type oracle struct {
	ev         *Event
	activities map[int64]*oracleActivity
	contingent map[int64]*oracleContingent
	people     []*oracleRegistration
	invited    map[int64]bool
	elsewhere  map[int64]bool
	stamp      int64
	done       map[string]bool
	now        time.Time
}

type oracleActivity struct {
	capacity   int // what everybody can have
	block      string
	start, end time.Time
}

type oracleContingent struct {
	activity           int64
	capacity           int
	personal, released bool
	releaseAt          time.Time
}

type oracleRegistration struct {
	id, person, authority int64
	exempt, named         bool // named: by somebody else, and has not confirmed
	ending                Ending
	places                map[int64]*oraclePlace
}

type oraclePlace struct {
	state      PlaceState
	mayWait    bool
	priority   int
	stamp      int64 // when it joined the queue
	until      time.Time
	contingent int64
}

func newOracle(s *State) *oracle {
	o := &oracle{ev: s.Events[theEvent], activities: map[int64]*oracleActivity{}, contingent: map[int64]*oracleContingent{},
		invited: map[int64]bool{}, elsewhere: map[int64]bool{}, done: map[string]bool{}}
	for id, a := range s.Activities {
		o.activities[id] = &oracleActivity{capacity: a.Capacity, block: a.Block, start: a.Start, end: a.End}
	}
	for k := range s.invited {
		o.invited[k[1]] = true
	}
	for k := range s.elsewhere {
		o.elsewhere[k[1]] = true
	}
	return o
}

// state follows from the place at the event.
func (r *oracleRegistration) state() RegistrationState {
	switch {
	case r.ending != "":
		return RegistrationWithdrawn
	case r.named:
		return RegistrationNominated
	}
	return map[PlaceState]RegistrationState{Confirmed: RegistrationConfirmed, Offered: RegistrationOffered,
		Waiting: RegistrationWaiting, Wished: RegistrationPending}[r.at(root).state]
}

// at is the place on an activity; an empty one when there is none.
func (r *oracleRegistration) at(activity int64) *oraclePlace {
	if p := r.places[activity]; p != nil {
		return p
	}
	return &oraclePlace{}
}

// has tells whether the person may sit there: an offer is no place yet.
func (p *oraclePlace) has() bool   { return p.state == Confirmed || p.state == Held }
func (p *oraclePlace) taken() bool { return p.has() || p.state == Offered }
func (p *oraclePlace) wants() bool { return p.state == Waiting || p.state == Wished }

// taken counts the places of an activity that are of a contingent; 0 is everybody's.
func (o *oracle) taken(activity, contingent int64) (n int) {
	for _, r := range o.people {
		if p := r.at(activity); p.taken() && p.contingent == contingent {
			n++
		}
	}
	return n
}

func (o *oracle) free(activity int64) bool {
	return o.taken(activity, 0) < o.activities[activity].capacity
}

func (o *oracle) over(until time.Time) bool { return !until.IsZero() && !o.now.Before(until) }

// until is the end of what lasts for a while, at the latest when the event begins.
func (o *oracle) until(lasts time.Duration) time.Time {
	end := o.now.Add(lasts)
	if o.now.Before(o.ev.StartsAt) && end.After(o.ev.StartsAt) {
		return o.ev.StartsAt
	}
	return end
}

// first is who is next in line: the highest priority, then who came first.
func (o *oracle) first(activity int64) (best *oracleRegistration) {
	for _, r := range o.people {
		p := r.at(activity)
		if p.state != Waiting {
			continue
		}
		if best == nil || p.priority > best.at(activity).priority ||
			p.priority == best.at(activity).priority && p.stamp < best.at(activity).stamp {
			best = r
		}
	}
	return best
}

func (o *oracle) find(id int64) *oracleRegistration {
	for _, r := range o.people {
		if r.id == id {
			return r
		}
	}
	return nil
}

func (o *oracle) live(person int64) bool {
	return slices.ContainsFunc(o.people, func(r *oracleRegistration) bool { return r.person == person && r.ending == "" })
}

func (o *oracle) delegationFull(authority int64) bool {
	n := 0
	for _, r := range o.people {
		if r.authority == authority && r.ending == "" && !r.exempt {
			n++
		}
	}
	return authority != 0 && n >= o.ev.Delegation
}

// clash: two activities of one block, or at the same time; the event itself with nothing.
func (o *oracle) clash(a, b int64) bool {
	if a == b || a == root || b == root {
		return false
	}
	x, y := o.activities[a], o.activities[b]
	return x.block != "" && x.block == y.block || x.start.Before(y.end) && y.start.Before(x.end)
}

// passOn serves whoever can be served, activities before the event itself, until
// nobody can. What contingents that were given back do not use is everybody's.
func (o *oracle) passOn() {
	for again := true; again; {
		again = false
		o.giveBack()
		for _, id := range append(slices.Sorted(maps.Keys(o.activities))[1:], root) {
			if r := o.first(id); r != nil && o.free(id) {
				o.serve(r, id)
				again = true
				break
			}
		}
	}
}

func (o *oracle) giveBack() {
	for id, c := range o.contingent {
		if unused := c.capacity - o.taken(c.activity, id); c.released && unused > 0 {
			o.activities[c.activity].capacity += unused
			c.capacity -= unused
		}
	}
}

// serve gives what came free: at once or as an offer; to somebody who was named
// the event's place is held until they confirm.
func (o *oracle) serve(r *oracleRegistration, id int64) {
	p := r.at(id)
	switch {
	case o.ev.OfferFor > 0 && !(r.named && id == root):
		p.state, p.until = Offered, o.until(o.ev.OfferFor)
	default:
		o.seat(r, id)
	}
}

// seat makes a place the person's and gives up what cannot be held together with
// it; with the event's place their wishes are decided.
func (o *oracle) seat(r *oracleRegistration, id int64) {
	p := r.at(id)
	p.state, p.until = Confirmed, time.Time{}
	if r.named {
		p.state = Held
		if id == root {
			p.until = o.until(o.ev.HoldFor)
		}
	}
	for _, other := range slices.Sorted(maps.Keys(r.places)) {
		switch q := r.at(other); {
		case q.taken() && o.clash(id, other):
			r.places[other] = &oraclePlace{state: Released}
		case id == root && !r.named && q.state == Wished:
			o.want(r, other, q.mayWait)
		}
	}
}
