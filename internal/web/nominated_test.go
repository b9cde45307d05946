package web

import (
	"net/url"
	"testing"
	"time"

	"convene/internal/allocation"
	"convene/internal/event"
	"convene/internal/registration"
)

// confirming goes through the steps of somebody who was named, to the last page.
func (v *visitor) confirming(email string) *answer {
	v.t.Helper()
	v.enters(email, budapest).is(200, budapest+"/you")
	sent := v.ana()
	sent.Set("authority", v.authority("Niš")) // not theirs to change
	v.post(budapest+"/you", sent).is(200, budapest+"/activities")
	activities, trip := nothing()
	activities.Set("choice.bp-w1", "bp-a1")
	v.post(budapest+"/activities", activities).is(200, budapest+"/trip")
	v.post(budapest+"/trip", trip).is(200, budapest+"/sharing")
	return v.post(budapest+"/sharing", url.Values{"share": {"list"}}).is(200, budapest+"/check")
}

func TestANominatedPersonConfirms(t *testing.T) {
	t.Parallel()
	s := open(t)
	nune := s.nominates("nune@example.org")
	path, v := s.answerAt(nune, "event"), s.visitor()
	v.get(path).is(200, path).says("You were named for this event", "Gyumri named you", "until 29 November 2012, 11:00 (Budapest time, UTC+1)",
		"Yes, I come", "No, I cannot come", nune.Reference).saysNot("Nune", "Hakobyan", "nune@example.org")
	v.post(path, accept).is(200, "/enter/code").says("the address at which you were named").saysNot("nune@example.org")
	v.post(path, accept).is(200, "/enter/code") // pressed twice: the code under way counts
	form := v.post("/enter/code", url.Values{"code": {s.code("nune@example.org")}}).is(200, budapest+"/you")
	form.says("Gyumri", "you cannot change this", "Please check what was typed for you").saysNot("Search for your city")
	if got := attr(form.field("family_name", ""), "value"); got != "Hakobyan" {
		t.Errorf("the form begins with the family name %q", got)
	}
	v.get("/me").says("You were named for this event", "The place is kept until 29 November 2012")
	v.get("/me/"+nune.Reference).says("Yes, I come", "Kept, not confirmed").saysNot("Change your activities", "Save my choices")
	v.post("/me/"+nune.Reference+"/sharing", url.Values{"share": {"list"}})
	if given, err := registration.ConsentsOf(t.Context(), s.db, nune.ID); err != nil || len(given) != 0 {
		t.Errorf("consents before the word of the person: %v, %v", given, err)
	}
}

func TestTheWordOfANominatedPersonCountsOnce(t *testing.T) {
	t.Parallel()
	s := open(t)
	nune := s.nominates("nune@example.org")
	v := s.visitor()
	check := v.confirming("nune@example.org").says("Gyumri", "Confirm that I come", "If you send this now: Confirmed").saysNot("Niš", "waiting list of the event")
	s.stands(nune, "event", "held")
	for range 2 {
		v.send(check, false).is(200, budapest+"/result").says("You have a place", nune.Reference, "A1 Enrolment")
	}
	s.stands(nune, "bp-a1", "confirmed")
	s.consented(nune.ID, "list", true)
	if r := s.registered("nune@example.org"); r.ID != nune.ID || r.Given != "Ana" || r.Authority != "Gyumri" || r.Function != "Head of education" {
		t.Errorf("stored %+v", r)
	}
	path := s.answerAt(nune, "event")
	v.get(path).is(200, path).says("You have a place")
	v.post("/me/"+nune.Reference+"/answer/event", surely).says("You have a place") // too late to refuse
	s.stands(nune, "event", "confirmed")
}

func TestANominatedPersonRefuses(t *testing.T) {
	t.Parallel()
	s := open(t)
	nune := s.nominates("nune@example.org")
	path, v := s.answerAt(nune, "event"), s.visitor()
	v.post(path, refuse).is(200, path).says("Do you really not come?", "No, I do not come")
	s.stands(nune, "event", "held")
	v.post(path, surely).is(200, path).says("You did not take the place")
	s.stands(nune, "event", "released")
	v.post(path, accept).is(200, path).says("You did not take the place")
	if kind := s.newest("nune@example.org").Kind; kind == "entry" {
		t.Error("a code was sent for a nomination that is over")
	}
}

func TestANominationEnds(t *testing.T) {
	t.Parallel()
	s := open(t)
	nune := s.nominates("nune@example.org")
	v := s.visitor()
	check := v.confirming("nune@example.org")
	s.later(20 * 24 * time.Hour)
	v = s.visitor()
	v.enters("nune@example.org", budapest).is(200, budapest).says("You can no longer confirm", "the time to confirm is over")
	v.send(check, false).is(200, budapest).says("You can no longer confirm")
	v.get("/me/" + nune.Reference).saysNot("Yes, I come")
	if err := s.desk.ExpireDue(t.Context(), s.now()); err != nil {
		t.Fatal(err)
	}
	v.get("/me/"+nune.Reference).says("The time to answer is over", "Nobody answered in time.")
}

