package main

import (
	"slices"
	"strings"
	"testing"

	"convene/internal/postgres"
	"convene/internal/postgres/pgtest"
)

// TestJourneyOfACertificate has a house of its own: it marks who came.
func TestJourneyOfACertificate(t *testing.T) {
	t.Parallel()
	database := pgtest.EmptyURL(t)
	walk(t, openHouseAt(t, database), map[string]func(*testing.T, *house){"certificate": func(t *testing.T, h *house) { certifyAndVerify(t, h, database) }})
}

// certifyAndVerify: somebody signs up, came, gets a certificate and reads it; a
// stranger scans its code. Each page on the way is looked at for barriers.
func certifyAndVerify(t *testing.T, h *house, database string) {
	const list = "/organise/events/budapest/certificates"
	clara := guest{email: "clara.weiss@example.org", given: "Clara", family: "Weiss", function: "Adviser", organisation: "Sample Counselling", country: "AT"}
	guest := h.inspector(t)
	reference := guest.signUp("budapest", clara, "trip=bp-t1")
	office := h.inspector(t)
	office.open(list)
	office.signIn("organiser@example.org")
	office.visit(list)
	office.sees("No presence is recorded yet, so there is nothing to certify.")
	h.cameAlong(t, database, reference)
	office.open(list)
	office.fill("signatory", "Sample Signatory")
	office.press("Save")
	office.pressed("Issue for 1 person who needs one")
	office.choose("tell", "yes")
	office.pressed("Issue 1 certificate")
	office.sees("1 certificate is issued.", "Up to date")
	office.visit(list+"/"+reference+"/withdraw", "/organise/events/budapest/registrations/"+reference+"/name")

	own := "/me/" + reference
	guest.visit(own, own+"/confirmation", own+"/certificate")
	code := strings.ReplaceAll(ask[string](guest.visitor, `document.querySelector(".paper-code strong").textContent`), " ", "")
	h.confide(code)
	if got, want := h.kinds(t, clara.email), []string{"entry", "confirmed", "certificate"}; !slices.Equal(got, want) {
		t.Errorf("the letters were %v, want %v", got, want)
	}

	stranger := h.inspector(t)
	stranger.open("/certificates#" + code)
	if at := ask[string](stranger.visitor, `location.href + document.querySelector("#code").value.replaceAll(" ", "")`); at != h.url+"/certificates"+code {
		t.Errorf("the window is at %s", at)
	}
	stranger.pressed("Check")
	stranger.sees("This certificate is valid.", "Budapest")
}

// cameAlong marks a person present on the way out with the first bus.
func (h *house) cameAlong(t *testing.T, database, reference string) {
	t.Helper()
	db, err := postgres.Open(t.Context(), database)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }() // the statement has been answered
	done, err := db.NewRaw(`insert into presence (registration_id, activity_id, slot, state, how, at)
select r.id, a.id, 'out', 'present', 'sheet', now() from registration r join activity a on a.event_id = r.event_id and a.code = 'bp-t1'
where r.reference = ?`, reference).Exec(t.Context())
	if n, _ := done.RowsAffected(); err != nil || n != 1 {
		t.Fatalf("%d people are marked: %v", n, err)
	}
}
