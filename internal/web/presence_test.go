package web

import (
	"fmt"
	"net/url"
	"strings"
	"testing"

	"convene/internal/presence"
	"convene/internal/registration"
)

var presenceAccess = map[string]struct{ organiser, desk int }{
	"GET /organise/events/:slug/sheets":                   {200, 200},
	"GET /organise/events/:slug/sheets.pdf":               {200, 200},
	"POST /organise/events/:slug/sheets/header":           {303, 403},
	"POST /organise/events/:slug/sheets/logos":            {422, 403}, // no file
	"GET /organise/events/:slug/sheets/logos/:id":         {404, 403},
	"POST /organise/events/:slug/sheets/logos/:id/remove": {303, 403},
	"GET /organise/events/:slug/sheets/frozen/:id":        {404, 403},
	"POST /organise/events/:slug/sheets/check":            {200, 403},
	"GET /organise/events/:slug/presence":                 {200, 200},
	"GET /organise/events/:slug/presence/:activity":       {200, 200},
	"POST /organise/events/:slug/presence/:activity":      {303, 303},
	"POST /organise/events/:slug/presence/:activity/rest": {200, 200},
	"POST /organise/events/:slug/presence/:activity/undo": {303, 303},
	"GET /organise/events/:slug/presence/:activity/door":  {200, 200},
	"POST /organise/events/:slug/presence/:activity/door": {422, 422},
}

func TestWhoMayRecordPresence(t *testing.T) {
	t.Parallel()
	s := staffed(t)
	visitors := s.everyKind()
	for _, r := range presenceRoutes(s.Server) {
		want, listed := presenceAccess[r.method+" "+r.path]
		if !listed {
			t.Errorf("%s %s is not in the table of this test", r.method, r.path)
		}
		path := strings.NewReplacer(":slug", "budapest", ":activity", "bp-a1", ":id", "1").Replace(r.path)
		for name, status := range map[string]int{"nobody": 303, "iris": 403, "other": 404, "organiser": want.organiser, "desk": want.desk} {
			if got := visitors[name].asks(r.method, path); got.status != status {
				t.Errorf("%s %s as %s: %d, want %d", r.method, path, name, got.status, status)
			}
		}
	}
}

func TestTwoPeopleMarkOneList(t *testing.T) {
	t.Parallel()
	s := staffed(t)
	anna, bea, cleo := s.registers("Anna|Kovács", "Szeged", "HU", "bp-a1"), s.registers("Bea|Brown", "Sheffield", "GB", "bp-a1"), s.registers("Cleo|Costa", "Porto", "PT")
	s.atTheDoor()
	one, two := s.signedInAs("organiser"), s.signedInAs("desk")
	form := func(v *visitor) url.Values {
		page, out := v.get(roomPath).is(200, roomPath), url.Values{}
		for n := range page.doc.Descendants() {
			if _, checked := attribute(n, "checked"); checked && attr(n, "type") == "radio" {
				out.Set(attr(n, "name"), attr(n, "value"))
			}
		}
		return out
	}
	first, second := form(one), form(two)
	if len(first) != 2 {
		t.Fatalf("the form has %v", first)
	}
	first.Set(markField("n", anna), "present")
	second.Set(markField("n", bea), "absent")
	second.Set(markField("n", cleo), "present") // not on the list: not looked at
	one.post(roomPath, first).is(200, roomPath).says("1 mark is saved.", "1 present, 0 absent, 1 not marked")
	two.post(roomPath, second).is(200, roomPath).says("1 mark is saved.", "1 present, 1 absent, 0 not marked")
	if a, b, c := s.marked(anna.RegistrationID), s.marked(bea.RegistrationID), s.marked(cleo.RegistrationID); a != presence.Present || b != presence.Absent || c != "" {
		t.Errorf("marks: %q, %q, %q", a, b, c)
	}
	one.post(roomPath, form(one)).says("Nothing was changed on this page")
	one.post(roomPath, url.Values{markField("p", anna): {"cleared"}}).says("0 present, 1 absent, 1 not marked")
	page := one.get("/organise/events/budapest/registrations/"+anna.Reference).says("Mark taken back by Secretariat", "Present, marked by Secretariat (corrected later)", "Budapest time")
	if strings.Index(page.text(), "Mark taken back") > strings.Index(page.text(), "Present, marked") {
		t.Error("the newest mark does not come first")
	}
	if n := s.audited("presence", "budapest/bp-a1"); n != 3 {
		t.Errorf("%d deeds were noted, want 3", n)
	}
}

