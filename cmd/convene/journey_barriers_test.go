package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
)

// axe is where the tests' set-up puts axe-core, which judges pages by the rules of
// WCAG and by good practice.
const axe = "../../build/node_modules/axe-core/axe.min.js"

// inspector looks at pages for barriers.
type inspector struct {
	*visitor
	script string
	looked int
}

func (h *house) inspector(t *testing.T) *inspector {
	t.Helper()
	script, err := os.ReadFile(axe)
	if err != nil {
		t.Fatalf("axe-core is missing; install it with `make setup`: %v", err)
	}
	return &inspector{visitor: h.visitor(t, phone), script: string(script)}
}

// barrier is one rule that a page breaks, and where.
type barrier struct {
	ID, Help string
	Nodes    []struct {
		HTML           string
		FailureSummary string
	}
}

// inspect judges the page the window shows: at both widths, and in dark, where only
// colours differ, at one.
func (i *inspector) inspect() {
	i.t.Helper()
	i.looked++
	i.do("bring axe", chromedp.Evaluate[chromedp.Void](i.script+`; undefined`))
	for _, width := range []int64{phone, desk} {
		i.do("set the width", chromedp.EmulateViewport(width, 800))
		i.fits()
		i.judge("light", width, `{resultTypes: ["violations"]}`)
	}
	i.judge("dark", desk, `{resultTypes: ["violations"], runOnly: ["color-contrast", "link-in-text-block"]}`)
}

func (i *inspector) judge(scheme string, width int64, options string) {
	i.t.Helper()
	i.do("choose "+scheme, media(scheme))
	found := ask[string](i.visitor, `axe.run(document, `+options+`).then(r => JSON.stringify(r.violations))`, chromedp.EvalAwaitPromise)
	var barriers []barrier
	if err := json.Unmarshal([]byte(found), &barriers); err != nil {
		i.t.Fatal(err)
	}
	for _, b := range barriers {
		var where strings.Builder
		for _, n := range b.Nodes {
			fmt.Fprintf(&where, "\n  %s\n    %s", n.HTML, strings.ReplaceAll(n.FailureSummary, "\n", "\n    "))
		}
		i.t.Errorf("%s, %d px, %s: %s: %s%s", i.path(), width, scheme, b.ID, b.Help, where.String())
	}
}

// media sets what a visitor prefers. Nothing moves, so that colours are not
// judged on their way from one to the other.
func media(scheme string) chromedp.Action[chromedp.Void] {
	return chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		_, err := cdp.Call(ctx, t, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{
			{Name: "prefers-color-scheme", Value: scheme}, {Name: "prefers-reduced-motion", Value: "reduce"},
		}})
		return err
	})
}

// visit opens pages and inspects each.
func (i *inspector) visit(paths ...string) {
	i.t.Helper()
	for _, path := range paths {
		i.open(path)
		i.inspect()
	}
}

// pressed goes on and inspects where that leads.
func (i *inspector) pressed(name string) {
	i.t.Helper()
	i.press(name)
	i.inspect()
}

// findNoBarrierForParticipants goes through a sign-up with every kind of mistake
// and looks at each page on the way.
func findNoBarrierForParticipants(t *testing.T, h *house) {
	i := h.inspector(t)
	i.do("prefer no motion", media("light"))
	g := guest{email: "olga.lindholm@example.org", given: "Olga", family: "Lindholm", badge: "Όλγα Λίντχολμ", latin: "Olga Lindholm",
		function: "Counsellor", organisation: "Sample Counselling", country: "FI"}
	i.visit("/", "/events/budapest", "/events/madrid?lang=fr", "/events/madrid?lang=en", "/privacy", "/accessibility", "/nothing-here", "/enter/abc", "/demo/components")
	i.mistakesOnTheWayIn(g)
	i.mistakesOnTheWay(g)
	own := i.results()
	i.visit("/me", own, own+"/you", own+"/activities", own+"/withdraw", "/demo/mail")
	i.visit(fmt.Sprintf("/demo/mail/%d", h.mails(t, g.email)[0].ID), "/events/budapest/register", "/events/budapest")
	if i.looked < 25 {
		t.Errorf("only %d pages were looked at", i.looked)
	}
}

// mistakesOnTheWayIn proves an address, with a wrong one and a wrong code first.
func (i *inspector) mistakesOnTheWayIn(g guest) {
	i.t.Helper()
	i.confide(g.email)
	i.visit("/events/budapest/register", "/enter")
	i.open("/events/budapest/register")
	i.fill("email", "nobody")
	i.pressed("Send me a code")
	i.do("empty the field", chromedp.Clear(field("email")))
	i.fill("email", g.email)
	i.pressed("Send me a code")
	i.fill("code", "1")
	i.pressed("Continue")
	i.do("empty the field", chromedp.Clear(field("code")))
	i.fill("code", i.code(i.t, g.email))
	i.pressed("Continue")
}

