package allocation

// resize changes a capacity. Lowering throws nobody out: what is taken beyond it
// becomes grace and melts as places are released (rule 6).
func (d *decision) resize(ev *Event) *Reason {
	a := d.s.Activities[d.c.Activity]
	if a == nil || a.Event != ev.ID || d.c.Capacity < 0 {
		return &Reason{Code: Unknown}
	}
	d.setCapacity(a, d.c.Capacity)
	return nil
}

func (d *decision) setCapacity(a *Activity, capacity int) {
	a.Capacity = capacity
	d.count(a, 0)
	d.freed[a.ID] = true
}

// prioritise gives somebody who waits an earlier turn, or takes it back; ties are
// broken by arrival (rule 3).
func (d *decision) prioritise(_ *Event, r *Registration) *Reason {
	p := r.Places[d.c.Activity]
	if p.State != Waiting && p.State != Wished || d.c.Priority < 0 {
		return &Reason{Code: NotWaiting}
	}
	p.Priority = d.c.Priority
	d.set(r, d.c.Activity, p)
	return nil
}

// setExempt says whether a registration counts in its authority's delegation.
func (d *decision) setExempt(_ *Event, r *Registration) *Reason {
	d.s.countDelegation(r, -1)
	r.Exempt = d.c.Exempt
	d.s.countDelegation(r, 1)
	return nil
}

// move changes the time of an activity. Whoever would hold two places at the same
// time keeps one of them, and a wish for what overlaps now ends; the organiser saw
// the list before (rule 8). What overlapped before was the person's own will.
func (d *decision) move(ev *Event) *Reason {
	a := d.s.Activities[d.c.Activity]
	if a == nil || a.Event != ev.ID || a.ID == ev.Root || !d.c.Start.Before(d.c.End) {
		return &Reason{Code: Unknown}
	}
	before := *a
	a.Start, a.End = d.c.Start, d.c.End
	d.s.changedActivities[a.ID] = true
	for _, id := range d.s.registrationIDs() {
		r := d.s.Registrations[id]
		for _, other := range activitiesOf(r) {
			b := d.s.Activities[other]
			if b.ID != ev.Root && Clashes(a, b) && !Clashes(&before, b) {
				d.untangle(r, a, b)
			}
		}
	}
	return nil
}

// untangle lets one of two places that overlap since a move stand. Of two that
// somebody has the organiser said which; else the one that is more of a place.
func (d *decision) untangle(r *Registration, moved, other *Activity) {
	p, q := r.Places[moved.ID], r.Places[other.ID]
	switch {
	case !p.State.Live() || !q.State.Live():
		return
	case p.State.has() && q.State.has() && d.c.KeepMoved:
		d.release(r, other.ID)
	case p.State.has() && q.State.has():
		d.release(r, moved.ID)
	case p.State.has() || p.State == Offered && !q.State.Taken():
		d.set(r, other.ID, Place{State: Refused, Reason: &Reason{Code: Clash, Activity: moved.Code}})
	default:
		d.set(r, moved.ID, Place{State: Refused, Reason: &Reason{Code: Clash, Activity: other.Code}})
	}
	d.s.changedRegistrations[r.ID] = true
}
