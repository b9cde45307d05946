package document

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
// largest letters at which all of it fits. What does not fit in the smallest is
// left out at the end, and said so.
func (s *setting) entries(p Part, place rect, w wearer, title string, given []Entry) []mark {
	if len(given) == 0 {
		return nil
	}
	list := s.cleanEntries(w.name.Who, given[:min(len(given), maxEntries)])
	const steps = 20 // whatever the range, so that a thousand badges take no longer
	step := max(0.5, (p.Largest-p.Smallest)/steps)
	for size := p.Largest; size >= p.Smallest; size -= step {
		if marks, bottom := entriesAt(place, title, list, size); holds(place, marks, bottom) {
			return s.counted(w, marks, len(given)-len(list))
		}
	}
	for kept := len(list) - 1; kept > 0; kept-- {
		if marks, bottom := entriesAt(place, title, list[:kept], p.Smallest); holds(place, marks, bottom) {
			return s.counted(w, marks, len(given)-kept)
		}
	}
	return s.counted(w, nil, len(given))
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
