package paper

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"convene/internal/document"
	"convene/internal/fault"
	"convene/internal/postgres"
	"convene/internal/presence"
)

// sheetOf gives the lists as they would be drawn.
func sheetOf(t *testing.T, db *postgres.DB, r SheetRequest) []document.Attendance {
	t.Helper()
	s := &attendanceSource{want: r}
	var err error
	if s.source, err = begin(t.Context(), db, r.Request); err != nil {
		t.Fatal(err)
	}
	if err := s.read(t.Context(), db); err != nil {
		t.Fatal(err)
	}
	return s.lists()
}

// told is who stands on a list: "1 Greece/Megara/Αθηνά Χατζή"; added ones with a plus.
func told(a document.Attendance) (all []string) {
	for _, g := range a.Groups {
		for _, b := range g.Bodies {
			for _, p := range b.People {
				all = append(all, fmt.Sprintf("%d %s/%s/%s", p.Number, g.Country, b.Name, p.Name))
			}
		}
	}
	for _, p := range a.Added {
		all = append(all, fmt.Sprintf("+%d %s/%s/%s", p.Number, p.Country, p.Body, p.Name))
	}
	return all
}

// A sheet explains the columns that it has, and no other.
func TestASheetExplainsItsColumns(t *testing.T) {
	t.Parallel()
	db, id := seminar(t, delegates...)
	const sign, desk = "Please sign in your own row.", "Desk: ticked by the staff for a person who is present and cannot sign."
	for want, columns := range map[string][]document.AttendanceColumn{
		sign + " " + desk: nil,
		sign:              {document.NumberColumn, document.SignatureColumn},
		desk:              {document.DeskColumn},
		"":                {document.NumberColumn},
	} {
		r := SheetRequest{Request: request(id, "", "en"), Columns: columns}
		labels := sheetOf(t, db, r)[0].Labels
		if labels.Legend != want {
			t.Errorf("%v: the sheet says %q", columns, labels.Legend)
		}
		if counted, signed := labels.SignedOnPage+labels.SignedTotal != "", strings.Contains(want, sign); counted != signed {
			t.Errorf("%v: signatures are counted: %v", columns, counted)
		}
	}
}

// morning is a minute after the half-day of the seminar began.
var morning = time.Date(2026, 12, 14, 8, 1, 0, 0, time.UTC)

func at(r Request, now time.Time) Request {
	r.Now = now
	return r
}

func TestLocalAndInvitedHaveAListEach(t *testing.T) {
	t.Parallel()
	db, id := seminar(t, delegates...)
	lists := sheetOf(t, db, SheetRequest{Request: request(id, "", "en"), Apart: true})
	if len(lists) != 2 || lists[0].Part != "Local participants" || lists[1].Part != "Invited participants" {
		t.Fatalf("%d lists", len(lists))
	}
	if got := fmt.Sprint(told(lists[0])); got != "[2 Hungary/Szeged/Éva Ács 3 Hungary/Szeged/Zsófia Szabó]" {
		t.Errorf("from here: %s", got)
	}
	if got := told(lists[1]); len(got) != 3 || got[0] != "1 Greece/Megara/Αθηνά Χατζή" {
		t.Errorf("from elsewhere: %s", got)
	}
}

func TestEveryAuthorityHasAListOfItsOwnWithItsTotal(t *testing.T) {
	t.Parallel()
	db, id := seminar(t, delegates...)
	r := SheetRequest{Request: request(id, "", "en"), PerBody: true, BlankLines: 2}
	lists := sheetOf(t, db, r)
	if len(lists) != 4 || lists[1].Part != "Szeged, Hungary" || len(told(lists[1])) != 2 || lists[1].BlankLines != 2 {
		t.Fatalf("%d lists", len(lists))
	}
	p, err := AttendanceSheet(t.Context(), db, r)
	if err != nil {
		t.Fatal(err)
	}
	pages := strings.Split(strings.TrimSuffix(readBack(t, p.Body), "\f"), "\f")
	if len(pages) != 4 {
		t.Fatalf("%d pages", len(pages))
	}
	for i, page := range pages {
		total := fmt.Sprintf("People on this list: %d", len(told(lists[i])))
		for _, want := range []string{lists[i].Part, total, "Page 1 of 1", "Certified for the organiser", "Desk: ticked by the staff", "Not on the list"} {
			if !strings.Contains(page, want) {
				t.Errorf("page %d lacks %q", i+1, want)
			}
		}
	}
}

