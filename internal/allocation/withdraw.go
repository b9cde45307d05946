package allocation

// withdraw gives up everything. After the freeze a participant asks first, and an
// organiser withdraws (rule 11).
func (d *decision) withdraw(ev *Event, r *Registration) *Reason {
	if !d.c.Staff && !d.c.Now.Before(ev.ChangesUntil) {
		return &Reason{Code: Frozen}
	}
	d.end(r, EndedWithdrawn)
	return nil
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
