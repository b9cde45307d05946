package document

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

var nameRoom = nameSpace{Face: bold, Width: 93, Height: 20, Largest: 34, OneLine: 18, Smallest: 5}

func TestNamesAreSetAsLargeAsTheyFit(t *testing.T) {
	cases := []struct {
		name     string
		lines    int
		smallest float64
	}{
		{"Suzan", 1, 34},
		{"O", 1, 34},
		{"Zdeněk Říha", 1, 30},
		{"გიორგი ღვინიაშვილი", 1, 18},
		{"Femke 't Hart-van Schoonhoven", 2, 24},
		{"Maria da Conceição Aparecida Vasconcelos de Albuquerque e Castro-Guimarães", 3, 14},
		{"Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch", 3, 16},
	}
	for _, c := range cases {
		set := nameRoom.fit(c.name)
		if len(set.Lines) != c.lines || set.Size < c.smallest || set.Cut {
			t.Errorf("%s: %d lines of %v points: %q", c.name, len(set.Lines), set.Size, set.Lines)
		}
	}
}

// A name keeps every letter in order and stays within its place.
func TestNamesAreNeverClipped(t *testing.T) {
	letter := rapid.SampledFrom([]rune("aiWMşőЖщΩგϊՖשm\u0303 -'"))
	rapid.Check(t, func(t *rapid.T) {
		name := text(rapid.StringOfN(letter, 1, maxName, -1).Draw(t, "name"), maxName).Line
		room := nameRoom
		room.Height = rapid.Float64Range(8, 25).Draw(t, "height")
		set := room.fit(name)
		if set.height() > room.Height+0.01 {
			t.Fatalf("%d lines of %v points are higher than %v mm", len(set.Lines), set.Size, room.Height)
		}
		for _, l := range set.Lines {
			if w := room.Face.width(l, set.Size); w > room.Width+0.01 {
				t.Fatalf("%q is %v mm wide", l, w)
			}
		}
		if !set.Cut && squeezed(strings.Join(set.Lines, " ")) != squeezed(name) {
			t.Fatalf("%q became %q", name, set.Lines)
		}
		if set.Cut {
			t.Fatalf("%q was cut", name)
		}
	})
}

func TestWrapBreaksWhereAReaderWould(t *testing.T) {
	got := wrap("Castro-Guimarães http://x.example m\u0303\u0303\u0303", bold, 10, 26)
	want := "Castro-|Guimarães|http://|x.example|m\u0303\u0303\u0303"
	if joined := strings.Join(got, "|"); !strings.HasPrefix(joined, "Castro-|Guimarães|") || squeezed(strings.Join(got, "")) != strings.ReplaceAll(want, "|", "") {
		t.Errorf("wrapped as %q", got)
	}
	if balanced, _ := balance("Maria da Conceição Vasconcelos", bold, 2); strings.Join(balanced, "|") != "Maria da|Conceição Vasconcelos" && strings.Join(balanced, "|") != "Maria da Conceição|Vasconcelos" {
		t.Errorf("balanced as %q", balanced)
	}
}

func TestStackShrinksThenCuts(t *testing.T) {
	place := rect{0, 0, 67, 20}
	short := []paragraph{{Text: "Mayor", Size: 10}, {Text: ""}, {Text: "Brno", Size: 11, Above: 1}}
	if marks, _, cut := stack(place, short, 0.5); cut || len(marks) != 2 || marks[0].(textMark).Size != 10 {
		t.Errorf("short texts: %v, cut %v", marks, cut)
	}
	long := []paragraph{{Text: strings.Repeat("Wide WORDS ", 18), Size: 10}, {Text: strings.Repeat("Wide WORDS ", 14), Size: 11}}
	marks, bottom, cut := stack(place, long, 0.5)
	if bottom > place.bottom()+0.01 || marks[0].(textMark).Size >= 10 {
		t.Errorf("long texts end at %v in %v points, cut %v", bottom, marks[0].(textMark).Size, cut)
	}
	endless := []paragraph{{Text: strings.Repeat("W", 4000), Size: 10}}
	marks, bottom, cut = stack(place, endless, 0.5)
	if last := marks[len(marks)-1].(textMark); !cut || bottom > place.bottom()+0.01 || !strings.HasSuffix(last.Text, "…") {
		t.Errorf("endless text ends at %v, cut %v", bottom, cut)
	}
}
