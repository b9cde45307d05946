package web

import (
	"convene/internal/allocation"
	"convene/internal/event"
	"convene/internal/fault"
	"convene/internal/locale"
	"convene/internal/registration"
)

// leftWords say how many people can still come for an authority.
func leftWords(p *locale.Printer, d *registration.Delegation) string {
	left, limited := d.Left()
	switch {
	case !limited:
		return p.N("%d person; there is no limit.", "%d people; there is no limit.", d.Used, d.Used)
	case left == 0:
		return p.T("All %d places are used.", d.Limit)
	}
	return p.N("%d of %d places left.", "%d of %d places left.", left, left, d.Limit)
}

// roomWords say how full the event is, before somebody is named.
func roomWords(p *locale.Printer, root registration.Counter) string {
	if root.Left() > 0 {
		return p.N("The event has %d free place.", "The event has %d free places.", root.Left(), root.Left())
	}
	return p.N("The event is full, and %d person waits.", "The event is full, and %d people wait.", root.Waiting, root.Waiting)
}

func nameText(p *locale.Printer, ev *event.Event, open bool) string {
	if open {
		return p.T("You can name people until %s.", p.Moment(ev.ClosesAt))
	}
	return p.T("People can be named from %s until %s.", p.Moment(ev.OpensAt), p.Moment(ev.ClosesAt))
}

// coordinatorFault says to a coordinator why somebody was not named or swapped;
// nil for what is no refusal.
func coordinatorFault(err error) []fault.Field {
	if fields := faultsOf(err); fields != nil {
		return aboutAnother(fields)
	}
	r := registration.Refusal(err)
	if r == nil {
		return nil
	}
	if r.Code == allocation.EventFull {
		return []fault.Field{{Name: "wait", Message: "The event is full. Tick the box to put the person on the waiting list."}}
	}
	if r.Code == allocation.Already {
		return []fault.Field{{Name: "email", Message: "This person is registered for this event already."}}
	}
	return []fault.Field{refusedDelegate(r)}
}

func refusedDelegate(r *allocation.Reason) fault.Field {
	switch r.Code {
	case allocation.Delegation:
		return fault.Field{Message: "All %d places of your delegation are used. Swap a person, or take a nomination back.", Args: []any{r.Limit}}
	case allocation.NotOpen, allocation.Closed:
		return fault.Field{Message: "People cannot be named at this time. Please write to the organisers."}
	case allocation.Frozen:
		return fault.Field{Message: "This is no longer possible online. Please write to the organisers."}
	case allocation.Missing:
		return fault.Field{Message: "This person has left the delegation already."}
	}
	return fault.Field{Message: "This is not possible as things stand now. Please open the delegation again."}
}

// aboutAnother puts what is said about one's own name into words about somebody
// else's.
func aboutAnother(faults []fault.Field) []fault.Field {
	for i, f := range faults {
		if f.Name == "given_name" && f.Message == "Enter your given name." {
			faults[i].Message = "Enter the given names of the person."
		}
	}
	return faults
}
