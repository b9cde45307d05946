package allocation

// submit takes a registration: the event's place is all or nothing, activities
// are given one by one (rule 2). Where an organiser approves, everything is only
// wished for.
func (d *decision) submit(ev *Event) *Reason {
	if refusal := d.mayRegister(ev, d.invited(ev)); refusal != nil {
		return refusal
	}
	root, approved := d.s.Activities[ev.Root], ev.Mode != ModeApproval || d.c.Staff
	if approved && root.Free() == 0 && !d.c.MayWait {
		return &Reason{Code: EventFull, Ahead: root.Waiting}
	}
	r := d.create("")
	d.join(r, root, approved)
	d.settle(r)
	for _, w := range d.clashFree(r, d.c.Wishes) {
		d.ask(r, d.s.Activities[w.Activity], w.MayWait)
	}
	d.report(r)
	return nil
}

// create adds the command's registration to the state.
func (d *decision) create(state RegistrationState) *Registration {
	r := &Registration{ID: d.c.Registration, Event: d.c.Event, Person: d.c.Person, Authority: d.c.Authority,
		Exempt: d.c.Exempt, State: state, Places: map[int64]Place{}}
	d.s.AddRegistration(r)
	d.s.countDelegation(r, 1)
	d.s.changedRegistrations[r.ID] = true
	return r
}

// join asks for the event itself.
func (d *decision) join(r *Registration, root *Activity, approved bool) {
	if approved {
		d.give(r, root, d.c.MayWait)
		return
	}
	d.set(r, root.ID, Place{State: Wished, MayWait: d.c.MayWait})
}

func (d *decision) mayRegister(ev *Event, invited bool) *Reason {
	if _, ok := d.s.live[[2]int64{ev.ID, d.c.Person}]; ok {
		return &Reason{Code: Already}
	}
	if !d.c.Staff && d.c.Now.Before(ev.OpensAt) {
		return &Reason{Code: NotOpen}
	}
	if !d.c.Staff && !d.c.Now.Before(ev.ClosesAt) {
		return &Reason{Code: Closed}
	}
	if !d.c.Staff && !invited {
		return &Reason{Code: Uninvited}
	}
	if refusal := d.mayJoin(ev, d.c.Authority, d.c.Exempt); refusal != nil {
		return refusal
	}
	return d.knowsOfOther(ev, d.c.Person)
}

// invited tells whether the event is open to the command's person.
func (d *decision) invited(ev *Event) bool {
	return ev.Mode != ModeInvitation || d.s.invited[[2]int64{ev.ID, d.c.Person}]
}

// mayJoin keeps an authority to its places, however they are asked for (rule 9).
func (d *decision) mayJoin(ev *Event, authority int64, exempt bool) *Reason {
	full := ev.Delegation > 0 && d.s.delegations[[2]int64{ev.ID, authority}] >= ev.Delegation
	if authority == 0 || exempt || d.c.Staff || !full {
		return nil
	}
	return &Reason{Code: Delegation, Limit: ev.Delegation}
}

// knowsOfOther warns who is registered for another event on the same day; they
// may want both all the same (rule 8).
func (d *decision) knowsOfOther(ev *Event, person int64) *Reason {
	other, ok := d.s.elsewhere[[2]int64{ev.ID, person}]
	if !ok || d.c.Kind == Nominate { // a coordinator need not know where else somebody goes
		return nil
	}
	if d.c.Both || d.c.Staff {
		d.out.OtherEvent = other
		return nil
	}
	return &Reason{Code: OtherEvent, Event: other}
}
