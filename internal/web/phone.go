package web

import (
	"net/url"
	"slices"

	"convene/internal/event"
	"convene/internal/fault"
	"convene/internal/registration"
)

// phoneName is the field of the mobile number, beside the question about trips.
const phoneName = "phone"

// phoneField asks for a mobile number, and says why beside it (domain.md DP-07).
func phoneField(f form) textField {
	t := f.Text(phoneName, f.p.T("Mobile number (optional)"),
		f.p.T("Only for a field trip. The guide calls if you are missing. Erased after the trip. For example: +36 20 123 4567"), "tel")
	t.Type, t.Inputmode, t.MaxLength = "tel", "tel", 40
	return t
}

// tripPhone reads the number of somebody who chose a trip. What anybody else typed
// is not kept: it has no use.
func tripPhone(pr *event.Programme, choices []registration.Choice, typed url.Values) (string, []fault.Field) {
	if !slices.ContainsFunc(choices, func(c registration.Choice) bool { return pr.ByCode(c.Activity).Kind == event.KindTrip }) {
		return "", nil
	}
	number, ok := registration.ParsePhone(typed.Get(phoneName))
	if !ok {
		return "", []fault.Field{{Name: phoneName, Message: registration.WrongPhone}}
	}
	return number, nil
}
