package document

import (
	"fmt"
	"slices"
	"strings"
)

// band sets the role: its letter on white first, then the word.
func (s *setting) band(p Part, place rect, w wearer) []mark {
	c := s.design.band(w.Role)
	marks := []mark{boxMark{rect: place, Colour: c}}
	x := place.X + 2.5
	if letter := s.line(w.name.Who, w.RoleLetter, 2); letter != "" {
		square := rect{place.X, place.Y, place.H, place.H}.inset(1)
		size := 13 * place.H / 7.25
		l := textMark{Y: square.Y + square.H/2 + 1.65*size/13, Text: letter, Face: bold, Size: size, Colour: c}
		l.Size = min(size, size*square.W/max(l.width(), square.W))
		marks = append(marks, boxMark{rect: square, Colour: white}, l.centredOn(square.X+square.W/2))
		x = square.right() + 2
	}
	role := s.line(w.name.Who, w.RoleName, maxShort)
	room := nameSpace{Face: bold, Width: place.right() - 2 - x, Height: place.H - 0.4, Largest: p.Largest, OneLine: 8, Smallest: p.Smallest}
	set := room.fit(role)
	if !set.fits(p.Smallest) {
		s.add(w.name.Who, CutText, role)
		return marks // the letter still tells the role
	}
	top := place.Y + (place.H-set.height())/2
	return append(marks, linesAt(rect{X: x, Y: top}, set, bold, white)...)
}

// code sets the QR code and under it the same token in letters.
func (s *setting) code(place, under rect, a align, w wearer) []mark {
	if w.Token == "" {
		s.add(w.name.Who, NoCode)
		return nil
	}
	var marks []mark
	if code, err := encode(w.Token); err == nil {
		marks = append(marks, codeMark{rect: place, Code: code})
	} else {
		s.add(w.name.Who, LongCode)
	}
	token := s.line(w.name.Who, TokenGroups(w.Token), maxField)
	room := nameSpace{Face: regular, Width: under.W, Height: under.H, Largest: 8, OneLine: 7.5, Smallest: 3}
	set := room.fit(token)
	if !set.fits(room.Smallest) {
		s.add(w.name.Who, CutText, token)
		return marks
	}
	return append(marks, a.set(under, linesAt(under, set, regular, slate))...)
}

// picture shows the logo, whole, as large as its place allows.
func (s *setting) picture(p Part, place rect) []mark {
	if s.logo == nil {
		return nil
	}
	return []mark{imageMark{s.logo.within(place, align(p.Align)), s.logo}}
}

// maxEntries bounds the work for one person's programme.
const maxEntries = 40

// entries sets what a person chose below its title, moments at the left, in the
// largest letters at which all of it fits; where none do, with the places on the
// lines of their entries. What does not fit in the smallest is left out at the end,
// and said so.
func (s *setting) entries(p Part, place rect, w wearer, title string, given []Entry) []mark {
	if len(given) == 0 {
		return nil
	}
	list := s.cleanEntries(w.name.Who, given[:min(len(given), maxEntries)])
	f := s.fitting(p, place, title, list)
	if f.kept == 0 {
		return s.counted(w, nil, len(given))
	}
	marks, _ := entriesAt(place, title, f.of(list), f.size)
	return s.counted(w, marks, len(given)-f.kept)
}

// fitting is how entries fit their place: the size of their letters, whether places
// stand on the lines of their entries, and how many entries are kept.
type fitting struct {
	size  float64
	short bool
	kept  int
}

// of are the entries as they are set.
func (f fitting) of(list []Entry) []Entry {
	if f.short {
		return joined(list[:f.kept])
	}
	return list[:f.kept]
}

// fitting finds out once for all who have the same programme: trying sizes takes
// longer than all else on a badge.
func (s *setting) fitting(p Part, place rect, title string, list []Entry) fitting {
	key := fmt.Sprintf("%v %v %v %v %q %q", place.W, place.H, p.Largest, p.Smallest, title, list)
	f, known := s.fitted[key]
	if !known {
		f = fitEntries(p, place, title, list)
		if s.fitted == nil {
			s.fitted = map[string]fitting{}
		}
		s.fitted[key] = f
	}
	return f
}

func fitEntries(p Part, place rect, title string, list []Entry) fitting {
	const steps = 20 // whatever the range, so that a thousand badges take no longer
	step := max(0.5, (p.Largest-p.Smallest)/steps)
	fits := func(f fitting) bool {
		marks, bottom := entriesAt(place, title, f.of(list), f.size)
		return holds(place, marks, bottom)
	}
	for _, short := range []bool{false, true} {
		for size := p.Largest; size >= p.Smallest; size -= step {
			if f := (fitting{size, short, len(list)}); fits(f) {
				return f
			}
		}
	}
	for kept := len(list) - 1; kept > 0; kept-- {
		if f := (fitting{p.Smallest, true, kept}); fits(f) {
			return f
		}
	}
	return fitting{}
}

// joined puts the place of each entry on the line of what it is.
func joined(list []Entry) []Entry {
	short := make([]Entry, len(list))
	for i, e := range list {
		short[i] = Entry{When: e.When, What: strings.Join(slices.DeleteFunc([]string{e.What, e.Where}, func(s string) bool { return s == "" }), between(e.What))}
	}
	return short
}

// between is what stands after a title and before its place: a title that asks or
// exclaims takes no comma.
func between(title string) string {
	if strings.HasSuffix(title, "?") || strings.HasSuffix(title, "!") || strings.HasSuffix(title, ".") {
		return " "
	}
	return ", "
}

func (s *setting) counted(w wearer, marks []mark, missing int) []mark {
	if missing > 0 {
		s.add(w.name.Who, LeftOut, missing)
	}
	return marks
}

func (s *setting) cleanEntries(who string, given []Entry) []Entry {
	list := make([]Entry, len(given))
	for i, e := range given {
		list[i] = Entry{s.line(who, e.When, maxShort), s.line(who, e.What, maxField), s.line(who, e.Where, maxField)}
	}
	return list
}

// entriesAt sets entries in one size and gives where they end.
func entriesAt(place rect, title string, list []Entry, size float64) (marks []mark, bottom float64) {
	const widest, gap = 0.4, 2.0
	marks, bottom = stackAt(place, []paragraph{{Text: title, Face: bold, Size: size + 1, Colour: blue}}, 1, 0)
	moments := 0.0
	for _, e := range list {
		moments = max(moments, bold.width(e.When, size)+0.01)
	}
	moments = min(moments, place.W*widest)
	indent := moments
	if indent > 0 {
		indent += gap
	}
	for _, e := range list {
		bottom += size * 0.4 * pointMM
		when, end := stackAt(rect{X: place.X, Y: bottom, W: moments}, []paragraph{{Text: e.When, Face: bold, Size: size, Colour: ink}}, 1, 0)
		what, last := stackAt(rect{X: place.X + indent, Y: bottom, W: place.W - indent}, []paragraph{
			{Text: e.What, Face: regular, Size: size, Colour: ink}, {Text: e.Where, Face: regular, Size: size, Colour: slate},
		}, 1, 0)
		marks, bottom = append(append(marks, when...), what...), max(end, last)
	}
	return marks, bottom
}
