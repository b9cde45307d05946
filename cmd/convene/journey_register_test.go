package main

import (
	"slices"
	"strings"
	"testing"

	"github.com/emersion/go-ical"
)

// nino comes from Georgia to a town whose name she types without its accents.
var nino = guest{
	email: "nino.beridze@example.org", given: "Nino Elisabed", family: "Beridze", badge: "ნინო ბერიძე", latin: "Nino Beridze",
	authority: "hodmezo", found: "Hódmezővásárhely", function: "Head of the school mediators",
}

// registerAtAPhone is the whole way of a participant: signing up, changing, the
// calendar, withdrawing.
func registerAtAPhone(t *testing.T, h *house) {
	v := h.visitor(t, phone)
	v.begin("budapest", nino)
	v.sees("Step 1 of 5", nino.email)
	v.describe(nino)
	v.findAuthority(nino, true)
	v.choose("languages", "hu")
	v.press("Continue")

	v.at("/events/budapest/register/activities")
	v.chooseActivities()
	v.at("/events/budapest/register/trip")
	v.choose("choice.trip", "bp-t1")
	v.choose("wait.trip", "yes")
	v.press("Continue")
	v.at("/events/budapest/register/sharing")
	v.unticked("share", 1)
	v.choose("share", "list")
	v.press("Continue")

	v.at("/events/budapest/register/check")
	v.sees("Nothing is sent yet", nino.given, nino.badge, nino.latin, "Hódmezővásárhely", "Hungary", nino.function, "Hungarian",
		"C2 From kindergarten to secondary", "Waiting list if it is full", "Inner-city school")
	v.press("Send my registration")
	v.at("/events/budapest/register/result")
	v.sees("You have a place", "A1 Enrolment, catchment areas and ending separate classes", "Confirmed",
		"Waiting list, number", "people wait before you")
	reference := v.reference()
	v.fits()

	v.changeAndLeave(reference)
	v.hadItsMails(nino.email, "entry", "confirmed", "changed", "withdrawn")
	h.saysNothingOf(t, v.addresses(), "an address")
}

// chooseActivities asks for a full workshop, is told so, and waits for it.
func (v *visitor) chooseActivities() {
	v.t.Helper()
	v.choose("choice.bp-w1", "bp-a1")
	v.choose("choice.bp-w2", "bp-c2")
	v.choose("choice.bp-dinner", "bp-dinner")
	v.press("Continue")
	v.sees("This is full. Choose another, or tick the box for the waiting list.")
	for _, kept := range []string{"bp-a1", "bp-c2", "bp-dinner"} {
		if !ask[bool](v, `document.querySelector('[value="`+kept+`"]').checked`) {
			v.t.Errorf("the choice of %s was lost", kept)
		}
	}
	v.choose("wait.bp-w2", "yes")
	v.press("Continue")
}

// unticked checks that there are boxes of that name and that none is ticked.
func (v *visitor) unticked(name string, least int) {
	v.t.Helper()
	all := ask[int](v, `document.getElementsByName('`+name+`').length`)
	ticked := ask[int](v, `[...document.getElementsByName('`+name+`')].filter(e => e.checked).length`)
	if all < least || ticked > 0 {
		v.t.Errorf("of %d boxes %s %d are ticked beforehand", all, name, ticked)
	}
}

// fits checks that nothing sticks out of the window sideways (WCAG 1.4.10).
func (v *visitor) fits() {
	v.t.Helper()
	if wide := ask[int](v, `document.documentElement.scrollWidth - document.documentElement.clientWidth`); wide > 0 {
		v.t.Errorf("%s is %d pixels wider than the window", v.path(), wide)
	}
}

func (v *visitor) changeAndLeave(reference string) {
	v.t.Helper()
	own := "/me/" + reference
	v.press("See or change my registration")
	v.at(own)
	v.fits()
	v.press("Change your activities")
	v.choose("choice.bp-w2", "bp-a2")
	v.press("Save")
	v.at(own)
	v.sees("A2 Teachers, training and money that lasts", "Your changes are saved")
	if strings.Contains(v.text(), "C2 From kindergarten") {
		v.t.Error("the workshop that was given up is still shown")
	}
	v.calendar()
	v.press("Withdraw from this event")
	v.at(own + "/withdraw")
	v.press("Withdraw")
	v.at("/me")
	v.sees("You have withdrawn")
}

// calendar downloads the person's own activities: those with a place, and no other.
func (v *visitor) calendar() {
	v.t.Helper()
	_, file := v.download("Calendar file")
	c, err := ical.NewDecoder(strings.NewReader(string(file))).Decode()
	if err != nil {
		v.t.Fatalf("the calendar: %v\n%s", err, file)
	}
	var titles []string
	for _, e := range c.Events() {
		title, err := e.Props.Text(ical.PropSummary)
		if err != nil {
			v.t.Error(err)
		}
		titles = append(titles, title)
	}
	all := strings.Join(titles, "\n")
	for _, want := range []string{"A1 Enrolment", "A2 Teachers", "Dinner"} {
		if !strings.Contains(all, want) {
			v.t.Errorf("the calendar lacks %s: %s", want, all)
		}
	}
	for _, waited := range []string{"C2", "Inner-city"} {
		if strings.Contains(all, waited) {
			v.t.Errorf("the calendar has %s, where there is no place", waited)
		}
	}
}

// hadItsMails checks the letters to an address: which, their parts, and that no
// subject names the person.
func (v *visitor) hadItsMails(to string, kinds ...string) {
	v.t.Helper()
	if got := v.kinds(v.t, to); !slices.Equal(got, kinds) {
		v.t.Errorf("the letters are %v, want %v", got, kinds)
	}
	for _, m := range v.mails(v.t, to) {
		if m.Kind != "entry" {
			v.letter(v.t, m).hasThreeParts(v.t)
		}
		v.saysNothingOf(v.t, m.Subject, "the subject "+m.Subject)
	}
}
