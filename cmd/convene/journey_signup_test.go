package main

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/chromedp/chromedp"
)

// guest is somebody who signs up in a window.
type guest struct {
	email, given, family, badge, latin string
	authority                          string // as it is searched for; "" for an organisation
	found                              string // what the search finds
	organisation, country, function    string
}

// comeIn proves an address with the code sent to it, on the way to an event or
// to one's own page.
func (v *visitor) comeIn(g guest) {
	v.t.Helper()
	v.confide(g.email)
	v.fill("email", g.email)
	v.press("Send me a code")
	v.at("/enter/code")
	v.sees(g.email)
	v.fill("code", v.code(v.t, g.email))
	v.press("Continue")
}

// begin leads from an event's page to the first question.
func (v *visitor) begin(slug string, g guest) {
	v.t.Helper()
	v.open("/events/" + slug)
	v.press("Register")
	v.comeIn(g)
	v.at("/events/" + slug + "/register/you")
}

// describe fills in the fields about a person; the page stays.
func (v *visitor) describe(g guest) {
	v.t.Helper()
	v.confide(g.given, g.family, g.badge, g.latin, g.function, g.organisation)
	for _, f := range []struct{ name, value string }{
		{"given_name", g.given}, {"family_name", g.family}, {"badge_name", g.badge}, {"latin_name", g.latin}, {"function", g.function},
	} {
		if f.value != "" {
			v.fill(f.name, f.value)
		}
	}
	if g.authority == "" {
		v.choose("authority", "other")
		v.fill("organisation", g.organisation)
		v.do("choose the country", chromedp.SetValue(field("country"), g.country))
	}
}

// findAuthority searches for an authority and takes it; scripts search while one
// types, otherwise the button does.
func (v *visitor) findAuthority(g guest, scripts bool) {
	v.t.Helper()
	v.fill("authority_query", g.authority)
	if !scripts {
		v.press("Search")
	}
	label := chromedp.Search(fmt.Sprintf(`//*[@id="authority-results"]//label[contains(., "%s")]`, g.found))
	v.do("find "+g.found, chromedp.WaitVisible(label))
	if scripts {
		v.settle()
	}
	v.do("choose "+g.found, chromedp.Click(label))
}

// settle waits until the search is over: on a slow machine it begins before the
// last letter is typed, and again after it.
func (v *visitor) settle() {
	v.t.Helper()
	ask[bool](v, `new Promise(done => {
		const over = () => done(true);
		let quiet = setTimeout(over, 600);
		new MutationObserver(() => { clearTimeout(quiet); quiet = setTimeout(over, 600); })
			.observe(document.getElementById("authority-results"), {childList: true});
	})`, chromedp.EvalAwaitPromise)
}

// signUp goes all the way with these answers about activities, such as
// "bp-w1=bp-a1"; every other question gets "none".
func (v *visitor) signUp(slug string, g guest, answers ...string) (reference string) {
	v.t.Helper()
	v.begin(slug, g)
	v.describe(g)
	v.press("Continue")
	for !strings.HasSuffix(v.path(), "/sharing") {
		v.answer(answers...)
		v.press("Continue")
	}
	v.press("Continue")
	v.press("Send my registration")
	v.at("/events/" + slug + "/register/result")
	return v.reference()
}

// answer chooses an activity in each question of a page, and asks to wait for it.
func (v *visitor) answer(answers ...string) {
	v.t.Helper()
	wanted := map[string]string{}
	for _, a := range answers {
		block, activity, _ := strings.Cut(a, "=")
		wanted["choice."+block] = activity
	}
	for _, question := range ask[[]string](v, `[...new Set([...document.querySelectorAll('main input[type=radio]')].map(e => e.name))]`) {
		activity, asked := wanted[question]
		if !asked {
			v.choose(question, "none")
			continue
		}
		v.choose(question, activity)
		v.choose(strings.Replace(question, "choice.", "wait.", 1), "yes")
	}
}

var referenceOf = regexp.MustCompile(`Your reference: ([0-9A-Z]{8})`)

// reference reads the reference off the page.
func (v *visitor) reference() string {
	v.t.Helper()
	found := referenceOf.FindStringSubmatch(v.text())
	if found == nil {
		v.t.Fatalf("%s shows no reference: %s", v.path(), v.text())
	}
	return found[1]
}
