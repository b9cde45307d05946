package web

import (
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"convene/internal/registration"
)

// ana is what a person of our tests says of herself.
func (v *visitor) ana() url.Values {
	return url.Values{"given_name": {"Ana"}, "family_name": {"Říhová"}, "authority": {v.authority("Gyumri")},
		"function": {"Head of education"}, "languages": {"en"}}
}

// authority is the id of the one a search finds first.
func (v *visitor) authority(name string) string {
	v.t.Helper()
	var id string
	err := v.db.NewRaw("select id::text from authority where name = ?", name).Scan(v.t.Context(), &id)
	if err != nil {
		v.t.Fatalf("authority %s: %v", name, err)
	}
	return id
}

const budapest = "/events/budapest/register"

// nothing chooses nothing anywhere at Budapest.
func nothing() (activities, trip url.Values) {
	return url.Values{"choice.bp-w1": {"none"}, "choice.bp-w2": {"none"}, "choice.bp-dinner": {"none"}}, url.Values{"choice.trip": {"none"}}
}

// upToCheck goes through the steps at Budapest and stops before sending.
func (v *visitor) upToCheck(email string, activities, trip, sharing url.Values) *answer {
	v.t.Helper()
	v.enters(email, budapest).is(200, budapest+"/you")
	v.post(budapest+"/you", v.ana()).is(200, budapest+"/activities")
	v.post(budapest+"/activities", activities).is(200, budapest+"/trip")
	v.post(budapest+"/trip", trip).is(200, budapest+"/sharing")
	return v.post(budapest+"/sharing", sharing).is(200, budapest+"/check")
}

// send sends the checked answers; wait asks for the event's waiting list.
func (v *visitor) send(check *answer, wait bool) *answer {
	v.t.Helper()
	form := url.Values{"key": {attr(check.field("key", ""), "value")}}
	if wait {
		form.Set("event_wait", "yes")
	}
	return v.post(budapest+"/check", form)
}

// register goes the whole way with nothing chosen.
func (v *visitor) register(email string) *registration.Registration {
	v.t.Helper()
	activities, trip := nothing()
	v.send(v.upToCheck(email, activities, trip, nil), false).is(200, budapest+"/result")
	return v.registered(email)
}

// registered reads the live registration of an address for Budapest.
func (s *site) registered(email string) *registration.Registration {
	s.t.Helper()
	var id int64
	if err := s.db.NewRaw("select id from person where email = ?", email).Scan(s.t.Context(), &id); err != nil {
		s.t.Fatalf("person %s: %v", email, err)
	}
	r, err := registration.LiveOf(s.t.Context(), s.db, s.event("budapest").Event.ID, id)
	if err != nil || r == nil {
		s.t.Fatalf("no live registration of %s: %v", email, err)
	}
	return r
}

