package document

import (
	"bytes"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// designSheet is the sample's badges by a design, with a logo and backs.
func designSheet(t testing.TB, d Design, list []person) BadgeSheet {
	t.Helper()
	d.Logo = sampleLogo(t, "png", 300, 100)
	s := sampleSheet(list)
	s.Design, s.ProgrammeTitle, s.BusTitle = &d, "Your programme", "Your bus"
	for i := range s.Badges {
		s.Badges[i].Programme = []Entry{
			{"Mon 09:15", "Opening", "Great hall"},
			{"Mon 11:30", "Round 1, A: Enrolment, catchment areas and ending separate classes", "Room A"},
			{"Mon 14:15", "Round 2, B: Materials and dialects", "Room B"},
			{"Mon 19:30", "Dinner", "Restaurant, ground floor"},
		}
		s.Badges[i].Bus = []Entry{{"Tue 08:30", "Bus 1, inner-city school and study centre", "Main entrance, kerb side, sign 1"}}
	}
	return s
}

// sampleLogo draws a picture with a see-through corner.
func sampleLogo(t testing.TB, kind string, w, h int) []byte {
	t.Helper()
	m := image.NewNRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			m.Set(x, y, color.NRGBA{uint8(x), 90, uint8(y), uint8(min(255, 2*x))})
		}
	}
	var b bytes.Buffer
	err := png.Encode(&b, m)
	if kind == "jpeg" {
		b.Reset()
		err = jpeg.Encode(&b, m, nil)
	}
	if err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// keep puts a document where -save says, to be looked at.
func keep(t testing.TB, name string, body []byte) {
	t.Helper()
	if *save == "" {
		return
	}
	if err := os.WriteFile(filepath.Join(*save, name+".pdf"), body, 0o600); err != nil {
		t.Fatal(err)
	}
}

// Every name that has broken other programs reads back from every design, and
// so does all that belongs to it.
func TestEdgeNamesPrintOnEveryDesign(t *testing.T) {
	list := edgePeople(t)
	for _, d := range Designs() {
		s := designSheet(t, d, list)
		body, warnings := made(t, badges, s)
		keep(t, d.Name, body)
		saysNames(t, d.Name, list, body, warnings)
		printed := squeezed(readAsDrawn(t, body))
		for i, p := range list {
			says(t, d.Name+", "+p.Case, printed, TokenGroups(s.Badges[i].Token), p.Function, p.Body, p.Country)
		}
		if got := strings.Count(printed, squeezed("Great hall")); len(d.Back) > 0 && got != len(list) {
			t.Errorf("%s: %d programmes for %d people", d.Name, got, len(list))
		}
	}
}

// A back lies behind its front when the sheet is turned over about its upright
// middle: as far from the right edge as the front is from the left.
func TestBacksLandBehindTheirFronts(t *testing.T) {
	for _, name := range []string{"label-90x54", "a6-portrait", "a6-landscape", "label-60x90", "card-86x54"} {
		d, _ := DesignNamed(name)
		d.Front = slices.DeleteFunc(slices.Clone(d.Front), func(p Part) bool { return p.Kind == "role" || p.Kind == "text" })
		d.Front = append(d.Front, Part{Kind: "text", Box: Box{10, 10, 30, 4}, Smallest: 3, Lines: []Line{{Show: "country", Size: 4}}})
		d.Back = []Part{{Kind: "text", Box: Box{10, 10, 30, 4}, Smallest: 3, Lines: []Line{{Show: "role", Size: 4}}}}
		var s BadgeSheet
		s.Design = &d
		for i := range 13 {
			n := strconv.Itoa(i)
			s.Badges = append(s.Badges, Badge{Name: "Name", Country: "front" + n, RoleName: "back" + n, Token: "T" + n})
		}
		body, _ := made(t, badges, s)
		keep(t, name+"-turned", body)
		fronts, backs := placesOf(t, body, "front"), placesOf(t, body, "back")
		if len(fronts) != 13 || len(backs) != 13 {
			t.Fatalf("%s: %d fronts, %d backs", name, len(fronts), len(backs))
		}
		for i := range 13 {
			f, b := fronts["front"+strconv.Itoa(i)], backs["back"+strconv.Itoa(i)]
			// both begin 10 mm from the left edge of their side
			leftEdge, rightEdge := f.X-10, s.Design.Sheet.Width-(b.X-10)-s.Design.Sheet.CellWidth
			if b.Page != f.Page+1 || f.Page%2 != 1 || abs(b.Y-f.Y) > 0.1 || abs(leftEdge-rightEdge) > 0.1 {
				t.Errorf("%s: front %d at %+v, back at %+v", name, i, f, b)
			}
		}
	}
}