func TestTheScriptSavesEachMark(t *testing.T) {
	t.Parallel()
	s := staffed(t)
	anna := s.registers("Anna|Kovács", "Szeged", "HU", "bp-a1")
	s.atTheDoor()
	got := s.signedInAs("desk").asJSON(roomPath, markField("n", anna)+"=present").is(200, roomPath)
	if !strings.Contains(got.body, `"saved":1`) || !strings.Contains(got.body, "1 expected: 1 present") {
		t.Errorf("answered %s", got.body)
	}
	if got := s.visitor().asJSON(roomPath, markField("n", anna)+"=absent"); strings.Contains(got.header.Get("Content-Type"), "json") {
		t.Errorf("nobody signed in got %s", got.body)
	}
}

func TestScannedBadges(t *testing.T) {
	t.Parallel()
	s := staffed(t)
	anna, bea := s.registers("Anna|Kovács", "Szeged", "HU", "bp-a1"), s.registers("Bea|Brown", "Sheffield", "GB", "bp-b1")
	cleo, dana := s.registers("Cleo|Costa", "Porto", "PT"), s.registers("Dana|Dostál", "Brno", "CZ", "bp-a1")
	foreign := s.foreignBadge()
	s.atTheDoor()
	v := s.signedInAs("desk")
	scan := func(typed string) *answer {
		page := v.post(roomPath, url.Values{"do": {"find"}, "find": {typed}}).is(200, roomPath)
		if _, focused := attribute(page.field("find", ""), "autofocus"); !focused {
			t.Error("the field has not the focus again")
		}
		return page
	}
	token := s.token(anna)
	scan(token).says("Anna Kovács", "Szeged. Present.", "1 present")
	scan(strings.ToLower(token[:4]+" "+token[4:])).says("Anna Kovács", "Already marked present at 11:31")
	scan(s.token(bea)).says("Bea Brown", "No place here, but one in “B1", "Mark present anyway")
	scan(s.token(cleo)).says("Cleo Costa", "No place here.", "Mark present anyway")
	scan(foreign).says("Badge of another event", "It is not one of Budapest.")
	scan("https://tickets.example/12345678").says("Not a badge")
	scan(strings.Repeat("0", 27)).says("Unknown badge")
	scan(swapped(token)).says("The scanner’s keyboard layout does not match")
	scan(strings.Repeat("àé", 13) + "à").says("The scanner’s keyboard layout does not match")
	v.post(roomPath, url.Values{"do": {"anyway"}, "reference": {bea.Reference}}).says("Bea Brown", "Present.")
	if s.marked(bea.RegistrationID) != presence.Present || s.marked(cleo.RegistrationID) != "" || s.audited("presence-anyway", "budapest/"+bea.Reference) != 1 {
		t.Error("who was let in anyway is not recorded, or somebody else is")
	}
	v.get(roomPath).says("1 Dana Dostál", "2 Anna Kovács", "3 Bea Brown")
	s.gone(dana.RegistrationID)
	scan(s.token(dana)).says("Dana Dostál", "No place here: the registration was withdrawn.")
	s.gone(anna.RegistrationID)
	scan(token).says("Already marked present at 11:31")
	v.get(roomPath).says("Gave the place up after the list was frozen")
	if log := strings.ToUpper(s.log.String()); strings.Contains(log, token) || strings.Contains(log, s.token(bea)) {
		t.Error("a token stands in the log")
	}
	history, err := presence.History(t.Context(), s.db, anna.RegistrationID)
	if err != nil || len(history) != 1 || history[0].How != presence.ByScan {
		t.Errorf("the history has %+v, %v", history, err)
	}
}

