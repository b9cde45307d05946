package web

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"

	"convene/internal/export"
	"convene/internal/person"
	"convene/internal/registration"
)

// coordinated is a visitor who coordinates an authority at an event, and the path
// of the delegation.
func (s *site) coordinated(email, slug, authority string) (*visitor, string) {
	s.t.Helper()
	pr, found := s.event(slug), s.authorityNamed(authority)
	letter := registration.Letterhead{BaseURL: s.BaseURL, Contact: s.Contact, Locale: "en"}.Appointment(pr, authority)
	if _, err := registration.Appoint(s.t.Context(), s.db.DB, pr.Event.ID, found, email, letter, s.now()); err != nil {
		s.t.Fatal(err)
	}
	v := s.visitor()
	v.enters(email, "/delegations").is(200, "/delegations")
	return v, "/delegations/" + slug + "/" + strconv.FormatInt(found, 10)
}

func (s *site) authorityNamed(name string) int64 {
	s.t.Helper()
	found, err := person.SearchAuthorities(s.t.Context(), s.db, name, 1)
	if err != nil || len(found) == 0 {
		s.t.Fatal(name, err)
	}
	return found[0].ID
}

// names fills in the form of a coordinator and sends it.
func (v *visitor) names(path, given, email string, more url.Values) *answer {
	v.t.Helper()
	sent := url.Values{"given_name": {given}, "family_name": {"Kovács"}, "email": {email}, "locale": {"en"},
		"key": {attr(v.get(path).is(200, path).field("key", ""), "value")}}
	for name, value := range more {
		sent[name] = value
	}
	return v.post(path, sent)
}

// person is the path of somebody of a delegation.
func (s *site) delegate(path, email string) string {
	s.t.Helper()
	return path + "/people/" + s.registered(email).Reference
}

func TestACoordinatorNamesSwapsAndWithdraws(t *testing.T) {
	t.Parallel()
	s := open(t)
	v, path := s.coordinated("eva@example.org", "budapest", "Pécs")
	v.get("/delegations").says("Pécs", "3 of 3 places left.")
	v.get(path).says("Nobody is named yet. Name the first person")
	v.get(path + "/name").says("3 of 3 places left. The event has 120 free places.")
	v.names(path+"/name", "Béla", "bela@example.org", url.Values{"function": {"Mayor"}}).is(200, path).
		says("The person is named", "Béla Kovács", "bela@example.org", "Mayor", "Named, has to confirm until", "(Budapest time, UTC+1)", "2 of 3 places left.")
	v.names(path+"/name", "Cili", "cili@example.org", nil).is(200, path).says("Cili Kovács")
	if m := s.newest("bela@example.org"); m.Kind != "nominated" || !strings.Contains(m.Text, "by: Pécs.") {
		t.Errorf("%s:\n%s", m.Kind, m.Text)
	}

	swap := s.delegate(path, "cili@example.org") + "/swap"
	v.get(swap).says("Somebody else takes part in place of:", "Cili Kovács").saysNot("If the event is full")
	v.names(swap, "Dóra", "dora@example.org", nil).is(200, path).says("Dóra Kovács", "Cili Kovács : Swapped for somebody else", "1 of 3 places left.")
	if a, b := s.newest("cili@example.org").Kind, s.newest("dora@example.org").Kind; a != "substituted" || b != "nominated" {
		t.Errorf("mails %s and %s", a, b)
	}

	leave := s.delegate(path, "dora@example.org") + "/withdraw"
	key := attr(v.get(leave).says("Take a nomination back", "swap instead").field("key", ""), "value")
	v.post(leave, url.Values{"key": {key}}).is(200, path).says("The place is given up", "2 of 3 places left.")
	v.post(leave, url.Values{"key": {key}}).is(200, path)
	if m := s.newest("dora@example.org"); m.Kind != "withdrawn" || !strings.Contains(m.Text, "This was decided by: Pécs.") {
		t.Errorf("%s:\n%s", m.Kind, m.Text)
	}
}

