package web

import (
	"convene/internal/locale"
	"convene/internal/registration"
)

// ownWords are the deeds that the person does, and how they read then.
func ownWords(p *locale.Printer, deed string) string {
	switch deed {
	case registration.Submitted:
		return p.T("Registered by the participant")
	case registration.Changed:
		return p.T("Changed by the participant")
	case registration.Withdrawn:
		return p.T("Withdrawn by the participant")
	case registration.Accepted:
		return p.T("Offer accepted by the participant")
	case registration.RefusedOffer:
		return p.T("Refused by the participant")
	case registration.Confirmed:
		return p.T("Confirmed by the participant")
	case registration.Requested:
		return p.T("The participant asked for a change after the last day for changes")
	case registration.TookBack:
		return p.T("The participant took the request back")
	}
	return ""
}

// officeWords are the deeds of an account, a coordinator or the program itself.
func officeWords(p *locale.Printer, deed, by string) string {
	switch deed {
	case registration.Submitted:
		return p.T("Registered by %s", by)
	case registration.Changed:
		return p.T("Changed by %s", by)
	case registration.Withdrawn:
		return p.T("Withdrawn by %s", by)
	case registration.Approved:
		return p.T("Approved by %s", by)
	case registration.Declined:
		return p.T("Declined by %s", by)
	case registration.Accepted:
		return p.T("Offer accepted by %s for the participant", by)
	case registration.RefusedOffer:
		return p.T("Refused by %s for the participant", by)
	case registration.Extended:
		return p.T("More time to answer, by %s", by)
	case registration.Nominated:
		return p.T("Named by %s", by)
	case registration.Substituted:
		return p.T("Handed over to somebody else by %s", by)
	}
	return placeDeedWords(p, deed, by)
}

// placeDeedWords are the deeds of an office about places and requests.
func placeDeedWords(p *locale.Printer, deed, by string) string {
	switch deed {
	case registration.TookOver:
		return p.T("Took over from somebody else, by %s", by)
	case registration.Prioritised:
		return p.T("Turn on a waiting list changed by %s", by)
	case registration.RoleSet:
		return p.T("Role changed by %s", by)
	case registration.Assigned:
		return p.T("Contingent changed by %s", by)
	case registration.Moved:
		return p.T("An activity was moved to another time by %s", by)
	case registration.RequestDeclined:
		return p.T("Request declined by %s", by)
	}
	return p.T("The number of places was changed")
}
