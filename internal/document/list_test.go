package document

import (
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestAttendanceSaysEverything(t *testing.T) {
	a := sampleAttendance(people)
	body, _ := made(t, attendance, a)
	printed := squeezed(readBack(t, body))
	wants := []string{a.Event, a.Activity, a.Where, a.AsOf, a.Sample, "Page 1 of 3", "Page 3 of 3", "People on this list: 16", "Signatures in all", a.Labels.Certified, a.Labels.Legend, "Not on the list"}
	for _, p := range people[:4] {
		wants = append(wants, p.Country, p.Body)
	}
	for _, want := range wants {
		if !strings.Contains(printed, squeezed(want)) {
			t.Errorf("%q is not in the list", want)
		}
	}
	if got := strings.Count(printed, "SignaturesonthispagePage") + strings.Count(printed, "Signaturesonthispage"); got < 2 {
		t.Errorf("page counts on %d pages", got)
	}
}

func TestManifestSaysEverything(t *testing.T) {
	m := sampleManifest(people)
	body, _ := made(t, busManifest, m)
	printed := squeezed(readBack(t, body))
	for _, want := range []string{m.Event, m.Title, m.Vehicle, m.MeetingPoint, "Departure", "Return", "18 December 2026, 08:30", "Seats", "48", "Kept for staff", "Headcount out", "Headcount back", "Out", "Back", "Staff", m.Labels.Legend, "Sample data"} {
		if !strings.Contains(printed, squeezed(want)) {
			t.Errorf("%q is not in the list", want)
		}
	}
}

// Every name that has broken other programs is on the lists, whatever columns they
// have, or in a warning.
func TestEdgeNamesPrintOnLists(t *testing.T) {
	list := everybody(t)
	bus, warnings := made(t, busManifest, sampleManifest(list))
	saysNames(t, "manifest", list, bus, warnings)
	for what, columns := range map[string][]AttendanceColumn{"usual columns": nil, "all columns": AttendanceColumns, "no columns": {}} {
		a := sampleAttendance(list)
		a.Columns = columns
		body, warnings := made(t, attendance, a)
		saysNames(t, what, list, body, warnings)
	}
}

func TestHeadingsAreRepeated(t *testing.T) {
	a := sampleAttendance(nil)
	a.BlankLines = 0
	body := BodyGroup{Name: "City of Brno"}
	for i := range 40 {
		body.People = append(body.People, Attendant{Name: fmt.Sprintf("Person %d", i+1)})
	}
	a.Groups = []CountryGroup{{"Czechia", []BodyGroup{body}}}
	file, _ := made(t, attendance, a)
	pages := strings.Split(strings.TrimSuffix(readBack(t, file), "\f"), "\f")
	if len(pages) != 3 {
		t.Fatalf("%d pages", len(pages))
	}
	sum := 0
	for i, page := range pages {
		for _, want := range []string{"Signature", fmt.Sprintf("Page %d of 3", i+1), a.Activity[:20], "Sample data"} {
			if !strings.Contains(page, want) {
				t.Errorf("page %d lacks %q", i+1, want)
			}
		}
		if got := strings.Contains(page, "Czechia (continued)") && strings.Contains(page, "City of Brno (continued)"); got != (i > 0) {
			t.Errorf("page %d: continued %v", i+1, got)
		}
		var people int
		if _, err := fmt.Sscanf(page[strings.Index(page, "People on this page:"):], "People on this page: %d", &people); err != nil {
			t.Fatal(err)
		}
		sum += people
	}
	if sum != 40 {
		t.Errorf("the pages count %d people, want 40", sum)
	}
}

// Whatever the texts: every row is on exactly one page, in order, nothing
// reaches into the foot, and no heading stands alone.
func TestPagination(t *testing.T) {
	words := rapid.StringOfN(rapid.SampledFrom([]rune("aW né")), 0, maxField, -1)
	rapid.Check(t, func(t *rapid.T) {
		a := sampleAttendance(nil)
		a.Activity, a.Event, a.Where = words.Draw(t, "activity"), words.Draw(t, "event"), words.Draw(t, "where")
		a.BlankLines = rapid.IntRange(0, 40).Draw(t, "blank")
		for range rapid.IntRange(0, 8).Draw(t, "countries") {
			b := BodyGroup{Name: words.Draw(t, "body")}
			for range rapid.IntRange(0, 12).Draw(t, "people") {
				b.People = append(b.People, Attendant{Name: words.Draw(t, "name"), Latin: words.Draw(t, "latin"), Function: words.Draw(t, "function")})
			}
			a.Groups = append(a.Groups, CountryGroup{words.Draw(t, "country"), []BodyGroup{b}})
		}
		var n notes
		l := a.list(&n)
		_, first := a.paper().head()
		_, next := a.paper().shortHead()
		checkPages(t, l, l.paginate(first, next))
	})
}

func checkPages(t *rapid.T, l list, pages []listPage) {
	row, people := 0, 0
	for _, p := range pages {
		if p.Bottom > contentBottom {
			t.Fatalf("a page ends at %v, below %v", p.Bottom, contentBottom)
		}
		for _, line := range p.Lines {
			if line.Row != nil {
				if line.Row != &l.Rows[row] {
					t.Fatalf("row %d is missing or out of order", row)
				}
				row++
			}
		}
		if len(p.Lines) > 0 && p.Lines[len(p.Lines)-1].Row == nil {
			t.Fatal("a heading stands last on a page")
		}
		people += p.People
	}
	if last := pages[len(pages)-1]; last.Bottom+l.Closing > contentBottom {
		t.Fatalf("no room for the end of the list below %v", last.Bottom)
	}
	if row != len(l.Rows) || people != l.people() {
		t.Fatalf("%d of %d rows, %d of %d people", row, len(l.Rows), people, l.people())
	}
}

// A translation with the wrong verbs spoils its line, not the list.
func TestWrongVerbsDoNotStopAList(t *testing.T) {
	a := sampleAttendance(people[:1])
	a.Labels.Page, a.Labels.OnPage = "Seite %s %s %s", "100 % Leute"
	body, _ := made(t, attendance, a)
	if !strings.Contains(readBack(t, body), people[0].Name) {
		t.Error("the list lost its people")
	}
}