func TestAWholeSignUp(t *testing.T) {
	t.Parallel()
	s := open(t)
	v := s.visitor()
	v.get("/").is(200, "/").says("Education policies for Roma", "120 places left")
	v.get("/events/budapest").says("11:30–13:00", "A1 Enrolment", "Interpretation: English, French, Hungarian", "45 places left", "Hearing loop")
	v.get(budapest).is(200, budapest).says("E-mail address")
	v.enters("ana@example.org", budapest).is(200, budapest+"/you").says("Step 1 of 5", "You register with ana@example.org")

	found := v.post(budapest+"/you", url.Values{"do": {"search"}, "given_name": {"Աննա"}, "authority_query": {"ԳՅՈՒՄՐԻ"}})
	found.is(200, budapest+"/you").says("1 authority found", "Gyumri", "Armenia")
	if got := attr(found.field("given_name", ""), "value"); got != "Աննա" {
		t.Fatalf("the search lost the given name: %q", got)
	}
	gyumri := v.authority("Gyumri")
	found.field("authority", gyumri)

	details := url.Values{"given_name": {"Աննա"}, "family_name": {"Սարգսյան"}, "authority": {gyumri}, "function": {"Mayor"}, "languages": {"en", "hy", "rom"}}
	wrong := v.post(budapest+"/you", details)
	wrong.is(422, budapest+"/you").says("One answer needs another look", "Your badge name is not in Latin letters.")
	details.Set("latin_name", "Anna Sargsyan")
	v.post(budapest+"/you", details).is(200, budapest+"/activities").says("Step 2 of 5", "Workshop, Monday 17 December 2012, 11:30–13:00")
	v.post(budapest+"/activities", url.Values{"choice.bp-w1": {"bp-a1"}, "choice.bp-w2": {"none"}, "choice.bp-dinner": {"bp-dinner"}}).
		is(200, budapest+"/trip").says("Bus 1", "2 wheelchair spaces", "Meeting point: Venue main entrance")
	v.post(budapest+"/trip", url.Values{"choice.trip": {"bp-t3"}}).is(200, budapest+"/sharing").says("You can register with none of them")
	check := v.post(budapest+"/sharing", url.Values{"share": {"list"}}).is(200, budapest+"/check")
	check.says("Nothing is sent yet", "Anna Sargsyan", "A1 Enrolment", "Library evening-class room", "Gyumri", "Yes Print my name")
	check.saysNot("Romani language and culture in the timetable")

	result := v.send(check, false).is(200, budapest+"/result")
	result.says("You have a place", "A1 Enrolment", "Confirmed", "You can change or withdraw until 12 December 2012, 18:00 (Budapest time, UTC+1).")
	r := s.registered("ana@example.org")
	result.says(r.Reference)
	if r.Badge != "Աննա Սարգսյան" || r.Latin != "Anna Sargsyan" || r.Authority != "Gyumri" || r.Country != "AM" || strings.Join(r.Languages, " ") != "en hy" {
		t.Errorf("stored %+v", r)
	}
	if letter := s.newest("ana@example.org"); letter.Kind != "confirmed" {
		t.Errorf("the last mail is of the kind %q", letter.Kind)
	}
	s.consented(r.ID, "list", true)
	v.get(budapest).is(200, budapest).says("You are registered already")
	v.get("/me").says("You have a place", r.Reference)
}

// consented fails unless the newest answer to a purpose is the given one.
func (s *site) consented(id int64, purpose string, given bool) {
	s.t.Helper()
	standing, err := registration.ConsentsOf(s.t.Context(), s.db, id)
	if err != nil {
		s.t.Fatal(err)
	}
	c, ok := standing[purpose]
	if !ok || c.Given != given || !strings.HasSuffix(c.Text, ".") {
		s.t.Fatalf("consent %s is %+v (answered %v), want given %v", purpose, c, ok, given)
	}
}

func TestMadridHasNoTripStepAndAsksForEachPartner(t *testing.T) {
	t.Parallel()
	s := open(t)
	v := s.visitor()
	const madrid = "/events/madrid/register"
	v.enters("ana@example.org", madrid).is(200, madrid+"/you").says("Step 1 of 4").saysNot("Field trip")
	v.get(madrid+"/trip").is(200, madrid+"/you") // no such step: led to where one is
	v.post(madrid+"/you", v.ana()).is(200, madrid+"/activities")
	sharing := v.post(madrid+"/activities", url.Values{"choice.md-w1": {"md-b"}}).is(200, madrid+"/sharing")
	sharing.says("IRIS (co-organiser)", "University of Warwick (author of the study)", "must erase them by 17 December 2013")
	for _, purpose := range []string{"list", "partner:iris", "partner:warwick"} {
		if _, ticked := attribute(sharing.field("share", purpose), "checked"); ticked {
			t.Errorf("the box for %s is ticked beforehand", purpose)
		}
	}
	check := v.post(madrid+"/sharing", nil).is(200, madrid+"/check").says("Step 4 of 4")
	v.post(madrid+"/check", url.Values{"key": {attr(check.field("key", ""), "value")}}).is(200, madrid+"/result").says("You have a place", "B Paying for it")
}

