package web

import (
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"convene/internal/registration"
)

// What each role may open; every route of logistics is in this table.
var logisticsAccess = map[string]struct{ organiser, desk int }{
	"GET /organise/events/:slug/logistics":                 {200, 200},
	"GET /organise/events/:slug/logistics/papers/:kind":    {200, 200},
	"GET /organise/events/:slug/logistics/guide/:activity": {200, 403},
	"GET /organise/events/:slug/logistics/participants":    {200, 200},
	"POST /organise/events/:slug/logistics/participants":   {303, 403},
}

func TestWhoMayOpenLogistics(t *testing.T) {
	t.Parallel()
	s := staffed(t)
	s.registers("Anna|Kovács", "Szeged", "HU", "bp-t1")
	visitors := s.everyKind()
	for _, r := range logisticsRoutes(s.Server) {
		want, listed := logisticsAccess[r.method+" "+r.path]
		if !listed {
			t.Errorf("%s %s is not in the table of this test", r.method, r.path)
		}
		path := strings.NewReplacer(":slug", "budapest", ":activity", "bp-t1", ":kind", "tents").Replace(r.path)
		for name, status := range map[string]int{"nobody": 303, "iris": 403, "other": 404, "desk": want.desk, "organiser": want.organiser} {
			if got := visitors[name].asks(r.method, path); got.status != status {
				t.Errorf("%s %s as %s: %d, want %d", r.method, path, name, got.status, status)
			}
		}
	}
	for _, kind := range []string{"guide?activity=bp-t1", "menus", "manifest", "manifest?activity=bp-a1", "meals?activity=bp-a1"} {
		path := "/organise/events/budapest/logistics/papers/" + kind
		if got := visitors["organiser"].get(path); got.status != 404 {
			t.Errorf("%s: %d", path, got.status)
		}
	}
}

// read is what a PDF says.
func (a *answer) read() string {
	a.t.Helper()
	file := filepath.Join(a.t.TempDir(), "paper.pdf")
	if err := os.WriteFile(file, []byte(a.body), 0o600); err != nil {
		a.t.Fatal(err)
	}
	out, err := exec.Command("pdftotext", "-layout", file, "-").Output()
	if err != nil {
		a.t.Fatalf("pdftotext (poppler-utils): %v", err)
	}
	return string(out)
}

func TestLogisticsPageIsWellMade(t *testing.T) {
	t.Parallel()
	s := staffed(t)
	s.registers("Anna|Kovács", "Szeged", "HU", "bp-t1", "bp-a1")
	s.registers("Αθηνά|Χατζή|Αθηνά Χατζή|Athina Chatzi", "Megara", "GR")
	for _, lang := range []string{"en", "fr"} {
		v := s.signedInAs("organiser")
		v.lang = lang
		for _, path := range []string{"", "?look=yes", "?row=many", "/participants", "/participants?in=fr"} {
			wellMade(t, v.get("/organise/events/budapest/logistics"+path), lang)
		}
	}
	s.signedInAs("desk").get("/organise/events/budapest/logistics").says("Passenger list (PDF)").saysNot("For the guide only (PDF)", "mobile numbers:")
}

func TestLogisticsCounts(t *testing.T) {
	t.Parallel()
	s := staffed(t)
	s.registers("Anna|Kovács", "Szeged", "HU", "bp-t1", "bp-a1")
	s.registers("Bea|Brown", "Sheffield", "GB", "bp-dinner")
	v := s.signedInAs("organiser")
	page := v.get("/organise/events/budapest/logistics").says("Counts per meal", "Lunch", "2 0 2", "The day’s meals together", "3 0 3",
		"Room A: A1 Enrolment", "1–2", "not asked", "printed as “1–2”")
	page.saysNot("Kovács", "Brown")
	v.get("/organise/events/budapest/logistics?row=1").is(422, "/organise/events/budapest/logistics").says("Enter a number from 2 to 60.")
	v.get("/organise/events/budapest/logistics?look=yes").says("Every name prints as it was typed.")
	for kind, wants := range map[string][]string{
		"meals": {"Nombre de convives par repas", "Déjeuner"}, "room-signs": {"Plenary hall", "Lundi 17 décembre 2012", "09:15–10:00"}, "tents": {"Anna Kovács", "Royaume-Uni"},
		"seating": {"Rang 1", "Bea Brown"}, "interpretation": {"Plan d’interprétation", "1–2"}, "bus-signs": {"Bus 1", "Visite"},
	} {
		paper := v.get("/organise/events/budapest/logistics/papers/" + kind + "?in=fr&second=hu&row=4").read()
		for _, want := range wants {
			if !strings.Contains(paper, want) {
				t.Errorf("%s does not say %q:\n%s", kind, want, paper)
			}
		}
	}
	if n := s.audited("print", "budapest/budapest-tents.pdf"); n != 1 {
		t.Errorf("recorded %d times", n)
	}
}

