package document

import "slices"

// paper is what a list's pages share besides the table.
type paper struct {
	Title  string // what sort of list it is
	Main   string // the activity or the route
	Event  string
	Sample string   // "" or the words "Sample data"
	Facts  [][]fact // row by row
	// OnPage is the format of the page's count, Beside the words before a box next
	// to it; both may be empty.
	OnPage, Beside string
	Legend, AsOf   string
	Page           string // the format of "Page %d of %d"
}

// fact is a thing to know with its name above it.
type fact struct{ Label, Value string }

// draw puts the list on paper; closing draws what ends it, from y on.
func (l list) draw(p *pen, a paper, closing func(y float64) []mark) {
	firstHead, first := a.head()
	nextHead, next := a.shortHead()
	pages := l.paginate(first, next)
	for i, page := range pages {
		head, top := firstHead, first
		if i > 0 {
			head, top = nextHead, next
		}
		var end []mark
		if i == len(pages)-1 {
			end = closing(page.Bottom)
		}
		p.page(head, l.titles(top), l.lines(page), end, a.foot(i+1, len(pages), page.People))
	}
}

// head opens the list and tells where the table starts.
func (a paper) head() (marks []mark, bottom float64) {
	place := rect{pageMargin, pageMargin, contentWidth, pageHeight}
	marks = a.sample(place)
	lines, bottom := stackAt(rect{place.X + 4, place.Y, place.W - 4 - 40, 0}, []paragraph{
		{Text: a.Title, Face: bold, Size: 10, Colour: blue},
	}, 1, 0)
	marks = append(marks, lines...)
	lines, bottom = stackAt(rect{X: place.X + 4, Y: bottom + 1, W: place.W - 4}, []paragraph{
		{Text: a.Main, Face: bold, Size: 17, Colour: ink},
		{Text: a.Event, Face: regular, Size: 10, Colour: slate, Above: 1},
	}, 1, 0)
	marks = append(marks, boxMark{rect: rect{place.X, place.Y, 1.2, bottom - place.Y}, Colour: blue})
	marks = append(marks, lines...)
	for _, f := range a.Facts {
		lines, bottom = facts(rect{X: place.X, Y: bottom + 2.5, W: place.W}, f)
		marks = append(marks, lines...)
	}
	return marks, bottom + 3
}

// shortHead opens the other pages, so that a sheet that went astray tells where
// it belongs.
func (a paper) shortHead() (marks []mark, bottom float64) {
	place := rect{pageMargin, pageMargin, contentWidth, pageHeight}
	lines, bottom := stackAt(rect{X: place.X + 4, Y: place.Y, W: place.W - 4 - 40}, []paragraph{
		{Text: a.Main, Face: bold, Size: 10, Colour: ink},
		{Text: a.Event, Face: regular, Size: 8, Colour: slate, Above: 0.5},
	}, 1, 0)
	bar := boxMark{rect: rect{place.X, place.Y, 1.2, bottom - place.Y}, Colour: blue}
	return append(append(a.sample(place), bar), lines...), bottom + 3
}

func (a paper) sample(place rect) []mark {
	if a.Sample == "" {
		return nil
	}
	place.Y -= 2.4 // clear of a long title's first line
	tag := textMark{Y: place.Y + 4, Text: a.Sample, Face: bold, Size: 9, Colour: slate}.endingAt(place.right() - 2)
	return []mark{tag, boxMark{rect: rect{tag.X - 2, place.Y, tag.width() + 4, 5.8}, Line: 0.3, Colour: slate}}
}

// facts sets the facts of one row side by side; those without a value leave
// their place to the others.
func facts(place rect, row []fact) (marks []mark, bottom float64) {
	const gap = 6.0
	row = slices.DeleteFunc(slices.Clone(row), func(f fact) bool { return f.Value == "" })
	width := (place.W+gap)/float64(max(len(row), 1)) - gap
	bottom = place.Y
	for i, f := range row {
		lines, end := stackAt(rect{X: place.X + float64(i)*(width+gap), Y: place.Y, W: width}, []paragraph{
			{Text: f.Label, Face: regular, Size: 8, Colour: slate},
			{Text: f.Value, Face: bold, Size: 10, Colour: ink},
		}, 1, 0)
		marks, bottom = append(marks, lines...), max(bottom, end)
	}
	return marks, bottom
}

// titles is the line above the columns.
func (l list) titles(top float64) []mark {
	if l.Plain {
		return nil
	}
	marks := []mark{boxMark{rect: rect{pageMargin, top, contentWidth, titleHeight}, Colour: blue}}
	x := pageMargin
	for _, c := range l.Columns {
		t := textMark{X: x + cellPadding, Y: top + 4.7, Text: c.Title, Face: bold, Size: 8.5, Colour: white}
		t.Size *= min(1, (c.Width-1)/max(t.width(), 1))
		if c.Centre {
			t = t.centredOn(x + c.Width/2)
		}
		marks = append(marks, t)
		x += c.Width
	}
	return marks
}

