package allocation

import "sort"

// accept turns an offer into a place. An offer that has ended is refused even
// when nobody has cleared it away yet (rule 5).
func (d *decision) accept(ev *Event, r *Registration) *Reason {
	p := r.Places[d.c.Activity]
	switch {
	case r.State == RegistrationNominated:
		return &Reason{Code: Unconfirmed}
	case p.State == Confirmed: // a second click
		return nil
	case p.State != Offered:
		return &Reason{Code: NoOffer}
	case !d.c.Now.Before(p.Until):
		return &Reason{Code: OfferEnded}
	}
	d.set(r, d.c.Activity, Place{State: Confirmed, MayWait: p.MayWait, Priority: p.Priority})
	if d.c.Activity == ev.Root {
		d.settle(r)
		d.grantWishes(r)
		return nil
	}
	d.dropClashing(r, d.s.Activities[d.c.Activity])
	return nil
}

// refuse says no to an offer, or to having been named. Without the event's place
// the registration is over.
func (d *decision) refuse(ev *Event, r *Registration) *Reason {
	p := r.Places[d.c.Activity]
	switch {
	case r.State == RegistrationNominated && d.c.Activity == ev.Root:
		d.end(r, EndedRefused)
	case p.State != Offered:
		return &Reason{Code: NoOffer}
	case d.c.Activity == ev.Root:
		d.end(r, EndedRefused)
	default:
		d.release(r, d.c.Activity)
	}
	return nil
}

// extend gives somebody more time for an answer. What is held at an activity ends
// with what is held at the event.
func (d *decision) extend(_ *Event, r *Registration) *Reason {
	p := r.Places[d.c.Activity]
	if p.Until.IsZero() || !d.c.Now.Before(d.c.Until) {
		return &Reason{Code: NoOffer}
	}
	p.Until = d.c.Until
	d.set(r, d.c.Activity, p)
	return nil
}

// expire ends every offer and nomination whose time is over, the earliest first,
// and gives back what contingents keep past their date.
func (d *decision) expire(ev *Event) *Reason {
	for _, k := range d.overdue(ev) {
		r := d.s.Registrations[k.Registration]
		switch {
		case r.State == RegistrationWithdrawn || !r.Places[k.Activity].State.Taken():
		case k.Activity == ev.Root:
			d.end(r, EndedExpired)
		default:
			d.release(r, k.Activity)
			d.s.changedRegistrations[r.ID] = true
		}
	}
	for _, c := range d.s.contingentsOf(ev.ID) {
		if !c.Released && !c.ReleaseAt.IsZero() && !d.c.Now.Before(c.ReleaseAt) {
			d.giveBack(c)
		}
	}
	return nil
}

func (d *decision) overdue(ev *Event) []PlaceKey {
	var keys []PlaceKey
	for _, r := range d.s.Registrations {
		for id, p := range r.Places {
			if r.Event == ev.ID && p.State.Taken() && !p.Until.IsZero() && !d.c.Now.Before(p.Until) {
				keys = append(keys, PlaceKey{r.ID, id})
			}
		}
	}
	until := func(k PlaceKey) int64 { return d.s.Registrations[k.Registration].Places[k.Activity].Until.UnixNano() }
	sort.Slice(keys, func(i, j int) bool {
		if until(keys[i]) != until(keys[j]) {
			return until(keys[i]) < until(keys[j])
		}
		return keys[i].before(keys[j])
	})
	return keys
}
