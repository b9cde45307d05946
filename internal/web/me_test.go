package web

import (
	"net/url"
	"strings"
	"testing"

	"convene/internal/registration"
)

func TestAPersonSeesNobodyElses(t *testing.T) {
	t.Parallel()
	s := open(t)
	ana := s.visitor().register("ana@example.org")
	paths := []string{"", "/you", "/activities", "/withdraw", "/calendar.ics"}
	forms := []string{"/you", "/activities", "/sharing", "/withdraw"}

	bo := s.visitor()
	bo.enters("bo@example.org", "/me")
	for _, p := range paths {
		bo.get("/me/"+ana.Reference+p).is(404, "/me/"+ana.Reference+p).saysNot("Říhová", "ana@example.org")
	}
	for _, p := range forms {
		bo.post("/me/"+ana.Reference+p, url.Values{"given_name": {"Eve"}}).is(404, "/me/"+ana.Reference+p)
	}
	nobody := s.visitor()
	for _, p := range paths {
		nobody.get("/me/"+ana.Reference+p).is(200, "/enter").saysNot("Říhová")
	}
	for _, p := range forms {
		nobody.post("/me/"+ana.Reference+p, nil).is(200, "/enter")
	}
	if after := s.registered("ana@example.org"); after.Given != "Ana" || after.Sequence != ana.Sequence {
		t.Errorf("the registration became %+v", after)
	}
}

func TestChangingWhatOneSaid(t *testing.T) {
	t.Parallel()
	s := open(t)
	v := s.visitor()
	r := v.register("ana@example.org")
	form := v.get("/me/"+r.Reference+"/you").is(200, "/me/"+r.Reference+"/you").says("Gyumri")
	sent := v.ana()
	sent.Set("key", attr(form.field("key", ""), "value"))

	sent.Set("function", "")
	wrong := v.post("/me/"+r.Reference+"/you", sent).is(422, "/me/"+r.Reference+"/you").says("Enter your function")
	sent.Set("key", attr(wrong.field("key", ""), "value"))
	sent.Set("function", "Deputy mayor")
	v.post("/me/"+r.Reference+"/you", sent).is(200, "/me/"+r.Reference).says("Your changes are saved", "Deputy mayor")
	v.post("/me/"+r.Reference+"/you", sent).is(200, "/me/"+r.Reference) // the same form once more
	if after := s.registered("ana@example.org"); after.Function != "Deputy mayor" || after.Sequence != r.Sequence+1 {
		t.Errorf("the registration became %+v", after)
	}
	found := v.post("/me/"+r.Reference+"/you", url.Values{"do": {"search"}, "authority_query": {"niš"}, "given_name": {"Ana Maria"}}).is(200, "/me/"+r.Reference+"/you")
	found.field("authority", v.authority("Niš"))
	if got := attr(found.field("given_name", ""), "value"); got != "Ana Maria" {
		t.Errorf("the search lost the given name: %q", got)
	}
}

func TestChangingActivities(t *testing.T) {
	t.Parallel()
	s := open(t)
	v := s.visitor()
	activities, trip := nothing()
	activities.Set("choice.bp-w1", "bp-a1")
	v.send(v.upToCheck("ana@example.org", activities, trip, nil), false)
	r := s.registered("ana@example.org")
	path := "/me/" + r.Reference + "/activities"
	change := func(block, code string, wait bool) *answer {
		form := v.get(path).is(200, path)
		sent := url.Values{"key": {attr(form.field("key", ""), "value")}, "choice.trip": {"none"}}
		for field, value := range activities {
			sent[field] = value
		}
		sent.Set("choice."+block, code)
		if wait {
			sent.Set("wait."+block, "yes")
		}
		return v.post(path, sent)
	}
	if _, chosen := attribute(v.get(path).field("choice.bp-w1", "bp-a1"), "checked"); !chosen {
		t.Error("the form does not show what is held")
	}
	s.resize("budapest", "bp-c1", 0)
	change("bp-w1", "bp-c1", false).is(422, path).says("This is full.")
	page := change("bp-w1", "bp-c1", true).is(200, "/me/"+r.Reference)
	page.says("Your changes are saved", "A1 Enrolment", "Confirmed", "C1 Mediators", "Waiting list, number 1")

	// Changing something else keeps both the place and the place in the queue.
	v.post("/me/"+r.Reference+"/you", v.ana()).is(200, "/me/"+r.Reference).says("A1 Enrolment", "Waiting list, number 1")
	s.resize("budapest", "bp-c1", 1)
	v.get("/me/"+r.Reference).says("C1 Mediators").saysNot("A1 Enrolment", "Waiting list, number")
}