func TestStepsCannotBeSkippedAndGoBack(t *testing.T) {
	t.Parallel()
	s := open(t)
	v := s.visitor()
	v.get(budapest+"/check").is(200, "/enter")
	v.enters("ana@example.org", budapest)
	v.get(budapest+"/check").is(200, budapest+"/you")
	v.post(budapest+"/sharing", url.Values{"share": {"list"}}).is(200, budapest+"/you")
	v.post(budapest+"/you", v.ana()).is(200, budapest+"/activities")
	v.get(budapest+"/sharing").is(200, budapest+"/activities")
	back := v.get(budapest+"/you").is(200, budapest+"/you")
	if got := attr(back.field("family_name", ""), "value"); got != "Říhová" {
		t.Errorf("going back lost the family name: %q", got)
	}
	if _, chosen := attribute(back.field("authority", v.authority("Gyumri")), "checked"); !chosen {
		t.Error("going back lost the authority")
	}
}

func TestWrongAnswersAreKeptAndNamed(t *testing.T) {
	t.Parallel()
	s := open(t)
	v := s.visitor()
	v.enters("ana@example.org", budapest)
	for name, c := range map[string]struct {
		sent url.Values
		says []string
	}{
		"empty": {url.Values{}, []string{"Enter your given name.", "Choose your authority, or enter another organisation.", "Enter your function"}},
		"other organisation without name": {url.Values{"given_name": {"Ana"}, "authority": {"other"}, "function": {"Clerk"}, "country": {"RO"}},
			[]string{"One answer needs another look", "Enter the name of your organisation."}},
		"other organisation without country": {url.Values{"given_name": {"Ana"}, "authority": {"other"}, "organisation": {"A club"}, "function": {"Clerk"}},
			[]string{"One answer needs another look", "Choose a country."}},
		"no such authority": {url.Values{"given_name": {"Ana"}, "authority": {"999999"}, "function": {"Clerk"}, "country": {"RO"}},
			[]string{"Choose your authority, or enter another organisation."}},
		"no letters": {url.Values{"given_name": {"42"}, "authority": {"other"}, "organisation": {"A club"}, "function": {"Clerk"}, "country": {"RO"}},
			[]string{"Enter a name with at least one letter."}},
	} {
		page := v.post(budapest+"/you", c.sent).is(422, budapest+"/you").says(c.says...)
		if !strings.Contains(page.title(), "Error:") {
			t.Errorf("%s: the title is %q", name, page.title())
		}
		for _, again := range []*answer{page, v.get(budapest + "/you")} {
			for _, field := range []string{"given_name", "organisation", "function"} {
				if got := attr(again.field(field, ""), "value"); got != c.sent.Get(field) {
					t.Errorf("%s: %s became %q, typed was %q", name, field, got, c.sent.Get(field))
				}
			}
		}
	}
	v.post(budapest+"/you", v.ana())
	v.post(budapest+"/activities", url.Values{"choice.bp-w1": {"bp-a1"}, "choice.bp-w2": {"bp-t1"}}).is(422, budapest+"/activities").
		says("2 answers need another look", "Choose one, or say that you want none.")
	if _, chosen := attribute(v.get(budapest+"/activities").field("choice.bp-w1", "bp-a1"), "checked"); !chosen {
		t.Error("the workshop chosen beside a wrong answer was lost")
	}
}

func TestAFullActivityOffersItsWaitingList(t *testing.T) {
	t.Parallel()
	s := open(t)
	s.resize("budapest", "bp-a1", 0)
	v := s.visitor()
	v.get("/events/budapest").says("Full of 0")
	v.enters("ana@example.org", budapest)
	v.post(budapest+"/you", v.ana())
	sent := url.Values{"choice.bp-w1": {"bp-a1"}, "choice.bp-w2": {"none"}, "choice.bp-dinner": {"none"}}
	v.post(budapest+"/activities", sent).is(422, budapest+"/activities").says("This is full. Choose another, or tick the box for the waiting list.")
	sent.Set("wait.bp-w1", "yes")
	v.post(budapest+"/activities", sent).is(200, budapest+"/trip")
	v.post(budapest+"/trip", url.Values{"choice.trip": {"none"}})
	check := v.post(budapest+"/sharing", nil).says("Waiting list if it is full")
	v.send(check, false).is(200, budapest+"/result").says("You have a place", "Waiting list, number 1", "Full; nobody waits before you.")
	v.get("/events/budapest").says("1 person is waiting")
}

