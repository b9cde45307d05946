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