// lines is the body of the table on one page.
func (l list) lines(page listPage) []mark {
	var marks []mark
	for _, line := range page.Lines {
		if line.Row == nil {
			marks = append(marks, line.heading()...)
			continue
		}
		x := pageMargin
		for i, c := range line.Row.Cells {
			marks = append(marks, c.marks(rect{x, line.Y, l.Columns[i].Width, line.Height})...)
			x += l.Columns[i].Width
		}
		y := line.Y + line.Height
		marks = append(marks, ruleMark{pageMargin, y, pageMargin + contentWidth, y, 0.2, hair})
	}
	return marks
}

// heading sets a heading on one line, smaller when it is long.
func (h listLine) heading() []mark {
	place := rect{pageMargin, h.Y, contentWidth, h.Height}
	look := nameSpace{Face: bold, Width: place.W - 2*cellPadding, Height: place.H, Largest: 10, OneLine: 6, Smallest: 4}
	if h.Level > 0 {
		look.Largest = 9
	}
	set := look.fit(h.Heading)
	text := rect{X: place.X + cellPadding, Y: place.Y + (place.H-set.height())/2}
	if h.Level > 0 {
		text.Y += 0.4
		return append(linesAt(text, set, bold, slate), ruleMark{place.X, place.bottom(), place.right(), place.bottom(), 0.2, hair})
	}
	place.Y, place.H = place.Y+0.8, place.H-0.8
	text.Y += 0.4
	return append([]mark{boxMark{rect: place, Colour: tint}}, linesAt(text, set, bold, blue)...)
}

// marks sets the content of a cell in the middle of its height.
func (c cell) marks(place rect) []mark {
	switch c.Box {
	case tick:
		side := rect{place.X + (place.W-tickSide)/2, place.Y + (place.H-tickSide)/2, tickSide, tickSide}
		return []mark{boxMark{rect: side, Line: 0.3, Colour: frame}}
	case toSign:
		return []mark{boxMark{rect: place.inset(1), Line: 0.25, Colour: frame}}
	}
	inner := rect{X: place.X + cellPadding, W: place.W - 2*cellPadding}
	_, height := stackAt(inner, c.Text, 1, 0)
	inner.Y = place.Y + (place.H-height)/2
	marks, _ := stackAt(inner, c.Text, 1, 0)
	if c.Centre {
		return centre.set(inner, marks)
	}
	return marks
}

// foot closes a page: its count, how the sheet is used, and which page it is.
func (a paper) foot(page, pages, people int) []mark {
	y := pageFootTop
	marks := []mark{ruleMark{pageMargin, y, pageMargin + contentWidth, y, 0.4, blue}}
	x := pageMargin
	if a.OnPage != "" {
		t := textMark{X: x, Y: y + 6, Text: fill(a.OnPage, people), Face: bold, Size: 9, Colour: ink}
		marks, x = append(marks, t), x+t.width()+10
	}
	if a.Beside != "" {
		marks = append(marks, boxAfter(x, y+1.6, a.Beside, 18, 6.4)...)
	}
	number := textMark{Y: y + 6, Text: fill(a.Page, page, pages), Face: bold, Size: 9, Colour: ink}
	marks = append(marks, number.endingAt(pageMargin+contentWidth))
	legend, _, _ := stack(rect{pageMargin, y + 9.2, contentWidth, 8}, []paragraph{
		{Text: a.Legend, Face: regular, Size: 7.5, Colour: slate},
		{Text: a.AsOf, Face: regular, Size: 7.5, Colour: slate, Above: 0.3},
	}, 0.5)
	return append(marks, legend...)
}

// boxAfter sets words and an empty box behind them, the words in the middle of
// the box's height.
func boxAfter(x, y float64, words string, width, height float64) []mark {
	t := textMark{X: x, Y: y + height/2 + 1.2, Text: words, Face: regular, Size: 9, Colour: ink}
	return []mark{t, boxMark{rect: rect{x + t.width() + 2.5, y, width, height}, Line: 0.3, Colour: frame}}
}

// lineAfter sets words and a line to write on behind them, up to the margin.
func lineAfter(x, y float64, words string) []mark {
	t := textMark{X: x, Y: y, Text: words, Face: regular, Size: 9, Colour: ink}
	return []mark{t, ruleMark{x + t.width() + 2.5, y + 0.8, pageMargin + contentWidth, y + 0.8, 0.25, frame}}
}
