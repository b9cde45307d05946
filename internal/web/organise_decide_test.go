package web

import (
	"net/url"
	"strings"
	"testing"

	"convene/internal/event"
	"convene/internal/registration"
)

func TestPendingRegistrationsAreDecidedTogether(t *testing.T) {
	t.Parallel()
	s := staffed(t)
	s.rules(func(r *event.Rules) { r.Mode = event.ModeApproval })
	s.resize("budapest", "event", 1)
	one, two, three := s.registers("Anna|Kovács", "Szeged", "HU", "bp-a1"), s.registers("Bea|Brown", "Sheffield", "GB"), s.registers("Cleo|Costa", "Porto", "PT")
	v := s.signedInAs("organiser")
	v.get(eventPath).says("To be approved")
	v.get(eventPath+"/decide").says("3 registrations wait for approval", "1 place is left at the event.", "Anna Kovács", "A1 Enrolment")
	v.post(eventPath+"/decide", url.Values{"do": {"approve"}}).is(200, eventPath+"/decide").says("Choose at least one person first.")
	chosen := url.Values{"do": {"approve"}, "registration": {one.Reference, two.Reference}}
	preview := v.post(eventPath+"/decide", chosen).says("Approve 2 registrations", "“The whole event”: the place is confirmed.")
	if s.of(one.Reference).State != "pending" {
		t.Fatal("a preview decided")
	}
	// Bea withdraws while the organiser looks: she is refused, and Anna is approved.
	if _, err := s.desk.Withdraw(t.Context(), registration.Withdrawal{EventID: s.event("budapest").Event.ID, RegistrationID: two.RegistrationID, Now: s.now()}); err != nil {
		t.Fatal(err)
	}
	form := preview.hidden()
	form["registration"] = []string{two.Reference, one.Reference}
	for range 2 { // sent twice, it counts once
		v.post(eventPath+"/decide", form).is(200, eventPath+"/decide").says("Not done", "This registration was withdrawn or never existed.", "Done", "Confirmed")
	}
	if s.of(one.Reference).State != "confirmed" || s.audited("approve", "budapest/"+one.Reference) != 1 {
		t.Errorf("%+v, recorded %d times", s.of(one.Reference), s.audited("approve", "budapest/"+one.Reference))
	}
	v.surely(eventPath+"/decide", url.Values{"do": {"decline"}, "registration": {three.Reference}}, "Decline 1 registration").says("Declined")
	v.get(listPath+"?state=withdrawn").says("Declined", "Cleo Costa")
	v.get(eventPath + "/decide").says("Nothing waits for a decision.")
}

func TestOneRegistrationIsApprovedOrDeclined(t *testing.T) {
	t.Parallel()
	s := staffed(t)
	s.rules(func(r *event.Rules) { r.Mode = event.ModeApproval })
	o := s.registers("Anna|Kovács", "Szeged", "HU", "bp-a1")
	v, path := s.signedInAs("organiser"), listPath+"/"+o.Reference
	v.get(path).says("To be approved", "This is decided when you get a place at the event.", "Approve")
	page := v.get(path + "/approve").says("the place is confirmed.")
	v.post(path+"/approve", url.Values{"key": {attr(page.field("key", ""), "value")}}).is(200, path).says("The registration is approved.", "Approved by Secretariat", "The place is confirmed.")
	v.get(path + "/approve").says("This was decided already.")
	v.post(path+"/decline", nil).is(200, path).says("This was decided already.")
	s.signedInAs("desk").get(path).says("The place is confirmed.").saysNot("Change the role")
}

func TestARequestIsAnswered(t *testing.T) {
	t.Parallel()
	s := staffed(t)
	s.resize("budapest", "bp-t1", 1)
	one, two := s.registers("Anna|Kovács", "Szeged", "HU", "bp-t1"), s.registers("Bea|Brown", "Sheffield", "GB", "bp-t1")
	three := s.registers("Cleo|Costa", "Porto", "PT")
	s.at(s.event("budapest").Event.ChangesUntil)
	s.asksToWithdraw(one)
	s.asksToWithdraw(three)
	v := s.signedInAs("organiser")
	page := v.get(eventPath+"/decide").says("2 requests wait for an answer", "Asks to withdraw", "frees a place.", "1 wait. Number 1 of the list gets the place.")
	approve := page.formTo("/approve")
	v.post(approve, nil).is(200, eventPath+"/decide").says("The request is approved", "1 request waits for an answer")
	if got := s.place(two, "bp-t1").State; got != "confirmed" {
		t.Errorf("who waited is %s", got)
	}
	v.post(approve, nil).is(200, eventPath+"/decide").says("This request was answered already")
	v.post(v.get(eventPath+"/decide").formTo("/decline"), nil).says("The request is declined.", "Nothing waits")
	if s.of(three.Reference).State != "confirmed" {
		t.Error("a declined request withdrew somebody")
	}
	v.get(listPath+"/"+three.Reference).says("Request declined by Secretariat", "The participant asked for a change")
	if s.audited("approve-request", "budapest/"+one.Reference)+s.audited("decline-request", "budapest/"+three.Reference) != 2 {
		t.Error("answers are not recorded")
	}
}

