package document

import (
	"bytes"
	"strings"
	"testing"
)

func tents(w *bytes.Buffer, s TentSheet) ([]Warning, error) { return Tents(w, s) }

func sampleTents(list []person) TentSheet {
	s := TentSheet{Event: "Inclusive schools, Budapest 2026", Lang: "en", Sample: "Sample data", Made: madeAt}
	for _, p := range list {
		s.Tents = append(s.Tents, Tent{p.Name, p.Latin, p.Body, p.Country})
	}
	return s
}

// Every name that has broken other programs stands on both sides of its tent.
func TestEdgeNamesPrintOnTents(t *testing.T) {
	list := everybody(t)
	s := sampleTents(list)
	body, warnings := made(t, tents, s)
	tellsOf(t, "tents", list, warnings)
	pages := pagesOf(t, body)
	if len(pages) != len(list) {
		t.Fatalf("%d tents for %d people", len(pages), len(list))
	}
	for i, p := range list {
		saysName(t, "tent", p, pages[i], 2)
		for _, w := range []string{p.Body, p.Country, s.Event} {
			if n := strings.Count(squeezed(pages[i]), squeezed(w)); w != "" && n < 2 {
				t.Errorf("%s: %q stands there %d times in %q", p.Case, w, n, pages[i])
			}
		}
	}
}

// The two sides are the same name, one above the fold upside down.
func TestTentsAreFolded(t *testing.T) {
	s := sampleTents([]person{{Name: "Suzan"}})
	s.Sample = ""
	var n notes
	side := s.Tents[0].side(&n, s)
	name := side[0].(textMark)
	if name.Size != 60 || name.Text != "Suzan" {
		t.Errorf("%+v", name)
	}
	body, _ := made(t, tents, s)
	if info := tool(t, "pdfinfo", saved(t, body)); !strings.Contains(info, "841.89 x 595.28 pts (A4)") {
		t.Error(info)
	}
	// half a turn: what began at the left above the middle ends there below it
	matrix := "-1.000 0.000 0.000 -1.000 841.890 595.276 cm"
	if !bytes.Contains(plain(t, body), []byte(matrix)) {
		t.Errorf("no %s in the page", matrix)
	}
}

// Whatever is written, both sides keep clear of the fold and the paper's edge.
func TestTentPartsKeepTheirPlace(t *testing.T) {
	list := everybody(t)
	list = append(list, person{Name: strings.Repeat("WW ", 50), Body: strings.Repeat("Wide ", 40), Country: strings.Repeat("W", 80)},
		person{Name: strings.Repeat("Щ", 159), Latin: strings.Repeat("W", 159)})
	s := sampleTents(list)
	s.Event = strings.Repeat("A very long title ", 11)
	for _, tent := range s.Tents {
		checkTent(t, tent, s)
	}
}

func checkTent(t testing.TB, tent Tent, s TentSheet) {
	t.Helper()
	var n notes
	clean(&n, &s.Event, &s.Sample)
	half := rect{0, tentPaper.H / 2, tentPaper.W, tentPaper.H / 2}
	for _, m := range tent.side(&n, s) {
		if line, ok := m.(textMark); ok && !inside(line.bounds(), half.inset(6)) {
			t.Errorf("%q: %+v leaves its half", tent.Name, m)
		}
	}
}

func TestTentWarnings(t *testing.T) {
	for name, problem := range map[string]string{"": NoName, people[15].Name: SmallTent, strings.Repeat("Long ", 60): NoRoom, "Jo 🌍": NoLetters} {
		if _, warnings := made(t, tents, TentSheet{Tents: []Tent{{Name: name}}}); !warned(warnings, text(name, maxName).Plain, problem) {
			t.Errorf("%.20q: %v", name, warnings)
		}
	}
}

func FuzzTents(f *testing.F) {
	for _, p := range seeds(f) {
		f.Add(p.Name, p.Latin, p.Body, p.Country)
	}
	f.Add("Jo\xff\xfe", strings.Repeat("W", 4000), strings.Repeat("x ", 5000), "א 1 b (ב) [2")
	f.Fuzz(func(t *testing.T, name, latin, body, country string) {
		s := TentSheet{Event: body, Lang: country, Sample: "Sample data", Tents: []Tent{{name, latin, body, country}}}
		checkTent(t, s.Tents[0], s)
		_, warnings := made(t, tents, s)
		if c := text(name, maxName); c.Line != "" && !c.whole() && len(warnings) == 0 {
			t.Errorf("%+q is not printed whole and nobody is told", name)
		}
	})
}
