package main

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// takeWhatWasAgreed: IRIS sees the people of Madrid who agreed, and nothing else;
// each file is in the log that the organisers see; who takes the agreement back is
// in no later file.
func takeWhatWasAgreed(t *testing.T, h *house) {
	iris := h.visitor(t, desk)
	iris.open("/partner")
	iris.signIn("iris@example.org")
	iris.at("/partner")
	iris.sees("Public housing policies for Roma")
	if strings.Contains(iris.text(), "Budapest") {
		t.Errorf("IRIS sees Budapest: %s", iris.text())
	}
	for _, path := range []string{"/partner/events/budapest", "/partner/events/budapest/attendees.csv"} {
		if status := ask[int](iris, `fetch('`+path+`').then(r => r.status)`, chromedp.EvalAwaitPromise); status != http.StatusNotFound {
			t.Errorf("%s is answered with %d", path, status)
		}
	}
	iris.open("/partner/events/madrid")
	first := iris.attendees()
	if len(first) < 5 {
		t.Fatalf("the file has %d people", len(first))
	}
	h.logsWhatIRISTook(t)

	leaver := first[0]["email"]
	h.takeBack(t, leaver)
	iris.open("/partner/events/madrid")
	second := iris.attendees()
	if len(second) != len(first)-1 || len(where(second, "email", leaver)) != 0 {
		t.Errorf("after one person of %d took the agreement back, the file has %d people, and that one is in it: %v",
			len(first), len(second), len(where(second, "email", leaver)) != 0)
	}
}

// attendees downloads the exact CSV and checks that it and the log below agree.
func (v *visitor) attendees() []map[string]string {
	v.t.Helper()
	name, file := v.download("CSV, exact")
	sum := sha256.Sum256(file)
	v.open("/partner/events/madrid")
	v.sees(hex.EncodeToString(sum[:]))
	if !strings.HasPrefix(name, "madrid-sample-iris-") {
		v.t.Errorf("the file is called %s", name)
	}
	rows := table(v.t, file, ',')
	if got, want := strings.Join(rows[0], " "), "id name latin_name authority country country_name function email"; got != want {
		v.t.Errorf("the columns are %s, want %s", got, want)
	}
	return byColumn(rows)
}

// logsWhatIRISTook compares what the organiser's log and the partner's say.
func (h *house) logsWhatIRISTook(t *testing.T) {
	t.Helper()
	const hashes = `[...document.querySelectorAll('.hash')].map(e => e.textContent)`
	iris := h.visitor(t, desk)
	iris.open("/sign-in")
	iris.signIn("iris@example.org")
	iris.open("/partner/events/madrid")
	taken := ask[[]string](iris, hashes)
	organiser := h.visitor(t, desk)
	organiser.open("/sign-in")
	organiser.signIn("organiser@example.org")
	organiser.open("/organise/events/madrid/exports")
	organiser.sees("IRIS")
	if logged := ask[[]string](organiser, hashes); len(taken) == 0 || fmt.Sprint(logged) != fmt.Sprint(taken) {
		t.Errorf("the organisers' log has %v, the partner took %v", logged, taken)
	}
}

// takeBack unticks the box about IRIS on the page of somebody's registration.
func (h *house) takeBack(t *testing.T, email string) {
	t.Helper()
	v := h.visitor(t, phone)
	v.open("/me")
	v.comeIn(guest{email: email})
	v.at("/me")
	v.arrive("open the registration", chromedp.Click(chromedp.CSS(`main .event-card h2 a`)))
	if !ask[bool](v, `document.querySelector('[name=share][value="partner:iris"]').checked`) {
		t.Fatal("the box about IRIS is not ticked")
	}
	v.choose("share", "partner:iris")
	v.press("Save my choices about sharing")
	v.sees("Your choices about sharing are saved.")
}