func TestTheListOfParticipantsOnItsPage(t *testing.T) {
	t.Parallel()
	s := staffed(t)
	v := s.signedInAs("organiser")
	const at = "/organise/events/budapest/logistics/participants"
	v.get(at).says("Nobody is on the list yet.", "Provisional version 1")
	anna := s.registers("Anna|Kovács", "Szeged", "HU") // who agrees
	bea := s.registers("Bea|Brown", "Sheffield", "GB")
	err := registration.SetConsents(t.Context(), s.db.DB, bea.RegistrationID, []registration.Consent{{Purpose: registration.PurposeList, Text: "List me."}}, "en", registration.ChannelWeb, s.now())
	if err != nil {
		t.Fatal(err)
	}
	v.get(at).says("Hungary Szeged Anna Kovács , Mayor", "Make version 1 final").saysNot("Brown", "Sheffield", "United Kingdom")
	v.get(at+"?in=fr").says("Liste des participants", "Hongrie")
	v.post(at, nil).is(200, at).says("Version 1 is final.", "Final version 1")
	v.post(at, nil).is(200, at).says("Version 1 is final already")
	if n := s.audited("issue-list", "budapest"); n != 1 {
		t.Errorf("recorded %d times", n)
	}
	s.changes("update registration set function = 'Deputy mayor' where id = ?", anna.RegistrationID)
	v.get(at).says("Provisional version 2", "Deputy mayor", "Make version 2 final")
}

// The mobile number is asked of those who choose a trip alone, and only its owner
// and the guide ever see it.
func TestTheGuideHasTheNumber(t *testing.T) {
	t.Parallel()
	s := staffed(t)
	v := s.visitor()
	activities, trip := nothing()
	v.enters("ana@example.org", budapest)
	v.post(budapest+"/you", v.ana())
	v.post(budapest+"/activities", activities).is(200, budapest+"/trip").says("Mobile number (optional)", "The guide calls if you are missing. Erased after the trip.")
	trip.Set("phone", "call me")
	v.post(budapest+"/trip", trip).is(200, budapest+"/sharing") // without a trip nobody cares
	trip.Set("choice.trip", "bp-t1")
	v.post(budapest+"/trip", trip).is(422, budapest+"/trip").says("Enter the number with its country code")
	trip.Set("phone", "00 36 (20) 123-4567")
	v.post(budapest+"/trip", trip).is(200, budapest+"/sharing")
	check := v.post(budapest+"/sharing", nil).is(200, budapest+"/check").says("Mobile number, for the guide of your trip +36 201 234 567")
	v.send(check, false).is(200, budapest+"/result")
	r := s.registered("ana@example.org")
	if r.Phone != "+36201234567" {
		t.Fatalf("stored %q", r.Phone)
	}
	own := "/me/" + r.Reference
	v.post(own+"/you", v.ana()).is(200, own).says("+36 201 234 567")
	if n := s.newest("ana@example.org"); strings.Contains(n.Text+n.HTML, "201 234 567") || strings.Contains(n.Text+n.HTML, "36201234567") {
		t.Error("the mail holds the number")
	}

	organiser := s.signedInAs("organiser")
	const at = "/organise/events/budapest/"
	if guide := organiser.get(at + "logistics/guide/bp-t1").read(); !strings.Contains(guide, "+36 201 234 567") || !strings.Contains(guide, "For the guide only") {
		t.Errorf("the guide reads\n%s", guide)
	}
	for _, other := range []*answer{organiser.get(at + "logistics/papers/manifest?activity=bp-t1"), organiser.get(at + "sheets/bp-t1"), organiser.get(at + "logistics/guide/bp-t2")} {
		if strings.Contains(other.read(), "234 567") {
			t.Error("a list for others shows the number")
		}
	}
	organiser.get(at+"registrations").saysNot("201 234 567", "36201234567")
	for _, format := range []string{"csv", "json"} {
		organiser.post(at+"exports", url.Values{"format": {format}}).saysNot("201 234 567", "36201234567")
	}

	// who gives up the trip takes the number along
	form := url.Values{"key": {"another"}, "choice.trip": {"none"}, "phone": {"+36201234567"}}
	for field, value := range activities {
		form[field] = value
	}
	v.post(own+"/activities", form).is(200, own).saysNot("+36 201 234 567")
	if r := s.registered("ana@example.org"); r.Phone != "" {
		t.Errorf("still stored: %q", r.Phone)
	}
}

// An organiser who gives somebody a trip can write down the number they were told.
func TestAnOrganiserWritesTheNumberDown(t *testing.T) {
	t.Parallel()
	s := staffed(t)
	r := s.visitor().register("ana@example.org")
	v := s.signedInAs("organiser")
	path := "/organise/events/budapest/registrations/" + r.Reference + "/activities"
	activities, form := nothing()
	for field, value := range activities {
		form[field] = value
	}
	form.Set("choice.trip", "bp-t1")
	form.Set("phone", "12")
	v.get(path).says("Mobile number (optional)")
	v.post(path, form).is(422, path).says("Enter the number with its country code")
	form.Set("phone", "+33 6 12 34 56 78")
	sure := v.post(path, form).is(200, path)
	v.post(path, sure.hidden()).is(200, "/organise/events/budapest/registrations/"+r.Reference)
	if r := s.registered("ana@example.org"); r.Phone != "+33612345678" {
		t.Errorf("stored %q", r.Phone)
	}
}