// DP-06: whatever a coordinator sends, consents, activities and languages are the
// person's own to say.
func TestACoordinatorAnswersForNobody(t *testing.T) {
	t.Parallel()
	s := open(t)
	v, path := s.coordinated("eva@example.org", "budapest", "Pécs")
	more := url.Values{"share": {"list", "partner:iris"}, "choice.bp-w1": {"bp-a1"}, "languages": {"hu"}, "authority": {"1"}, "country": {"FR"}, "role": {"speaker"}}
	v.names(path+"/name", "Béla", "bela@example.org", more).is(200, path)
	r := s.registered("bela@example.org")
	if r.AuthorityID != s.authorityNamed("Pécs") || r.Details.Country != "HU" || len(r.Languages) != 0 || r.Role != registration.Participant {
		t.Errorf("%+v", r)
	}
	standing, err := registration.ConsentsOf(t.Context(), s.db, r.ID)
	if err != nil || len(standing) != 0 {
		t.Errorf("consents %v, %v", standing, err)
	}
	if places, _ := registration.PlacesOf(t.Context(), s.db, r.ID); len(places) != 1 {
		t.Errorf("places %+v", places)
	}
	for _, p := range []string{"/sharing", "/consents"} {
		v.post(s.delegate(path, "bela@example.org")+p, more).is(404, s.delegate(path, "bela@example.org")+p)
	}
	v.post("/me/"+r.Reference+"/sharing", more).is(404, "/me/"+r.Reference+"/sharing")
}

func TestADelegationShowsNoAddressNorActivity(t *testing.T) {
	t.Parallel()
	s := open(t)
	v, path := s.coordinated("eva@example.org", "budapest", "Pécs")
	_, err := s.desk.Submit(t.Context(), registration.Submission{EventID: s.event("budapest").Event.ID, Email: "secret@example.org", Channel: registration.ChannelWeb, Now: s.now(),
		Choices: []registration.Choice{{Activity: "bp-a1"}}, Consents: []registration.Consent{{Purpose: "list", Given: true, Text: "Print my name."}},
		Details: registration.Details{Given: "Anna", AuthorityID: s.authorityNamed("Pécs"), Country: "HU", Function: "Mediator", Languages: []string{"hu"}, Locale: "en"}})
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range []string{"", "/list", "/list.csv"} {
		page := v.get(path+p).is(200, path+p)
		if !strings.Contains(page.body, "Anna") || !strings.Contains(page.body, "Has a place") {
			t.Errorf("%s does not show the person:\n%s", p, page.body)
		}
		for _, private := range []string{"secret@example.org", "Enrolment", "Print my name", "bp-a1", "Hungarian", "Languages"} {
			if strings.Contains(page.body, private) {
				t.Errorf("%s tells %q", p, private)
			}
		}
	}
	log, err := export.Log(t.Context(), s.db, s.event("budapest").Event.ID)
	if err != nil || len(log) != 1 || log[0].Authority != "Pécs" || log[0].Rows != 1 {
		t.Errorf("the log %+v, %v", log, err)
	}
}

// Every page of a delegation, for everybody who may not see it.
func TestADelegationOfOthersIsNotThere(t *testing.T) {
	t.Parallel()
	s := open(t)
	v, path := s.coordinated("eva@example.org", "budapest", "Pécs")
	v.names(path+"/name", "Béla", "bela@example.org", nil).is(200, path)
	r := s.registered("bela@example.org")
	elsewhere, _ := s.coordinated("fred@example.org", "madrid", "Pécs")
	other, _ := s.coordinated("olga@example.org", "budapest", "Oulu")
	anybody, nobody := s.visitor(), s.visitor()
	anybody.enters("bela@example.org", "/me")
	want := map[*visitor]int{elsewhere: 404, other: 404, anybody: 404, nobody: 303}
	for _, route := range delegationRoutes(s.Server) {
		if route.path == "/delegations" {
			continue
		}
		at := strings.NewReplacer("/delegations/:slug/:authority", path, ":reference", r.Reference).Replace(route.path)
		for who, status := range want {
			who.client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
			got := who.asks(route.method, at)
			if got.status != status || strings.Contains(got.body, "Béla") {
				t.Errorf("%s %s: %d, want %d", route.method, at, got.status, status)
			}
		}
	}
	if after := s.registered("bela@example.org"); after.Sequence != r.Sequence || after.State != "nominated" {
		t.Errorf("somebody else changed %+v", after)
	}
	anybody.get("/me").saysNot("Delegations")
	v.get("/me").says("Delegations")
	v.get("/delegations/atlantis/1").is(404, "/delegations/atlantis/1")
	// Somebody of another authority is not reached through one's own delegation.
	oulu := "/delegations/budapest/" + strconv.FormatInt(s.authorityNamed("Oulu"), 10) + "/people/" + r.Reference + "/withdraw"
	other.get(oulu).is(404, oulu)
}

func TestACoordinatorWhoIsDismissedSeesNothing(t *testing.T) {
	t.Parallel()
	s := open(t)
	v, path := s.coordinated("eva@example.org", "budapest", "Pécs")
	id := s.event("budapest").Event.ID
	all, err := registration.Coordinators(t.Context(), s.db, id)
	if err != nil || len(all) != 1 {
		t.Fatal(all, err)
	}
	if err := registration.Dismiss(t.Context(), s.db, id, all[0].ID); err != nil {
		t.Fatal(err)
	}
	v.get(path).is(404, path)
	v.get("/delegations").says("This address coordinates no delegation.")
	v.get("/me").saysNot("Delegations")
}

