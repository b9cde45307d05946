package main

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// refuseAnotherSite: a page of another origin sends a form into the house, with
// the cookies of somebody who is signed in. Another port of the same machine is
// the same site, whose forms carry even cookies that are SameSite; another name
// of the machine is another site.
func refuseAnotherSite(t *testing.T, h *house) {
	v := h.visitor(t, desk)
	reference := v.signUp("budapest", guest{email: "clara.weiss@example.org", given: "Clara", family: "Weiss", function: "Mayor's adviser",
		organisation: "Sample Town Hall", country: "DE"})
	form := fmt.Sprintf(`<!DOCTYPE html><title>x</title><main><form method="post" action="%s/me/%s/withdraw">
		<input name="key" value="x"><button>A free prize</button></form></main>`, h.url, reference)
	trap := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = fmt.Fprint(w, form) }))
	t.Cleanup(trap.Close)

	for _, site := range []string{trap.URL, strings.Replace(trap.URL, "127.0.0.1", "localhost", 1)} {
		v.do("open the trap", chromedp.Navigate(site))
		if got := v.statusAfter("A free prize"); got != http.StatusForbidden {
			t.Errorf("a form from %s is answered with %d: %s", site, got, v.text())
		}
		v.sees("This form was sent from another website and was not accepted.")
	}
	v.open("/me/" + reference)
	v.sees("You have a place")
}

// statusAfter presses a button and gives the status of the page that follows.
func (v *visitor) statusAfter(name string) int {
	v.t.Helper()
	v.press(name)
	return ask[int](v, status)
}

// status is that of the page in the window.
const status = `performance.getEntriesByType("navigation")[0].responseStatus`

// openNobodyElsesPage: what belongs to one participant does not exist for another.
func openNobodyElsesPage(t *testing.T, h *house) {
	owner := h.client(t)
	reference := owner.signUp("budapest", "owner@example.org")
	v := h.visitor(t, desk)
	v.open("/me")
	v.comeIn(guest{email: "curious@example.org"})
	v.at("/me")
	for _, path := range []string{"", "/you", "/activities", "/withdraw", "/calendar.ics"} {
		v.open("/me/" + reference + path)
		if got := ask[int](v, status); got != http.StatusNotFound {
			t.Errorf("somebody else's /me/…%s is answered with %d", path, got)
		}
		v.sees("There is no such registration under your address.")
	}
	sent := fmt.Sprintf(`fetch('/me/%s/withdraw', {method: 'POST', body: new URLSearchParams({key: 'x'})}).then(r => r.status)`, reference)
	if got := ask[int](v, sent, chromedp.EvalAwaitPromise); got != http.StatusNotFound {
		t.Errorf("withdrawing somebody else is answered with %d", got)
	}
	if page := owner.at("/me/"+reference, "/me/"+reference, nil); !strings.Contains(page.body, "You have a place") {
		t.Errorf("the owner has lost the place: %s", plain(page.body))
	}
}
