package document

import (
	"io"
	"slices"
	"time"
)

// Confirmation is what one person has at an event, for them to print and to bring
// along, in the language Lang (BCP 47).
type Confirmation struct {
	// Title says what paper it is, Event and Dates of which event.
	Title, Event, Dates, Lang string
	// Sample is the words "Sample data" in that language, or "" for a real event.
	Sample string
	// Made goes into the file's properties; zero leaves the date out.
	Made time.Time
	// Latin is the Latin spelling of a Name in another script; it, Function and Body
	// (authority or organisation, with the country) may be empty.
	Name, Latin, Function, Body string
	Sections                    []Section
	// Token is the opaque content of the QR code, the same as the badge's; Bring says
	// what it is for. Without a token neither is printed.
	Token, Bring string
	// AsOf tells from when it is, Page is the format of "Page %d of %d".
	AsOf, Page string
}

// Section is facts that belong together, below a title.
type Section struct {
	Title string
	Facts []Fact
}

// Fact is one line of a section: Label says what Text is, Note is more of it,
// quieter, State how it stands; all but Text may be empty.
type Fact struct {
	Label, Text, Note, State string
	Lang                     string // of Text, when it is not that of the paper (BCP 47)
}

// Measures of a confirmation.
const (
	letterMargin = 20.0
	letterWidth  = pageWidth - 2*letterMargin
	letterLabel  = 44.0 // wide is the column of labels
	letterBottom = pageHeight - 24.0
	letterCode   = 38.0
)

// confirmationName is the place of the name, beside the code.
var confirmationName = Part{Largest: 26, Smallest: 6, Latin: 14, Weight: "bold"}

// ConfirmationPaper writes the confirmation as PDF, on as many pages as it needs:
// the person and the code in text and to scan, then the sections.
func ConfirmationPaper(w io.Writer, c Confirmation) ([]Warning, error) {
	var n notes
	c = c.cleaned(&n)
	pages := c.pages(&n)
	err := write(w, about{Title: titleOf(c.Title, c.Event), Lang: c.Lang, Made: c.Made}, func(p *pen) {
		for i, marks := range pages {
			p.page(marks, c.foot(i+1, len(pages)))
		}
	})
	return n.list, err
}

// cleaned is the confirmation with every text fit to print but the name, which has
// rules of its own.
func (c Confirmation) cleaned(n *notes) Confirmation {
	clean(n, &c.Title, &c.Event, &c.Dates, &c.Sample, &c.Function, &c.Body, &c.Bring, &c.AsOf)
	sections := make([]Section, len(c.Sections))
	for i, s := range c.Sections {
		sections[i] = Section{Title: n.line("", s.Title, maxField), Facts: append([]Fact{}, s.Facts[:min(len(s.Facts), maxFacts)]...)}
		for j := range sections[i].Facts {
			f := &sections[i].Facts[j]
			f.Label, f.State = n.line("", f.Label, maxShort), n.line("", f.State, maxField)
			f.Text, f.Note = n.line("", f.Text, maxLong), n.line("", f.Note, maxLong)
		}
	}
	c.Sections = sections
	return c
}

// The most facts of a section that are printed, and the most characters of a fact:
// above what the forms and programmes take in.
const (
	maxFacts = 200
	maxLong  = 600
)

// pages lays the confirmation out from the top of the first page on.
func (c Confirmation) pages(n *notes) [][]mark {
	head, y := c.head(n)
	l := letter{pages: [][]mark{head}, y: y}
	l.short, l.top = c.shortHead()
	for _, s := range c.Sections {
		for i, f := range s.Facts {
			l.add(s.Title, f, i == 0)
		}
	}
	return l.pages
}

// letter is pages that fill from the top; y is where the last one is free. Those
// after the first begin with short, and are free from top on.
type letter struct {
	pages  [][]mark
	y, top float64
	short  []mark
}

// add sets a fact, below the title of its section when it is the first of it or of
// a page.
func (l *letter) add(title string, f Fact, titled bool) {
	marks, bottom := l.at(title, f, titled)
	if bottom > letterBottom {
		l.pages, l.y = append(l.pages, slices.Clone(l.short)), l.top
		marks, bottom = l.at(title, f, true)
	}
	last := len(l.pages) - 1
	l.pages[last], l.y = append(l.pages[last], marks...), bottom
}

func (l *letter) at(title string, f Fact, titled bool) (marks []mark, bottom float64) {
	y := l.y
	if titled {
		marks, y = sectionTitle(title, y+2)
	}
	lines, bottom := f.marks(y)
	return append(marks, lines...), bottom
}

