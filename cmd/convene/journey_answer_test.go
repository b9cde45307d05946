package main

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"

	"convene/internal/allocation"
	"convene/internal/event"
	"convene/internal/postgres"
	"convene/internal/registration"
)

// Those who answer have a house of their own: they change how places are given.
func TestJourneysOfAnswers(t *testing.T) {
	t.Parallel()
	h := openHouse(t)
	o := openOffice(t, h)
	t.Run("nominated", func(t *testing.T) { confirmWithoutScripts(t, h, o) })
	t.Run("barriers", func(t *testing.T) { findNoBarrierInAnswers(t, h, o) })
	h.stop(t, syscall.SIGTERM)
	h.saysNothingOf(t, h.notes.String(), "the program's log")
}

// office is a second process on the house's database: the desk by which organisers
// and coordinators act.
type office struct {
	t      *testing.T
	db     *postgres.DB
	desk   *registration.Desk
	secret []byte
	madrid *event.Programme
}

func openOffice(t *testing.T, h *house) *office {
	t.Helper()
	o := &office{t: t}
	var url string
	for _, e := range h.home.env {
		if after, ok := strings.CutPrefix(e, "CONVENE_DATABASE_URL="); ok {
			url = after
		}
	}
	var err error
	if o.db, err = postgres.Open(t.Context(), url); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = o.db.Close() }) // it only read and wrote in whole transactions
	if o.secret, err = os.ReadFile(filepath.Join(h.home.dir, "demo-secret-key")); err != nil {
		t.Fatal(err)
	}
	o.desk = registration.NewDesk(o.db, registration.Options{Secret: o.secret, BaseURL: h.url})
	t.Cleanup(o.desk.Close)
	e, err := event.BySlug(t.Context(), o.db, "madrid")
	o.must(err)
	o.madrid, err = event.Load(t.Context(), o.db, e.ID)
	o.must(err)
	o.must(event.SetRules(t.Context(), o.db, e.ID, event.Rules{Mode: event.ModeOpen, OfferHours: 48, HoldHours: 336}, time.Now()))
	return o
}

func (o *office) must(err error) {
	o.t.Helper()
	if err != nil {
		o.t.Fatal(err)
	}
}

// nominate names a guest for Madrid and gives the path of the mail's link.
func (o *office) nominate(g guest) string {
	o.t.Helper()
	var authority int64
	o.must(o.db.NewRaw("select id from authority where name = ?", g.found).Scan(o.t.Context(), &authority))
	out, err := o.desk.Nominate(o.t.Context(), registration.Nomination{EventID: o.madrid.Event.ID, Email: g.email, Actor: "coordinator", Now: time.Now(),
		Details: registration.Details{Given: g.given, Family: g.family, AuthorityID: authority, Country: g.country, Locale: "en"}})
	o.must(err)
	return registration.AnswerPath(o.secret, out.RegistrationID, o.madrid.Root().ID)
}

// offer lets a guest hold one workshop of Madrid and offers them the other.
func (o *office) offer(g guest) string {
	o.t.Helper()
	ctx, ev := o.t.Context(), o.madrid.Event.ID
	details := registration.Details{Given: g.given, Family: g.family, Organisation: g.organisation, Country: g.country, Function: g.function, Locale: "en"}
	o.resize("md-a", 0)
	out, err := o.desk.Submit(ctx, registration.Submission{EventID: ev, Email: g.email, Details: details, Now: time.Now(), Both: true,
		Channel: registration.ChannelWeb, Choices: []registration.Choice{{Activity: "md-b"}}})
	o.must(err)
	_, err = o.desk.Change(ctx, registration.Change{EventID: ev, RegistrationID: out.RegistrationID, Details: details, Now: time.Now(),
		Channel: registration.ChannelWeb, Choices: []registration.Choice{{Activity: "md-a", MayWait: true}}})
	o.must(err)
	_, err = o.desk.Decide(ctx, registration.Decision{Kind: allocation.Prioritise, EventID: ev, RegistrationID: out.RegistrationID, Activity: "md-a",
		Priority: 9, Staff: true, Now: time.Now()})
	o.must(err)
	counters, err := registration.Counters(ctx, o.db, ev)
	o.must(err)
	o.resize("md-a", counters["md-a"].Taken+1)
	return registration.AnswerPath(o.secret, out.RegistrationID, o.madrid.ByCode("md-a").ID)
}

