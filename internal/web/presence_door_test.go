package web

import (
	"net/url"
	"strings"
	"testing"

	"convene/internal/mail"
	"convene/internal/presence"
	"convene/internal/registration"
)

// newcomer is the form at the door.
func newcomer(key string) url.Values {
	return url.Values{"key": {key}, "given_name": {"Dora"}, "family_name": {"Door"}, "authority": {"other"}, "organisation": {"Sample school"},
		"country": {"HU"}, "function": {"Teacher"}}
}

func TestSomebodyWithoutAnAddressIsRegisteredAtTheDoor(t *testing.T) {
	t.Parallel()
	s := staffed(t)
	s.registers("Anna|Kovács", "Szeged", "HU", "bp-a1")
	s.atTheDoor()
	s.resize("budapest", "event", 40)
	v := s.signedInAs("desk")
	letters := len(s.letters())
	v.get(roomPath + "/door").says("Register at the door")
	page := v.post(roomPath+"/door", newcomer("ONE")).says("Registered and marked present.", "Dora Door", "Present, registered at the door by Check-in").saysNot("nobody.invalid")
	if again := v.post(roomPath+"/door", newcomer("ONE")); again.path != page.path || again.status != 200 {
		t.Errorf("sent twice: %d at %s, first %s", again.status, again.path, page.path)
	}
	if got := len(s.letters()); got != letters {
		t.Errorf("%d letters were written to nobody", got-letters)
	}
	v.get(roomPath).says("2 expected: 1 present, 0 absent, 1 not marked", "2 Dora Door", "Added")
	s.signedInAs("organiser").get(page.path).says("None: registered at the door").saysNot("invalid")
	people, err := registration.Attendees(t.Context(), s.db, s.event("budapest").Event.ID, "bp-a1", nil)
	if err != nil || len(people) != 2 || people[1].Email != "" {
		t.Errorf("people %+v, %v", people, err)
	}
}

func TestTheDoorKeepsTheRules(t *testing.T) {
	t.Parallel()
	s := staffed(t)
	s.registers("Anna|Kovács", "Szeged", "HU", "bp-a1")
	s.atTheDoor()
	v, organiser := s.signedInAs("desk"), s.signedInAs("organiser")
	form := newcomer("TWO")
	form.Set("given_name", "")
	form.Set("email", "nowhere")
	v.post(roomPath+"/door", form).says("Enter the given names of the person.", "Write one address, like name@example.org.", "Back to the list")
	form = newcomer("THREE")
	form.Set("email", "dora@example.org")
	v.post(roomPath+"/door", form).says("Registered and marked present.")
	if letter := s.newest("dora@example.org"); letter == nil {
		t.Error("who has an address got no letter")
	}
	form.Set("key", "FOUR")
	v.post(roomPath+"/door", form).says("Somebody with this address is registered already.", "Open the registration that is there already")
	s.resize("budapest", "bp-a1", 2)
	v.post(roomPath+"/door", newcomer("FIVE")).says("is full. Nobody can be registered for it now.", "Nobody was registered.").says("An organiser can change its number of places.")
	organiser.get(roomPath + "/door").says("Change its number of places.")
	if n := s.audited("door", "budapest/"+s.refOf("dora@example.org")); n != 1 {
		t.Errorf("%d people at the door were noted", n)
	}
}

// The field at the door searches while the desk types, as that of a participant does.
func TestTheSearchAnswersTheDoor(t *testing.T) {
	t.Parallel()
	s := staffed(t)
	if got := s.signedInAs("desk").get("/authorities.json?q=nis").body; !strings.Contains(got, "Niš") {
		t.Errorf("the desk is answered %.200s", got)
	}
	s.visitor().get("/authorities.json?q=nis").is(200, "/enter")
}

func (s *site) refOf(email string) string {
	s.t.Helper()
	r, err := registration.LiveByEmail(s.t.Context(), s.db, s.event("budapest").Event.ID, email)
	if err != nil || r == nil {
		s.t.Fatal(email, err)
	}
	history, err := presence.History(s.t.Context(), s.db, r.ID)
	if err != nil || len(history) != 1 || history[0].How != presence.AtDoor {
		s.t.Errorf("history %+v, %v", history, err)
	}
	return r.Reference
}

func (s *site) letters() []mail.Kept {
	s.t.Helper()
	all, err := mail.List(s.t.Context(), s.db, 1000, 0)
	if err != nil {
		s.t.Fatal(err)
	}
	return all
}

// foreignBadge gives the token of a badge of Madrid.
func (s *site) foreignBadge() string {
	s.t.Helper()
	o, err := s.desk.Submit(s.t.Context(), registration.Submission{EventID: s.event("madrid").Event.ID, Email: "madrid@example.org", Channel: registration.ChannelWeb, Now: s.now(),
		Details: registration.Details{Given: "Marta", Family: "Madrid", Organisation: "Toledo", Country: "ES", Function: "Mayor", Locale: "en"}})
	if err != nil {
		s.t.Fatal(err)
	}
	return s.token(o)
}
