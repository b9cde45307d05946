package registration

import (
	"convene/internal/allocation"
	"convene/internal/locale"
)

// StateWords are the heading and the sentence for where a registration stands.
func StateWords(p *locale.Printer, r *Registration) (heading, explanation string) {
	switch allocation.RegistrationState(r.State) {
	case allocation.RegistrationConfirmed:
		return p.T("You have a place"), p.T("You are registered for this event.")
	case allocation.RegistrationWaiting:
		return p.T("You are on the waiting list"), p.T("The event is full. As soon as a place is free for you, we write to you; your activities are decided then.")
	case allocation.RegistrationOffered:
		return p.T("A place is offered to you"), p.T("A place at the event came free for you. Your activities are decided when you accept it.")
	case allocation.RegistrationPending:
		return p.T("An organiser decides about your registration"), p.T("We write to you as soon as it is decided. Your activities are decided then, too.")
	case allocation.RegistrationNominated:
		return p.T("You were named for this event"), p.T("%s named you. Please say whether you come.", r.Body())
	}
	return endingWords(p, allocation.Ending(r.Ending))
}

// endingWords say how a registration came to its end.
func endingWords(p *locale.Printer, how allocation.Ending) (heading, explanation string) {
	switch how {
	case allocation.EndedDeclined:
		return p.T("Your registration was not approved"), p.T("The organisers could not give you a place at this event.")
	case allocation.EndedRefused:
		return p.T("You did not take the place"), p.T("You said no. This registration holds no places any more.")
	case allocation.EndedExpired:
		return p.T("The time to answer is over"), p.T("Nobody answered in time. This registration holds no places any more.")
	case allocation.EndedSubstituted:
		return p.T("Somebody else comes in your place"), p.T("Your place was handed on. This registration holds no places any more.")
	}
	return p.T("You have withdrawn"), p.T("This registration holds no places any more.")
}

// PlaceWord is how a place stands, for its mark.
func PlaceWord(p *locale.Printer, pl Place) string {
	switch allocation.PlaceState(pl.State) {
	case allocation.Confirmed:
		return p.T("Confirmed")
	case allocation.Held:
		return p.T("Kept, not confirmed")
	case allocation.Offered:
		return p.T("Offered")
	case allocation.Waiting:
		return waitingWord(p, pl.Position)
	case allocation.Wished:
		return p.T("Decided later")
	case allocation.Refused:
		return p.T("No place")
	}
	return p.T("Given up")
}

func waitingWord(p *locale.Printer, position int) string {
	if position == 0 {
		return p.T("Waiting list")
	}
	return p.T("Waiting list, number %d", position)
}
