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

// Words are drawn in the order they are read, each where it stands.
func TestInReadingOrder(t *testing.T) {
	cases := []struct{ line, drawn string }{
		{"Zdeněk Říha", "Zdeněk Říha"},
		{"ליאת אברהם", "תאיל|םהרבא"},
		{"בית ספר 12", "תיב|רפס|12"},
		{"City of תל אביב", "City|of|לת|ביבא"},
		{"ליאת (אברהם)", "תאיל|(םהרבא)"},
		{"בן בן", "ןב|ןב"},
		{"at בית 1.5, now", "at 1.5 תיב, now"}, // the comma is drawn with another word
	}
	for _, c := range cases {
		var words []string
		for _, w := range inReadingOrder(c.line) {
			words = append(words, w.text)
			if !strings.HasPrefix(visual(c.line), w.before+w.text) {
				t.Errorf("%q: %q does not stand after %q", c.line, w.text, w.before)
			}
		}
		if got := strings.Join(words, "|"); got != c.drawn {
			t.Errorf("%q is drawn as %+q, want %+q", c.line, got, c.drawn)
		}
	}
}

// Copied or searched, Hebrew comes back as it is read, not as it is drawn, by
// programs that go by the place of words and by those that take them as they
// come. Around numbers and hyphens the first lose the order of words.
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
		drawn := squeezed(readAsDrawn(t, body))
		if !strings.Contains(line, "-") && !strings.Contains(drawn, squeezed(line)) {
			t.Errorf("%q is not in %q", line, drawn)
		}
	}
}
