package main

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"convene/internal/postgres"
	"convene/internal/postgres/pgtest"
)

// TestJourneyOfAnOrganisersMorning has a house of its own: it changes the rules, the
// programme and who has a place.
func TestJourneyOfAnOrganisersMorning(t *testing.T) {
	t.Parallel()
	database := pgtest.EmptyURL(t)
	h := openHouseAt(t, database)
	walk(t, h, map[string]func(*testing.T, *house){"morning": func(t *testing.T, h *house) { decideAllMorning(t, h, database) }})
}

// decideAllMorning: approval is switched on, somebody registers and is approved, gets
// a guest's seat on a bus that is then moved, and asks to withdraw after all.
func decideAllMorning(t *testing.T, h *house, database string) {
	const event, guestMail = "/organise/events/budapest", "sample.guest@example.org"
	h.confide(guestMail)
	v := h.visitor(t, desk)
	v.open(event + "/rules")
	v.signIn("organiser@example.org")
	v.choose("mode", "approval")
	v.press("Save the rules")
	v.sees("The rules are saved")

	reference := h.client(t).signUp("budapest", guestMail, "choice.trip=bp-t1")
	v.approves(event, reference)
	v.makesContingent(event + "/places/bp-t1")
	v.open(event + "/registrations/" + reference + "/places/bp-t1/contingent")
	v.sees("Guests: Sample Foundation")
	v.do("choose the contingent", chromedp.Click(chromedp.CSS(`main input[name="contingent"]`)))
	v.press("Save")
	v.sees("The place is assigned.", "A place of “Guests: Sample Foundation”.")

	v.movesLater(event + "/places/bp-t1")
	h.asksToWithdraw(t, database, reference)
	v.open(event + "/decide")
	v.sees("1 request waits for an answer", "Asks to withdraw", "frees a place.")
	v.press("Approve the request")
	v.sees("The request is approved", "Nothing waits for a decision.")
	v.open(event + "/registrations/" + reference)
	v.sees("Approved by", "Contingent changed by", "An activity was moved to another time by", "Withdrawn by")
	if got, want := h.kinds(t, guestMail), []string{"entry", "pending", "confirmed", "changed", "moved", "withdrawn"}; !slices.Equal(got, want) {
		t.Errorf("the letters were %v, want %v", got, want)
	}
	h.saysNothingOf(t, v.addresses(), "an address")
}

// approves finds the registration among those that wait, and approves it.
func (v *visitor) approves(event, reference string) {
	v.t.Helper()
	v.open(event + "/decide")
	v.sees("1 registration waits for approval")
	v.choose("registration", reference)
	v.press("Approve the chosen")
	v.sees("Approve 1 registration", "the place is confirmed.")
	v.press("Approve")
	v.sees("This is what became of each.", "Done")
}

// makesContingent keeps two seats for a partner's guests.
func (v *visitor) makesContingent(activity string) {
	v.t.Helper()
	v.open(activity)
	v.choose("kind", "guests")
	v.fill("name", "Sample Foundation")
	v.fill("places", "2")
	v.choose("from", "new")
	v.press("Show what the contingent does")
	v.sees("2 places for Guests: Sample Foundation")
	v.press("Save the contingent")
	v.sees("The contingent is saved.")
}

// movesLater ends the activity a quarter of an hour later.
func (v *visitor) movesLater(activity string) {
	v.t.Helper()
	v.open(activity + "/move")
	v.sees("Budapest time, UTC+1")
	later := ask[string](v, `(() => {
		const clock = document.querySelector('main [name="end_clock"]');
		clock.value = clock.value.slice(0, 3) + (clock.value.endsWith("45") ? "59" : "45");
		return clock.value;
	})()`)
	v.press("Show whom it concerns")
	v.sees("The programme and the calendars follow.", later)
	v.press("Move the activity")
	v.sees("The activity is moved.", later)
	v.open("/events/budapest")
	if !strings.Contains(v.text(), "–"+later) {
		v.t.Errorf("the programme does not say %s", later)
	}
}

// asksToWithdraw is what the participant's own page leaves behind after the last day
// for changes, which is not today.
func (h *house) asksToWithdraw(t *testing.T, database, reference string) {
	t.Helper()
	db, err := postgres.Open(t.Context(), database)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }() // the statement has been answered
	done, err := db.NewRaw(`insert into request (event_id, registration_id, kind, made_at)
select event_id, id, 'withdraw', now() from registration where reference = ?`, reference).Exec(t.Context())
	if n, _ := done.RowsAffected(); err != nil || n != 1 {
		t.Fatal(fmt.Errorf("%d requests: %w", n, err))
	}
}