func TestNumbersAndNamesAreFound(t *testing.T) {
	t.Parallel()
	s := staffed(t)
	anna := s.registers("Anna|Kovács", "Szeged", "HU", "bp-a1")
	s.registers("Anna|Kiss", "Szeged", "HU", "bp-a1")
	sofia := s.registers("Σοφία|Χατζή|Σοφία Χατζή|Sofia Chatzi", "Megara", "GR", "bp-a1")
	s.atTheDoor()
	v := s.signedInAs("desk")
	find := func(typed string) *answer {
		return v.post(roomPath, url.Values{"do": {"find"}, "find": {typed}}).is(200, roomPath)
	}
	find("anna").says("2 people have such a name.", "Anna Kovács").field(markField("n", anna), "present")
	find("1").says("Σοφία Χατζή", "Megara. Present.")
	find("chatzi").says("Already marked present")
	find("kov").says("Anna Kovács", "Present.")
	find("9").says("No row has the number 9.")
	find("Nobody").says("Nobody on this list has such a name.")
	if s.marked(sofia.RegistrationID) != presence.Present || s.marked(anna.RegistrationID) != presence.Present {
		t.Error("who was found is not marked")
	}
}

func TestTheRestIsMarkedAndTakenBack(t *testing.T) {
	t.Parallel()
	s := staffed(t)
	anna := s.registers("Anna|Kovács", "Szeged", "HU", "bp-a1")
	for i := range 3 {
		s.registers(fmt.Sprintf("Bea|No %d", i), "Szeged", "HU", "bp-a1")
	}
	s.atTheDoor()
	v := s.signedInAs("desk")
	v.post(roomPath, url.Values{markField("n", anna): {"present"}})
	v.post(roomPath+"/rest", url.Values{"state": {"absent"}}).says("3 people whom nobody has marked are marked absent.").field("sure", "yes")
	v.get(roomPath).says("1 present, 0 absent, 3 not marked")
	s.later(1e9)
	page := v.post(roomPath+"/rest", url.Values{"state": {"absent"}, "sure": {"yes"}}).is(200, roomPath).says("3 marks are saved.", "1 present, 3 absent, 0 not marked", "Last: 3 marks together by Check-in")
	at := attr(page.field("at", ""), "value")
	v.post(roomPath+"/rest", url.Values{"state": {"present"}}).says("Everybody is marked already.")
	s.later(1e9)
	v.post(roomPath+"/undo", url.Values{"at": {"2012-12-17T00:00:00Z"}}).says("Somebody has marked this list since.", "3 absent")
	v.post(roomPath+"/undo", url.Values{"at": {at}}).is(200, roomPath).says("3 marks are as they were before.", "1 present, 0 absent, 3 not marked")
}

func TestPresenceIsCountedOverAllLists(t *testing.T) {
	t.Parallel()
	s := staffed(t)
	anna := s.registers("Anna|Kovács", "Szeged", "HU", "bp-a1", "bp-t1")
	s.atTheDoor()
	v := s.signedInAs("desk")
	v.post("/organise/events/budapest/presence/bp-t1?slot=out", url.Values{markField("n", anna): {"present"}})
	v.get("/organise/events/budapest/presence").says("on the way out", "on the way back", "Monday 17 December 2012, morning")
	v.get("/organise/events/budapest/presence/bp-t1?slot=back").says("1 expected: 0 present")
	v.get("/organise/events/budapest/presence/bp-t1").says("1 expected: 1 present")
	v.get("/organise/events/budapest/presence/event").says("Monday 17 December 2012, morning")
	for _, path := range []string{"/presence/bp-t1?slot=sideways", "/presence/nothing", "/presence/bp-a1?slot=out"} {
		if got := v.get("/organise/events/budapest" + path); got.status != 404 {
			t.Errorf("%s: %d", path, got.status)
		}
	}
}

// gone withdraws a registration.
func (s *site) gone(id int64) {
	s.t.Helper()
	_, err := s.desk.Withdraw(s.t.Context(), registration.Withdrawal{EventID: s.event("budapest").Event.ID, RegistrationID: id, Actor: "system", Staff: true, Now: s.now()})
	if err != nil {
		s.t.Fatal(err)
	}
}

// swapped is what a keyboard with Y and Z exchanged makes of a token.
func swapped(token string) string {
	return strings.Map(func(r rune) rune {
		switch r {
		case 'Y':
			return 'Z'
		case 'Z':
			return 'Y'
		}
		return r
	}, token)
}
