package web

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"convene/internal/registration"
)

func TestAPartnerSeesItsEventsOnly(t *testing.T) {
	t.Parallel()
	s := staffed(t)
	s.agrees("Ana Rusu", "iris")
	v := s.signedInAs("iris")
	home := v.get("/partner").is(200, "/partner")
	home.says("Public housing policies", "Your role: co-organiser. The agreement runs until 17 December 2013.", "1 person agrees to share data with you")
	home.saysNot("Education policies")
	for _, path := range []string{"", "/attendees.csv", "/attendees-excel.csv", "/attendees.xlsx", "/attendees.json"} {
		v.get("/partner/events/budapest"+path).is(404, "/partner/events/budapest"+path)
		v.get("/partner/events/atlantis"+path).is(404, "/partner/events/atlantis"+path)
	}
	if got, want := v.get("/partner/events/budapest").text(), v.get("/partner/events/atlantis").text(); withoutRequest(got) != withoutRequest(want) {
		t.Errorf("a foreign event reads differently from none:\n%s\n%s", got, want)
	}
}

// withoutRequest takes the address out, which the language links repeat.
func withoutRequest(text string) string {
	return strings.NewReplacer("budapest", "", "atlantis", "").Replace(text)
}

func TestAPartnerSeesWhoAgreesAndWhatIsAgreed(t *testing.T) {
	t.Parallel()
	s := staffed(t)
	s.agrees("Ana Rusu", "iris")
	s.agrees("Bea Brown", "warwick")
	both := s.agrees("Cleo Costa", "iris", "warwick")
	s.agrees("Dan Doe")
	iris, warwick := s.signedInAs("iris"), s.partnerAs("warwick", "warwick")
	iris.get(madridPath).is(200, madridPath).says("2 people agree to share data with you", "Ana Rusu", "Cleo Costa", "ana.rusu@example.org",
		"Body of Ana Rusu", "Spain", "Mayor", "co-organiser", "17 December 2013", "e-mail address", "To follow up the results of this event.").
		saysNot("Bea Brown", "Dan Doe")
	warwick.get(madridPath).says("2 people agree", "Bea Brown", "Cleo Costa", "Body of Bea Brown", "author of the study").
		saysNot("Ana Rusu", "Dan Doe", "bea.brown@", "e-mail address")
	withdrawn := []registration.Consent{{Purpose: registration.PurposePartner("iris"), Text: "Not any more"}}
	if err := registration.SetConsents(t.Context(), s.db.DB, both.RegistrationID, withdrawn, "en", registration.ChannelWeb, s.now()); err != nil {
		t.Fatal(err)
	}
	iris.get(madridPath).says("1 person agrees", "Ana Rusu").saysNot("Cleo Costa")
	warwick.get(madridPath).says("2 people agree", "Cleo Costa")
}

// A field the person was not asked about is left out, and said to be.
func TestAFieldNotSharedIsSaidToBe(t *testing.T) {
	t.Parallel()
	s := staffed(t)
	s.agrees("Ana Rusu", "iris")
	s.changes(`update consent set fields = '{authority,country}'`)
	s.signedInAs("iris").get(madridPath).says("not shared", "Body of Ana Rusu", "Spain").saysNot("Ana Rusu Body", "ana.rusu@", "Mayor")
}

func TestNobodyAgreesYet(t *testing.T) {
	t.Parallel()
	s := staffed(t)
	s.agrees("Dan Doe")
	s.signedInAs("iris").get(madridPath).is(200, madridPath).
		says("0 people agree", "Nobody who has a place agrees to it at the moment.", "You have not taken a file yet.").saysNot("Dan Doe")
}

func TestAnEndedAgreementOpensNothing(t *testing.T) {
	t.Parallel()
	s := staffed(t)
	s.agrees("Ana Rusu", "iris")
	s.changes(`update agreement set ends_at = ?`, s.now())
	v := s.signedInAs("iris")
	v.get("/partner").says("The agreement ended on 15 November 2012. You must have erased the data of its people.").saysNot("agrees to share")
	v.get(madridPath).is(404, madridPath)
	v.get(madridPath+"/attendees.csv").is(404, madridPath+"/attendees.csv")
}

func TestAPartnerWithoutAnAgreementIsToldWhatToDo(t *testing.T) {
	t.Parallel()
	s := staffed(t)
	s.changes(`delete from agreement`)
	s.signedInAs("iris").get("/partner").is(200, "/partner").
		says("IRIS has no agreement for an event yet", "Ask the organisers", "help@example.org").saysNot("Madrid")
}

func TestADraftIsNotThereForPartners(t *testing.T) {
	t.Parallel()
	s := staffed(t)
	s.changes(`update event set status = 'draft' where slug = 'madrid'`)
	v := s.signedInAs("iris")
	v.get("/partner").saysNot("Public housing")
	v.get(madridPath).is(404, madridPath)
}

func TestOnlyPartnersComeIn(t *testing.T) {
	t.Parallel()
	s := staffed(t)
	people := map[string]*visitor{"nobody": s.visitor(), "organiser": s.signedInAs("organiser"), "desk": s.signedInAs("desk"), "other": s.signedInAs("other")}
	for _, r := range partnerRoutes(s.Server) {
		path := strings.ReplaceAll(r.path, ":slug", "madrid")
		for name, v := range people {
			v.client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
			want := 403
			if name == "nobody" {
				want = 303
			}
			got := v.get(path)
			if got.status != want {
				t.Errorf("%s as %s: %d, want %d", path, name, got.status, want)
			}
			if to := got.header.Get("Location"); want == 303 && to != "/sign-in?to="+url.QueryEscape(path) {
				t.Errorf("%s leads nobody to %s", path, to)
			}
		}
	}
}

func TestPeopleByPages(t *testing.T) {
	t.Parallel()
	s := staffed(t)
	for i := range peoplePerPage + 1 {
		s.agrees(fmt.Sprintf("Person %02d", i), "iris")
	}
	v := s.signedInAs("iris")
	first := v.get(madridPath).says("51 people agree", "Person 00", "Person 49", "Page 1 of 2", "Next").saysNot("Person 50", "Previous")
	v.get(madridPath+"?page=2").says("Person 50", "Page 2 of 2", "Previous").saysNot("Person 49", "Next")
	for asked, want := range map[string]string{"9": "Page 2 of 2", "0": "Page 1 of 2", "-3": "Page 1 of 2", "x": "Page 1 of 2"} {
		v.get(madridPath + "?page=" + asked).says(want)
	}
	for _, address := range first.addresses() {
		if strings.Contains(address, "Person") || strings.Contains(address, "person") || strings.Contains(address, "@example.org") && !strings.HasPrefix(address, "mailto:help@") {
			t.Errorf("an address of the page tells of a person: %s", address)
		}
	}
	if strings.Contains(s.log.String(), "erson 0") || strings.Contains(s.log.String(), "@example.org") {
		t.Error("the log tells of a person")
	}
}

func TestPartnersPagesInFrench(t *testing.T) {
	t.Parallel()
	s := staffed(t)
	s.agrees("Ana Rusu", "iris")
	v := s.signedInAs("iris")
	v.lang = "fr"
	v.get(madridPath).says("Espagne", "17 décembre 2013").saysNot("17 December", "Spain")
}
