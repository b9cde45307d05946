package web

import (
	"convene/internal/allocation"
	"convene/internal/event"
	"convene/internal/locale"
	"convene/internal/registration"
)

// registrationMark is the shape of a registration's mark: whatever is not decided
// yet looks like waiting.
func registrationMark(state string) string {
	switch allocation.RegistrationState(state) {
	case allocation.RegistrationConfirmed, allocation.RegistrationWithdrawn:
		return state
	}
	return string(allocation.RegistrationWaiting)
}

// registrationWord is the word of a registration's mark; one that is over says how
// it ended.
func registrationWord(p *locale.Printer, state, ending string) string {
	switch allocation.RegistrationState(state) {
	case allocation.RegistrationConfirmed:
		return p.T("Confirmed")
	case allocation.RegistrationWaiting:
		return p.T("Waiting list")
	case allocation.RegistrationOffered:
		return p.T("Offered")
	case allocation.RegistrationPending:
		return p.T("To be approved")
	case allocation.RegistrationNominated:
		return p.T("Named, not confirmed")
	}
	return endingWord(p, ending)
}

func endingWord(p *locale.Printer, ending string) string {
	switch allocation.Ending(ending) {
	case allocation.EndedDeclined:
		return p.T("Declined")
	case allocation.EndedRefused:
		return p.T("Refused by the person")
	case allocation.EndedExpired:
		return p.T("Not answered in time")
	case allocation.EndedSubstituted:
		return p.T("Taken over by somebody else")
	}
	return p.T("Withdrawn")
}

// placeMark is the state of a place as a shape and a word.
type placeMark struct{ Mark, Word string }

func markOf(p *locale.Printer, pl registration.Place) placeMark {
	switch allocation.PlaceState(pl.State) {
	case "":
		return placeMark{"released", p.T("Not asked for")}
	case allocation.Held:
		return placeMark{"waiting", p.T("Kept")}
	case allocation.Offered:
		return placeMark{"waiting", p.T("Offered")}
	}
	return placeMark{pl.State, registration.PlaceWord(p, pl)}
}

// personRole is a registration's role in words.
func personRole(p *locale.Printer, role string) string {
	switch role {
	case registration.Speaker:
		return p.T("Speaker")
	case registration.Partner:
		return p.T("Partner")
	case registration.Staff:
		return p.T("Staff")
	case registration.Press:
		return p.T("Press")
	case registration.Assistant:
		return p.T("Personal assistant")
	}
	return p.T("Participant")
}

// contingentName is a contingent as organisers speak of it.
func contingentName(p *locale.Printer, c registration.Contingent) string {
	word := p.T("Wheelchair spaces")
	switch c.Kind {
	case registration.Seats:
		word = p.T("Staff seats")
	case registration.Guests:
		word = p.T("Guests")
	}
	if c.Name == "" {
		return word
	}
	return p.T("%s: %s", word, c.Name)
}

// nameByCode is the name of an activity; the code itself of one that is not there.
func nameByCode(p *locale.Printer, pr *event.Programme, code string) string {
	if a := pr.ByCode(code); a != nil {
		return activityName(p, pr, a)
	}
	return code
}
