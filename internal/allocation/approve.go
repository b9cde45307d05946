package allocation

// approve decides what was only wished for until now, as if it were asked for at
// this moment: the order of approvals is the order of the waiting list.
func (d *decision) approve(ev *Event, r *Registration) *Reason {
	if r.State != RegistrationPending {
		return &Reason{Code: Decided}
	}
	root := d.s.Activities[ev.Root]
	mayWait := d.c.MayWait || r.Places[ev.Root].MayWait
	if root.Free() == 0 && !mayWait {
		return &Reason{Code: EventFull, Ahead: root.Waiting}
	}
	d.give(r, root, mayWait)
	d.settle(r)
	d.grantWishes(r)
	return nil
}

// decline ends what an organiser does not want to confirm.
func (d *decision) decline(_ *Event, r *Registration) *Reason {
	if r.State == RegistrationConfirmed {
		return &Reason{Code: Decided}
	}
	d.end(r, EndedDeclined)
	return nil
}
