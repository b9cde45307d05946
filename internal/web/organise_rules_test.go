package web

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"convene/internal/event"
)

func TestCapacityIsChangedAfterALook(t *testing.T) {
	t.Parallel()
	s := staffed(t)
	s.resize("budapest", "bp-t1", 1)
	one, two := s.registers("Anna|Kovács", "Szeged", "HU", "bp-t1"), s.registers("Bea|Brown", "Sheffield", "GB", "bp-t1")
	v, path := s.signedInAs("organiser"), eventPath+"/places/bp-t1"
	v.get(eventPath+"/places").says("1 of 1", "Staff seats")
	v.post(path+"/capacity", url.Values{"capacity": {"many"}}).is(422, path+"/capacity").says("Enter a number of places")
	v.surely(path+"/capacity", url.Values{"capacity": {"2"}}, "2 places instead of 1", "1 wait. Number 1 of the list gets the place.").is(200, path).says("The number of places is changed.")
	v.surely(path+"/capacity", url.Values{"capacity": {"0"}}, "Nobody loses a place: 2 more are taken than there are").is(200, path).says("2 people more than there are places")
	if a, b := s.place(one, "bp-t1").State, s.place(two, "bp-t1").State; a != "confirmed" || b != "confirmed" {
		t.Errorf("%s, %s", a, b)
	}
	if s.audited("resize", "budapest/bp-t1") != 2 {
		t.Error("not recorded")
	}
}

func TestAContingentIsMadeFilledChangedAndReleased(t *testing.T) {
	t.Parallel()
	s := staffed(t)
	s.resize("budapest", "bp-t1", 1)
	s.registers("Anna|Kovács", "Szeged", "HU", "bp-t1")
	two, three := s.registers("Bea|Brown", "Sheffield", "GB", "bp-t1"), s.registers("Cleo|Costa", "Porto", "PT", "bp-t1")
	v, path := s.signedInAs("organiser"), eventPath+"/places/bp-t1"
	guests := url.Values{"kind": {"guests"}, "name": {"IRIS"}, "places": {"2"}, "from": {"new"}, "day": {"2012-12-01"}}
	v.post(path+"/contingents", url.Values{"kind": {"guests"}, "places": {"2"}}).is(422, path+"/contingents").says("Enter the name of the partner.")
	v.surely(path+"/contingents", guests, "2 places for Guests: IRIS", "Nobody moves up").is(200, path).says("The contingent is saved.", "Guests: IRIS", "1 December 2012, 00:00")
	v.post(path+"/contingents", guests).is(422, path+"/contingents").says("There is a contingent of this name already.")
	assign := listPath + "/" + three.Reference + "/places/bp-t1/contingent"
	page := v.get(assign).says("Guests: IRIS", "2 places are free.")
	id := ""
	for _, one := range s.contingents() {
		if one.Name == "IRIS" {
			id = page.idOf(one.ID)
		}
	}
	v.post(assign, url.Values{"contingent": {id}}).is(200, listPath+"/"+three.Reference).says("A place of “Guests: IRIS”.", "Contingent changed by Secretariat")
	one := path + "/contingents/" + id
	v.get(one).says("1 of 2 places are assigned.", "Cleo Costa")
	v.post(one, url.Values{"places": {"0"}, "name": {"IRIS"}, "from": {"new"}}).says("1 places of this contingent are assigned")
	v.surely(one+"/release", nil, "1 unused place goes to everybody", "Number 1 of the list gets the place.").is(200, path).says("everybody's now")
	if got := s.place(two, "bp-t1").State; got != "confirmed" {
		t.Errorf("who waited is %s", got)
	}
}

// idOf is a contingent's number as its radio has it.
func (a *answer) idOf(id int64) string {
	a.t.Helper()
	for n := range a.doc.Descendants() {
		if value := attr(n, "value"); attr(n, "name") == "contingent" && value != "0" {
			return value
		}
	}
	a.t.Fatalf("%s does not offer contingent %d", a.path, id)
	return ""
}

