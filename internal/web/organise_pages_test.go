package web

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"net/url"
	"strings"
	"testing"

	"convene/internal/allocation"
	"convene/internal/registration"
)

func TestTheFirstPageShowsWhatIsTheAccountsOwn(t *testing.T) {
	t.Parallel()
	s := staffed(t)
	s.registers("Anna|Kovács", "Szeged", "HU")
	s.signedInAs("organiser").get("/organise").says("Education policies", "1 confirmed registration").saysNot("Madrid")
	s.signedInAs("other").get("/organise").says("Madrid").saysNot("Education policies")
}

func TestTheOverviewCounts(t *testing.T) {
	t.Parallel()
	s := staffed(t)
	s.resize("budapest", "event", 2)
	s.resize("budapest", "bp-a1", 1)
	s.registers("Anna|Kovács", "Szeged", "HU", "bp-a1")
	s.registers("Bea|Brown", "Sheffield", "GB", "bp-a1")
	s.registers("Cleo|Costa", "Porto", "PT", "bp-a1")
	v := s.signedInAs("organiser")
	text := v.get("/organise/events/budapest").says("Confirmed registrations 2 On the waiting list 1 Withdrawn registrations 0 Places left at the event 0").text()
	for _, row := range []string{"United Kingdom 1 0", "Portugal 0 1", "Full", "15 November 2012 3 0", "18 December 2012 08:15–12:45"} {
		if !strings.Contains(text, row) {
			t.Errorf("the page does not say %q:\n%s", row, text)
		}
	}
}

func TestAFailedMailIsTriedAgain(t *testing.T) {
	t.Parallel()
	s := staffed(t)
	s.registers("Anna|Kovács", "Szeged", "HU")
	if _, err := s.db.ExecContext(t.Context(), "update mail set state = 'failed', attempts = 9, last_error = 'mailbox is full' where event_id is not null"); err != nil {
		t.Fatal(err)
	}
	s.signedInAs("desk").get("/organise/events/budapest").saysNot("was not delivered", "mailbox is full")
	v := s.signedInAs("organiser")
	v.get("/organise").says("1 mail was not delivered")
	page := v.get("/organise/events/budapest").says("1 mail was not delivered", "mailbox is full")
	v.post(page.formTo("/mail/"), nil).is(200, "/organise/events/budapest").says("The mail is on its way again.").saysNot("mailbox is full")
	v.post(page.formTo("/mail/"), nil).is(404, page.formTo("/mail/")) // it did not fail any more
	if n := s.audited("retry-mail", "budapest"); n != 1 {
		t.Errorf("recorded %d times", n)
	}
}

// formTo is where the first form goes whose address contains part.
func (a *answer) formTo(part string) string {
	a.t.Helper()
	for n := range a.doc.Descendants() {
		if n.Data == "form" && strings.Contains(attr(n, "action"), part) {
			return attr(n, "action")
		}
	}
	a.t.Fatalf("%s has no form to %s", a.path, part)
	return ""
}

func TestARegistrationIsShownWhole(t *testing.T) {
	t.Parallel()
	s := staffed(t)
	s.resize("budapest", "bp-a1", 1)
	s.registers("Anna|Kovács", "Szeged", "HU", "bp-a1")
	o := s.registers("Зоран|Петровић|Зоран Петровић|Zoran Petrovic", "Ниш", "RS", "bp-a1", "bp-t1")
	path := listPath + "/" + o.Reference
	mine := s.signedInAs("organiser").get(path).is(200, path)
	mine.says("Зоран Петровић", "Zoran Petrovic", "Serbia", "Waiting list, number 1", "participant-",
		"Print my name in the list.", "Registered by the participant", "place confirmed", "Budapest time, UTC+1", "Withdraw this registration")
	s.signedInAs("desk").get(path).is(200, path).says("Зоран Петровић", "History").
		saysNot("participant-", "Print my name in the list.", "Mails", "Withdraw this registration")
}

func TestAnOrganiserWithdrawsForSomebody(t *testing.T) {
	t.Parallel()
	s := staffed(t)
	s.resize("budapest", "event", 1)
	first := s.registers("Anna|Kovács", "Szeged", "HU", "bp-a1")
	second := s.registers("Bea|Brown", "Sheffield", "GB")
	v := s.signedInAs("organiser")
	path := listPath + "/" + first.Reference
	v.get(path+"/withdraw").is(200, path+"/withdraw").says("cannot be taken back")
	v.get(path).says("Confirmed") // asking changes nothing
	v.post(path+"/withdraw", nil).is(200, path).says("The registration is withdrawn.", "Withdrawn by Secretariat", "place given up")
	v.get(path+"/withdraw").is(200, path)       // nothing is left to withdraw
	v.post(path+"/withdraw", nil).is(200, path) // twice is no error
	v.get(listPath + "/" + second.Reference).says("Moved up, because a place became free").saysNot("by Secretariat")
	moved, err := registration.ByReference(t.Context(), s.db, s.event("budapest").Event.ID, second.Reference)
	if err != nil || moved.State != string(allocation.RegistrationConfirmed) {
		t.Errorf("the next in line is %+v, error %v", moved, err)
	}
	if s.audited("withdraw", "budapest/"+first.Reference) == 0 {
		t.Error("nothing was recorded")
	}
}

