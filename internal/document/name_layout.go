package document

// Sizes in points below which a name is hard to read: on a badge from two
// metres, on a tent across a room. Down to them a name stays on one line.
const (
	clearOnBadge = 18
	clearOnTent  = 36
)

// leastLatin is the smallest size of the spelling under a name.
const leastLatin = 5

// nameAt sets the name as large as it fits with its Latin spelling below it, the
// two together in the middle of their place. A name that fits nowhere leaves its
// place empty for a pen: half a name is nobody's.
// Below far points the name has a problem, if there is one to tell of.
func (n *notes) nameAt(p Part, place rect, name printedName, far float64, problem string) []mark {
	set, latin := fitName(p, place, name, p.Latin, far)
	if name.Latin != "" && len(set.Lines) > 1 {
		set, latin = fitName(p, place, name, p.Latin*10/13, far) // the name needs the room more
	}
	if name.Cut || !set.fits(p.Smallest) || name.Latin != "" && !latin.fits(leastLatin) {
		n.add(name.Who, NoRoom)
		return nil
	}
	if set.Size < far && problem != "" {
		n.add(name.Who, problem, int(set.Size))
	}
	place.Y += (place.H - set.height() - latin.height()) / 2
	marks := linesAt(place, set, weight(p.Weight), colourOr(p.Colour, ink))
	place.Y += set.height()
	marks = append(marks, linesAt(place, latin, regular, slate)...)
	return align(p.Align).set(place, marks)
}

// fitName sets both lines, the Latin one in at most so many points.
func fitName(p Part, place rect, name printedName, latinSize, far float64) (main, latin setName) {
	second := nameSpace{Face: regular, Width: place.W, Height: 2 * lineHeight(latinSize), Largest: latinSize, OneLine: 9, Smallest: leastLatin}
	latin = second.fit(name.Latin)
	first := nameSpace{Face: weight(p.Weight), Width: place.W, Height: place.H - latin.height(), Largest: p.Largest, OneLine: far, Smallest: p.Smallest}
	return first.fit(name.Main), latin
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
