package paper

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"convene/internal/event"
	"convene/internal/fault"
	"convene/internal/postgres"
	"convene/internal/presence"
	"convene/internal/registration"
)

func personal(lang string) Personal {
	return Personal{Lang: lang, Now: now, Secret: secret, BaseURL: "https://register.example.org", Contact: "help@example.org"}
}

// called finds a guest of the seminar by the given name.
func called(t *testing.T, db *postgres.DB, eventID int64, given string) (*event.Programme, *registration.Registration) {
	t.Helper()
	pr, err := event.Load(t.Context(), db, eventID)
	if err != nil {
		t.Fatal(err)
	}
	people, err := registration.Attendees(t.Context(), db, eventID, "", nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, a := range people {
		if a.Given == given {
			r, err := registration.ByReference(t.Context(), db, eventID, a.Reference)
			if err != nil {
				t.Fatal(err)
			}
			return pr, r
		}
	}
	t.Fatalf("nobody is called %s", given)
	return nil, nil
}

func TestAConfirmationSaysHowThingsStand(t *testing.T) {
	t.Parallel()
	db, id := seminar(t, delegates...)
	pr, olena := called(t, db, id, "Olena") // the bus has three seats for guests, and she is the fourth
	c, err := Confirmation(t.Context(), db, pr, olena, personal("en"))
	if err != nil {
		t.Fatal(err)
	}
	if c.Title != "Confirmation of registration" || c.Body != "Vinnytsia, Ukraine" || c.Token != registration.BadgeToken(secret, olena.ID) || c.Sample != "Sample data" {
		t.Errorf("%+v", c)
	}
	var lines []string
	for _, f := range c.Sections[2].Facts {
		lines = append(lines, strings.Join([]string{f.Label, f.Text, f.Note, f.State}, " | "))
	}
	want := []string{"09:00–09:30 | Opening | Room A | ", "10:00–11:30 | Mediators | Room A | Confirmed", "12:00–13:30 | Lunch | Room A | ",
		"15:00–17:30 | Bus 1: Village school | Meeting point: Main entrance | Waiting list, number 1. Everybody who waits for it came after you."}
	if len(lines) != len(want) || !slices.Equal(lines[:3], want[:3]) || !strings.HasPrefix(lines[3], want[3][:80]) {
		t.Errorf("%q", lines)
	}
	if c.Sections[2].Title != "Monday 14 December 2026" || !strings.Contains(c.Sections[1].Facts[0].Text, "(Budapest time, UTC+1)") {
		t.Errorf("%+v", c.Sections)
	}
}

// Whose programme exists in another language only sees which one it is.
func TestAConfirmationMarksItsLanguages(t *testing.T) {
	t.Parallel()
	db, id := seminar(t, delegates...)
	pr, zsofia := called(t, db, id, "Zsófia")
	delete(pr.ByCode("a1").Title, "fr")
	c, err := Confirmation(t.Context(), db, pr, zsofia, personal("fr"))
	if err != nil {
		t.Fatal(err)
	}
	langs := []string{}
	for _, f := range c.Sections[2].Facts {
		langs = append(langs, f.Lang)
	}
	if !slices.Equal(langs, []string{"", "en", ""}) || c.Sections[2].Title != "Lundi 14 décembre 2026" {
		t.Errorf("%q under %s", langs, c.Sections[2].Title)
	}
}

func TestNothingIsConfirmedToWhoIsNotComing(t *testing.T) {
	t.Parallel()
	db, id := seminar(t, delegates...)
	pr, r := called(t, db, id, "Suzan")
	for _, state := range []string{"withdrawn", "nominated"} {
		r.State = state
		if _, err := ConfirmationFile(t.Context(), db, pr, r, personal("en")); !fault.Is(err, fault.NotFound) {
			t.Errorf("%s: %v", state, err)
		}
	}
	r.State = "waiting"
	if c, err := Confirmation(t.Context(), db, pr, r, personal("en")); err != nil || c.Title != "Your registration" {
		t.Errorf("who waits: %+v, %v", c, err)
	}
}

// certify gives everybody of the seminar a certificate.
func certify(t *testing.T, db *postgres.DB, id int64) *event.Programme {
	t.Helper()
	pr, _ := called(t, db, id, "Suzan")
	people, err := registration.Attendees(t.Context(), db, id, "", nil)
	if err != nil {
		t.Fatal(err)
	}
	var marks []presence.Mark
	for _, a := range people {
		marks = append(marks, presence.Mark{RegistrationID: a.RegistrationID, ActivityID: pr.ByCode("opening").ID, State: presence.Present, How: presence.FromSheet})
	}
	if _, err := presence.Write(t.Context(), db, now, 0, id, marks); err != nil {
		t.Fatal(err)
	}
	if err := presence.SetSignatory(t.Context(), db, id, presence.Signatory{Name: "Éva Signatory"}); err != nil {
		t.Fatal(err)
	}
	if _, err := presence.Issue(t.Context(), db.DB, pr, presence.Order{Secret: secret, Now: now}); err != nil {
		t.Fatal(err)
	}
	return pr
}

func TestCertificatesAreInTheOrderOfTheHall(t *testing.T) {
	t.Parallel()
	adam := guest{given: "Ádám", family: "Zala", body: "Szeged", country: "HU"} // last of his city by family name
	db, id := seminar(t, append([]guest{adam}, delegates...)...)
	pr := certify(t, db, id)
	made, err := Certificates(t.Context(), db, &pr.Event, personal("en"))
	if err != nil || made.People != len(delegates)+1 || made.Name != "budapest-certificates.pdf" {
		t.Fatalf("%+v, %v", made, err)
	}
	text := readPDF(t, made.Body)
	at := 0
	for _, name := range []string{"Αθηνά Χατζή", "Éva Ács", "Zsófia Szabó", "Ádám Zala", "Suzan", "Оlena Zahorodna"} {
		i := strings.Index(text[at:], name)
		if i < 0 {
			t.Fatalf("%s is not in its place in\n%s", name, text)
		}
		at += i
	}
	again, err := Certificates(t.Context(), db, &pr.Event, personal("en"))
	if err != nil || !bytes.Equal(again.Body, made.Body) {
		t.Errorf("the same certificates are other bytes, %v", err)
	}
}

// What was issued stays as it was, whatever becomes of the event and the person.
func TestACertificateIsAsItWasIssued(t *testing.T) {
	t.Parallel()
	db, id := seminar(t, delegates...)
	certify(t, db, id)
	for _, change := range []string{`update registration set badge_name = 'Nobody'`, `update event set city = 'Vienna', starts_at = starts_at - interval '30 days'`,
		`update signatory set name = 'Somebody else'`} {
		if _, err := db.Exec(change); err != nil {
			t.Fatal(err)
		}
	}
	_, suzan := called(t, db, id, "Suzan")
	c, err := presence.CertificateOf(t.Context(), db, id, suzan.ID)
	if err != nil {
		t.Fatal(err)
	}
	got := Certificate(c, personal("fr"))
	if got.Name != "Suzan" || got.Place != "Budapest, 14 décembre 2026" || got.Signatory != "Éva Signatory" || got.Event != "Séminaire" || got.Body != "Diyarbakır, Türkiye" ||
		got.Issued != "Délivrée le 23 novembre 2026" || got.Verify != "register.example.org/certificates" || got.Link != "https://register.example.org/certificates#"+got.Code {
		t.Errorf("%+v", got)
	}
}

func readPDF(t *testing.T, body []byte) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "paper.pdf")
	if err := os.WriteFile(file, body, 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command("pdftotext", "-raw", file, "-").Output()
	if err != nil {
		t.Fatalf("pdftotext (poppler-utils): %v", err)
	}
	return string(out)
}