// mistakesOnTheWay sends every step empty before it sends it right.
func (i *inspector) mistakesOnTheWay(g guest) {
	i.t.Helper()
	i.pressed("Continue") // nothing is filled in
	i.describe(g)
	i.fill("authority_query", "a")
	i.pressed("Search")
	i.press("Continue")
	for range 2 { // activities, then the trip
		i.inspect()
		i.pressed("Continue") // nothing is answered
		i.answer("bp-w1=bp-c1", "bp-w2=bp-b2", "trip=bp-t2")
		i.press("Continue")
	}
	i.inspect()
	i.pressed("Continue")
}

// results sends the registration and gives its own page.
func (i *inspector) results() string {
	i.t.Helper()
	i.pressed("Send my registration")
	return "/me/" + i.reference()
}

// findNoBarrierForOffices looks at every page of organisers and partners.
func findNoBarrierForOffices(t *testing.T, h *house) {
	i := h.inspector(t)
	i.do("prefer no motion", media("light"))
	i.visit("/sign-in")
	i.fill("email", "organiser@example.org")
	i.fill("password", "wrong")
	i.pressed("Sign in")
	i.open("/sign-in")
	i.signIn("organiser@example.org")
	const event = "/organise/events/budapest"
	i.visit("/organise", event, event+"/exports", event+"/registrations?state=waiting", event+"/registrations?state=confirmed")
	i.do("open the first", chromedp.WaitVisible(chromedp.CSS(`main tbody th a`)))
	i.arrive("open the first", chromedp.Click(chromedp.CSS(`main tbody th a`)))
	i.inspect()
	i.pressed("Withdraw this registration")
	i.decisions(event)

	partner := &inspector{visitor: h.visitor(t, phone), script: i.script}
	partner.open("/sign-in")
	partner.signIn("iris@example.org")
	partner.visit("/partner", "/partner/events/madrid")
	partner.visit("/partner/events/budapest") // which is not theirs
}

// findNoBarrierOnPaper looks at the pages of what is printed, marked and handed out
// at the venue. What needs somebody who was there is looked at in the journey of a
// certificate.
func findNoBarrierOnPaper(t *testing.T, h *house) {
	const event = "/organise/events/budapest"
	i := h.inspector(t)
	i.do("prefer no motion", media("light"))
	i.open(event)
	i.signIn("organiser@example.org")
	i.visit(event+"/print", event+"/badges?country=FI", event+"/badges/ready?pick=all", event+"/badges/designs", event+"/badges/designs/label-90x54",
		event+"/sheets", event+"/presence", event+"/presence/bp-a1", event+"/presence/bp-t3?slot=back", event+"/presence/bp-a1/door",
		event+"/logistics?look=yes", event+"/logistics/participants", event+"/certificates", event+"/certificates/issue", "/certificates")
	i.pressed("Check") // no code
	i.open(event + "/presence/bp-a1/door")
	i.pressed("Register and mark present") // nobody
	i.design(event + "/badges/designs/a7-eight")
	i.open(event + "/print")
	i.press("Make the print pack")
	i.do("wait for the pack", chromedp.WaitVisible(chromedp.Search(`//main//a[contains(., "Download (ZIP")]`)))
	i.inspect()
}

// design copies a design, mistypes a width and is asked whether to delete the copy.
func (i *inspector) design(from string) {
	i.t.Helper()
	i.open(from)
	i.fill("name", "looked-at")
	i.pressed("Copy")
	one := i.path()
	i.fill("sheet.width", "wide")
	i.pressed("Save the design")
	i.visit(one + "/delete")
}

// decisions are the pages on which organisers decide who gets a place.
func (i *inspector) decisions(event string) {
	i.t.Helper()
	i.visit(event+"/decide", event+"/places", event+"/places/bp-t1", event+"/places/bp-t1/move", event+"/rules", event+"/invitations", event+"/coordinators")
	i.open(event + "/places/bp-t1")
	i.pressed("Show what it does")
	i.open(event + "/places/bp-t1")
	i.pressed("Show what the contingent does") // nothing is filled in
	i.open(event + "/places/bp-t1/move")
	i.pressed("Show whom it concerns")
	i.open(event + "/invitations")
	i.pressed("Send the invitations") // to nobody
	i.open(event + "/registrations?activity=bp-t1&place=waiting")
	i.do("open the first", chromedp.WaitVisible(chromedp.CSS(`main tbody th a`)))
	i.arrive("open the first", chromedp.Click(chromedp.CSS(`main tbody th a`)))
	i.inspect()
	one := i.path()
	i.visit(one+"/places/bp-t1/priority", one+"/places/bp-t1/contingent", one+"/role", one+"/activities", one+"/substitute")
}
