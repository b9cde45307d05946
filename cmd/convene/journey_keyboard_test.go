package main

import (
	"encoding/json"
	"fmt"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// teresa has no mouse: she types, moves with Tab and the arrows, ticks with Space
// and goes on with Enter.
var teresa = guest{
	email: "teresa.moreau@example.org", given: "Teresa", family: "Moreau", badge: "Teresa Moreau",
	authority: "gyumri", found: "Gyumri", function: "School inspector",
}

func registerByKeyboard(t *testing.T, h *house) {
	h.confide(teresa.email, teresa.given, teresa.family, teresa.function)
	v := h.visitor(t, desk)
	v.open("/events/budapest")
	v.enter(`a.button`)
	v.typeInto(`[name=email]`, teresa.email)
	v.enter(`main form button`)
	v.typeInto(`[name=code]`, h.code(t, teresa.email))
	v.key(kb.Enter, true)
	v.at("/events/budapest/register/you")

	v.roundTrip()
	for _, f := range []struct{ name, value string }{{"given_name", teresa.given}, {"family_name", teresa.family}, {"badge_name", teresa.badge}} {
		v.typeInto(`[name=`+f.name+`]`, f.value)
	}
	v.typeInto(`[name=authority_query]`, teresa.authority)
	v.do("wait for the search", chromedp.WaitVisible(chromedp.CSS(`#authority-results input`)))
	v.settle()
	v.space(`#authority-results input`)
	v.typeInto(`[name=function]`, teresa.function)
	v.enter(`.actions button`)

	v.at("/events/budapest/register/activities")
	v.roundTrip()
	v.space(`[name="choice.bp-w1"]`) // Tab comes to the first of a group
	v.last("choice.bp-w2")
	v.last("choice.bp-dinner")
	v.enter(`.actions button`)
	v.at("/events/budapest/register/trip")
	v.last("choice.trip")
	v.enter(`.actions button`)
	v.space(`[name=share]`)
	v.enter(`.actions button`)
	v.at("/events/budapest/register/check")
	v.sees(teresa.badge, "Gyumri", "A1 Enrolment", "Tuesday")
	v.enter(`.actions button`)
	v.at("/events/budapest/register/result")
	v.sees("You have a place")
	h.saysNothingOf(t, v.addresses(), "an address")
}

// focus is what has the keyboard's attention, as somebody sees it.
type focus struct {
	What   string // for messages
	Number int    // of the element among all of the page, -1 for none
	Match  bool   // whether it is the one looked for
	Seen   bool   // in the window, not covered, with an outline
}

// atFocus looks at the element that has the focus. A radio or a box may show its
// outline on the row it stands in.
const atFocus = `((wanted) => {
	const e = document.activeElement;
	if (!e || e === document.body) return {What: "nothing", Number: -1};
	const outlined = (n) => { const s = getComputedStyle(n); return s.outlineStyle !== "none" && parseFloat(s.outlineWidth) >= 2; };
	const row = e.closest(".choice") || e;
	const b = e.getClientRects()[0]; // of a link on two lines, the first
	if (!b) return {What: e.outerHTML.slice(0, 120), Number: 0};
	const top = document.elementFromPoint(b.left + b.width / 2, b.top + Math.min(b.height / 2, innerHeight - 1 - b.top));
	return {
		What: e.outerHTML.slice(0, 120), Number: [...document.querySelectorAll("*")].indexOf(e), Match: e.matches(wanted),
		Seen: (outlined(e) || outlined(row)) && b.width > 0 && b.height > 0 && b.bottom > 0 && b.top < innerHeight &&
			top !== null && (e.contains(top) || row.contains(top)),
	};
})(%q)`

// tab goes on to the next element and checks that one sees where that is.
func (v *visitor) tab(wanted string) focus {
	v.t.Helper()
	v.do("press Tab", chromedp.KeyEvent(kb.Tab))
	at := ask[focus](v, fmt.Sprintf(atFocus, wanted))
	if at.Number >= 0 && !at.Seen {
		v.t.Errorf("%s: one cannot see that the focus is on %s", v.path(), at.What)
	}
	return at
}

// mostTabs is more than any page has stops.
const mostTabs = 150

// tabTo goes on until something has the focus.
func (v *visitor) tabTo(wanted string) {
	v.t.Helper()
	for range mostTabs {
		if v.tab(wanted).Match {
			return
		}
	}
	v.t.Fatalf("%s: Tab does not come to %s", v.path(), wanted)
}

// key presses a key; goes says whether that leads to another page.
func (v *visitor) key(key string, goes bool) {
	v.t.Helper()
	if goes {
		v.arrive("press a key", chromedp.KeyEvent(key))
		return
	}
	v.do("press a key", chromedp.KeyEvent(key))
}

func (v *visitor) enter(wanted string) {
	v.t.Helper()
	v.tabTo(wanted)
	v.key(kb.Enter, true)
}

func (v *visitor) typeInto(wanted, text string) {
	v.t.Helper()
	v.tabTo(wanted)
	v.do("type", chromedp.KeyEvent(text))
}

// space chooses what has the focus.
func (v *visitor) space(wanted string) {
	v.t.Helper()
	v.tabTo(wanted)
	v.key(" ", false)
	if !ask[bool](v, `document.activeElement.checked`) {
		v.t.Errorf("Space did not choose %s", wanted)
	}
}

// last chooses the last of several radios, which says "none": the arrow up goes
// round from the first to it.
func (v *visitor) last(name string) {
	v.t.Helper()
	v.tabTo(fmt.Sprintf(`[name=%q]`, name))
	v.key(kb.ArrowUp, false)
	if got := ask[string](v, `document.activeElement.checked ? document.activeElement.value : ""`); got != "none" {
		v.t.Errorf("the arrow up chose %q of %s", got, name)
	}
}

// roundTrip presses Tab until it is back where it began: nothing holds the focus
// for good, and every field, link and button of the page had it.
func (v *visitor) roundTrip() {
	v.t.Helper()
	seen := map[int]bool{}
	for at := v.tab("*"); !seen[at.Number]; at = v.tab("*") {
		if len(seen) > mostTabs {
			v.t.Fatalf("%s: Tab does not come round", v.path())
		}
		seen[at.Number] = true
	}
	delete(seen, -1) // the window's own bar
	numbers, err := json.Marshal(seen)
	if err != nil {
		v.t.Fatal(err)
	}
	for _, missed := range ask[[]string](v, fmt.Sprintf(stops, numbers)) {
		v.t.Errorf("%s: Tab does not come to %s", v.path(), missed)
	}
}

// stops lists what Tab must come to and is not among the numbers: everything that
// can be used and is shown, of each group of radios one.
const stops = `((seen) => {
	const all = [...document.querySelectorAll("*")], groups = new Set();
	all.forEach((e, i) => { if (seen[i] && e.type === "radio") groups.add(e.name); });
	return all.map((e, i) => ({e, i})).filter(({e, i}) => e.matches("a[href], button, input, select, textarea, summary") &&
		e.tabIndex >= 0 && e.checkVisibility({visibilityProperty: true}) && e.type !== "hidden" &&
		!seen[i] && !(e.type === "radio" && groups.has(e.name))).map(({e}) => e.outerHTML.slice(0, 120));
})(%s)`
