package allocation

// passOn gives every freed place to the next in line, in the same decision, so
// that a newcomer can never jump the queue (rule 3). Activities go first and the
// event itself last: who waits for an activity already is served before the
// wishes of somebody who is only now moved up to the event.
func (d *decision) passOn() error {
	for len(d.freed) > 0 {
		id := d.nextFreed()
		delete(d.freed, id)
		a := d.s.Activities[id]
		for a.Free() > 0 && a.Waiting > 0 {
			if err := d.moveUp(a); err != nil {
				return err
			}
		}
	}
	return nil
}

func (d *decision) nextFreed() int64 {
	var root int64
	for _, id := range sorted(d.freed) {
		if id != d.s.Events[d.s.Activities[id].Event].Root {
			return id
		}
		root = id
	}
	return root
}

// moveUp serves the first in line. What the person held in its stead until now
// is given up and passed on in turn; every step shortens a queue, so it ends.
func (d *decision) moveUp(a *Activity) error {
	q := d.s.queueOf(a)
	if len(q.waiters) == 0 {
		return ErrShortQueue
	}
	r := d.s.Registrations[q.waiters[0].Registration]
	if r == nil {
		return ErrShortQueue
	}
	p := d.freedFor(r, a)
	d.set(r, a.ID, p)
	d.s.changedRegistrations[r.ID] = true
	switch {
	case a.ID != d.rootOf(r) && p.State != Offered:
		d.dropClashing(r, a)
	case a.ID == d.rootOf(r) && r.State != RegistrationNominated:
		d.settle(r)
		d.grantWishes(r)
	}
	return nil
}

// freedFor is the place that came free for who waited: offered where the event
// offers, but the place at the event is held for somebody who has to confirm anyway.
func (d *decision) freedFor(r *Registration, a *Activity) Place {
	ev, p := d.s.Events[r.Event], d.won(r, a, r.Places[a.ID])
	if ev.OfferFor > 0 && (p.State == Confirmed || a.ID != ev.Root) {
		p.State, p.Until = Offered, ev.until(d.c.Now, ev.OfferFor)
	}
	return p
}

// grantWishes decides what was kept while the person had no place at the event
// (rule 4), once they have it. A wish that is granted replaces what an organiser
// gave meanwhile and what overlaps it.
func (d *decision) grantWishes(r *Registration) {
	if r.State != RegistrationConfirmed {
		return
	}
	for _, id := range activitiesOf(r) {
		if p := r.Places[id]; p.State == Wished {
			d.give(r, d.s.Activities[id], p.MayWait)
			d.replace(r, id)
		}
	}
}

// replace gives up what overlaps a place that may just have been granted.
func (d *decision) replace(r *Registration, id int64) {
	if r.Places[id].State == Confirmed {
		d.dropClashing(r, d.s.Activities[id])
	}
}

// dropClashing gives up the places that overlap a place just granted.
func (d *decision) dropClashing(r *Registration, granted *Activity) {
	for _, id := range activitiesOf(r) {
		if id != d.rootOf(r) && r.Places[id].State.Taken() && Clashes(granted, d.s.Activities[id]) {
			d.release(r, id)
		}
	}
}
