package document

// Preview is how one badge comes out, as SVG to stand inside a page: the same
// marks as on paper. Back is nil when the design has none.
type Preview struct{ Front, Back []byte }

// Previews draws each badge of a sheet by itself. The error is Flaws when the
// design has any.
func Previews(s BadgeSheet) ([]Preview, []Warning, error) {
	set, err := settingOf(s)
	if err != nil {
		return nil, nil, err
	}
	place := set.design.badge()
	list := make([]Preview, len(s.Badges))
	for i, b := range s.Badges {
		w := wearer{Badge: b, name: set.name(b.Name, b.Latin)}
		list[i].Front = pictureOf(format{place.W, place.H}, set.side(place, set.design.Front, w))
		if len(set.design.Back) > 0 {
			list[i].Back = pictureOf(format{place.W, place.H}, set.side(place, set.design.Back, w))
		}
	}
	return list, set.list, nil
}

// SheetPreview draws a sheet of paper with the places of its badges and the cut
// and fold marks, as SVG. The design has no flaws.
func SheetPreview(d Design) []byte {
	set, stock := &setting{design: d}, d.Sheet.stock()
	var places []mark
	for i := range stock.perPage() {
		front, back := d.sides(i)
		places = append(places, boxMark{rect: front, Colour: tint}, boxMark{rect: front, Line: 0.4, Colour: hair})
		if d.folded() {
			places = append(places, boxMark{rect: back, Line: 0.4, Colour: hair})
		}
	}
	marks := set.cutMarks(stock)
	if d.folded() {
		marks = append(marks, set.foldMarks(stock)...)
	}
	paper := boxMark{rect: rect{W: stock.Paper.W, H: stock.Paper.H}, Line: 0.8, Colour: frame}
	return pictureOf(stock.Paper, places, marks, []mark{paper})
}

// BadgeWarnings lays badges out without drawing them: the warnings are those that
// Badges would give. The error is Flaws when the design has any.
func BadgeWarnings(s BadgeSheet) ([]Warning, error) {
	set, err := settingOf(s)
	if err != nil {
		return nil, err
	}
	place := set.design.badge()
	for _, b := range s.Badges {
		w := wearer{Badge: b, name: set.name(b.Name, b.Latin)}
		set.side(place, set.design.Front, w)
		set.side(place, set.design.Back, w)
	}
	return set.list, nil
}
