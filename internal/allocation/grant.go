package allocation

// clashFree keeps the wishes that fit together, in the order given; the others
// are refused by name, so that nothing else is lost.
func (d *decision) clashFree(r *Registration, wishes []Wish) []Wish {
	var kept []Wish
	for _, w := range wishes {
		a := d.s.Activities[w.Activity]
		if a == nil || a.Event != r.Event || a.ID == d.rootOf(r) {
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

func (d *decision) rootOf(r *Registration) int64 { return d.s.Events[r.Event].Root }

// ask asks for an activity: kept as a wish while the person has no place at the
// event (rule 4), decided at once otherwise.
func (d *decision) ask(r *Registration, a *Activity, mayWait bool) {
	if r.State != RegistrationConfirmed {
		d.set(r, a.ID, Place{State: Wished, MayWait: mayWait, Priority: r.Places[a.ID].Priority})
		return
	}
	d.give(r, a, mayWait)
}

// give decides one place. A free place means that nobody waits: what comes free
// is passed on before the next command is looked at (rule 3).
func (d *decision) give(r *Registration, a *Activity, mayWait bool) {
	old := r.Places[a.ID]
	old.MayWait = mayWait
	switch {
	case a.Free() > 0:
		d.set(r, a.ID, d.won(r, a, old))
	case mayWait:
		d.set(r, a.ID, Place{State: Waiting, MayWait: true, Priority: old.Priority, QueueNo: a.NextQueue})
	default:
		d.set(r, a.ID, Place{State: Refused, Reason: &Reason{Code: Full, Ahead: a.Waiting}})
	}
}

// won is the place of somebody who gets one: theirs, or held until a named person
// confirms. What is held at the event carries the end for all that goes with it.
func (d *decision) won(r *Registration, a *Activity, old Place) Place {
	p := Place{State: Confirmed, MayWait: old.MayWait, Priority: old.Priority}
	if r.State == RegistrationNominated {
		return d.held(d.s.Events[r.Event], a.ID, p)
	}
	return p
}

func (d *decision) held(ev *Event, activity int64, p Place) Place {
	p.State = Held
	if activity == ev.Root {
		p.Until = ev.until(d.c.Now, ev.HoldFor)
	}
	return p
}

// settle lets the registration's state follow from its place on the event.
func (d *decision) settle(r *Registration) {
	switch r.Places[d.rootOf(r)].State {
	case Confirmed:
		r.State = RegistrationConfirmed
	case Offered:
		r.State = RegistrationOffered
	case Waiting:
		r.State = RegistrationWaiting
	case Wished:
		r.State = RegistrationPending
	}
	d.s.changedRegistrations[r.ID] = true
}

// release gives a place up, and with it an earlier turn.
func (d *decision) release(r *Registration, activity int64) {
	d.set(r, activity, Place{State: Released, MayWait: r.Places[activity].MayWait})
}

// set is the only place where a place changes state, but for a substitute's:
// counters, queue and the record of the move follow it.
func (d *decision) set(r *Registration, activity int64, p Place) {
	a, old := d.s.Activities[activity], r.Places[activity]
	position := 0
	if !sameSeat(old, p) {
		d.leave(r, a, old)
		position = d.enter(r, a, p)
	}
	r.Places[activity] = p
	d.moved(r, activity, old.State, p.State, position)
}

// sameSeat tells whether a place stays taken where it is: it is not free in
// between, or a contingent that was given back would give it to everybody.
func sameSeat(a, b Place) bool {
	return a.State.Taken() && b.State.Taken() && a.Contingent == b.Contingent
}

// moved notes that a place was written and, when its state changed, how.
func (d *decision) moved(r *Registration, activity int64, from, to PlaceState, position int) {
	d.s.changedPlaces[PlaceKey{r.ID, activity}] = true
	if from != to {
		d.out.Moves = append(d.out.Moves, PlaceMove{Registration: r.ID, Activity: activity, From: from, To: to, Position: position})
	}
}

func (d *decision) leave(r *Registration, a *Activity, old Place) {
	switch {
	case old.State.Taken() && old.Contingent != 0:
		d.countContingent(d.s.Contingents[old.Contingent], -1)
	case old.State.Taken():
		d.count(a, -1)
		d.freed[a.ID] = true
	case old.State == Waiting:
		a.Waiting--
		d.s.queueOf(a).remove(r.ID)
		d.s.changedActivities[a.ID] = true
	}
}

func (d *decision) enter(r *Registration, a *Activity, p Place) int {
	switch {
	case p.State.Taken() && p.Contingent != 0:
		d.countContingent(d.s.Contingents[p.Contingent], 1)
	case p.State.Taken():
		d.count(a, 1)
	case p.State == Waiting:
		q := d.s.queueOf(a)
		q.insert(Waiter{Registration: r.ID, Priority: p.Priority, QueueNo: p.QueueNo})
		a.NextQueue = max(a.NextQueue, p.QueueNo+1)
		a.Waiting++
		d.s.changedActivities[a.ID] = true
		if p.Priority == 0 {
			return a.Waiting
		}
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
