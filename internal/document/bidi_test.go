package document

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestVisual(t *testing.T) {
	cases := []struct{ name, logical, visual string }{
		{"Latin stays", "Zdeněk Říha (Brno) 12", "Zdeněk Říha (Brno) 12"},
		{"Hebrew runs to the left", "ליאת אברהם", "םהרבא תאיל"},
		{"number after Hebrew", "בית ספר 12", "12 רפס תיב"},
		{"number and Latin in a Hebrew line", "בית 12 School", "School 12 תיב"},
		{"brackets are turned round", "ליאת (אברהם)", "(םהרבא) תאיל"},
		{"Hebrew in a Latin line", "City of תל אביב", "City of ביבא לת"},
		{"Hebrew between Latin", "The תל אביב office", "The ביבא לת office"},
		{"number inside Hebrew inside Latin", "at בית 12 ספר now", "at רפס 12 תיב now"},
		{"number behind Hebrew inside Latin", "at בית 1.5, now", "at 1.5 תיב, now"},
		{"number before Hebrew", "12 בית", "תיב 12"},
		{"apostrophe and hyphen", "בן-דוד ז׳קלין", "ןילק׳ז דוד-ןב"},
		{"nothing", "", ""},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			if got := visual(c.logical); got != c.visual {
				t.Errorf("visual(%q) = %+q, want %+q", c.logical, got, c.visual)
			}
		})
	}
}

// Setting a line in order loses and doubles nothing, whatever is mixed in it.
func TestVisualKeepsEveryCharacter(t *testing.T) {
	letters := rapid.SampledFrom([]rune("אבגד abc 123 .,%-()[]׳"))
	mirror := strings.NewReplacer(")", "(", "]", "[")
	rapid.Check(t, func(t *rapid.T) {
		line := rapid.StringOf(letters).Draw(t, "line")
		want, got := []rune(mirror.Replace(line)), []rune(mirror.Replace(visual(line)))
		slices.Sort(want)
		slices.Sort(got)
		if !slices.Equal(got, want) {
			t.Fatalf("%+q became %+q", line, visual(line))
		}
	})
}

// Copied or searched, Hebrew comes back as it is read, not as it is drawn. Around
// numbers and hyphens pdftotext keeps the words whole but loses their order.
func TestHebrewIsReadBackInLogicalOrder(t *testing.T) {
	for line, found := range map[string][]string{
		"ליאת אברהם":      {"ליאת אברהם"},
		"City of תל אביב": {"City of תל אביב"},
		"בית ספר 12":      {"בית ספר", "12"},
		"בן-דוד":          {"בן", "דוד"},
	} {
		body, _ := made(t, badges, BadgeSheet{Badges: []Badge{{Name: "Suzan", Function: line, Token: "T"}}})
		printed := readBack(t, body)
		for _, want := range found {
			if !strings.Contains(printed, want) {
				t.Errorf("%q is not in %q", want, printed)
			}
		}
	}
}
