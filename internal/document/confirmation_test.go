package document

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func confirmation(w *bytes.Buffer, c Confirmation) ([]Warning, error) { return ConfirmationPaper(w, c) }

func sampleConfirmation(p person) Confirmation {
	return Confirmation{
		Title: "Confirmation of registration", Event: sampleTitle, Dates: "Budapest, 14–15 December 2026", Lang: "en", Sample: "Sample data", Made: madeAt,
		Name: p.Name, Latin: p.Latin, Function: p.Function, Body: p.Body + ", " + p.Country, Token: sampleToken(0),
		Bring: "Show this code at the check-in desk.", AsOf: "As of 23 November 2026, 11:00 (Budapest time, UTC+1)", Page: "Page %d of %d",
		Sections: []Section{
			{"Your registration", []Fact{{Label: "State", Text: "You have a place"}, {Label: "Reference", Text: "7K2M9QXA"},
				{Label: "Changes", Text: "You can change until 9 December 2026, 18:00 (Budapest time, UTC+1)."}, {Label: "Questions", Text: "alliance@example.org"}}},
			{"The event", []Fact{{Label: "When", Text: "14 December 2026, 08:30 – 15 December 2026, 15:30", Note: "All times are Budapest time (UTC+1)."},
				{Label: "Where", Text: "Sample Seminar Centre Budapest", Note: "1 Sample Square, 1000 Budapest"}, {Label: "Access", Text: "Step-free", Note: "Hearing loop: Room A"}}},
			{"Monday 14 December 2026", []Fact{{Label: "11:30–13:00", Text: "Enrolment, catchment and ending separate classes", Note: "Room A", State: "Confirmed"},
				{Label: "14:15–15:45", Text: "From kindergarten to secondary: keeping girls and boys in school", Note: "Room C", State: "Waiting list, position 3"}}},
			{"Tuesday 15 December 2026", []Fact{{Label: "08:30–12:30", Text: "Bus 1: Inner-city school and study centre", Note: "Meeting point: Main entrance, kerb side, sign 1", State: "Offered to you until 1 December 2026, 18:00"}}},
		},
	}
}

// said are all texts of a confirmation but the name.
func (c Confirmation) said() []string {
	all := []string{c.Title, c.Event, c.Dates, c.Sample, c.Function, c.Body, TokenGroups(c.Token), c.Bring, c.AsOf}
	for _, s := range c.Sections {
		all = append(all, s.Title)
		for _, f := range s.Facts {
			all = append(all, f.Label, f.Text, f.Note, f.State)
		}
	}
	for i := range all {
		all[i] = text(all[i], maxLong).Line
	}
	return all
}

func TestEdgeNamesPrintOnConfirmations(t *testing.T) {
	list := everybody(t)
	together := []string{"--empty", "--pages"}
	for _, p := range list {
		body, warnings := made(t, confirmation, sampleConfirmation(p))
		tellsOf(t, "confirmation", []person{p}, warnings)
		together = append(together, saved(t, body))
	}
	all := filepath.Join(t.TempDir(), "all.pdf")
	tool(t, "qpdf", append(together, "--", all)...)
	body, err := os.ReadFile(all)
	if err != nil {
		t.Fatal(err)
	}
	keep(t, "confirmations", body)
	pages := pagesOf(t, body)
	if len(pages) != len(list) {
		t.Fatalf("%d pages for %d people", len(pages), len(list))
	}
	for i, p := range list {
		saysName(t, "confirmation", p, pages[i], 1)
		says(t, p.Case, pages[i], sampleConfirmation(p).said()...)
	}
}

// A programme of many activities goes on, on pages that say which they are.
func TestLongConfirmationsGoOn(t *testing.T) {
	c := sampleConfirmation(people[0])
	for i := range 80 {
		c.Sections[2].Facts = append(c.Sections[2].Facts, Fact{Label: "16:00–17:00", Text: fmt.Sprint("Activity number ", i), Note: "Room A", State: "Confirmed"})
	}
	body, warnings := made(t, confirmation, c)
	keep(t, "confirmation-long", body)
	printed := readAsDrawn(t, body)
	for i, page := range pagesOf(t, body) {
		says(t, fmt.Sprint("page ", i+1), page, c.Name, c.Event)
	}
	for i := range 80 {
		if !strings.Contains(printed, fmt.Sprint("Activity number ", i, "\n")) {
			t.Errorf("activity %d is lost", i)
		}
	}
	if !strings.Contains(printed, "Page 5 of 5") && !strings.Contains(printed, "Page 6 of 6") || len(warnings) > 0 {
		t.Errorf("%v\n%s", warnings, printed)
	}
	checkConfirmation(t, c)
}

// checkConfirmation finds no line outside of the margins.
func checkConfirmation(t testing.TB, c Confirmation) {
	t.Helper()
	var n notes
	c = c.cleaned(&n)
	for _, page := range c.pages(&n) {
		for _, m := range page {
			line, ok := m.(textMark)
			if !ok || line.Text == c.Sample {
				continue
			}
			within := rect{letterMargin, letterMargin - 5.1, letterWidth, letterBottom - letterMargin + 6}
			if line.X+line.width() > within.right()+3 || line.bounds().Y < within.Y || line.bounds().bottom() > within.bottom()+0.1 {
				t.Errorf("%q: %+v leaves the page", c.Name, m)
			}
		}
	}
}
