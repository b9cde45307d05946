package registration

import (
	"errors"

	"convene/internal/allocation"
	"convene/internal/event"
	"convene/internal/fault"
	"convene/internal/locale"
)

// refusal carries the reason of a refused command inside its fault.
type refusal struct{ reason allocation.Reason }

func (r *refusal) Error() string { return r.reason.Code }

// Refusal finds why a whole command was refused; nil for any other error.
func Refusal(err error) *allocation.Reason {
	var r *refusal
	if errors.As(err, &r) {
		return &r.reason
	}
	return nil
}

// refused makes the fault of a command that was refused as a whole.
func refused(reason *allocation.Reason) error {
	f := refusalFault(reason)
	f.Err = &refusal{reason: *reason}
	return f
}

func refusalFault(r *allocation.Reason) *fault.Error {
	switch r.Code {
	case allocation.EventFull:
		return fault.New(fault.Conflict, "The event is full, and you did not ask to wait for a place.")
	case allocation.NotOpen:
		return fault.New(fault.Conflict, "Registration has not opened yet.")
	case allocation.Closed:
		return fault.New(fault.Conflict, "Registration is closed.")
	case allocation.Already:
		return fault.New(fault.Conflict, "You are registered for this event already.")
	case allocation.Delegation:
		return fault.New(fault.Conflict, "Your authority has all its places at this event: %d. A place comes free when one of its people withdraws.", r.Limit)
	case allocation.Frozen:
		return fault.New(fault.Conflict, "Changes are no longer possible online. Please write to the organisers.")
	case allocation.Missing:
		return fault.New(fault.Gone, "This registration was withdrawn or never existed.")
	case allocation.Uninvited:
		return fault.New(fault.Forbidden, "This event is only for people who were invited or named by their authority. Your address is not among them.")
	case allocation.OtherEvent:
		return fault.New(fault.Conflict, "You are registered for another event on the same day: %s.", r.Event)
	}
	return answerFault(r)
}

// answerFault is of deeds that answer or decide something.
func answerFault(r *allocation.Reason) *fault.Error {
	switch r.Code {
	case allocation.Unconfirmed:
		return fault.New(fault.Conflict, "This person was named by their authority and has not confirmed yet.")
	case allocation.Decided:
		return fault.New(fault.Conflict, "This was decided already.")
	case allocation.NoOffer:
		return fault.New(fault.Gone, "This offer does not stand any more.")
	case allocation.OfferEnded:
		return fault.New(fault.Gone, "The time to answer is over. The place went to the next person waiting.")
	case allocation.NotWaiting:
		return fault.New(fault.Conflict, "Only somebody on the waiting list can be given an earlier turn.")
	case allocation.ContingentFull:
		return fault.New(fault.Conflict, "All places of this contingent are assigned.")
	case allocation.ContingentUsed:
		return fault.New(fault.Conflict, "%d places of this contingent are assigned; it cannot have fewer.", r.Limit)
	case allocation.NoEventPlace:
		return fault.New(fault.Conflict, "Give this person a place at the event first.")
	case allocation.Full:
		return fault.New(fault.Conflict, "No place is free.")
	}
	return fault.New(fault.NotFound, "There is no such event or activity.")
}

// Sentence says in words why a place was not given, or why it is a place in the
// queue only: the same sentence in the result, the mail and the organiser's view
// (places.md, rule 12). "" for no reason.
func Sentence(p *locale.Printer, r *allocation.Reason, pr *event.Programme) string {
	if r == nil {
		return ""
	}
	switch r.Code {
	case allocation.Full:
		return fullSentence(p, r.Ahead)
	case allocation.EventFull:
		return p.T("The event is full.")
	case allocation.Clash:
		return clashSentence(p, r.Activity, pr)
	}
	f := refusalFault(r)
	return p.T(f.Message, f.Args...)
}

// Why says in words how a place stands and why: one sentence for every state, the
// same on each page, in mails and in the API. A zero place was never asked for.
func Why(p *locale.Printer, pr *event.Programme, pl Place) string {
	switch allocation.PlaceState(pl.State) {
	case allocation.Confirmed:
		return p.T("The place is confirmed.")
	case allocation.Held:
		return heldSentence(p, pr, pl)
	case allocation.Offered:
		return p.T("A place is offered until %s. It is yours once you accept.", p.Moment(pl.Until.In(pr.Event.Zone())))
	case allocation.Wished:
		return wishedSentence(p, pl)
	case allocation.Released:
		return p.T("The place was given up.")
	case allocation.Waiting, allocation.Refused:
		return Sentence(p, pl.Reason, pr)
	}
	return p.T("Not asked for.")
}

// wishedSentence tells the event itself, about which an organiser decides, from its
// activities, which come after it.
func wishedSentence(p *locale.Printer, pl Place) string {
	if pl.Activity == event.RootCode {
		return p.T("An organiser decides about this.")
	}
	return p.T("This is decided when you get a place at the event.")
}

func heldSentence(p *locale.Printer, pr *event.Programme, pl Place) string {
	if pl.Until.IsZero() {
		return p.T("The place is kept until you confirm.")
	}
	return p.T("The place is kept until %s. It is yours once you confirm.", p.Moment(pl.Until.In(pr.Event.Zone())))
}

func fullSentence(p *locale.Printer, ahead int) string {
	if ahead == 0 {
		return p.T("Full; nobody waits before you.")
	}
	return p.N("Full; %d person waits before you.", "Full; %d people wait before you.", ahead, ahead)
}

func clashSentence(p *locale.Printer, code string, pr *event.Programme) string {
	a := pr.ByCode(code)
	if a == nil {
		return p.T("Overlaps another of your activities.")
	}
	title, _ := a.Title.In(p.Lang(), pr.Event.DefaultLocale)
	zone := pr.Event.Zone()
	return p.T("Overlaps “%s”, %s.", title, p.Span(a.StartsAt.In(zone), a.EndsAt.In(zone)))
}
