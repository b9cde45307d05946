package document

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"testing"
)

// drawnTexts gives the lines of text of an SVG, which is read as XML.
func drawnTexts(t *testing.T, svg []byte) (lines []string) {
	t.Helper()
	in, inText := xml.NewDecoder(bytes.NewReader(svg)), false
	for {
		token, err := in.Token()
		if errors.Is(err, io.EOF) {
			return lines
		}
		if err != nil {
			t.Fatalf("%v\n%s", err, svg)
		}
		switch token := token.(type) {
		case xml.StartElement:
			inText = token.Name.Local == "text"
			for _, a := range token.Attr {
				if a.Name.Local == "style" {
					t.Errorf("a style, which pages forbid: %s", a.Value)
				}
			}
		case xml.CharData:
			if inText {
				lines = append(lines, string(token))
			}
		case xml.EndElement:
			inText = false
		}
	}
}

// What the preview shows is what the paper says, line by line.
func TestPreviewsSayWhatThePaperSays(t *testing.T) {
	people := everybody(t)
	for _, d := range Designs() {
		s := designSheet(t, d, people)
		body, onPaper := made(t, badges, s)
		printed := squeezed(readAsDrawn(t, body))
		previews, warnings, err := Previews(s)
		if err != nil || len(previews) != len(people) || len(warnings) != len(onPaper) {
			t.Fatalf("%s: %d previews, %d warnings for %d, %v", d.Name, len(previews), len(warnings), len(onPaper), err)
		}
		for i, p := range previews {
			lines := drawnTexts(t, p.Front)
			if p.Back != nil {
				lines = append(lines, drawnTexts(t, p.Back)...)
			}
			if (p.Back != nil) != (len(d.Back) > 0) || len(lines) < 4 {
				t.Errorf("%s: the preview of %s says %q", d.Name, people[i].Name, lines)
			}
			for _, l := range lines {
				if !strings.Contains(printed, squeezed(l)) {
					t.Errorf("%s: %q stands on the preview, not on paper", d.Name, l)
				}
			}
		}
		looked, err := BadgeWarnings(s)
		if err != nil || len(looked) != len(onPaper) {
			t.Errorf("%s: %d warnings without drawing, %d with, %v", d.Name, len(looked), len(onPaper), err)
		}
	}
}

func TestPreviewsRefuseWhatPaperRefuses(t *testing.T) {
	d := defaultDesign
	d.Front = nil
	for what, err := range map[string]error{
		"previews": second(Previews(BadgeSheet{Design: &d})), "warnings": last(BadgeWarnings(BadgeSheet{Design: &d})),
	} {
		if flaws := (Flaws{}); !errors.As(err, &flaws) {
			t.Errorf("%s: %v", what, err)
		}
	}
}

func second[A, B any](_ A, _ B, err error) error { return err }
func last[A any](_ A, err error) error           { return err }

// A sheet of which labels are used goes on where it ends, its backs behind.
func TestHalfUsedSheetsGoOnWhereTheyEnd(t *testing.T) {
	d, _ := DesignNamed("label-90x54")
	s := designSheet(t, d, people[:12])
	whole, _ := made(t, badges, s)
	s.Skip = 3
	body, _ := made(t, badges, s)
	before, after := placesOf(t, whole, "Zdeněk"), placesOf(t, body, "Zdeněk")
	first, fourth := before["Zdeněk"], after["Zdeněk"]
	if moved := fourth.X - first.X; first.Page != 1 || fourth.Page != 1 || abs(moved-90) > 0.5 || abs(fourth.Y-first.Y-54) > 0.5 {
		t.Errorf("the first badge moves from %+v to %+v", first, fourth)
	}
	if n := pageCount(t, body); n != 4 {
		t.Errorf("12 badges from the 4th label on take %d pages, want 2 with their backs", n)
	}
	for skip, pages := range map[int]int{-1: 4, 9: 6, 10: 6, 1000: 6} {
		s.Skip = skip
		if body, _ := made(t, badges, s); pageCount(t, body) != pages {
			t.Errorf("with %d labels used there are %d pages, want %d", skip, pageCount(t, body), pages)
		}
	}
}

func pageCount(t *testing.T, body []byte) int {
	t.Helper()
	return strings.Count(string(plain(t, body)), "/Type /Page\n")
}

func TestTheSheetIsShownWithItsPlaces(t *testing.T) {
	for _, d := range Designs() {
		svg := SheetPreview(d)
		drawnTexts(t, svg) // it is XML
		want := 2 * d.Sheet.Columns * d.Sheet.Rows
		if got := bytes.Count(svg, []byte("<rect x=")) - 1; got != want && !d.folded() {
			t.Errorf("%s: %d rectangles, want %d", d.Name, got, want)
		}
	}
}

func BenchmarkThousandWarnings(b *testing.B) {
	s := sampleSheet(repeat(people, 1000))
	for b.Loop() {
		if _, err := BadgeWarnings(s); err != nil {
			b.Fatal(err)
		}
	}
}