// A design may give a role another colour; the letter stays.
func TestRolesInAnotherColour(t *testing.T) {
	d := defaultDesign
	d.Bands = map[string]string{"press": "#5a0000"}
	for role, want := range map[string]colour{"press": {0x5a, 0, 0}, "speaker": band("speaker"), "?": slate} {
		if got := d.band(role); got != want {
			t.Errorf("%s is %v", role, got)
		}
	}
}

func abs(x float64) float64 { return max(x, -x) }

func TestLogos(t *testing.T) {
	d := defaultDesign
	d.Front = append(slices.Clone(d.Front), Part{Kind: "logo", Box: Box{75, 13, 24, 20}, Align: "right"})
	for kind, size := range map[string]image.Point{"png": {300, 100}, "jpeg": {100, 300}} {
		d.Logo = sampleLogo(t, kind, size.X, size.Y)
		body, _ := made(t, badges, BadgeSheet{Design: &d, Badges: []Badge{{Name: "Suzan", Token: "T"}, {Name: "Ana", Token: "U"}}})
		if n := bytes.Count(body, []byte("/Subtype /Image")); n != 1 {
			t.Errorf("%s: the file holds %d pictures", kind, n)
		}
		sound(t, body)
	}
	for what, file := range map[string][]byte{
		"text": []byte("<svg/>"), "cut": sampleLogo(t, "png", 50, 50)[:90], "wide": sampleLogo(t, "png", maxLogoSide+1, 1), "long": make([]byte, maxLogoBytes+1),
	} {
		d.Logo = file
		if flaws := d.Check(); len(flaws) != 1 || flaws[0].Where != "logo" {
			t.Errorf("%s: %v", what, flaws)
		}
	}
}

// A programme that does not fit says how much of it is missing.
func TestLongProgramme(t *testing.T) {
	d, _ := DesignNamed("card-86x54")
	s := BadgeSheet{Design: &d, Badges: []Badge{{Name: "Suzan", Token: "T"}}}
	for range 60 {
		s.Badges[0].Programme = append(s.Badges[0].Programme, Entry{"Mon 09:15", "Opening", "Great hall"})
	}
	body, warnings := made(t, badges, s)
	left := 60 - strings.Count(readBack(t, body), "Opening")
	if len(warnings) != 1 || warnings[0].Problem != LeftOut || warnings[0].Args[0] != left || left == 60 {
		t.Errorf("%d left out: %v", left, warnings)
	}
}

// Half a name is nobody's: without room the place is left for a pen.
func TestNameWithoutRoom(t *testing.T) {
	d := defaultDesign
	d.Front = slices.Clone(d.Front)
	d.Front[1].Smallest = 16
	long := people[1].Name
	body, warnings := made(t, badges, BadgeSheet{Design: &d, Badges: []Badge{{Name: long, Token: "T"}}})
	if !warned(warnings, long, NoRoom) || strings.Contains(readBack(t, body), "Maria") {
		t.Errorf("%v", warnings)
	}
}

// Where room is short, places move to the lines of their entries before an entry is
// left out.
func TestTightProgrammeKeepsEveryEntry(t *testing.T) {
	d, _ := DesignNamed("label-90x54")
	s := BadgeSheet{Design: &d, ProgrammeTitle: "Your programme", Badges: []Badge{{Name: "Suzan", Token: "T"}}}
	for range 8 {
		s.Badges[0].Programme = append(s.Badges[0].Programme, Entry{"09:15–10:00", "Opening", "Great hall"})
	}
	s.Badges[0].Programme = append(s.Badges[0].Programme, Entry{"10:00–11:00", "Who writes the book?", "Great hall"})
	body, warnings := made(t, badges, s)
	printed := readBack(t, body)
	if n := strings.Count(printed, "Opening, Great hall") + strings.Count(printed, "book? Great hall"); n != 9 || len(warnings) != 0 {
		t.Errorf("%d of 9 entries, %v", n, warnings)
	}
}

// A file may hold what no form lets through, and what no database keeps.
func TestWordsOfDesignsAreOneLine(t *testing.T) {
	for what, words := range map[string]string{"NUL": "A\x00B", "two lines": "A\nB", "endless": strings.Repeat("wide ", maxField)} {
		d := defaultDesign
		d.Front = append(slices.Clone(d.Front), Part{Kind: "text", Smallest: 5, Box: Box{75, 13, 24, 5}, Lines: []Line{{Show: "text", Text: words, Size: 9}}})
		if flaws := d.Check(); len(flaws) != 1 || !strings.HasSuffix(flaws[0].Where, ".lines[0].text") {
			t.Errorf("%s: %v", what, flaws)
		}
		d = defaultDesign
		d.Bands = map[string]string{words: "#5a0000"}
		if flaws := d.Check(); len(flaws) != 1 {
			t.Errorf("%s as a role: %v", what, flaws)
		}
	}
}