// Somebody else was named while the person was about to confirm.
func TestANominationThatIsGoneWhenItIsConfirmed(t *testing.T) {
	t.Parallel()
	s := open(t)
	nune := s.nominates("nune@example.org")
	v := s.visitor()
	check := v.confirming("nune@example.org")
	s.withdraws(nune)
	v.send(check, false).is(200, budapest+"/you").says("This registration was withdrawn or never existed.")
	v.get(s.answerAt(nune, "event")).says("You have withdrawn")
}

func TestNamedForTheWaitingListAndHandedOn(t *testing.T) {
	t.Parallel()
	s := open(t)
	s.resize("budapest", "event", 0)
	nune := s.nominates("nune@example.org")
	path := s.answerAt(nune, "event")
	s.visitor().get(path).is(200, path).says("No place is free yet. If you say yes, you wait for one.")
	v := s.visitor()
	check := v.confirming("nune@example.org").says("If you send this now: Waiting list", "This is decided when you get a place at the event.")
	v.send(check, false).is(200, budapest+"/result").says("You are on the waiting list", "Waiting list, number 1")
	_, err := s.desk.Substitute(t.Context(), registration.Substitution{EventID: nune.EventID, RegistrationID: nune.ID, Email: "cili@example.org", Now: s.now(), Staff: true,
		Details: registration.Details{Given: "Cili", Family: "Nagy", AuthorityID: nune.AuthorityID, Country: "AM", Locale: "en"}})
	if err != nil {
		t.Fatal(err)
	}
	v.get("/me/"+nune.Reference).says("Somebody else comes in your place", "Your place was handed on.")
	v.get(path).says("Somebody else comes in your place").saysNot("Cili")
}

func TestConfirmingAsksAboutAnotherEventOnTheSameDay(t *testing.T) {
	t.Parallel()
	s := open(t)
	nune := s.nominates("nune@example.org")
	madrid := s.event("madrid").Event.ID
	_, err := s.desk.Submit(t.Context(), registration.Submission{EventID: madrid, Email: "nune@example.org", Both: true, Now: s.now(), Channel: registration.ChannelWeb,
		Details: registration.Details{Given: "Nune", Organisation: "A club", Country: "AM", Function: "Clerk", Locale: "en"}})
	if err != nil {
		t.Fatal(err)
	}
	v := s.visitor()
	check := v.confirming("nune@example.org").says("You are also registered for “Public housing")
	again := v.send(check, false).is(409, budapest+"/check").says("Tick the box if you want to take part in both.", "A1 Enrolment")
	s.stands(nune, "event", "held")
	v.post(budapest+"/check", url.Values{"key": {attr(again.field("key", ""), "value")}, "both": {"yes"}}).is(200, budapest+"/result").says("You have a place")
}

func TestOnlyTheInvitedGoThroughTheDoor(t *testing.T) {
	t.Parallel()
	s := open(t)
	s.giving(func(r *event.Rules) { r.Mode = event.ModeInvitation })
	words := "Only people who were invited or named by their authority can register."
	stranger := s.visitor()
	stranger.get("/events/budapest").says(words)
	stranger.get(budapest).is(200, budapest).says(words, "Send me a code")
	stranger.enters("eve@example.org", budapest).is(200, budapest).says("You are not invited to this event", "You came in with eve@example.org")
	stranger.get(budapest+"/you").is(200, budapest).says("You are not invited to this event")
	stranger.post(budapest+"/you", stranger.ana()).is(200, budapest)

	if _, err := s.db.NewRaw(`insert into invitation (event_id, email, locale, invited_at) values (?, 'ana@example.org', 'en', now())`, s.event("budapest").Event.ID).Exec(t.Context()); err != nil {
		t.Fatal(err)
	}
	s.visitor().register("ana@example.org")
	s.nominates("nune@example.org")
	v := s.visitor()
	v.send(v.confirming("nune@example.org"), false).is(200, budapest+"/result").says("You have a place")
}

func TestAnOrganiserApproves(t *testing.T) {
	t.Parallel()
	s := open(t)
	s.giving(func(r *event.Rules) { r.Mode = event.ModeApproval })
	words := "The organisers decide about each registration and write to you."
	v := s.visitor()
	v.get("/events/budapest").says(words)
	v.get(budapest).says(words)
	activities, trip := nothing()
	activities.Set("choice.bp-w1", "bp-a1")
	check := v.upToCheck("ana@example.org", activities, trip, nil).says("If you send this now: Decided later An organiser decides about this.")
	v.send(check, false).is(200, budapest+"/result").says("An organiser decides about your registration", "An organiser decides about this.", "This is decided when you get a place at the event.")
	ana := s.registered("ana@example.org")
	v.get("/me").says("An organiser decides about your registration")
	decline := registration.Decision{Kind: allocation.Decline, EventID: ana.EventID, RegistrationID: ana.ID, Staff: true, Now: s.now()}
	if _, err := s.desk.Decide(t.Context(), decline); err != nil {
		t.Fatal(err)
	}
	v.get("/me/"+ana.Reference).says("Your registration was not approved", "The organisers could not give you a place at this event.")
}
