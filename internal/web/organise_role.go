package web

import (
	"net/url"
	"slices"

	"github.com/labstack/echo/v4"

	"convene/internal/allocation"
	"convene/internal/fault"
	"convene/internal/registration"
)

// roleDeed changes what somebody is at the event.
var roleDeed = deed{
	name: "role",
	ask: func(s *Server, c echo.Context, sub *subject) error {
		sub.called(sub.T("Role"))
		sub.Lead = sub.T("The role stands on the badge. Nobody is told of the change, and it can be changed back.")
		var options []option
		for _, role := range registration.Roles {
			o := option{Value: role, Label: personRole(sub.Printer, role)}
			if slices.Contains(registration.ExemptRoles, role) {
				o.Note = sub.T("Takes none of the places of an authority.")
			}
			options = append(options, o)
		}
		if sub.typed == nil {
			sub.Form.values = url.Values{"role": {sub.Registration.Role}}
		}
		sub.Choices = []choiceField{sub.Form.Radios("role", sub.T("Role"), "", options)}
		sub.Button = sub.T("Save")
		return s.countDelegation(c, sub)
	},
	read: func(_ *Server, sub *subject) (registration.Decision, []fault.Field) {
		role := sub.typed.Get("role")
		if !slices.Contains(registration.Roles, role) {
			return registration.Decision{}, []fault.Field{{Name: "role", Message: "Choose a role."}}
		}
		return registration.Decision{Kind: allocation.SetExempt, Role: role}, nil
	},
	said: func(sub *subject) string { return sub.T("The role is changed.") },
}

// countDelegation says how many places of the person's authority are taken.
func (s *Server) countDelegation(c echo.Context, sub *subject) error {
	if sub.Registration.AuthorityID == 0 {
		return nil
	}
	d, err := registration.DelegationOf(c.Request().Context(), s.db, sub.Programme.Event.ID, sub.Registration.AuthorityID)
	if err != nil {
		return err
	}
	words := sub.N("%s has %d person here.", "%s has %d people here.", d.Used, d.Authority, d.Used)
	if d.Limit > 0 {
		words = sub.T("%s has taken %d of its %d places.", d.Authority, d.Used, d.Limit)
	}
	sub.Effects = append(sub.Effects, words)
	return nil
}