func TestRefusalsToCoordinatorsAreInWords(t *testing.T) {
	t.Parallel()
	s := open(t)
	v, path := s.coordinated("eva@example.org", "budapest", "Pécs")
	name := path + "/name"
	v.names(name, "", "not an address", nil).is(422, name).says("Enter the given names of the person.", "Write one address")
	v.names(name, "Béla", "bela@example.org", nil).is(200, path)
	v.names(name, "Béla", "bela@example.org", nil).is(409, name).says("This person is registered for this event already.")
	s.resize("budapest", "event", 1)
	full := v.names(name, "Cili", "cili@example.org", nil).is(409, name).says("The event is full. Tick the box", "The event is full, and 0 people wait.")
	if attr(full.field("given_name", ""), "value") != "Cili" {
		t.Error("what was typed is lost")
	}
	v.names(name, "Cili", "cili@example.org", url.Values{"wait": {"yes"}}).is(200, path).says("Named for the waiting list, has not confirmed yet")
	key := url.Values{"key": {"one"}, "wait": {"yes"}}
	v.names(name, "Dóra", "dora@example.org", key).is(200, path).says("All 3 places are used.")
	v.names(path+"/people/"+s.registered("dora@example.org").Reference+"/swap", "Béla", "bela@example.org", nil).says("This person is registered for this event already.")
	v.get(name).says("All 3 places are used.", "To send somebody else, swap a person").saysNot("Name this person")
	sent := url.Values{"given_name": {"Eda"}, "email": {"eda@example.org"}, "key": {"two"}, "wait": {"yes"}}
	v.post(name, sent).is(409, name).says("All 3 places are used.")
	s.at(s.event("budapest").Event.ClosesAt)
	v.get(path).says("People can be named from").saysNot("Name a person")
	v.post(name, sent).is(409, name)
}

func TestTheMailIsSentAgainOnceADay(t *testing.T) {
	t.Parallel()
	s := open(t)
	v, path := s.coordinated("eva@example.org", "budapest", "Pécs")
	v.names(path+"/name", "Béla", "bela@example.org", nil).is(200, path)
	remind, first := s.delegate(path, "bela@example.org")+"/remind", s.newest("bela@example.org").ID
	v.post(remind, nil).is(200, path).says("A mail went to this person within the last 24 hours.")
	s.later(25 * time.Hour)
	v.enters("eva@example.org", path)
	v.post(remind, nil).is(200, path).says("The mail is sent again.")
	v.post(remind, nil).is(200, path).says("within the last 24 hours")
	if m := s.newest("bela@example.org"); m.ID == first || m.Kind != "nominated" {
		t.Errorf("%+v", m.Kept)
	}
}

// Speakers take no place of a delegation, and its coordinator cannot touch them.
func TestExemptPeopleAreOutOfReach(t *testing.T) {
	t.Parallel()
	s := open(t)
	v, path := s.coordinated("eva@example.org", "budapest", "Pécs")
	v.names(path+"/name", "Béla", "bela@example.org", nil).is(200, path)
	r := s.registered("bela@example.org")
	s.changes("update registration set role = 'speaker' where id = ?", r.ID)
	v.get(path).says("takes no place of the delegation", "3 of 3 places left.").saysNot("Swap", "Take back")
	for _, p := range []string{"/swap", "/withdraw"} {
		v.get(path+"/people/"+r.Reference+p).is(404, path+"/people/"+r.Reference+p)
		v.post(path+"/people/"+r.Reference+p, nil).is(404, path+"/people/"+r.Reference+p)
	}
}

func TestDelegationPagesAreWellMade(t *testing.T) {
	t.Parallel()
	s := open(t)
	v, path := s.coordinated("eva@example.org", "budapest", "Pécs")
	for _, lang := range []string{"en", "fr"} {
		v.lang = lang
		for _, given := range []string{"", "Béla"} {
			wellMade(t, v.get(path), lang)
			v.names(path+"/name", given, lang+"@example.org", nil)
		}
		person := s.delegate(path, lang+"@example.org")
		for _, p := range []string{"/delegations", path, path + "/name", path + "/list", person + "/swap", person + "/withdraw"} {
			wellMade(t, v.get(p), lang)
		}
		wellMade(t, v.post(path+"/name", nil), lang)
		wellMade(t, v.post(person+"/swap", nil), lang)
		v.post(person+"/withdraw", nil)
	}
}