func (o *office) resize(code string, capacity int) {
	o.t.Helper()
	o.must(o.desk.Resize(o.t.Context(), registration.Resize{EventID: o.madrid.Event.ID, Activity: code, Capacity: capacity, Actor: "system", Now: time.Now()}))
}

// freeze closes the changes of Madrid.
func (o *office) freeze() {
	o.t.Helper()
	_, err := o.db.NewRaw("update event set closes_at = now() - interval '2 hours', changes_until = now() - interval '1 hour' where slug = 'madrid'").Exec(o.t.Context())
	o.must(err)
}

var (
	tamar  = guest{email: "tamar.lomidze@example.org", given: "Tamar", family: "Lomidze", found: "Niš", country: "RS", function: "Head of social services"}
	vesna  = guest{email: "vesna.kralj@example.org", given: "Vesna", family: "Kralj", organisation: "Sample Housing Forum", country: "SI", function: "Housing adviser"}
	oliwia = guest{email: "oliwia.wrona@example.org", given: "Oliwia", family: "Wrona", found: "Niš", country: "RS", function: "School mediator"}
)

// confirmWithoutScripts is the whole way of somebody who was named, on a phone and
// without scripts: from the mail's link to the place.
func confirmWithoutScripts(t *testing.T, h *house, o *office) {
	v := h.visitor(t, phone)
	v.do("switch scripts off", chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		_, err := cdp.Call(ctx, t, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true})
		return err
	}))
	h.confide(tamar.email, tamar.given, tamar.family, tamar.function)
	v.open(o.nominate(tamar))
	v.sees("You were named for this event", "Niš named you", "Yes, I come", "No, I cannot come")
	v.press("No, I cannot come")
	v.sees("Do you really not come?")
	v.press("Back, and answer later")
	v.press("Yes, I come")
	v.at("/enter/code")
	v.fill("code", h.code(t, tamar.email))
	v.press("Continue")
	v.at("/events/madrid/register/you")
	v.sees("Please check what was typed for you", "Niš", "you cannot change this")
	v.fill("function", tamar.function)
	v.press("Continue")
	v.answer("md-w1=md-b")
	v.press("Continue")
	v.at("/events/madrid/register/sharing")
	v.unticked("share", 3)
	v.press("Continue")
	v.sees("If you send this now:", "Tamar", "Niš")
	v.press("Confirm that I come")
	v.at("/events/madrid/register/result")
	v.sees("You have a place", "The place is confirmed.")
	v.fits()
	h.saysNothingOf(t, v.addresses(), "an address")
}

// findNoBarrierInAnswers looks at every page on which somebody answers or asks.
func findNoBarrierInAnswers(t *testing.T, h *house, o *office) {
	i := h.inspector(t)
	i.do("prefer no motion", media("light"))
	h.confide(vesna.email, oliwia.email, vesna.given, oliwia.given)
	named, offered := o.nominate(oliwia), o.offer(vesna)
	i.visit("/answer/nothing", named, offered)
	i.pressed("Refuse the place")
	i.press("Back, and answer later")
	i.sees("If you accept, you give up what overlaps:")

	i.open("/enter")
	i.comeIn(vesna)
	i.inspect()
	own := i.ownPath()
	i.visit(own, own+"/answer/md-a")
	i.pressed("Accept the place")
	i.sees("The place is yours")

	i.open(named)
	i.press("Yes, I come")
	i.inspect()
	i.fill("code", h.code(t, oliwia.email))
	i.pressed("Continue")
	i.visit("/me", i.ownPath())
	i.open("/events/madrid/register")
	i.fill("function", oliwia.function)
	i.press("Continue")
	i.answer("md-w1=md-b")
	i.press("Continue")
	i.press("Continue")
	i.inspect()
	i.press("Confirm that I come")

	o.freeze()
	own = "/me/" + i.reference()
	i.visit(own, own+"/you", own+"/activities", own+"/withdraw")
	i.pressed("Send as a request")
	i.sees("You asked on", "It frees a place at the event.")
	i.visit(own + "/activities")
	i.open(own)
	i.pressed("Take the request back")
}

// ownPath is the page of the first registration of whoever came in.
func (v *visitor) ownPath() string {
	v.t.Helper()
	v.open("/me")
	return ask[string](v, `document.querySelector('main a[href^="/me/"]').getAttribute("href")`)
}
