package allocation

import (
	"maps"
	"slices"
	"time"
)

func (o *oracle) accept(r *oracleRegistration, c Command) string {
	p := r.at(c.Activity)
	switch {
	case r.named:
		return Unconfirmed
	case p.state == Confirmed:
		return ""
	case p.state != Offered:
		return NoOffer
	case o.over(p.until):
		return OfferEnded
	}
	o.seat(r, c.Activity)
	return ""
}

func (o *oracle) refuse(r *oracleRegistration, c Command) string {
	switch p := r.at(c.Activity); {
	case c.Activity == root && (r.named || p.state == Offered):
		o.end(r, EndedRefused)
	case p.state != Offered:
		return NoOffer
	default:
		r.places[c.Activity] = &oraclePlace{state: Released}
	}
	return ""
}

func (o *oracle) extend(r *oracleRegistration, c Command) string {
	p := r.at(c.Activity)
	if p.until.IsZero() || !c.Until.After(c.Now) {
		return NoOffer
	}
	p.until = c.Until
	return ""
}

// expire ends what is over; the order does not matter, since nothing is passed on
// before all of it has ended.
func (o *oracle) expire() string {
	for _, r := range o.people {
		for id, p := range r.places {
			if r.ending == "" && id != root && o.over(p.until) {
				r.places[id] = &oraclePlace{state: Released}
			}
		}
		if r.ending == "" && o.over(r.at(root).until) {
			o.end(r, EndedExpired)
		}
	}
	for _, c := range o.contingent {
		c.released = c.released || o.over(c.releaseAt)
	}
	return ""
}

// substitute: the next person stands where the old one stood, but for places that
// go with a need.
func (o *oracle) substitute(old *oracleRegistration, c Command) string {
	need := func(p *oraclePlace) bool { return p.contingent != 0 && o.contingent[p.contingent].personal }
	switch {
	case o.live(c.Person):
		return Already
	case !c.Staff && !c.Now.Before(o.ev.StartsAt):
		return Frozen
	case o.over(old.at(root).until):
		return OfferEnded
	case need(old.at(root)) && !o.free(root):
		return EventFull
	}
	next := &oracleRegistration{id: c.NewRegistration, person: c.Person, authority: old.authority, exempt: old.exempt,
		named: !c.Confirmed, places: map[int64]*oraclePlace{}}
	for id, p := range old.places {
		if needed := need(p); (p.taken() || p.wants()) && (!needed || id == root) {
			copied := *p
			if needed {
				copied = oraclePlace{state: p.state, mayWait: p.mayWait}
			}
			next.places[id] = o.inherit(next, id, copied)
		}
	}
	o.end(old, EndedSubstituted)
	o.people = append(o.people, next)
	for _, id := range slices.Sorted(maps.Keys(next.places)) {
		if p := next.at(id); next.state() == RegistrationConfirmed && p.state == Wished {
			o.want(next, id, p.mayWait)
		}
	}
	return ""
}

func (o *oracle) inherit(next *oracleRegistration, id int64, p oraclePlace) *oraclePlace {
	switch {
	case p.has() && !next.named:
		p.state, p.until = Confirmed, time.Time{}
	case p.has():
		p.state, p.until = Held, time.Time{}
		if id == root {
			p.until = o.until(o.ev.HoldFor)
		}
	case p.state == Offered && next.named && id == root:
		p.state = Held // with the end of the offer
	}
	return &p
}

func (o *oracle) prioritise(r *oracleRegistration, c Command) string {
	p := r.at(c.Activity)
	if !p.wants() || c.Priority < 0 {
		return NotWaiting
	}
	p.priority = c.Priority
	return ""
}

func (o *oracle) reserve(c Command) string {
	k := o.contingent[c.Contingent]
	if k == nil {
		k = &oracleContingent{activity: c.Activity}
	}
	more := c.Capacity - k.capacity
	switch {
	case k.activity != c.Activity:
		return Unknown
	case c.Capacity < o.taken(c.Activity, c.Contingent):
		return ContingentUsed
	case c.FromGeneral && more > max(0, o.activities[c.Activity].capacity-o.taken(c.Activity, 0)):
		return Full
	}
	o.contingent[c.Contingent] = &oracleContingent{activity: c.Activity, capacity: c.Capacity, personal: c.Personal, releaseAt: c.ReleaseAt}
	if c.FromGeneral {
		o.activities[c.Activity].capacity -= more
	}
	return ""
}

func (o *oracle) release(c Command) string {
	if o.contingent[c.Contingent] == nil {
		return Unknown
	}
	o.contingent[c.Contingent].released = true
	return ""
}

// assign gives a place of a contingent instead of whatever the person has there;
// contingent 0 gives one of everybody's instead of a contingent's.
func (o *oracle) assign(r *oracleRegistration, c Command) string {
	p, k := r.at(c.Activity), o.contingent[c.Contingent]
	switch {
	case c.Contingent != 0 && (k == nil || k.activity != c.Activity):
		return Unknown
	case p.taken() && p.contingent == c.Contingent:
		return ""
	case c.Activity != root && !r.at(root).has():
		return NoEventPlace
	case k == nil && (!p.taken() || !o.free(c.Activity)):
		return Full
	case k != nil && o.taken(c.Activity, c.Contingent) >= k.capacity:
		return ContingentFull
	}
	until, held := p.until, p.state == Held
	r.places[c.Activity] = &oraclePlace{mayWait: p.mayWait, priority: p.priority, contingent: c.Contingent}
	o.seat(r, c.Activity)
	if held {
		r.at(c.Activity).until = until
	}
	return ""
}

// move: of two activities that overlap only since now, a person keeps one: the
// better place, and of two places the one that the organiser says.
func (o *oracle) move(c Command) string {
	a := o.activities[c.Activity]
	if c.Activity == root || !c.Start.Before(c.End) {
		return Unknown
	}
	before := map[int64]bool{}
	for id := range o.activities {
		before[id] = o.clash(c.Activity, id)
	}
	a.start, a.end = c.Start, c.End
	for _, r := range o.people {
		for _, id := range slices.Sorted(maps.Keys(r.places)) {
			if o.clash(c.Activity, id) && !before[id] {
				o.untangle(r, c.Activity, id, c.KeepMoved)
			}
		}
	}
	return ""
}

func (o *oracle) untangle(r *oracleRegistration, moved, other int64, keepMoved bool) {
	worth := func(id int64) int {
		p := r.at(id)
		return slices.Index([]bool{p.wants(), p.state == Offered, p.has()}, true)
	}
	m, q := worth(moved), worth(other)
	switch {
	case m < 0 || q < 0:
	case m == 2 && q == 2 && keepMoved:
		r.places[other] = &oraclePlace{state: Released}
	case m == 2 && q == 2:
		r.places[moved] = &oraclePlace{state: Released}
	case m > q:
		r.places[other] = &oraclePlace{state: Refused}
	default:
		r.places[moved] = &oraclePlace{state: Refused}
	}
}
