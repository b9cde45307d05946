package web

import (
	"net/url"
	"testing"
	"time"

	"convene/internal/registration"
)

// freeze is a day after changes close and before the event begins.
var freeze = time.Date(2012, time.December, 13, 9, 0, 0, 0, time.UTC)

// asking is somebody with a workshop and a bus when the freeze begins; another waits
// for the bus.
func asking(t *testing.T) (s *site, v *visitor, own string) {
	s = open(t)
	s.resize("budapest", "bp-t1", 1)
	r := s.joins("zora@example.org", "bp-a1", "bp-t1")
	s.joins("next@example.org", "bp-t1")
	v = s.visitor()
	s.at(freeze)
	v.enters("zora@example.org", "/me")
	return s, v, "/me/" + r.Reference
}

// others fails when the page tells anything of the person who waits.
func (a *answer) others() *answer {
	a.t.Helper()
	return a.saysNot("next@example.org", "moved up")
}

func TestChangesAfterTheFreezeAreRequests(t *testing.T) {
	t.Parallel()
	s, v, own := asking(t)
	zora := s.registered("zora@example.org")
	v.get(own).is(200, own).says("Changes were possible until 12 December 2012, 18:00 (Budapest time, UTC+1). You can still ask the organisers", "Ask for other activities")
	page := v.get(own+"/activities").is(200, own+"/activities").says("Changes are closed, so you send a request.", "Send as a request")
	activities, _ := nothing()
	activities.Set("choice.bp-w1", "bp-a1")
	activities.Set("choice.trip", "none")
	activities.Set("key", attr(page.field("key", ""), "value"))
	v.post(own+"/activities", activities).is(200, own).says("Your request is with the organisers", "You asked on 13 December 2012, 10:00 (Budapest time, UTC+1) to change your registration.", "It frees a place on “Bus 1:").others()
	s.stands(zora, "bp-t1", "confirmed")

	// What is asked for next begins with what was asked for, and takes its place.
	v.get(own + "/activities").says("You have asked for something already.")
	sent := v.ana()
	sent.Set("function", "Deputy mayor")
	v.post(own+"/you", sent).is(200, own).says("to change your registration", "It frees a place on “Bus 1:")
	open, err := registration.OpenRequests(t.Context(), s.db, zora.EventID)
	if err != nil || len(open) != 1 || open[0].Details.Function != "Deputy mayor" || len(open[0].Choices) != 1 {
		t.Fatalf("%+v, %v", open, err)
	}
	v.get(own+"/you").says("Send as a request").field("function", "Deputy mayor")
	for range 2 {
		v.post(own+"/take-back", nil).is(200, own).says("You took your request back.").saysNot("You asked on")
	}
	if r := s.registered("zora@example.org"); r.Function != "Clerk" || r.Sequence != zora.Sequence {
		t.Errorf("something was changed without an organiser: %+v", r)
	}
}

func TestWithdrawingAfterTheFreezeIsARequest(t *testing.T) {
	t.Parallel()
	s, v, own := asking(t)
	zora := s.registered("zora@example.org")
	page := v.get(own+"/withdraw").is(200, own+"/withdraw").says("You ask to give up your place", "It frees a place at the event.", "It frees a place on “Bus 1:", "Send as a request").others()
	v.post(own+"/withdraw", url.Values{"key": {attr(page.field("key", ""), "value")}}).is(200, own).
		says("You asked on 13 December 2012, 10:00 (Budapest time, UTC+1) to withdraw. The organisers answer by mail.", "You have a place").others()
	s.stands(zora, "event", "confirmed")
	open, err := registration.OpenRequestOf(t.Context(), s.db, zora.ID)
	if err != nil || open == nil {
		t.Fatalf("%+v, %v", open, err)
	}
	if _, err := s.desk.ApproveRequest(t.Context(), open, 1, s.now()); err != nil {
		t.Fatal(err)
	}
	v.get(own).says("You have withdrawn").saysNot("You asked on")
}

// Somebody who only waits leaves the queue without asking.
func TestWhoOnlyWaitsWithdrawsAfterTheFreeze(t *testing.T) {
	t.Parallel()
	s := open(t)
	s.resize("budapest", "event", 0)
	own := "/me/" + s.joins("zora@example.org").Reference
	s.at(freeze)
	v := s.visitor()
	v.enters("zora@example.org", "/me")
	v.get(own).says("Withdraw from this event")
	page := v.get(own+"/withdraw").is(200, own+"/withdraw").saysNot("request")
	v.post(own+"/withdraw", url.Values{"key": {attr(page.field("key", ""), "value")}}).is(200, "/me").says("You have withdrawn.")
}

// Who began a form before the freeze and sends it after loses nothing.
func TestTheFreezeBeginsWhileAFormIsOpen(t *testing.T) {
	t.Parallel()
	s := open(t)
	v := s.visitor()
	r := v.register("ana@example.org")
	own := "/me/" + r.Reference
	s.at(freeze)
	sent := v.ana()
	sent.Set("function", "Deputy mayor")
	v.enters("ana@example.org", "/me")
	v.post(own+"/you", sent).is(200, own).says("Your request is with the organisers")
	asked, err := registration.OpenRequestOf(t.Context(), s.db, r.ID)
	if err != nil || asked == nil || asked.Details.Function != "Deputy mayor" {
		t.Errorf("%+v, %v", asked, err)
	}
}

func TestAfterTheEventBeganNothingCanBeAskedFor(t *testing.T) {
	t.Parallel()
	s := open(t)
	v := s.visitor()
	r := v.register("ana@example.org")
	s.at(time.Date(2012, time.December, 17, 20, 0, 0, 0, time.UTC))
	v.enters("ana@example.org", "/me")
	v.get("/me/"+r.Reference).is(200, "/me/"+r.Reference).
		says("Changes were possible until 12 December 2012, 18:00 (Budapest time, UTC+1). Please write to the organisers now.", "Save my choices about sharing").
		saysNot("Ask for other activities", "Change your activities", "withdraw from this event")
	for _, p := range []string{"/you", "/activities", "/withdraw"} {
		v.get("/me/"+r.Reference+p).is(200, "/me/"+r.Reference)
		v.post("/me/"+r.Reference+p, nil).is(200, "/me/"+r.Reference)
	}
	if asked, err := registration.OpenRequestOf(t.Context(), s.db, r.ID); err != nil || asked != nil || s.registered("ana@example.org").Sequence != r.Sequence {
		t.Errorf("something was changed or asked for after the beginning: %+v, %v", asked, err)
	}
	v.post("/me/"+r.Reference+"/sharing", url.Values{"share": {"list"}})
	s.consented(r.ID, "list", true)
}
