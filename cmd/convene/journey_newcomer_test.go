package main

import (
	"regexp"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"convene/internal/postgres/pgtest"
)

// TestJourneyOfANewcomersMorning has a house of its own: it prints, registers at the
// door and marks who came.
func TestJourneyOfANewcomersMorning(t *testing.T) {
	t.Parallel()
	h := openHouseAt(t, pgtest.EmptyURL(t))
	walk(t, h, map[string]func(*testing.T, *house){"newcomer": standAtTheDoor})
}

// standAtTheDoor is the first morning of somebody at the desk: a late badge, a
// walk-in, who is in a bus and in a room; then the office certifies it, and a
// stranger checks the code on the paper.
func standAtTheDoor(t *testing.T, h *house) {
	const event, lateMail = "/organise/events/budapest", "late.guest@example.org"
	h.confide(lateMail)
	v := h.visitor(t, desk)
	v.open(event + "/badges/ready?pick=all")
	v.signIn("desk@example.org")
	v.save("all badges", chromedp.Click(chromedp.CSS(`main form[action$="/badges/file"] button`)))

	late := h.client(t).signUp("budapest", lateMail, "choice.trip=bp-t1")
	token := v.printsTheLateBadge(event, late)
	h.confide(token)
	v.scansIntoTheBus(event+"/presence/bp-t1?slot=out", token)
	walkIn := v.registersAtTheDoor(event + "/presence/bp-a1")
	v.marksTheRoom(event + "/presence/bp-a1")

	v.open(event + "/registrations/" + walkIn)
	v.sees("Wanda Walker", "Present")
	h.certifies(t, event, late)
	h.saysNothingOf(t, v.addresses(), "an address")
}

// printsTheLateBadge prints only who came after the print of all, and gives the
// token that stands on the badge.
func (v *visitor) printsTheLateBadge(event, reference string) string {
	v.t.Helper()
	v.open(event + "/badges")
	v.sees("1 badge is late")
	v.press("Print only the 1 late badge")
	_, pdf := v.save("the late badge", chromedp.Click(chromedp.CSS(`main form[action$="/badges/file"] button`)))
	text := tool(v.t, "poppler-utils", "pdftotext", "-raw", saved(v.t, pdf), "-")
	tokens := printedToken.FindAllString(text, -1)
	if len(tokens) != 1 {
		v.t.Fatalf("%d badges are printed for one late guest:\n%s", len(tokens), text)
	}
	v.open(event + "/badges")
	v.sees("0 badges are late")
	v.open(event + "/registrations/" + reference)
	return squeeze(tokens[0])
}

// scansIntoTheBus types what a hand scanner types: somebody who has no seat in this
// bus and comes along all the same, then the same badge again; and a row's number.
func (v *visitor) scansIntoTheBus(list, token string) {
	v.t.Helper()
	v.open(list)
	v.scan(token)
	v.answers("No place here")
	v.do("mark them all the same", chromedp.Click(named("Mark present anyway")))
	v.counts("1 present")
	v.scan(strings.ToLower(token))
	v.answers("Already marked present")
	v.scan("1")
	v.counts("2 present")
	v.open(list)
	v.sees("2 present")
}

func (v *visitor) scan(token string) {
	v.t.Helper()
	v.do("scan a badge", chromedp.SendKeys(field("find"), token+kb.Enter))
}

// answers waits for what the page says to a scan.
func (v *visitor) answers(words string) {
	v.t.Helper()
	eventually(v.t, words+" after a scan", func() bool {
		return strings.Contains(ask[string](v, `document.getElementById("found").innerText`), words)
	})
}

// counts waits until a mark is saved and counted; leaving earlier asks first.
func (v *visitor) counts(words string) {
	v.t.Helper()
	eventually(v.t, words, func() bool { return strings.Contains(v.text(), words) })
}

// registersAtTheDoor takes in somebody without an address of mail.
func (v *visitor) registersAtTheDoor(list string) (reference string) {
	v.t.Helper()
	v.open(list)
	v.press("Register somebody at the door")
	v.fill("given_name", "Wanda")
	v.fill("family_name", "Walker")
	v.do("choose another organisation", chromedp.Click(chromedp.CSS(`#authority-other`)))
	v.fill("organisation", "Sample School")
	v.do("choose a country", chromedp.SetValue(field("country"), "HU"))
	v.fill("function", "School mediator")
	v.press("Register and mark present")
	v.sees("Wanda Walker", "Print this badge")
	return v.path()[strings.LastIndex(v.path(), "/")+1:]
}

// marksTheRoom marks the first by number and the rest as absent, and takes the
// latter back.
func (v *visitor) marksTheRoom(list string) {
	v.t.Helper()
	v.open(list)
	v.scan("1")
	v.counts("2 present")
	v.open(list)
	v.sees("2 present")
	v.press("Everybody not marked was absent")
	v.press("They were absent")
	v.sees("0 not marked")
	v.press("Undo")
	v.sees("2 present", "0 absent")
}

var certificateCode = regexp.MustCompile(`[0-9A-Z]{4}(?:\s[0-9A-Z]{4}){4}\b`)

// certifies issues a certificate for everybody who came and lets a stranger check the
// code of one.
func (h *house) certifies(t *testing.T, event, reference string) {
	t.Helper()
	office := h.visitor(t, desk)
	office.open(event + "/certificates")
	office.signIn("organiser@example.org")
	office.open(event + "/certificates")
	office.fill("signatory", "Sample Signatory")
	office.press("Save")
	office.press("Issue for all 4 people who need one")
	office.press("Issue 4 certificates")
	office.sees("4 certificates are issued.")
	_, pdf := office.save("a certificate", chromedp.Click(chromedp.CSS(`main a[href$="/`+reference+`/certificate.pdf"]`)))
	code := certificateCode.FindString(tool(t, "poppler-utils", "pdftotext", "-raw", saved(t, pdf), "-"))
	stranger := h.visitor(t, phone)
	stranger.open("/certificates")
	stranger.fill("code", strings.ToLower(squeeze(code)))
	stranger.press("Check")
	stranger.sees("This certificate is valid.", "morning")
}
