package document

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"
)

func TestBadgeSaysEverything(t *testing.T) {
	p := people[0]
	body, warnings := made(t, badges, sampleSheet([]person{p}))
	// as drawn, so that a wrapped title is in one piece
	printed := squeezed(tool(t, "pdftotext", "-raw", saved(t, body), "-"))
	for _, want := range []string{sampleTitle, "Budapest, 17–18 December 2026", "Sample data", p.Name, p.Function, p.Body, p.Country, "Participant", TokenGroups(sampleToken(0))} {
		if !strings.Contains(printed, squeezed(want)) {
			t.Errorf("%q is not in %q", want, printed)
		}
	}
	if len(warnings) != 0 {
		t.Errorf("warnings for an ordinary name: %v", warnings)
	}
	real := sampleSheet([]person{p})
	real.Sample = ""
	if body, _ := made(t, badges, real); strings.Contains(readBack(t, body), "Sample") {
		t.Error("a real event's badge calls itself a sample")
	}
}

func TestBadgeWarnings(t *testing.T) {
	cases := []struct{ name, latin, problem string }{
		{"Jo 🌍 Berg", "Jo Berg", LatinInstead},
		{"Jo 🌍 Berg", "", NoLetters},
		{"محمد علي", "Mohammed Ali", LatinScript},
		{"محمد علي", "", NoScript},
		{"Оlena Kovalenko", "Olena Kovalenko", MixedScripts},
		{"Am\u0303a", "", LooseMarks},
		{"Maria da Conceição Aparecida Vasconcelos de Albuquerque e Castro-Guimarães", "", SmallName},
		{strings.Repeat("Long ", 60), "", NoRoom},
		{"", "", NoName},
	}
	for _, c := range cases {
		_, warnings := made(t, badges, BadgeSheet{Badges: []Badge{{Name: c.name, Latin: c.latin, Token: "T"}}})
		if !warned(warnings, text(c.name, maxName).Plain, c.problem) {
			t.Errorf("%.40s: %v", c.name, warnings)
		}
	}
	for token, problem := range map[string]string{"": NoCode, strings.Repeat("A", 100): LongCode} {
		if _, warnings := made(t, badges, BadgeSheet{Badges: []Badge{{Name: "Suzan", Token: token}}}); !warned(warnings, "Suzan", problem) {
			t.Errorf("token %q: %v", token, warnings)
		}
	}
}

func TestWarningReadsAsASentence(t *testing.T) {
	_, warnings := made(t, badges, BadgeSheet{Badges: []Badge{{Name: "Jo 🌍", Token: "T"}}})
	want := "Jo 🌍: These characters cannot be printed and a box stands in their place: 🌍 (U+1F30D)."
	if len(warnings) != 1 || warnings[0].String() != want {
		t.Errorf("%v", warnings)
	}
}

// A camera reads every code, printed small or large.
func TestCodesAreRead(t *testing.T) {
	for _, d := range Designs() {
		s := designSheet(t, d.OneSided(), repeat(people, max(d.Sheet.stock().perPage(), 4))) // each place of a sheet
		body, _ := made(t, badges, s)
		var want []string
		for _, b := range s.Badges {
			want = append(want, b.Token)
		}
		slices.Sort(want)
		for _, dpi := range []float64{200, 600} {
			if got := codes(t, d, body, dpi); !slices.Equal(got, want) {
				t.Errorf("%s at %v dpi: read %d of %d codes: %v", d.Name, dpi, len(got), len(want), got)
			}
		}
	}
}

func TestTokenGroups(t *testing.T) {
	for token, want := range map[string]string{"": "", "ABC": "ABC", "ABCD": "ABCD", "ABCDE": "ABCD E", "4TFKXQ2ZMB7": "4TFK XQ2Z MB7"} {
		if got := TokenGroups(token); got != want {
			t.Errorf("TokenGroups(%q) = %q", token, got)
		}
	}
}