func TestAHeaderStandsAboveTheList(t *testing.T) {
	t.Parallel()
	db, id := seminar(t, delegates...)
	h := presence.Header{Project: "Schools for all", Number: "2026-1-HU01-SAMPLE", Funding: "Funded by an invented programme"}
	if err := presence.SetHeader(t.Context(), db, now, id, h); err != nil {
		t.Fatal(err)
	}
	p, err := AttendanceSheet(t.Context(), db, SheetRequest{Request: request(id, "", "en"), Columns: document.AttendanceColumns, BlankLines: 40})
	if err != nil {
		t.Fatal(err)
	}
	pages := strings.Split(strings.TrimSuffix(readBack(t, p.Body), "\f"), "\f")
	for _, want := range []string{"Project: Schools for all", "Project number: 2026-1-HU01-SAMPLE", h.Funding, "b@example.org", "Time in", "E-mail"} {
		if !strings.Contains(pages[0], want) {
			t.Errorf("the first page lacks %q:\n%s", want, pages[0])
		}
	}
	if len(pages) < 2 || !strings.Contains(pages[1], "Schools for all 2026-1-HU01-SAMPLE") {
		t.Errorf("the second page does not say which project")
	}
}

func TestAFrozenSheetShowsItsListAndWhatProvesIt(t *testing.T) {
	t.Parallel()
	db, id := seminar(t, delegates...)
	r := SheetRequest{Request: at(request(id, "", "fr"), morning), Slot: "2026-12-14-am", BlankLines: AsUsual}
	one, err := AttendanceSheet(t.Context(), db, r)
	if err != nil || len(one.Checksum) != 64 {
		t.Fatalf("%+v, %v", one.Checksum, err)
	}
	r.Now = morning.Add(72 * time.Hour)
	two, err := AttendanceSheet(t.Context(), db, r)
	if err != nil || !bytes.Equal(one.Body, two.Body) {
		t.Errorf("another day prints another list: %v", err)
	}
	printed := readBack(t, one.Body)
	if !strings.Contains(strings.Join(strings.Fields(printed), ""), one.Checksum) || one.Name != "budapest-attendance-2026-12-14-am.pdf" {
		t.Errorf("%s does not show %s:\n%s", one.Name, one.Checksum, printed)
	}
	whole := sheetOf(t, db, SheetRequest{Request: at(request(id, "", "en"), morning)})
	day := sheetOf(t, db, SheetRequest{Request: at(request(id, "", "en"), morning), Slot: "2026-12-14"})
	if whole[0].AsOf != day[0].AsOf || day[0].Activity != "Monday 14 December 2026" || !strings.Contains(day[0].When, "09:00–17:30") {
		t.Errorf("the day says %q, %q, %q", day[0].Activity, day[0].When, day[0].AsOf)
	}
}

func TestThereIsNoSheetOfAnotherDay(t *testing.T) {
	t.Parallel()
	db, id := seminar(t)
	for _, r := range []SheetRequest{{Request: request(id, "", "en"), Slot: "2026-12-15"}, {Request: request(id, "a1", "en"), Slot: "2026-12-14-am"},
		{Request: request(id, "", "en"), Slot: "2026"}, {Request: request(id, "lunch", "en")}} {
		if _, err := AttendanceSheet(t.Context(), db, r); !fault.Is(err, fault.NotFound) {
			t.Errorf("%+v: %v", r, err)
		}
	}
}

func readBack(t *testing.T, body []byte) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "paper.pdf")
	if err := os.WriteFile(file, body, 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command("pdftotext", "-layout", file, "-").Output()
	if err != nil {
		t.Fatalf("pdftotext (poppler-utils): %v", err)
	}
	return string(out)
}