func TestPapersAreSentAsFiles(t *testing.T) {
	t.Parallel()
	s := staffed(t)
	s.registers("Anna|Kovács", "Szeged", "HU", "bp-a1", "bp-t1")
	s.registers("Olena|Zahorodna|Оlena Zahorodna|Olena Zahorodna", "Vinnytsia", "UA", "bp-a1") // the first letter is Cyrillic
	v := s.signedInAs("desk")
	v.get("/organise/events/budapest/print").says("2 people. Choose who", "Passenger list (PDF)", "in English")
	v.get("/organise/events/budapest/badges/ready").says("1 name needs a look before printing", "Оlena Zahorodna", "A word mixes letters of two alphabets")
	for path, name := range map[string]string{"badges.pdf": "budapest-badges.pdf", "badges.pdf?activity=bp-t1": "budapest-badges-bp-t1.pdf",
		"sheets/bp-a1": "budapest-attendance-bp-a1.pdf", "sheets/bp-t1": "budapest-passengers-bp-t1.pdf", "sheets/event": "budapest-attendance.pdf"} {
		got := v.get("/organise/events/budapest/" + path)
		if got.status != 200 || !strings.HasPrefix(got.body, "%PDF-") || got.header.Get("Content-Type") != "application/pdf" {
			t.Errorf("%s: %d %s", path, got.status, got.header.Get("Content-Type"))
		}
		if want := `attachment; filename="` + name + `"; filename*=UTF-8''` + name; got.header.Get("Content-Disposition") != want {
			t.Errorf("%s: %s", path, got.header.Get("Content-Disposition"))
		}
		if s.audited("print", "budapest/"+name) != 1 {
			t.Errorf("%s was not recorded", name)
		}
	}
}

func TestEverybodyLeavesInThreeFormatsAndIsLogged(t *testing.T) {
	t.Parallel()
	s := staffed(t)
	s.registers("Anna|Kovács", "Szeged", "HU")
	v := s.signedInAs("organiser")
	for format, begins := range map[string]string{"csv": "", "csv-excel": "\uFEFF", "xlsx": "PK"} {
		got := v.post("/organise/events/budapest/exports", url.Values{"format": {format}})
		if got.status != 200 || !strings.HasPrefix(got.body, begins) || !strings.Contains(got.header.Get("Content-Disposition"), "attachment; filename=") {
			t.Errorf("%s: %d, %q", format, got.status, got.header.Get("Content-Disposition"))
		}
		if format == "csv" && !strings.Contains(got.body, "Kovács") {
			t.Errorf("the file does not name Anna:\n%s", got.body)
		}
		sum := sha256.Sum256([]byte(got.body))
		v.get("/organise/events/budapest/exports").says(hex.EncodeToString(sum[:]), "Secretariat")
	}
}

func TestFileNamesAreGivenTwice(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{
		"a.pdf":         `attachment; filename="a.pdf"; filename*=UTF-8''a.pdf`,
		"Séminaire 1.x": `attachment; filename="S_minaire 1.x"; filename*=UTF-8''S%C3%A9minaire%201.x`,
		"a\"\r\nb/c%.x": `attachment; filename="a___b_c_.x"; filename*=UTF-8''a%22%0D%0Ab%2Fc%25.x`,
	} {
		if got := disposition(name); got != want {
			t.Errorf("%q: %s, want %s", name, got, want)
		}
	}
}

// Everything organisers read works in French too, with no English left over where
// the words are the program's.
func TestThePagesSpeakFrench(t *testing.T) {
	t.Parallel()
	s := staffed(t)
	o := s.registers("Anna|Kovács", "Szeged", "HU", "bp-a1")
	v := s.signedInAs("organiser")
	v.lang = "fr"
	for _, path := range []string{"/organise", "/organise/events/budapest", listPath, listPath + "/" + o.Reference, listPath + "/" + o.Reference + "/withdraw",
		"/organise/events/budapest/print", "/organise/events/budapest/exports"} {
		got := v.get(path).is(200, path)
		if !strings.Contains(got.body, `<html lang="fr">`) || bytes.Contains([]byte(got.body), []byte("%!")) {
			t.Errorf("%s is not a French page", path)
		}
	}
}
