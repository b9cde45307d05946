package mail

import (
	"strings"
	"testing"
	"time"

	"github.com/emersion/go-ical"
)

func wantText(t *testing.T, r Registration, wants ...string) {
	t.Helper()
	w, err := write(r, "en", made, "convene@example.org")
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range wants {
		absent := strings.HasPrefix(want, "not ")
		if strings.Contains(w.Text, strings.TrimPrefix(want, "not ")) == absent {
			t.Errorf("%s: %q in\n%s", r.Deed, want, w.Text)
		}
	}
}

func TestSeveralOffersInOneLetter(t *testing.T) {
	r := sampleRegistration(t, Offered)
	r.Places[0].State = stateConfirmed
	r.offer(2, atBudapest(t, "2026-11-25 11:15"))
	r.offer(4, atBudapest(t, "2026-11-26 09:00"))
	wantText(t, r, "2 places you waited for came free.", "Please answer until 25 November 2026, 11:15 (Budapest time, UTC+1).",
		"Please answer until 26 November 2026, 09:00 (Budapest time, UTC+1).", "https://convene.example.org/answer/41-3@convene\n",
		"https://convene.example.org/answer/41-5@convene\n")
	if method, entries := invitationOf(t, r); method != MethodPublish || len(entries) != 1 {
		t.Errorf("what is only offered stands in the calendar: %s, %d entries", method, len(entries))
	}
}

func TestNominationsSayWhereTheyStand(t *testing.T) {
	r := sampleRegistration(t, Nominated)
	wantText(t, r, "A place is kept for you until 1 December 2026, 18:00 (Budapest time, UTC+1).", "until 15 December 2027.", "not withdraw until")
	r.AnswerUntil, r.Places[0].State = time.Time{}, stateWaiting
	wantText(t, r, "you are on the waiting list. Please confirm all the same.", "not kept for you")
	r.Places[0].State = stateWished
	wantText(t, r, "The organisers decide who takes part. Please confirm all the same.")
	if _, entries := invitationOf(t, r); entries != nil {
		t.Error("a nomination stands in the calendar")
	}
	wantText(t, sampleRegistration(t, Confirmed), "not Your data")
}

func TestExpiredTellsHowToComeAgain(t *testing.T) {
	r := sampleRegistration(t, Expired)
	wantText(t, r, "ask to be named again. You were named by: Hódmezővásárhely.")
	r.Body = ""
	wantText(t, r, "register again while registration is open")
}

func TestLeavingNamesWhoDecided(t *testing.T) {
	r := sampleRegistration(t, Withdrawn)
	wantText(t, r, "Your places are free for others now.")
	r.Body = "Pécs"
	wantText(t, r, "You were withdrawn from this event. This was decided by: Pécs.")
	r = sampleRegistration(t, Substituted)
	wantText(t, r, "Another person takes part in your place. This was decided by: Hódmezővásárhely.", "No longer yours", "not Given up")
	r.Body = ""
	wantText(t, r, "Another person takes part in your place.\n")
	if method, entries := invitationOf(t, r); method != MethodCancel || len(entries) != 3 {
		t.Errorf("%s with %d entries", method, len(entries))
	}
}

func TestMovedTellsBothTimesAndMovesTheEntry(t *testing.T) {
	r := sampleRegistration(t, Moved)
	wantText(t, r, "New time: Monday 14 December 2026, 14:15–15:45", "Until now: Monday 14 December 2026, 09:15–10:45", "Two of your activities would overlap now")
	_, entries := invitationOf(t, r)
	e := entries["41-3@convene"]
	if got := e.Props.Get(ical.PropDateTimeStart).Value; got != "20261214T141500" || e.Props.Get(ical.PropSequence).Value != "3" {
		t.Errorf("the entry begins %s in version %s", got, e.Props.Get(ical.PropSequence).Value)
	}
	r.Deed = Promoted // somebody who won a place because another activity of theirs moved
	wantText(t, r, "The organisers moved an activity you chose.", "A place you waited for is yours now.")
}