// Nothing on a badge leaves the part of its cell that survives the cut, and
// nothing touches the code's quiet zone.
func TestBadgePartsKeepTheirPlace(t *testing.T) {
	list := everybody(t)
	list = append(list, person{Name: strings.Repeat("WW ", 50), Latin: "x", Function: strings.Repeat("Wide ", 40), Body: strings.Repeat("W", 200), Country: strings.Repeat("W ", 40), Role: strings.Repeat("Role", 20)})
	s := sampleSheet(list)
	s.Event = strings.Repeat("A very long title ", 11)
	for _, d := range Designs() {
		for i, b := range s.Badges {
			checkBadge(t, d, i%d.Sheet.stock().perPage(), s, b)
		}
	}
}

// checkBadge lays out both sides of one badge and looks at every mark.
func checkBadge(t testing.TB, d Design, i int, sheet BadgeSheet, b Badge) {
	t.Helper()
	set, err := newSetting(d, sheet)
	if err != nil {
		t.Fatal(err)
	}
	front, back := d.sides(i)
	w := wearer{Badge: b, name: set.name(b.Name, b.Latin)}
	checkSide(t, set, front, d.Front, w)
	checkSide(t, set, back, d.Back, w)
}

func checkSide(t testing.TB, set *setting, cell rect, parts []Part, w wearer) {
	t.Helper()
	quiet := rect{}
	for _, p := range parts {
		if p.Kind == "code" && w.Token != "" {
			quiet = p.Box.rect().in(cell)
		}
	}
	for _, m := range set.side(cell, parts, w) {
		var place rect
		switch m := m.(type) {
		case textMark:
			place = m.bounds()
		case boxMark:
			place = m.rect
		case imageMark:
			place = m.rect
		default:
			continue
		}
		if !inside(place, cell.inset(set.design.Safe-0.05)) {
			t.Errorf("%s: %q: %+v leaves its badge %+v", set.design.Name, w.Name, m, cell)
		}
		if touches(place, quiet) {
			t.Errorf("%s: %q: %+v touches the code at %+v", set.design.Name, w.Name, m, quiet)
		}
	}
}

// A module of the longest token is half a millimetre at the least size a design
// may give a code.
func TestCodeIsLargeEnough(t *testing.T) {
	code, err := encode(strings.Repeat("x", maxToken))
	if err != nil {
		t.Fatal(err)
	}
	if module := leastCode / float64(code.Size+2*quietZone); module < 0.5 {
		t.Errorf("a module of the longest token is %.2f mm", module)
	}
}

func TestEightBadgesAPage(t *testing.T) {
	for badgeCount, pages := range map[int]int{0: 1, 1: 1, 8: 1, 9: 2, 17: 3} {
		body, _ := made(t, badges, sampleSheet(repeat(people, badgeCount)))
		if got := bytes.Count(body, []byte("/Type /Page ")); got != pages {
			t.Errorf("%d badges on %d pages, want %d", badgeCount, got, pages)
		}
	}
}

func TestRolesAreTold(t *testing.T) {
	for role := range bands {
		body, _ := made(t, badges, BadgeSheet{Badges: []Badge{{Name: "Suzan", Role: role, RoleName: "Rolle " + role, RoleLetter: "Ř", Token: "T"}}})
		if printed := readBack(t, body); !strings.Contains(printed, "Rolle "+role) || !strings.Contains(printed, "Ř") {
			t.Errorf("%s: %s", role, printed)
		}
	}
}

// Letters on a band, and secondary text on paper, can be read in bad light.
func TestContrast(t *testing.T) {
	pairs := map[string][2]colour{"unknown role": {band("?"), white}, "secondary text": {slate, white}, "accent": {blue, white}, "heading": {blue, tint}, "ink": {ink, white}}
	for role, c := range bands {
		pairs[role] = [2]colour{c, white}
	}
	for what, p := range pairs {
		if got := contrast(p[0], p[1]); got < 7 {
			t.Errorf("%s: contrast %.2f, want at least 7", what, got)
		}
	}
	if got := fmt.Sprintf("%.0f %.2f", contrast(white, colour{}), contrast(colour{0x76, 0x76, 0x76}, white)); got != "21 4.54" {
		t.Errorf("the formula gives %s", got)
	}
}
