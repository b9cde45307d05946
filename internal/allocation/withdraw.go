package allocation

// withdraw gives up everything. After the freeze whoever has a place asks first
// (rule 11); somebody who only waits may leave the queue at any time.
func (d *decision) withdraw(ev *Event, r *Registration) *Reason {
	if !d.c.Staff && !d.c.Now.Before(ev.ChangesUntil) && takes(r) {
		return &Reason{Code: Frozen}
	}
	d.end(r, EndedWithdrawn)
	return nil
}

// takes tells whether a registration has any place at all.
func takes(r *Registration) bool {
	for _, p := range r.Places {
		if p.State.Taken() {
			return true
		}
	}
	return false
}

// end releases all places of a registration, which is then over.
func (d *decision) end(r *Registration, how Ending) {
	for _, id := range activitiesOf(r) {
		if r.Places[id].State.Live() {
			d.release(r, id)
		}
	}
	d.close(r, how)
}

func (d *decision) close(r *Registration, how Ending) {
	r.State, r.Ending = RegistrationWithdrawn, how
	delete(d.s.live, [2]int64{r.Event, r.Person})
	d.s.countDelegation(r, -1)
	d.s.changedRegistrations[r.ID] = true
}
