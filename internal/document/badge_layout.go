package document

// badgeHead is what all badges of a sheet share, cleaned.
type badgeHead struct{ Event, Dates, Sample, Programme, Bus string }

// setting is what the badges of one document have in common, and the warnings
// that come up while they are laid out.
type setting struct {
	notes
	design Design
	head   badgeHead
	logo   *picture           // nil: none
	fitted map[string]fitting // how programmes fit, by what they say and where
	events map[*Part]block
}

// block is marks that every badge has alike, laid out once for a cell at the
// page's corner, and where they end.
type block struct {
	marks  []mark
	bottom float64
}

// movedTo puts a block into a cell.
func (b block) movedTo(cell rect) []mark {
	marks := make([]mark, len(b.marks))
	for i, m := range b.marks {
		switch m := m.(type) {
		case textMark:
			m.X, m.Y = m.X+cell.X, m.Y+cell.Y
			marks[i] = m
		case boxMark:
			m.rect = m.in(cell)
			marks[i] = m
		}
	}
	return marks
}

// wearer is a badge with the name as it is printed.
type wearer struct {
	Badge
	name printedName
}

func newSetting(d Design, s BadgeSheet) (*setting, error) {
	if flaws := d.Check(); flaws != nil {
		return nil, flaws
	}
	set := &setting{design: d, events: map[*Part]block{}}
	set.head = badgeHead{
		Event:  set.line("", s.Event, maxField),
		Dates:  set.line("", s.Dates, maxField),
		Sample: set.line("", s.Sample, maxShort), Programme: set.line("", s.ProgrammeTitle, maxShort), Bus: set.line("", s.BusTitle, maxShort),
	}
	if len(d.Logo) > 0 {
		logo, err := readPicture(d.Logo)
		if err != nil {
			return nil, err
		}
		set.logo = logo
	}
	return set, nil
}

// side lays out one side of a badge at its place on the page.
func (s *setting) side(cell rect, parts []Part, w wearer) []mark {
	var marks []mark
	top := 0.0 // where the event's lines end within the cell
	for i, p := range parts {
		place := p.Box.rect().in(cell)
		switch p.Kind {
		case "event":
			lines := s.event(&parts[i])
			marks = append(marks, lines.movedTo(cell)...)
			top = lines.bottom
		case "name":
			marks = append(marks, s.nameAt(p, below(p.Box.rect(), top).in(cell), w.name, clearOnBadge, SmallName)...)
		case "text":
			marks = append(marks, s.text(p, place, w)...)
		case "role":
			marks = append(marks, s.band(p, place, w)...)
		case "code":
			marks = append(marks, s.code(place, p.Under.rect().in(cell), align(p.Align), w)...)
		case "logo":
			marks = append(marks, s.picture(p, place)...)
		case "programme":
			marks = append(marks, s.entries(p, place, w, s.head.Programme, w.Programme)...)
		case "bus":
			marks = append(marks, s.entries(p, place, w, s.head.Bus, w.Bus)...)
		}
	}
	return marks
}

// below lets a place begin clear of lines above it that needed more room than
// the design foresaw.
func below(place rect, top float64) rect {
	const gap = 1.1
	if top > place.Y-gap && top < place.bottom()-gap {
		place.H -= top + gap - place.Y
		place.Y = top + gap
	}
	return place
}

// event gives the event's lines, which are laid out for the first badge only.
func (s *setting) event(p *Part) block {
	b, known := s.events[p]
	if !known {
		b.marks, b.bottom = s.eventAt(*p, p.Box.rect())
		s.events[p] = b
	}
	return b
}

// eventAt sets the event's lines beside a bar of the house's colour, the words
// "Sample data" at their right, and gives where they end.
func (s *setting) eventAt(p Part, place rect) (marks []mark, bottom float64) {
	const bar, indent = 1.0, 3.2
	edge := rect{place.X, place.Y, bar, 0}
	sample, taken := s.sampleTag(place)
	place.W -= taken
	place.X, place.W = place.X+indent, place.W-indent
	lines, bottom, cut := stack(place, s.paragraphs(p, wearer{}), p.least())
	if cut {
		s.add(s.head.Event, CutText, s.head.Event)
	}
	if len(lines) > 0 {
		edge.H = bottom - place.Y
		marks = append(marks, boxMark{rect: edge, Colour: colourOr(p.Colour, blue)})
	}
	return append(append(marks, lines...), sample...), bottom
}

// sampleTag sets the words "Sample data" in a frame at the right of a place, at
// most half as wide, and gives what they take from it.
func (s *setting) sampleTag(place rect) (marks []mark, taken float64) {
	const padding, gap = 1.4, 3.0
	if s.head.Sample == "" {
		return nil, 0
	}
	tag := textMark{Y: place.Y + 2.8, Text: s.head.Sample, Face: bold, Size: 7, Colour: slate}
	tag.Size *= min(1, (place.W/2-2*padding)/tag.width())
	tag = tag.endingAt(place.right() - padding)
	border := rect{tag.X - padding, place.Y, tag.width() + 2*padding, 4}
	return []mark{tag, boxMark{rect: border, Line: 0.25, Colour: slate}}, border.W + gap
}

// paragraphs gives the lines of a part for one person.
func (s *setting) paragraphs(p Part, w wearer) []paragraph {
	list := make([]paragraph, len(p.Lines))
	for i, l := range p.Lines {
		list[i] = paragraph{Text: s.value(l, w), Face: weight(l.Weight), Size: l.Size, Colour: colourOr(l.Colour, ink), Above: l.Above}
	}
	return list
}

// least is how far the lines of a part may shrink.
func (p Part) least() float64 {
	factor := 0.0
	for _, l := range p.Lines {
		factor = max(factor, p.Smallest/l.Size)
	}
	return min(factor, 1)
}

func (s *setting) value(l Line, w wearer) string {
	who := w.name.Who
	switch l.Show {
	case "event":
		return s.head.Event
	case "dates":
		return s.head.Dates
	case "function":
		return s.line(who, w.Function, maxField)
	case "body":
		return s.line(who, w.Body, maxField)
	case "country":
		return s.line(who, w.Country, maxShort)
	case "role":
		return s.line(who, w.RoleName, maxShort)
	}
	return s.line("", l.Text, maxField)
}

func (s *setting) text(p Part, place rect, w wearer) []mark {
	paragraphs := s.paragraphs(p, w)
	marks, _, cut := stack(place, paragraphs, p.least())
	if cut {
		longest := ""
		for _, l := range paragraphs {
			if len(l.Text) > len(longest) {
				longest = l.Text
			}
		}
		s.add(w.name.Who, CutText, longest)
	}
	return align(p.Align).set(place, marks)
}