func TestSharingIsTakenBackInOneStep(t *testing.T) {
	t.Parallel()
	s := open(t)
	v := s.visitor()
	r := v.register("ana@example.org")
	s.consented(r.ID, "list", false)
	for _, given := range []bool{true, false} {
		sent := url.Values{}
		if given {
			sent.Set("share", "list")
		}
		v.post("/me/"+r.Reference+"/sharing", sent).is(200, "/me/"+r.Reference).says("Your choices about sharing are saved.")
		s.consented(r.ID, "list", given)
		if _, ticked := attribute(v.get("/me/"+r.Reference).field("share", "list"), "checked"); ticked != given {
			t.Errorf("the box is ticked: %v, want %v", ticked, given)
		}
	}
}

func TestWithdrawing(t *testing.T) {
	t.Parallel()
	s := open(t)
	v := s.visitor()
	r := v.register("ana@example.org")
	page := v.get("/me/"+r.Reference+"/withdraw").is(200, "/me/"+r.Reference+"/withdraw").says("You give up your place", "Keep my registration")
	sent := url.Values{"key": {attr(page.field("key", ""), "value")}}
	v.post("/me/"+r.Reference+"/withdraw", sent).is(200, "/me").says("You have withdrawn.")
	v.get("/me/"+r.Reference).says("You have withdrawn").saysNot("Change your activities", "Save my choices")
	v.post("/me/"+r.Reference+"/withdraw", sent).is(200, "/me/"+r.Reference)
	v.post("/me/"+r.Reference+"/sharing", url.Values{"share": {"list"}})
	s.consented(r.ID, "list", false)
	if kind := s.newest("ana@example.org").Kind; kind != "withdrawn" {
		t.Errorf("the last mail is of the kind %q", kind)
	}
	again := v.get(budapest).is(200, budapest+"/you")
	again.field("given_name", "")
}

func TestOwnCalendarHoldsOwnPlaces(t *testing.T) {
	t.Parallel()
	s := open(t)
	v := s.visitor()
	activities, trip := nothing()
	activities.Set("choice.bp-w1", "bp-a1")
	v.send(v.upToCheck("ana@example.org", activities, trip, nil), false)
	r := s.registered("ana@example.org")
	file := v.get("/me/"+r.Reference+"/calendar.ics").is(200, "/me/"+r.Reference+"/calendar.ics")
	for _, want := range []string{"BEGIN:VTIMEZONE", "METHOD:PUBLISH", r.Reference + "-bp-a1@", "DTSTART;TZID=Europe/Budapest:20121217T113000"} {
		if !strings.Contains(file.body, want) {
			t.Errorf("the file lacks %q:\n%s", want, file.body)
		}
	}
	for _, not := range []string{"bp-b1", "Říhová", "ana@example.org"} {
		if strings.Contains(file.body, not) {
			t.Errorf("the file holds %q", not)
		}
	}
	// The mail's own file names the same entries: a calendar shows each once.
	mailed := string(s.newest("ana@example.org").Raw)
	if !strings.Contains(mailed, ".ics") {
		t.Error("the confirmation carries no calendar")
	}
	if file.header.Get("Cache-Control") != "no-store" {
		t.Error("a personal file may be cached")
	}
}

func TestTheBetterPlaceIsTheWish(t *testing.T) {
	t.Parallel()
	s := open(t)
	own := &ownPage{Programme: s.event("budapest")}
	for code, state := range map[string]string{"event": "confirmed", "bp-a1": "confirmed", "bp-c1": "waiting", "bp-a2": "released", "bp-dinner": "refused"} {
		own.Places = append(own.Places, registration.Place{ActivityID: own.Programme.ByCode(code).ID, Activity: code, State: state})
	}
	got := own.choicesOf()
	if len(got) != 1 || got[0] != (registration.Choice{Activity: "bp-c1", MayWait: true}) {
		t.Errorf("the wishes are %+v", got)
	}
}
