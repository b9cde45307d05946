package main

import "testing"

// mila's browser runs no scripts.
var mila = guest{
	email: "mila.novakova@example.org", given: "Mila", family: "Nováková", badge: "Mila Nováková",
	authority: "nis", found: "Niš", function: "Town councillor for housing",
}

func registerWithoutScripts(t *testing.T, h *house) {
	v := h.visitor(t, phone)
	v.scripts(false)
	v.begin("budapest", mila)
	if ask[bool](v, `document.getElementById("latin_name-field").hidden`) {
		t.Fatal("scripts are not off: one has hidden a field")
	}
	v.describe(mila)
	v.findAuthority(mila, false)
	v.kept(mila)
	v.press("Continue")
	v.answer("bp-w1=bp-b1", "bp-dinner=bp-dinner")
	v.press("Continue")
	v.at("/events/budapest/register/trip")
	v.answer()
	v.press("Continue")
	v.unticked("share", 1)
	v.press("Continue")
	v.sees(mila.badge, "Niš", mila.function)
	v.press("Send my registration")
	v.at("/events/budapest/register/result")
	v.sees("You have a place", "Dinner hosted by the city")
	v.hadItsMails(mila.email, "entry", "confirmed")
	h.saysNothingOf(t, v.addresses(), "an address")
}

// kept checks that the search, which is a page of its own without scripts, lost
// nothing that was typed.
func (v *visitor) kept(g guest) {
	v.t.Helper()
	for name, want := range map[string]string{"given_name": g.given, "family_name": g.family, "badge_name": g.badge, "function": g.function} {
		if got := ask[string](v, `document.getElementsByName('`+name+`')[0].value`); got != want {
			v.t.Errorf("the search made %q of the %s %q", got, name, want)
		}
	}
}