func TestAnActivityIsMovedAfterALookAtWhoClashes(t *testing.T) {
	t.Parallel()
	s := staffed(t)
	both := s.registers("Anna|Kovács", "Szeged", "HU", "bp-a1", "bp-t1")
	a1 := s.event("budapest").ByCode("bp-a1")
	v, path := s.signedInAs("organiser"), eventPath+"/places/bp-t1/move"
	v.get(path).says("Budapest time, UTC+1")
	day := a1.StartsAt.Format(time.DateOnly)
	form := url.Values{"start": {day}, "start_clock": {a1.StartsAt.Format("15:04")}, "end": {day}, "end_clock": {a1.EndsAt.Format("15:04")}, "keep": {keepOther}}
	wrong := func(name, value, says string) {
		t.Helper()
		bad := url.Values{}
		for k, list := range form {
			bad[k] = list
		}
		bad.Set(name, value)
		v.post(path, bad).is(422, path).says(says)
	}
	wrong("end_clock", "00:01", "The end must be later than the start.")
	wrong("end", "2013-02-01", "more than a day after the event ends")
	wrong("start", "17 December", "Enter a day such as 2012-12-17.")
	wrong("keep", "", "Choose what people keep.")
	preview := v.post(path, form).is(200, path).says("1 person would have two places at once", "Anna Kovács", "gives up “Bus 1")
	if s.place(both, "bp-t1").State != "confirmed" {
		t.Fatal("a preview moved")
	}
	form.Set("keep", keepMoved)
	v.post(path, form).says("keeps “Bus 1")
	v.post(path, preview.hidden()).is(200, eventPath+"/places/bp-t1").says("The activity is moved.")
	if s.place(both, "bp-t1").State != "released" || s.place(both, "bp-a1").State != "confirmed" {
		t.Error("the wrong place was kept")
	}
	if got := s.event("budapest").ByCode("bp-t1").StartsAt; !got.Equal(a1.StartsAt) {
		t.Errorf("the bus leaves at %s", got)
	}
	v.get(eventPath+"/places/event/move").is(404, eventPath+"/places/event/move")
}

func TestRulesAreSaved(t *testing.T) {
	t.Parallel()
	s := staffed(t)
	v, path := s.signedInAs("organiser"), eventPath+"/rules"
	v.get(path).says("Nobody loses a place, an offer or a turn by it.")
	good := url.Values{"mode": {"approval"}, "how": {"offer"}, "offer_hours": {"24"}, "hold_hours": {"48"}, "delegation": {"4"}}
	v.post(path, url.Values{"mode": {"approval"}, "how": {"offer"}, "offer_hours": {"x"}, "hold_hours": {"0"}, "delegation": {"4"}}).is(422, path).
		says("Enter a number of hours from 1 to 8760.")
	v.post(path, good).is(200, path).says("The rules are saved")
	if r := s.event("budapest").Event.Rules(); r != (event.Rules{Mode: "approval", OfferHours: 24, HoldHours: 48, Delegation: 4}) {
		t.Errorf("%+v", r)
	}
	s.signedInAs("desk").get(path).says("Who is approved", "Is offered for 24 hours").saysNot("Save the rules")
}

func TestPeopleAreInvited(t *testing.T) {
	t.Parallel()
	s := staffed(t)
	v, path := s.signedInAs("organiser"), eventPath+"/invitations"
	v.get(path).says("Nobody is invited yet.")
	sent := v.post(path, url.Values{"locale": {"fr"}, "addresses": {"Ana@example.org\r\nbea@example.org, nobody\nana@example.org"}}).is(422, path).
		says("2 addresses are invited", "1 was invited before", "1 line is no address.", "2 invitations", "ana@example.org")
	if typed := strings.TrimSpace(sent.field("addresses", "").FirstChild.Data); typed != "nobody" {
		t.Errorf("the form keeps %q", typed)
	}
	if letter := s.newest("ana@example.org"); !strings.Contains(letter.Text, "/events/budapest/register") {
		t.Errorf("the letter says\n%s", letter.Text)
	}
	v.post(path+"/search", url.Values{"q": {"bea"}}).is(200, path).says("1 invitation", "bea@example.org").saysNot("ana@")
	v.surely(path+"/remove", url.Values{"email": {"bea@example.org"}}, "can no longer register").says("The invitation is taken back.", "1 invitation")
	if s.audited("invite", "budapest") != 1 || s.audited("uninvite", "budapest") != 1 {
		t.Error("not recorded")
	}
}

func TestCoordinatorsAreAppointedAndDismissed(t *testing.T) {
	t.Parallel()
	s := staffed(t)
	v, path := s.signedInAs("organiser"), eventPath+"/coordinators"
	v.get(path).says("There is none yet.")
	found := v.post(path, url.Values{"do": {"search"}, "authority_query": {"pecs"}, "email": {"co@example.org"}}).is(200, path).says("Pécs")
	if typed := attr(found.field("email", ""), "value"); typed != "co@example.org" {
		t.Errorf("the address became %q", typed)
	}
	v.post(path, url.Values{"email": {"co@example.org"}, "locale": {"en"}}).is(422, path).says("Choose an authority from the list.")
	form := url.Values{"email": {"co@example.org"}, "locale": {"en"}, "authority": {attr(found.field("authority", ""), "value")}}
	v.post(path, form).is(200, path).says("1 coordinator", "co@example.org", "is appointed")
	v.post(path, form).says("coordinates", "already.")
	if letter := s.newest("co@example.org"); !strings.Contains(letter.Text, "/delegations") {
		t.Errorf("the letter says\n%s", letter.Text)
	}
	v.surely(v.get(path).formTo("/dismiss"), nil, "Whom it named stays.").is(200, path).says("There is none yet.")
}
