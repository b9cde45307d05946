package document

import (
	"bytes"
	"math"
	"slices"
	"strings"
	"testing"
)

// No string that anybody types, pastes or breaks may stop a sheet or leave its
// place on it. Run it longer with:
//
//	go test -fuzz=FuzzBadges -fuzztime=1m -fuzzminimizetime=10x ./internal/document
func FuzzBadges(f *testing.F) {
	for _, p := range seeds(f) {
		f.Add(p.Name, p.Latin, p.Function, p.Body, p.Country, sampleToken(0))
	}
	f.Add("Jo\xff\xfe", "\x00\u202e", "\U0001F469\u200d\U0001F467", strings.Repeat("x", 5000), "א 1 b (ב) [2", "\xff")
	f.Add("\u0301\u0301", "אבג 12 de", "ﷺ", "ᲒᲘ", "\r\n", strings.Repeat("7", 300))
	f.Fuzz(func(t *testing.T, name, latin, function, body, country, token string) {
		b := Badge{Name: name, Latin: latin, Function: function, Body: body, Country: country, Role: "participant", RoleName: country, RoleLetter: latin, Token: token}
		s := BadgeSheet{Event: body, Dates: function, Lang: country, Sample: "Sample data", Badges: []Badge{b}}
		for _, d := range Designs() {
			checkBadge(t, d, 0, s, b)
		}
		file, warnings := made(t, badges, s)
		if !bytes.HasSuffix(file, []byte("%%EOF\n")) {
			t.Error("the file has no end")
		}
		if c := text(name, maxName); c.Line != "" && !c.whole() && len(warnings) == 0 {
			t.Errorf("%+q is not printed whole and nobody is told", name)
		}
	})
}

func FuzzLists(f *testing.F) {
	for _, p := range seeds(f) {
		f.Add(p.Name, p.Latin, p.Function, p.Body, p.Country, "%d people", 3)
	}
	f.Add("א", "\xff", "%s%!", strings.Repeat("W", 4000), "", "%[9]d %*d", -1)
	f.Fuzz(func(t *testing.T, name, latin, function, body, country, format string, blank int) {
		p := person{Name: name, Latin: latin, Function: function, Body: body, Country: country}
		a := sampleAttendance([]person{p, p})
		a.Activity, a.Where, a.BlankLines = body, name, blank
		a.Labels.OnPage, a.Labels.Page, a.Labels.Total, a.Labels.Continued, a.Labels.Legend = format, format, format, format, body
		made(t, attendance, a)
		m := sampleManifest([]person{p, p})
		m.Title, m.Vehicle, m.MeetingPoint, m.BlankLines, m.StaffSeats, m.Capacity = body, country, function, blank, blank, blank
		m.Labels.OnPage, m.Labels.Page, m.Labels.Country = format, format, name
		made(t, busManifest, m)
	})
}

// Whatever design is let through prints: every name whole within its badge, or
// its owner named; no design makes the program panic.
func FuzzDesigns(f *testing.F) {
	names, err := designFiles.ReadDir("designs")
	if err != nil {
		f.Fatal(err)
	}
	for _, n := range names {
		file, err := designFiles.ReadFile("designs/" + n.Name())
		if err != nil {
			f.Fatal(err)
		}
		f.Add(file, people[1].Name)
	}
	f.Add([]byte(`{"sheet":{"columns":1e9},"front":null}`), "")
	f.Fuzz(func(t *testing.T, file []byte, name string) {
		d, err := ParseDesign(file)
		if err != nil {
			return
		}
		b := Badge{Name: name, Latin: "Latin", Function: name, Body: name, Country: name, RoleName: "Role", RoleLetter: "R", Token: sampleToken(0)}
		b.Programme = []Entry{{"Mon 09:15", name, "Room"}, {name, "Dinner", ""}}
		b.Bus = b.Programme
		s := BadgeSheet{Design: &d, Event: sampleTitle, Dates: "December", Sample: "Sample data", ProgrammeTitle: "Your programme", Badges: []Badge{b}}
		checkBadge(t, d, 0, s, b)
		made(t, badges, s)
	})
}

// Numbers that pass the check of a design keep everything on its badge.
func FuzzLayouts(f *testing.F) {
	for i := range designNames {
		f.Add(i, 1, 5.0, 12.0, 40.0, 20.0, 30.0, 6.0, 5.0, people[i].Name)
		f.Add(i, 0, 5.0, 5.0, 30.0, 5.0, 100.0, 3.0, 2.0, strings.Repeat("W", 30))
	}
	f.Fuzz(func(t *testing.T, design, part int, x, y, width, height, largest, smallest, safe float64, name string) {
		d := readDesign(designNames[uint(design)%uint(len(designNames))])
		all := d.badge()
		d.Safe = bent(safe, 0, d.Safe)
		for _, side := range []*[]Part{&d.Front, &d.Back} {
			parts := slices.Clone(*side)
			if len(parts) == 0 {
				continue
			}
			p := &parts[uint(part)%uint(len(parts))]
			p.Box = Box{X: bent(x, d.Safe, all.W/2), Y: bent(y, d.Safe, all.H/2)}
			p.Box.Width, p.Box.Height = bent(width, 1, all.W-d.Safe-p.Box.X), bent(height, 1, all.H-d.Safe-p.Box.Y)
			p.Smallest = bent(smallest, 3, 60)
			p.Largest = bent(largest, p.Smallest, 200)
			p.Latin = bent(largest, 5, p.Largest)
			p.Lines = slices.Clone(p.Lines)
			for i := range p.Lines {
				p.Lines[i].Size = p.Largest
			}
			*side = parts
		}
		if d.Check() != nil {
			return
		}
		b := Badge{Name: name, Latin: "Latin", Function: name, Body: name, Country: name, RoleName: name, RoleLetter: name, Token: sampleToken(0)}
		b.Programme = []Entry{{"Mon 09:15", name, "Room"}, {name, "Dinner", ""}}
		b.Bus = b.Programme
		s := BadgeSheet{Design: &d, Event: name, Dates: name, Sample: name, ProgrammeTitle: name, Badges: []Badge{b}}
		checkBadge(t, d, 0, s, b)
	})
}

// bent brings any number into a range, so that most of what is tried is a design.
func bent(v, least, most float64) float64 {
	v = math.Mod(math.Abs(v), most-least)
	if math.IsNaN(v) {
		return least
	}
	return least + v
}
