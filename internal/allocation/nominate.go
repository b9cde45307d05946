package allocation

import "time"

// nominate names somebody for an authority's place. The place is held until they
// confirm; whoever finds the event full is named for the waiting list.
func (d *decision) nominate(ev *Event) *Reason {
	if refusal := d.mayRegister(ev, true); refusal != nil {
		return refusal
	}
	root, approved := d.s.Activities[ev.Root], ev.Mode != ModeApproval || d.c.Staff
	if approved && root.Free() == 0 && !d.c.MayWait {
		return &Reason{Code: EventFull, Ahead: root.Waiting}
	}
	r := d.create(RegistrationNominated)
	d.join(r, root, approved)
	d.report(r)
	return nil
}

// confirm is the named person's own word: what was held becomes theirs, and they
// choose for themselves.
func (d *decision) confirm(ev *Event, r *Registration) *Reason {
	p := r.Places[ev.Root]
	switch {
	case r.State != RegistrationNominated:
		return &Reason{Code: Already}
	case p.State == Held && !d.c.Now.Before(p.Until):
		return &Reason{Code: OfferEnded}
	}
	if refusal := d.knowsOfOther(ev, r.Person); refusal != nil {
		return refusal
	}
	d.takeUp(r)
	d.settle(r)
	d.choose(r, d.c.Wishes)
	return nil
}

// takeUp makes what was held the person's own.
func (d *decision) takeUp(r *Registration) {
	for _, id := range activitiesOf(r) {
		if p := r.Places[id]; p.State == Held {
			p.State, p.Until = Confirmed, time.Time{}
			d.set(r, id, p)
		}
	}
}

// substitute hands everything to somebody else: places, authority and the turn in
// each queue, never what somebody needs (rule 10). Nothing comes free on the way,
// so that nobody else can slip in.
func (d *decision) substitute(ev *Event, old *Registration) *Reason {
	if refusal := d.mayHandOver(ev, old); refusal != nil {
		return refusal
	}
	next := &Registration{ID: d.c.NewRegistration, Event: ev.ID, Person: d.c.Person, Authority: old.Authority,
		Exempt: old.Exempt, Places: map[int64]Place{}}
	if !d.c.Confirmed {
		next.State = RegistrationNominated
	}
	for _, id := range activitiesOf(old) {
		if old.Places[id].State.Live() {
			d.handOver(ev, old, next, id)
		}
	}
	d.close(old, EndedSubstituted)
	d.s.AddRegistration(next)
	d.s.countDelegation(next, 1)
	d.s.changedRegistrations[next.ID] = true
	d.out.Registration = next.ID
	if d.c.Confirmed {
		d.settle(next)
		d.grantWishes(next)
	}
	return nil
}

// mayHandOver refuses what has ended already, and a place at the event that goes
// with a need while no other is free for the substitute.
func (d *decision) mayHandOver(ev *Event, old *Registration) *Reason {
	p, root := old.Places[ev.Root], d.s.Activities[ev.Root]
	_, live := d.s.live[[2]int64{ev.ID, d.c.Person}]
	switch {
	case live:
		return &Reason{Code: Already}
	case !d.c.Staff && !d.c.Now.Before(ev.StartsAt):
		return &Reason{Code: Frozen}
	case !p.Until.IsZero() && !d.c.Now.Before(p.Until):
		return &Reason{Code: OfferEnded}
	case d.personal(p) && root.Free() == 0:
		return &Reason{Code: EventFull, Ahead: root.Waiting}
	}
	return nil
}

// personal tells whether a place goes with a need.
func (d *decision) personal(p Place) bool {
	c := d.s.Contingents[p.Contingent]
	return c != nil && c.Personal
}

// handOver moves one place from one registration to the next. Instead of a place
// that went with a need the substitute has one of everybody's at the event, and
// none elsewhere.
func (d *decision) handOver(ev *Event, old, next *Registration, id int64) {
	p := old.Places[id]
	if d.personal(p) {
		d.release(old, id)
		if id == ev.Root {
			d.set(next, id, d.won(next, d.s.Activities[id], Place{MayWait: p.MayWait}))
		}
		return
	}
	old.Places[id] = Place{State: Released, MayWait: p.MayWait}
	d.moved(old, id, p.State, Released, 0)
	next.Places[id] = d.inherited(ev, next, id, p)
	d.moved(next, id, "", next.Places[id].State, 0)
	if p.State == Waiting {
		d.s.queueOf(d.s.Activities[id]).hand(old.ID, next.ID)
	}
}

// inherited is a place as the substitute has it: held until a named one confirms.
// An offer of an activity stays an offer: it is no place yet.
func (d *decision) inherited(ev *Event, next *Registration, id int64, p Place) Place {
	named, offer := next.State == RegistrationNominated, p.State == Offered
	switch {
	case !named && p.State == Held:
		p.State, p.Until = Confirmed, time.Time{}
	case named && offer && id == ev.Root:
		p.State = Held
	case named && p.State.Taken() && !offer:
		p = d.held(ev, id, p)
	}
	return p
}