// The sentence before sending is the sentence of the result.
func TestTheCheckSaysWhatTheResultWillSay(t *testing.T) {
	t.Parallel()
	s := open(t)
	s.resize("budapest", "bp-a1", 0)
	s.joins("zora@example.org", "bp-a1")
	v := s.visitor()
	activities, trip := nothing()
	activities.Set("choice.bp-w1", "bp-a1")
	activities.Set("wait.bp-w1", "yes")
	activities.Set("choice.bp-w2", "bp-c2")
	check := v.upToCheck("ana@example.org", activities, trip, nil)
	check.says("If you send this now: Waiting list, number 2 Full; 1 person waits before you.", "If you send this now: Confirmed The place is confirmed.")
	s.resize("budapest", "bp-c2", 0)
	check = v.get(budapest + "/check").says("If you send this now: No place Full; nobody waits before you.")
	if !strings.Contains(check.body, `href="`+budapest+`/activities#choice.bp-w2"`) {
		t.Error("nothing leads to where the choice can be changed")
	}
	v.send(check, false).is(200, budapest+"/result").says("Waiting list, number 2", "Full; 1 person waits before you.", "No place", "Full; nobody waits before you.")
}

func TestWhatFillsUpInTheMeantimeIsRefusedByName(t *testing.T) {
	t.Parallel()
	s := open(t)
	v := s.visitor()
	activities, trip := nothing()
	activities.Set("choice.bp-w1", "bp-c1")
	check := v.upToCheck("ana@example.org", activities, trip, nil)
	s.resize("budapest", "bp-c1", 0)
	v.send(check, false).is(200, budapest+"/result").says("You have a place", "C1 Mediators", "No place", "Full; nobody waits before you.")
}

func TestAFullEventOffersItsWaitingList(t *testing.T) {
	t.Parallel()
	s := open(t)
	v := s.visitor()
	activities, trip := nothing()
	activities.Set("choice.bp-w1", "bp-a1")
	check := v.upToCheck("ana@example.org", activities, trip, nil)
	s.resize("budapest", "event", 0)

	s.visitor().get(budapest).says("The event is full. You can register for its waiting list.")
	s.visitor().get("/events/budapest").says("Join the waiting list")
	v.get(budapest + "/check").says("Put me on the waiting list of the event")
	refused := v.send(check, false).is(409, budapest+"/check")
	refused.says("The event is full. Tick the box for its waiting list, or leave your registration unsent.", "A1 Enrolment")
	v.send(refused, true).is(200, budapest+"/result").says("You are on the waiting list", "Waiting list, number 1", "This is decided when you get a place at the event.")

	s.resize("budapest", "event", 1)
	v.get("/me/"+s.registered("ana@example.org").Reference).says("You have a place", "A1 Enrolment").saysNot("Waiting list, number")
}

func TestAFullDelegationIsSaidBeforeAndAfterSending(t *testing.T) {
	t.Parallel()
	s := open(t)
	late := s.visitor()
	activities, trip := nothing()
	check := late.upToCheck("late@example.org", activities, trip, nil).saysNot("Your authority has all its places")
	for _, email := range []string{"one@example.org", "two@example.org", "three@example.org"} {
		s.visitor().register(email)
	}
	words := "Your authority has all its places at this event: 3."
	late.send(check, false).is(409, budapest+"/check").says(words)
	again := late.get(budapest+"/check").says(words, "Change where you come from")
	if !strings.Contains(again.body, `href="`+budapest+`/you#authority"`) {
		t.Error("nothing leads to where the authority can be changed")
	}
}

func TestRegistrationBeforeAndAfterItsWindow(t *testing.T) {
	t.Parallel()
	s := open(t)
	v := s.visitor()
	activities, trip := nothing()
	check := v.upToCheck("ana@example.org", activities, trip, nil)

	s.at(time.Date(2012, time.October, 14, 12, 0, 0, 0, time.UTC))
	v.get(budapest).is(200, budapest).says("Registration is not open yet", "Registration opens on 15 October 2012, 09:00 (Budapest time, UTC+2).")
	v.get("/events/budapest").says("Registration opens on").saysNot("You need an e-mail address")

	s.at(time.Date(2012, time.December, 1, 12, 0, 0, 0, time.UTC))
	v.send(check, false).is(200, budapest).says("Registration is closed", "Registration closed on 30 November 2012, 23:59 (Budapest time, UTC+1).")
	v.get(budapest+"/you").is(200, budapest).says("Registration is closed")
}

