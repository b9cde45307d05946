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

// takeUp makes what was held the person's own; an offer that was inherited and has
// ended since is gone.
func (d *decision) takeUp(r *Registration) {
	for _, id := range activitiesOf(r) {
		p := r.Places[id]
		switch {
		case p.State != Held:
		case !p.Until.IsZero() && !d.c.Now.Before(p.Until):
			d.release(r, id)
		default:
			p.State, p.Until = Confirmed, time.Time{}
			d.set(r, id, p)
		}
	}
}

// substitute hands everything to somebody else: places, authority and the turn in
// each queue, never what somebody needs (rule 10). Nothing comes free on the way,
// so that nobody else can slip in.
func (d *decision) substitute(ev *Event, old *Registration) *Reason {
	if _, ok := d.s.live[[2]int64{ev.ID, d.c.Person}]; ok {
		return &Reason{Code: Already}
	}
	if !d.c.Staff && !d.c.Now.Before(ev.StartsAt) {
		return &Reason{Code: Frozen}
	}
	state := RegistrationNominated
	if d.c.Confirmed {
		state = old.State
	}
	next := &Registration{ID: d.c.NewRegistration, Event: ev.ID, Person: d.c.Person, Authority: old.Authority,
		Exempt: old.Exempt, State: state, Places: map[int64]Place{}}
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
	return nil
}

// handOver moves one place from one registration to the next.
func (d *decision) handOver(ev *Event, old, next *Registration, id int64) {
	p := old.Places[id]
	if c := d.s.Contingents[p.Contingent]; c != nil && c.Personal {
		d.release(old, id)
		return
	}
	old.Places[id] = Place{State: Released, MayWait: p.MayWait}
	d.moved(old, id, p.State, Released, 0)
	from := p.State
	if next.State == RegistrationNominated && from.Taken() {
		p.State = Held
		if id == ev.Root && from != Offered {
			p.Until = ev.until(d.c.Now, ev.HoldFor)
		}
	}
	next.Places[id] = p
	d.moved(next, id, "", p.State, 0)
	if p.State == Waiting {
		d.s.queueOf(d.s.Activities[id]).hand(old.ID, next.ID)
	}
}
