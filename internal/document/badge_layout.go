package document

import "strings"

// badgeHead is what all badges of a sheet share, cleaned.
type badgeHead struct{ Event, Dates, Sample string }

// badgeDesign places the parts of a badge in its cell. It is data: another size
// is another value.
type badgeDesign struct {
	// Head holds the event's title and dates from the top; what it leaves free
	// belongs to the name.
	Head rect
	// NameBottom is where the name's place ends; it starts below the head and is
	// as wide.
	NameBottom float64
	Name       nameSpace
	// Details holds function, authority and country.
	Details rect
	Band    rect
	// Code is the QR code with its quiet zone, at least 25 mm wide.
	Code  rect
	Token rect
}

// landscapeA7 keeps over 5 mm free along the edges, since hands cut as they cut
// and printers leave a border. The dark part of the code ends in line with the
// text; its quiet zone reaches beyond, where the paper is white anyway.
var landscapeA7 = badgeDesign{
	Head:       rect{6, 5.6, 93, 9.6},
	NameBottom: 36.4,
	Name:       nameSpace{Face: bold, Largest: 34, OneLine: 18, Smallest: 5},
	Details:    rect{6, 39.6, 67, 20.6},
	Band:       rect{6, 61.75, 54, 7.25},
	Code:       rect{76.7, 36.5, 25.4, 25.4},
	Token:      rect{62, 62, 37, 7},
}

// readable is the size in points below which a name does not carry two metres.
const readable = 18

// marks lays out one badge in a cell.
func (d badgeDesign) marks(n *notes, cell rect, head badgeHead, b Badge) []mark {
	name := n.name(b.Name, b.Latin)
	who := name.Who
	marks, top := d.head(n, cell, head)
	marks = append(marks, d.name(n, rect{d.Head.X, top, d.Head.W, d.NameBottom - top}.in(cell), name)...)
	marks = append(marks, d.details(n, cell, who, b)...)
	marks = append(marks, d.band(n, cell, who, b)...)
	return append(marks, d.code(n, cell, who, b.Token)...)
}

// head sets the event's title and dates beside a bar of the house's colour, the
// words "Sample data" at their right, and gives where the name may start within
// the cell.
func (d badgeDesign) head(n *notes, cell rect, h badgeHead) (marks []mark, top float64) {
	const bar, indent, gap = 1.0, 3.2, 1.1
	place := d.Head.in(cell)
	var sample []mark
	if h.Sample != "" {
		tag := textMark{Y: place.Y + 2.8, Text: h.Sample, Face: bold, Size: 7, Colour: slate}.endingAt(place.right() - 1.4)
		edge := rect{tag.X - 1.4, place.Y, tag.width() + 2.8, 4}
		sample = []mark{tag, boxMark{rect: edge, Line: 0.25, Colour: slate}}
		place.W -= edge.W + 3
	}
	place.X, place.W = place.X+indent, place.W-indent
	lines, bottom, cut := stack(place, []paragraph{
		{Text: h.Event, Face: bold, Size: 8, Colour: blue},
		{Text: h.Dates, Face: regular, Size: 7.5, Colour: slate, Above: 0.2},
	})
	if cut {
		n.add(h.Event, CutText, h.Event)
	}
	if len(lines) > 0 {
		edge := rect{d.Head.X, d.Head.Y, bar, bottom - place.Y}.in(cell)
		marks = append(marks, boxMark{rect: edge, Colour: blue})
	}
	marks = append(append(marks, lines...), sample...)
	return marks, max(bottom-cell.Y+gap, 13)
}

// name sets the name as large as it fits with its Latin spelling below it, the
// two together in the middle of their place.
func (d badgeDesign) name(n *notes, place rect, name printedName) []mark {
	set, latin := d.fitName(place, name, 13)
	if name.Latin != "" && len(set.Lines) > 1 {
		set, latin = d.fitName(place, name, 10) // the name needs the room more
	}
	n.size(name.Who, set)
	height := set.height()
	place.Y += (place.H - height - latin.height()) / 2
	marks := linesAt(place, set, bold, ink)
	place.Y += height
	return append(marks, linesAt(place, latin, regular, slate)...)
}

