package allocation

// reserve makes a contingent or changes its size, never below what is assigned.
// Its places are new ones, or taken out of everybody's, of which so many must be
// free: a seat that somebody has cannot be kept for somebody else.
func (d *decision) reserve(ev *Event) *Reason {
	a := d.s.Activities[d.c.Activity]
	if a == nil || a.Event != ev.ID || d.c.Capacity < 0 {
		return &Reason{Code: Unknown}
	}
	c := d.s.Contingents[d.c.Contingent]
	if c == nil {
		c = &Contingent{ID: d.c.Contingent, Activity: a.ID}
	}
	switch {
	case c.Activity != a.ID:
		return &Reason{Code: Unknown}
	case d.c.Capacity < c.Taken:
		return &Reason{Code: ContingentUsed, Limit: c.Taken}
	case d.c.FromGeneral && d.c.Capacity-c.Capacity > a.Free():
		return &Reason{Code: Full}
	}
	d.s.Contingents[c.ID] = c
	if d.c.FromGeneral {
		d.setCapacity(a, a.Capacity-(d.c.Capacity-c.Capacity))
	}
	c.Capacity, c.Personal, c.ReleaseAt, c.Released = d.c.Capacity, d.c.Personal, d.c.ReleaseAt, false
	d.s.changedContingents[c.ID] = true
	return nil
}

// assign gives a registration a place of a contingent, in the stead of one of
// everybody's or of a turn in the queue; without a contingent it moves back to
// everybody's places, if one is free.
func (d *decision) assign(ev *Event, r *Registration) *Reason {
	a, p := d.s.Activities[d.c.Activity], r.Places[d.c.Activity]
	c := d.s.Contingents[d.c.Contingent]
	if a == nil || a.Event != ev.ID || d.c.Contingent != 0 && (c == nil || c.Activity != a.ID) {
		return &Reason{Code: Unknown}
	}
	switch {
	case p.Contingent == d.c.Contingent && p.State.Taken():
		return nil
	case a.ID != ev.Root && !r.Places[ev.Root].State.has():
		return &Reason{Code: NoEventPlace}
	case c == nil && (!p.State.Taken() || a.Free() == 0):
		return &Reason{Code: Full, Ahead: a.Waiting}
	case c != nil && c.Free() == 0:
		return &Reason{Code: ContingentFull}
	}
	d.seat(ev, r, a, d.c.Contingent)
	return nil
}

func (d *decision) seat(ev *Event, r *Registration, a *Activity, contingent int64) {
	old := r.Places[a.ID]
	p := d.won(r, a, old)
	p.Contingent = contingent
	if old.State == Held {
		p.Until = old.Until
	}
	d.set(r, a.ID, p)
	switch {
	case a.ID != ev.Root:
		d.dropClashing(r, a)
	case r.State != RegistrationNominated && r.State != RegistrationConfirmed:
		d.settle(r)
		d.grantWishes(r)
	}
}

// unreserve gives the unused places of a contingent to everybody.
func (d *decision) unreserve(ev *Event) *Reason {
	c := d.s.Contingents[d.c.Contingent]
	if c == nil || d.s.Activities[c.Activity] == nil || d.s.Activities[c.Activity].Event != ev.ID {
		return &Reason{Code: Unknown}
	}
	d.giveBack(c)
	return nil
}

func (d *decision) giveBack(c *Contingent) {
	a, unused := d.s.Activities[c.Activity], c.Free()
	c.Capacity, c.Released = c.Taken, true
	d.s.changedContingents[c.ID] = true
	d.setCapacity(a, a.Capacity+unused)
}

// countContingent changes how many places of a contingent are taken; one that was
// given back is everybody's from then on.
func (d *decision) countContingent(c *Contingent, by int) {
	c.Taken += by
	d.s.changedContingents[c.ID] = true
	if by < 0 && c.Released {
		d.giveBack(c)
	}
}
