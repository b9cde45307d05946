package allocation

// clashFree keeps the wishes that fit together, in the order given; the others
// are refused by name, so that nothing else is lost.
func (d *decision) clashFree(r *Registration, wishes []Wish) []Wish {
	var kept []Wish
	for _, w := range wishes {
		a := d.s.Activities[w.Activity]
		if a == nil || a.Event != r.Event || a.ID == d.s.Events[r.Event].Root {
			continue // the desk refuses unknown codes before they get here
		}
		if other := d.clashingWith(a, kept); other != nil {
			if !r.Places[a.ID].State.Live() {
				d.set(r, a.ID, Place{State: Refused, Reason: &Reason{Code: Clash, Activity: other.Code}})
			}
			continue
		}
		kept = append(kept, w)
	}
	return kept
}

func (d *decision) clashingWith(a *Activity, kept []Wish) *Activity {
	for _, w := range kept {
		if other := d.s.Activities[w.Activity]; other.ID == a.ID || Clashes(a, other) {
			return other
		}
	}
	return nil
}

// ask asks for an activity: kept as a wish while the person waits for the event
// itself (rule 4), decided at once otherwise.
func (d *decision) ask(r *Registration, a *Activity, mayWait bool) {
	if r.State == RegistrationWaiting {
		d.set(r, a.ID, Place{State: Wished, MayWait: mayWait})
		return
	}
	d.give(r, a, mayWait)
}

// give decides one place. A free place means that nobody waits: what comes free
// is passed on before the next command is looked at (rule 3).
func (d *decision) give(r *Registration, a *Activity, mayWait bool) {
	switch {
	case a.Free() > 0:
		d.set(r, a.ID, Place{State: Confirmed, MayWait: mayWait})
	case mayWait:
		d.set(r, a.ID, Place{State: Waiting, MayWait: true, QueueNo: a.NextQueue})
	default:
		d.set(r, a.ID, Place{State: Refused, Reason: &Reason{Code: Full, Ahead: a.Waiting}})
	}
}

// settle lets the registration's state follow from its place on the event.
func (d *decision) settle(r *Registration) {
	r.State = RegistrationWaiting
	if r.Places[d.s.Events[r.Event].Root].State == Confirmed {
		r.State = RegistrationConfirmed
	}
	d.s.changedRegistrations[r.ID] = true
}

// set is the only place where a place changes state: counters, queue and the
// record of the move follow it.
func (d *decision) set(r *Registration, activity int64, p Place) {
	a, old := d.s.Activities[activity], r.Places[activity]
	d.leave(r, a, old)
	position := d.enter(r, a, p)
	r.Places[activity] = p
	d.s.changedPlaces[PlaceKey{r.ID, activity}] = true
	if old.State != p.State {
		d.out.Moves = append(d.out.Moves, Move{Registration: r.ID, Activity: activity, From: old.State, To: p.State, Position: position})
	}
}

func (d *decision) leave(r *Registration, a *Activity, old Place) {
	switch old.State {
	case Confirmed:
		d.count(a, -1)
		d.freed[a.ID] = true
	case Waiting:
		a.Waiting--
		d.s.queueOf(a).remove(r.ID)
		d.s.changedActivities[a.ID] = true
	}
}

func (d *decision) enter(r *Registration, a *Activity, p Place) int {
	switch p.State {
	case Confirmed:
		d.count(a, 1)
	case Waiting:
		q := d.s.queueOf(a)
		q.insert(Waiter{Registration: r.ID, Priority: p.Priority, QueueNo: p.QueueNo})
		a.NextQueue = max(a.NextQueue, p.QueueNo+1)
		a.Waiting++
		d.s.changedActivities[a.ID] = true
		return a.Waiting
	}
	return 0
}

// count changes how many places are taken; grace is what stands above the
// capacity and melts with each release (rule 6).
func (d *decision) count(a *Activity, by int) {
	a.Taken += by
	a.Grace = max(0, a.Taken-a.Capacity)
	d.s.changedActivities[a.ID] = true
}

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

// moveUp confirms the first in line. What the person held in its stead until now
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
	old := r.Places[a.ID]
	d.set(r, a.ID, Place{State: Confirmed, MayWait: old.MayWait, Priority: old.Priority})
	d.s.changedRegistrations[r.ID] = true
	if a.ID == d.s.Events[r.Event].Root {
		d.grantWishes(r)
		return nil
	}
	d.dropClashing(r, a)
	return nil
}

// grantWishes decides what was kept while the person waited for the event (rule 4).
func (d *decision) grantWishes(r *Registration) {
	d.settle(r)
	for _, id := range activitiesOf(r) {
		if p := r.Places[id]; p.State == Wished {
			d.give(r, d.s.Activities[id], p.MayWait)
		}
	}
}