func TestOffersAreExtendedAndAccepted(t *testing.T) {
	t.Parallel()
	s := staffed(t)
	s.rules(func(r *event.Rules) { r.OfferHours = 48 })
	s.resize("budapest", "bp-t1", 1)
	one, two := s.registers("Anna|Kovács", "Szeged", "HU", "bp-t1"), s.registers("Bea|Brown", "Sheffield", "GB", "bp-t1")
	v := s.signedInAs("organiser")
	v.post(listPath+"/"+one.Reference+"/withdraw", nil)
	path := listPath + "/" + two.Reference
	v.get(path).says("Offered", "A place is offered until", "Accept for the person", "More time to answer")
	s.prints(0) // an offer is no place on the bus yet
	v.get(eventPath + "/print").says("08:30–12:30 0 Passenger list")
	extend := path + "/places/bp-t1/extend"
	v.post(extend, url.Values{"day": {"2012-11-01"}, "clock": {"9:00"}}).is(422, extend).says("Enter a moment in the future.")
	v.post(extend, url.Values{"day": {"2012-12-30"}, "clock": {"09:00"}}).is(422, extend).says("Enter a moment before the event begins.")
	v.post(extend, url.Values{"day": {"2012-11-30"}, "clock": {"09:00"}}).is(200, path).says("The person has more time to answer.", "30 November 2012, 09:00")
	v.get(path + "/places/bp-t1/accept").says("the place is confirmed.")
	v.post(path+"/places/bp-t1/accept", nil).is(200, path).says("The offer is accepted.", "Offer accepted by Secretariat for the participant")
	if got := s.place(two, "bp-t1").State; got != "confirmed" {
		t.Errorf("accepted: %s", got)
	}
	s.prints(1)
}

// prints checks how many people the list of Bus 1 names.
func (s *site) prints(want int) {
	s.t.Helper()
	people, err := registration.Attendees(s.t.Context(), s.db, s.event("budapest").Event.ID, "bp-t1", nil)
	if err != nil || len(people) != want {
		s.t.Errorf("%d people are printed, want %d: %v", len(people), want, err)
	}
}

func TestTurnRoleSubstituteAndChoice(t *testing.T) {
	t.Parallel()
	s := staffed(t)
	s.resize("budapest", "bp-t1", 0)
	s.registers("Anna|Kovács", "Szeged", "HU", "bp-t1")
	o := s.registers("Bea|Brown", "Sheffield", "GB", "bp-t1", "bp-a1")
	v, path := s.signedInAs("organiser"), listPath+"/"+o.Reference
	v.get(path).says("Full; 1 person waits before you.", "Would take the place of")
	v.get(path+"/places/bp-t1/priority").says("Would be number 2 of 2.", "Would be number 1 of 2.")
	v.post(path+"/places/bp-t1/priority", url.Values{"priority": {"9"}}).is(422, path+"/places/bp-t1/priority").says("Choose a priority.")
	v.post(path+"/places/bp-t1/priority", url.Values{"priority": {"1"}}).is(200, path).says("Waiting list, number 1", "Priority 1.")
	v.post(path+"/role", url.Values{"role": {"speaker"}}).is(200, path).says("Role changed by Secretariat", "Speaker")
	choice := v.get(path+"/activities").is(200, path+"/activities")
	form := url.Values{"choice.bp-w1": {"bp-b1"}}
	for n := range choice.doc.Descendants() {
		if name := attr(n, "name"); strings.HasPrefix(name, "choice.") && !form.Has(name) {
			form.Set(name, none)
		}
	}
	v.surely(path+"/activities", form, "frees a place.", "the place is confirmed.", "the wish ends.").is(200, path).says("The activities are changed", "Changed by Secretariat")
	if a, b := s.place(o, "bp-a1").State, s.place(o, "bp-b1").State; a != "released" || b != "confirmed" {
		t.Errorf("A1 is %s, B1 %s", a, b)
	}
	sub := path + "/substitute"
	v.post(sub, url.Values{"email": {"x"}, "given_name": {"Cleo"}}).is(422, sub).says("Write one address")
	v.post(sub, url.Values{"email": {"cleo@example.org"}}).is(422, sub).says("Enter your given name.")
	v.post(sub, url.Values{"email": {"cleo@example.org"}, "given_name": {"Cleo"}, "family_name": {"Costa"}, "when": {"now"}, "locale": {"fr"}}).
		says("The registration is handed over.", "Cleo Costa", "Took over from somebody else, by Secretariat", "Sheffield")
	v.get(path).says("Taken over by somebody else").saysNot("Change the role")
	v.get(path+"/role").is(200, path) // what is over has no deeds
}
