package main

import (
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"

	"convene/internal/demo"
)

// coordinateADelegation: the coordinator of an authority nobody comes from yet names
// two people at a phone, without scripts, and swaps one; then every page is looked
// at for barriers.
func coordinateADelegation(t *testing.T, h *house) {
	i := h.inspector(t)
	i.scripts(false)
	i.open("/delegations")
	i.comeIn(guest{email: demo.Coordinator})
	i.at("/delegations")
	i.arrive("open the one without people", chromedp.Click(chromedp.Search(`//li[contains(., "3 of 3 places left.")]//h2/a`)))
	delegation := i.path()
	i.sees("Nobody is named yet.")

	bela, cili := guest{email: "bela.halasz@example.org", given: "Béla", family: "Halász"}, guest{email: "cili.vadasz@example.org", given: "Cili", family: "Vadász"}
	dora := guest{email: "dora.molnar@example.org", given: "Dóra", family: "Molnár"}
	for _, g := range []guest{bela, cili} {
		i.press("Name a person")
		i.sees("places left.", "The event has")
		i.nameDelegate(g, "Name this person")
		i.at(delegation)
		i.sees("The person is named", g.given+" "+g.family, "Named, has to confirm until")
	}
	i.press("Swap: Cili Vadász")
	i.nameDelegate(dora, "Swap the persons")
	i.at(delegation)
	i.sees("Dóra Molnár", "Cili Vadász: Swapped for somebody else", "1 of 3 places left.")
	for to, kinds := range map[string][]string{bela.email: {"nominated"}, cili.email: {"nominated", "substituted"}, dora.email: {"nominated"}} {
		if got := h.kinds(t, to); !slices.Equal(got, kinds) {
			t.Errorf("%v had the letters %v", kinds, got)
		}
	}
	name, file := i.download("List as a file (CSV)")
	if !strings.HasPrefix(name, "budapest-sample-") || !strings.Contains(string(file), "Molnár") || strings.Contains(string(file), "@") {
		t.Errorf("%s holds\n%s", name, file)
	}
	i.lookAtDelegation(delegation)
	h.saysNothingOf(t, i.addresses(), "an address")
}

// nameDelegate fills in who comes.
func (v *visitor) nameDelegate(g guest, button string) {
	v.t.Helper()
	v.confide(g.email, g.given, g.family)
	v.fill("given_name", g.given)
	v.fill("family_name", g.family)
	v.fill("email", g.email)
	v.press(button)
}

// lookAtDelegation visits every page of a delegation, and a mistake in its form.
func (i *inspector) lookAtDelegation(delegation string) {
	i.t.Helper()
	i.scripts(true)
	i.visit("/delegations", delegation, delegation+"/list", delegation+"/name")
	i.pressed("Name this person") // nothing is filled in
	i.open(delegation)
	i.pressed("Swap: Dóra Molnár")
	i.open(delegation)
	i.pressed("Take back: Dóra Molnár")
	i.pressed("Take the nomination back")
	i.sees("The place is given up", "2 of 3 places left.")
}

// scripts switches them on or off for the pages to come.
func (v *visitor) scripts(on bool) {
	v.t.Helper()
	v.do("switch scripts", chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		_, err := cdp.Call(ctx, t, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: !on})
		return err
	}))
}
