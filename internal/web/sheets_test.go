package web

import (
	"crypto/sha256"
	"encoding/hex"
	"net/url"
	"os/exec"
	"regexp"
	"strings"
	"testing"
)

const sheetsPath = "/organise/events/budapest/sheets"

var aChecksum = regexp.MustCompile(`\b[0-9a-f]{64}\b`)

func TestASheetIsChosenAndFrozen(t *testing.T) {
	t.Parallel()
	s := staffed(t)
	s.registers("Anna|Kovács", "Szeged", "HU", "bp-a1")
	s.registers("Bea|Brown", "Sheffield", "GB", "bp-a1")
	v, desk := s.signedInAs("organiser"), s.signedInAs("desk")
	choice := url.Values{"what": {"bp-a1"}, "column": {"number", "email", "country", "signature"}, "lists": {"apart"}, "lines": {"3"}}
	pdf := "/organise/events/budapest/sheets.pdf?" + choice.Encode()
	mine, theirs := s.printed(v.get(pdf)), s.printed(desk.get(pdf))
	if !strings.Contains(mine, "@example.org") || strings.Contains(theirs, "@") {
		t.Error("addresses are for organisers alone")
	}
	for _, want := range []string{"Local participants", "Invited participants", "Anna Kovács", "Hungary", "Page 1 of 1", "As of"} {
		if !strings.Contains(theirs, want) {
			t.Errorf("the sheet lacks %q:\n%s", want, theirs)
		}
	}
	v.get(sheetsPath).says("None yet. Each list is frozen when its activity or half-day begins.")
	s.atTheDoor()
	frozen := s.printed(v.get(pdf))
	page := v.get(sheetsPath).says("A1 Enrolment", "17 December 2012, 11:31")
	sum := aChecksum.FindString(page.text())
	if sum == "" || !strings.Contains(strings.Join(strings.Fields(frozen), ""), sum) {
		t.Fatalf("%q is not in the foot of\n%s", sum, frozen)
	}
	desk.get(sheetsPath).says(sum).saysNot("List (CSV)", "Header of the sheets")
	file := v.get(linkOf(page, "/sheets/frozen/"))
	if got := sha256.Sum256([]byte(file.body)); hex.EncodeToString(got[:]) != sum || !strings.Contains(file.body, "Kovács") {
		t.Errorf("the file has the checksum %x:\n%s", got, file.body)
	}
	v.post(sheetsPath+"/check", url.Values{"checksum": {" " + strings.ToUpper(sum[:20]) + " " + sum[20:]}}).says("The checksum is right: “A1 Enrolment", "2 people")
	v.post(sheetsPath+"/check", url.Values{"checksum": {strings.Repeat("0", 64)}}).says("No frozen list of this event has this checksum.")
	if _, err := s.db.Exec("update sheet_row set function = 'Minister' where number = 1"); err != nil {
		t.Fatal(err)
	}
	v.post(sheetsPath+"/check", url.Values{"checksum": {sum}}).says("no longer what it was")
	for action, object := range map[string]string{"frozen-list": "budapest/budapest-bp-a1-frozen.csv", "checksum": "budapest", "print": "budapest/budapest-attendance-bp-a1.pdf"} {
		if s.audited(action, object) == 0 {
			t.Errorf("%s of %s was not recorded", action, object)
		}
	}
}

func TestWrongChoicesOfASheet(t *testing.T) {
	t.Parallel()
	s := staffed(t)
	v := s.signedInAs("desk")
	const pdf = "/organise/events/budapest/sheets.pdf"
	page := v.get(pdf+"?what=bp-a2&lines=many&column=time&lists=authority").is(422, pdf).says("Enter a number from 0 to 100.")
	if _, chosen := attribute(page.field("column", "time"), "checked"); !chosen || attr(page.field("lines", ""), "value") != "many" {
		t.Error("what was chosen is lost")
	}
	for _, what := range []string{"nothing", "2012-12-30", "bp-lunch"} {
		if got := v.get(pdf + "?what=" + what); got.status != 404 {
			t.Errorf("%s: %d", what, got.status)
		}
	}
}

func TestTheHeaderOfTheSheets(t *testing.T) {
	t.Parallel()
	s := staffed(t)
	s.registers("Anna|Kovács", "Szeged", "HU", "bp-a1")
	v := s.signedInAs("organiser")
	v.post(sheetsPath+"/header", url.Values{"project": {"Schools for all"}, "number": {"2012-1-HU"}, "funding": {"Funded by a sample fund."}}).says("The header of the sheets is kept.")
	if got := attr(v.get(sheetsPath).field("project", ""), "value"); got != "Schools for all" {
		t.Errorf("the form shows %q", got)
	}
	v.uploads(sheetsPath+"/logos", "logo", []byte("GIF89a no picture")).is(422, sheetsPath+"/logos").says("This picture cannot be printed.")
	v.uploads(sheetsPath+"/logos", "logo", s.aPicture(1700)).is(422, sheetsPath+"/logos")
	page := v.uploads(sheetsPath+"/logos", "logo", s.aPicture(40)).is(200, sheetsPath).says("The logo stands on the sheets from now on.")
	logo := v.get(strings.TrimSuffix(linkOf(page, "/sheets/logos/"), "/remove"))
	if logo.header.Get("Content-Type") != "image/png" || logo.header.Get("X-Content-Type-Options") != "nosniff" {
		t.Errorf("the logo is sent as %s", logo.header.Get("Content-Type"))
	}
	sheet := v.get("/organise/events/budapest/sheets/bp-a1")
	if got := s.printed(sheet); !strings.Contains(got, "Project number: 2012-1-HU") || !strings.Contains(sheet.body, "/Subtype /Image") {
		t.Errorf("the sheet lacks its header:\n%s", got)
	}
	for range 3 {
		v.uploads(sheetsPath+"/logos", "logo", s.aPicture(40)).is(200, sheetsPath)
	}
	v.uploads(sheetsPath+"/logos", "logo", s.aPicture(40)).says("There is room for 4 logos. Remove one first.")
	v.post(linkOf(page, "/remove"), nil).says("The logo is removed.")
	v.uploads("/organise/events/budapest/exports", "logo", s.aPicture(40)).is(415, "/organise/events/budapest/exports")
	if got := v.uploads(sheetsPath+"/logos", "logo", make([]byte, 2<<20)); got.status != 413 {
		t.Errorf("two megabytes: %d", got.status)
	}
}

// linkOf is the first address on a page that has a part.
func linkOf(a *answer, part string) string {
	a.t.Helper()
	for n := range a.doc.Descendants() {
		for _, name := range []string{"href", "action"} {
			if to := attr(n, name); strings.Contains(to, part) {
				return to
			}
		}
	}
	a.t.Fatalf("nothing on %s leads to %s", a.path, part)
	return ""
}

// printed is the text of a PDF.
func (s *site) printed(a *answer) string {
	s.t.Helper()
	if a.status != 200 || !strings.HasPrefix(a.body, "%PDF-") {
		s.t.Fatalf("%d: %s", a.status, a.text())
	}
	read := exec.Command("pdftotext", "-layout", "-", "-")
	read.Stdin = strings.NewReader(a.body)
	out, err := read.Output()
	if err != nil {
		s.t.Fatalf("pdftotext (poppler-utils): %v", err)
	}
	return string(out)
}
