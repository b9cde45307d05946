package allocation

import (
	"slices"
	"time"
)

// do decides a command and says the code of its refusal.
func (o *oracle) do(c Command) string {
	if c.Key != "" && o.done[c.Key] {
		return ""
	}
	o.done[c.Key], o.now = true, c.Now
	refusal := o.decide(c)
	if refusal == "" {
		o.passOn()
	}
	return refusal
}

func (o *oracle) decide(c Command) string {
	switch c.Kind {
	case Submit, Nominate:
		return o.register(c)
	case Expire:
		return o.expire()
	case Resize:
		o.activities[c.Activity].capacity = c.Capacity
		return ""
	case Move:
		return o.move(c)
	case Reserve:
		return o.reserve(c)
	case Release:
		return o.release(c)
	}
	r := o.find(c.Registration)
	switch {
	case r != nil && r.ending != "" && c.Kind == Withdraw:
		return ""
	case r == nil || r.ending != "":
		return Missing
	}
	return o.on(r, c)
}

// on decides what is about one registration that lives.
func (o *oracle) on(r *oracleRegistration, c Command) string {
	switch c.Kind {
	case Change:
		return o.change(r, c)
	case Withdraw:
		return o.withdraw(r, c)
	case Approve:
		return o.approve(r, c)
	case Decline:
		return o.decline(r)
	case Accept:
		return o.accept(r, c)
	case Refuse:
		return o.refuse(r, c)
	case Extend:
		return o.extend(r, c)
	case Confirm:
		return o.confirm(r, c)
	case Substitute:
		return o.substitute(r, c)
	case Prioritise:
		return o.prioritise(r, c)
	case SetExempt:
		r.exempt = c.Exempt
		return ""
	}
	return o.assign(r, c)
}

func (o *oracle) register(c Command) string {
	waits := o.ev.Mode == ModeApproval && !c.Staff // for an organiser's decision
	switch {
	case o.live(c.Person):
		return Already
	case !c.Staff && c.Now.Before(o.ev.OpensAt):
		return NotOpen
	case !c.Staff && !c.Now.Before(o.ev.ClosesAt):
		return Closed
	case !c.Staff && c.Kind == Submit && o.ev.Mode == ModeInvitation && !o.invited[c.Person]:
		return Uninvited
	case !c.Staff && !c.Exempt && o.delegationFull(c.Authority):
		return Delegation
	case !c.Staff && c.Kind == Submit && !c.Both && o.elsewhere[c.Person]:
		return OtherEvent
	case !waits && !o.free(root) && !c.MayWait:
		return EventFull
	}
	r := &oracleRegistration{id: c.Registration, person: c.Person, authority: c.Authority, exempt: c.Exempt,
		named: c.Kind == Nominate, places: map[int64]*oraclePlace{}}
	o.people = append(o.people, r)
	if waits {
		r.places[root] = &oraclePlace{state: Wished, mayWait: c.MayWait}
	} else {
		o.want(r, root, c.MayWait)
	}
	for _, w := range o.fitting(r, c.Wishes) {
		o.want(r, w.Activity, w.MayWait)
	}
	return ""
}

// fitting keeps the wishes that clash with no earlier one.
func (o *oracle) fitting(r *oracleRegistration, wishes []Wish) (kept []Wish) {
	for _, w := range wishes {
		if slices.ContainsFunc(kept, func(k Wish) bool { return o.clash(k.Activity, w.Activity) }) {
			if p := r.at(w.Activity); !p.taken() && !p.wants() {
				r.places[w.Activity] = &oraclePlace{state: Refused}
			}
			continue
		}
		kept = append(kept, w)
	}
	return kept
}

// want takes a place, a number in the queue, a wish for later, or nothing. A wish
// keeps its priority.
func (o *oracle) want(r *oracleRegistration, activity int64, mayWait bool) {
	o.stamp++
	p := &oraclePlace{mayWait: mayWait, stamp: o.stamp, priority: r.at(activity).priority}
	r.places[activity] = p
	switch {
	case activity != root && r.at(root).state != Confirmed:
		p.state = Wished
	case o.free(activity):
		o.seat(r, activity)
	case mayWait:
		p.state = Waiting
	default:
		p.state, p.priority = Refused, 0
	}
}

func (o *oracle) change(r *oracleRegistration, c Command) string {
	switch {
	case !c.Staff && !c.Now.Before(o.ev.ChangesUntil):
		return Frozen
	case r.named:
		return Unconfirmed
	case !c.Staff && !r.exempt && r.authority != c.Authority && o.delegationFull(c.Authority):
		return Delegation
	}
	r.authority = c.Authority
	o.choose(r, c.Wishes)
	return ""
}

// choose makes the wishes the whole choice. A place that is held and not asked
// for any more stays while what was asked for in its stead is not there.
func (o *oracle) choose(r *oracleRegistration, choice []Wish) {
	wishes := o.fitting(r, choice)
	for id, p := range r.places {
		asked := slices.ContainsFunc(wishes, func(w Wish) bool { return w.Activity == id })
		replaced := slices.ContainsFunc(wishes, func(w Wish) bool { return o.clash(id, w.Activity) })
		if id != root && !asked && !(p.state == Confirmed && replaced) {
			r.places[id] = &oraclePlace{state: Released}
		}
	}
	for _, w := range wishes {
		switch p := r.at(w.Activity); {
		case p.state == Confirmed:
			o.seat(r, w.Activity)
		case p.state == Offered, p.state == Waiting && w.MayWait:
		case p.state == Waiting:
			r.places[w.Activity] = &oraclePlace{state: Refused}
		default:
			o.want(r, w.Activity, w.MayWait)
		}
	}
}

func (o *oracle) withdraw(r *oracleRegistration, c Command) string {
	for _, p := range r.places {
		if p.taken() && !c.Staff && !c.Now.Before(o.ev.ChangesUntil) {
			return Frozen
		}
	}
	o.end(r, EndedWithdrawn)
	return ""
}

func (o *oracle) end(r *oracleRegistration, how Ending) {
	r.ending = how
	for id, p := range r.places {
		if p.taken() || p.wants() {
			r.places[id] = &oraclePlace{state: Released}
		}
	}
}

// approve: as if everything were asked for now.
func (o *oracle) approve(r *oracleRegistration, c Command) string {
	mayWait := c.MayWait || r.at(root).mayWait
	switch {
	case r.state() != RegistrationPending:
		return Decided
	case !o.free(root) && !mayWait:
		return EventFull
	}
	o.want(r, root, mayWait)
	return ""
}

func (o *oracle) decline(r *oracleRegistration) string {
	if r.state() == RegistrationConfirmed {
		return Decided
	}
	o.end(r, EndedDeclined)
	return ""
}

// confirm: what was held becomes the person's own, and they choose.
func (o *oracle) confirm(r *oracleRegistration, c Command) string {
	switch {
	case !r.named:
		return Already
	case o.over(r.at(root).until):
		return OfferEnded
	case !c.Both && o.elsewhere[r.person] && !c.Staff:
		return OtherEvent
	}
	r.named = false
	for _, p := range r.places {
		if p.state == Held {
			p.state, p.until = Confirmed, time.Time{}
		}
	}
	o.choose(r, c.Wishes)
	return ""
}