// fitName sets both lines, the Latin one in at most so many points.
func (d badgeDesign) fitName(place rect, name printedName, latinSize float64) (main, latin setName) {
	second := nameSpace{Face: regular, Width: place.W, Height: 2 * lineHeight(latinSize), Largest: latinSize, OneLine: 9, Smallest: 5}
	latin = second.fit(name.Latin)
	first := d.Name
	first.Width, first.Height = place.W, place.H-latin.height()
	return first.fit(name.Main), latin
}

// size warns of a name that is hard to read from two metres.
func (n *notes) size(who string, set setName) {
	if set.Cut {
		n.add(who, CutText, strings.Join(set.Lines, " "))
	}
	if set.Size < readable {
		n.add(who, SmallName, int(set.Size))
	}
}

// linesAt gives the marks of set lines from the top of a place.
func linesAt(place rect, set setName, f face, c colour) []mark {
	marks := make([]mark, len(set.Lines))
	for i, l := range set.Lines {
		y := place.Y + float64(i)*lineHeight(set.Size) + ascent*set.Size*pointMM
		marks[i] = textMark{X: place.X, Y: y, Text: l, Face: f, Size: set.Size, Colour: c}
	}
	return marks
}

func (d badgeDesign) details(n *notes, cell rect, who string, b Badge) []mark {
	body := n.line(who, b.Body, maxField)
	marks, _, cut := stack(d.Details.in(cell), []paragraph{
		{Text: n.line(who, b.Function, maxField), Face: regular, Size: 10, Colour: ink},
		{Text: body, Face: bold, Size: 11, Colour: ink, Above: 0.8},
		{Text: n.line(who, b.Country, maxShort), Face: regular, Size: 10, Colour: slate, Above: 0.4},
	})
	if cut {
		n.add(who, CutText, body)
	}
	return marks
}

// band sets the role: its letter on white first, then the word.
func (d badgeDesign) band(n *notes, cell rect, who string, b Badge) []mark {
	place, c := d.Band.in(cell), band(b.Role)
	marks := []mark{boxMark{rect: place, Colour: c}}
	x := place.X + 2.5
	if letter := n.line(who, b.RoleLetter, 2); letter != "" {
		square := rect{place.X, place.Y, place.H, place.H}.inset(1)
		l := textMark{Y: square.Y + square.H/2 + 1.65, Text: letter, Face: bold, Size: 13, Colour: c}
		l.Size = min(l.Size, 13*square.W/max(l.width(), square.W))
		marks = append(marks, boxMark{rect: square, Colour: white}, l.centredOn(square.X+square.W/2))
		x = square.right() + 2
	}
	role := n.line(who, b.RoleName, maxShort)
	room := nameSpace{Face: bold, Width: place.right() - 2 - x, Height: place.H - 0.4, Largest: 11, OneLine: 8, Smallest: 4}
	set := room.fit(role)
	top := place.Y + (place.H-set.height())/2
	return append(marks, linesAt(rect{X: x, Y: top}, set, bold, white)...)
}

// code sets the QR code and below it the same token in letters.
func (d badgeDesign) code(n *notes, cell rect, who, token string) []mark {
	if token == "" {
		n.add(who, NoCode)
		return nil
	}
	var marks []mark
	if code, err := encode(token); err == nil {
		marks = append(marks, codeMark{rect: d.Code.in(cell), Code: code})
	} else {
		n.add(who, LongCode)
	}
	place := d.Token.in(cell)
	room := nameSpace{Face: regular, Width: place.W, Height: place.H, Largest: 8, OneLine: 7.5, Smallest: 3}
	set := room.fit(n.line(who, TokenGroups(token), maxField))
	for _, m := range linesAt(place, set, regular, slate) {
		marks = append(marks, m.(textMark).endingAt(place.right()))
	}
	return marks
}
