package allocation

// change replaces the whole choice. A place that is held and no longer asked for
// is given up, unless the one asked for in its stead could not be had: nobody
// loses a place by asking for a better one.
func (d *decision) change(ev *Event, r *Registration) *Reason {
	if !d.c.Staff && !d.c.Now.Before(ev.ChangesUntil) {
		return &Reason{Code: Frozen}
	}
	if r.State == RegistrationNominated {
		return &Reason{Code: Unconfirmed}
	}
	if refusal := d.moveDelegation(r, ev); refusal != nil {
		return refusal
	}
	d.choose(r, d.c.Wishes)
	return nil
}

// choose makes the wishes the whole choice of a registration.
func (d *decision) choose(r *Registration, choice []Wish) {
	wanted := map[int64]bool{}
	wishes := d.clashFree(r, choice)
	for _, w := range wishes {
		wanted[w.Activity] = true
	}
	d.giveUpUnwanted(r, wanted)
	for _, w := range wishes {
		d.askInstead(r, d.s.Activities[w.Activity], w.MayWait)
	}
}

// moveDelegation counts somebody who changes authority in the new one, if it has room.
func (d *decision) moveDelegation(r *Registration, ev *Event) *Reason {
	if d.c.Authority == r.Authority {
		return nil
	}
	if refusal := d.mayJoin(ev, d.c.Authority, r.Exempt); refusal != nil {
		return refusal
	}
	d.s.countDelegation(r, -1)
	r.Authority = d.c.Authority
	d.s.countDelegation(r, 1)
	return nil
}

// giveUpUnwanted releases what is no longer asked for, except a place that a wish
// would replace: that one goes when the wish is granted. An offer is no place yet.
func (d *decision) giveUpUnwanted(r *Registration, wanted map[int64]bool) {
	for _, id := range activitiesOf(r) {
		p := r.Places[id]
		if wanted[id] || id == d.rootOf(r) || p.State == Released {
			continue
		}
		if p.State == Confirmed && d.replacedBy(id, wanted) {
			continue
		}
		d.release(r, id)
	}
}

func (d *decision) replacedBy(held int64, wanted map[int64]bool) bool {
	for id := range wanted {
		if Clashes(d.s.Activities[held], d.s.Activities[id]) {
			return true
		}
	}
	return false
}

// askInstead asks for an activity in a change: what is taken or waited for already
// stays as it is; what is granted replaces what it clashes with.
func (d *decision) askInstead(r *Registration, a *Activity, mayWait bool) {
	p := r.Places[a.ID]
	switch {
	case p.State == Confirmed:
		d.dropClashing(r, a)
	case p.State == Offered, p.State == Waiting && mayWait:
	case p.State == Waiting:
		d.set(r, a.ID, Place{State: Refused, Reason: &Reason{Code: Full, Ahead: a.Waiting - 1}})
	default:
		d.ask(r, a, mayWait)
		d.replace(r, a.ID)
	}
}