func TestThingsAtTheSameTime(t *testing.T) {
	t.Parallel()
	s := open(t)
	_, err := s.db.NewRaw(`update activity set starts_at = timestamptz '2012-12-17 14:30+01', ends_at = timestamptz '2012-12-17 16:00+01' where code = 'bp-dinner'`).Exec(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	v := s.visitor()
	v.enters("ana@example.org", budapest)
	v.post(budapest+"/you", v.ana())
	sent := url.Values{"choice.bp-w1": {"bp-a1"}, "choice.bp-w2": {"bp-a2"}, "choice.bp-dinner": {"bp-dinner"}}
	v.post(budapest+"/activities", sent).is(422, budapest+"/activities").
		says("One answer needs another look", "This overlaps “A2 Teachers, training and money that lasts”, 14:15–15:45. You can have only one of them.")
	sent.Set("choice.bp-w2", "none")
	v.post(budapest+"/activities", sent).is(200, budapest+"/trip")
}

func TestAnotherEventOnTheSameDayIsAWarning(t *testing.T) {
	t.Parallel()
	s := open(t)
	v := s.visitor()
	v.register("ana@example.org")
	const madrid = "/events/madrid/register"
	v.post(madrid+"/you", v.ana()).is(200, madrid+"/activities")
	v.post(madrid+"/activities", url.Values{"choice.md-w1": {"none"}})
	check := v.post(madrid+"/sharing", nil).is(200, madrid+"/check").says("You are also registered for “Education policies for Roma")
	form := url.Values{"key": {attr(check.field("key", ""), "value")}, "share": {"list"}}
	refused := v.post(madrid+"/check", form).is(409, madrid+"/check").says("Tick the box if you want to take part in both.", "Ana Říhová")
	form.Set("key", attr(refused.field("key", ""), "value"))
	form.Set("both", "yes")
	v.post(madrid+"/check", form).is(200, madrid+"/result").says("You have a place")
	v.get("/me").says("Education policies", "Public housing")
}

func TestSentTwiceIsOneRegistration(t *testing.T) {
	t.Parallel()
	s := open(t)
	v := s.visitor()
	activities, trip := nothing()
	check := v.upToCheck("ana@example.org", activities, trip, nil)
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() { v.send(check, false).is(200, budapest+"/result") })
	}
	all.Wait()
	v.send(check, false).is(200, budapest+"/result").says("You have a place")
	var registrations, mails int
	err := s.db.NewRaw("select (select count(*) from registration), (select count(*) from mail where kind = 'confirmed')").Scan(t.Context(), &registrations, &mails)
	if err != nil || registrations != 1 || mails != 1 {
		t.Errorf("%d registrations and %d confirmations (%v), want one of each", registrations, mails, err)
	}
}

func TestAnOldPageOfAnEarlierDraftIsLookedAtAgain(t *testing.T) {
	t.Parallel()
	v := open(t).visitor()
	activities, trip := nothing()
	v.upToCheck("ana@example.org", activities, trip, nil)
	v.post(budapest+"/check", url.Values{"key": {"SOMETHING-ELSE"}}).is(200, budapest+"/check").says("Nothing is sent yet")
}

func TestAnotherPersonInTheSameBrowserBeginsAnew(t *testing.T) {
	t.Parallel()
	v := open(t).visitor()
	v.enters("ana@example.org", budapest)
	v.post(budapest+"/you", v.ana())
	v.post("/leave", nil).is(200, "/").says("You are signed out.")
	page := v.enters("bo@example.org", budapest).is(200, budapest+"/you")
	if got := attr(page.field("given_name", ""), "value"); got != "" {
		t.Errorf("the next person reads %q", got)
	}
}