// head is the event, the person and the code.
func (c Confirmation) head(n *notes) (marks []mark, bottom float64) {
	place := rect{letterMargin, letterMargin, letterWidth, pageHeight}
	width := place.W - 6
	if c.Token != "" {
		width -= letterCode + 4
	}
	marks, bottom = stackAt(rect{place.X + 4, place.Y, width, 0}, []paragraph{
		{Text: c.Title, Face: bold, Size: 10, Colour: blue},
		{Text: c.Event, Face: bold, Size: 15, Colour: ink, Above: 1},
		{Text: c.Dates, Face: regular, Size: 10.5, Colour: slate, Above: 1},
	}, 1, 0)
	marks = append(marks, boxMark{rect: rect{place.X, place.Y, 1.2, bottom - place.Y}, Colour: blue})
	name := n.name(c.Name, c.Latin)
	part := rect{place.X, bottom + 5, width, 24}
	marks = append(marks, n.nameAt(confirmationName, part, name, oneLine, "")...)
	lines, bottom := stackAt(rect{place.X, part.bottom() + 1, width, 0}, []paragraph{
		{Text: c.Function, Face: regular, Size: 11, Colour: ink},
		{Text: c.Body, Face: regular, Size: 11, Colour: ink, Above: 0.5},
	}, 1, 0)
	marks = append(append(marks, lines...), c.sample(place)...)
	code, end := c.code(n, name.Who, place)
	return append(marks, code...), max(bottom, end) + 1
}

// shortHead says on a later page whose it is and of which event: sheets come apart.
func (c Confirmation) shortHead() (marks []mark, bottom float64) {
	var told notes // of the name everything was said on the first page
	return stackAt(rect{letterMargin, letterMargin - 5, letterWidth, 0}, []paragraph{
		{Text: told.name(c.Name, c.Latin).Main, Face: bold, Size: 10, Colour: ink},
		{Text: c.Event, Face: regular, Size: 9, Colour: slate, Above: 0.5},
	}, 1, 0)
}

// sample sets the words "Sample data" above the page's head.
func (c Confirmation) sample(place rect) []mark {
	if c.Sample == "" {
		return nil
	}
	tag := textMark{Y: place.Y - 5, Text: c.Sample, Face: bold, Size: 9, Colour: slate}.endingAt(place.right() - 2)
	return []mark{tag, boxMark{rect: rect{tag.X - 2, tag.Y - 4, tag.width() + 4, 5.8}, Line: 0.3, Colour: slate}}
}

// code sets the code at the right, what it is for and the token below it.
func (c Confirmation) code(n *notes, who string, place rect) (marks []mark, bottom float64) {
	if c.Token == "" {
		return nil, place.Y
	}
	square := rect{place.right() - letterCode, place.Y, letterCode, letterCode}
	if code, err := encode(c.Token); err == nil {
		marks = append(marks, codeMark{rect: square, Code: code})
	} else {
		n.add(who, LongCode)
	}
	lines, bottom := stackAt(rect{square.X, square.bottom(), square.W, 0}, []paragraph{
		{Text: n.line(who, TokenGroups(c.Token), maxField), Face: bold, Size: 7.5, Colour: ink},
		{Text: c.Bring, Face: regular, Size: 7.5, Colour: slate, Above: 1},
	}, 1, 0)
	return append(marks, centre.set(square, lines)...), bottom
}

func sectionTitle(title string, y float64) (marks []mark, bottom float64) {
	marks, bottom = stackAt(rect{letterMargin, y + 3, letterWidth, 0}, []paragraph{{Text: title, Face: bold, Size: 12, Colour: blue}}, 1, 0)
	return append(marks, ruleMark{letterMargin, bottom + 0.6, letterMargin + letterWidth, bottom + 0.6, 0.3, blue}), bottom + 1.6
}

// marks sets a fact from y on, its label beside it.
func (f Fact) marks(y float64) (marks []mark, bottom float64) {
	y += 1.2
	text := rect{X: letterMargin + letterLabel, Y: y, W: letterWidth - letterLabel}
	marks, end := stackAt(rect{X: letterMargin, Y: y, W: letterLabel - 4}, []paragraph{{Text: f.Label, Face: regular, Size: 10, Colour: slate}}, 1, 0)
	lines, bottom := stackAt(text, []paragraph{
		{Text: f.Text, Face: bold, Size: 10, Colour: ink},
		{Text: f.Note, Face: regular, Size: 9.5, Colour: slate, Above: 0.2},
		{Text: f.State, Face: regular, Size: 9.5, Colour: ink, Above: 0.2},
	}, 1, 0)
	return append(marks, lines...), max(end, bottom) + 0.6
}

func (c Confirmation) foot(page, pages int) []mark {
	y := pageHeight - 17.0
	number := textMark{X: 0, Y: y + 5, Text: fill(c.Page, page, pages), Face: regular, Size: 8, Colour: slate}.endingAt(letterMargin + letterWidth)
	asOf, _, _ := stack(rect{letterMargin, y + 2, letterWidth - number.width() - 4, 8}, []paragraph{{Text: c.AsOf, Face: regular, Size: 8, Colour: slate}}, 0.5)
	marks := []mark{ruleMark{letterMargin, y, letterMargin + letterWidth, y, 0.3, blue}, number}
	return append(marks, asOf...)
}

// Squares is the QR code of the confirmation for a screen.
func (c Confirmation) Squares() Squares { return squares(encode(c.Token)) }

// Groups is the token as a person reads it.
func (c Confirmation) Groups() string { return TokenGroups(c.Token) }
