package document

import (
	"io"
	"time"
)

// Sign is what hangs at a door or behind the window of a bus.
type Sign struct {
	Name string // "Plenary hall", "Bus 1"
	Day  string // "Monday 17 December 2026"; "" leaves it out
	// Entries are in the order of the day.
	Entries []SignEntry
}

// SignEntry is one line of a sign: a time or another word at the left, what it is
// of, in one or two languages, and a quieter line below.
type SignEntry struct {
	Left   string
	Titles []string // the first is set larger
	Below  string
}

// SignSheet is the signs of an event in the order they are printed.
type SignSheet struct {
	Title, Event, Lang string // of the file; of the event; BCP 47
	Sample             string // as of BadgeSheet
	Page               string // "Page %d of %d", on signs of several sheets
	Made               time.Time
	Signs              []Sign
}

// signPaper is A4 lying.
var signPaper = format{pageHeight, pageWidth}

// The parts of a sign. Letters of 24 points have capitals of 6 mm, half as large
// again as what is read at three metres with full sight (5 minutes of arc, ISO
// 8596): no entry is set smaller, the sign rather goes on over another sheet.
var (
	signName  = rect{14, 12, 269, 34}
	signDay   = rect{14, 48, 269, 13}
	signBody  = rect{14, 68, 269, 122}
	signFoot  = rect{14, 194.5, 269, 8}
	signScale = []float64{1, 0.92, 0.84, 0.77}
)

const (
	signTitle   = 31.2 // points; at the smallest scale 24
	signLeft    = 77.0 // millimetres for the time
	signBetween = 6.0
)

// Signs writes signs as PDF, a sheet of A4 for each, lying, its letters large
// enough to be read from three metres. A sheet without signs is an empty page.
func Signs(w io.Writer, s SignSheet) ([]Warning, error) {
	var n notes
	clean(&n, &s.Title, &s.Event, &s.Sample)
	about := about{Title: s.Title, Lang: s.Lang, Made: s.Made}
	err := write(w, about, func(p *pen) {
		if len(s.Signs) == 0 {
			p.pageOf(signPaper)
		}
		for _, sign := range s.Signs {
			sign.draw(p, &n, s)
		}
	})
	return n.list, err
}

func (g Sign) draw(p *pen, n *notes, s SignSheet) {
	clean(n, &g.Name, &g.Day)
	pages := g.pages(n)
	if len(pages) > 1 {
		n.add(g.Name, LongSign, len(pages))
	}
	for i, body := range pages {
		number := ""
		if len(pages) > 1 {
			number = fill(s.Page, i+1, len(pages))
		}
		p.pageOf(signPaper, g.head(n), body, s.foot(n, number))
	}
}

func (g Sign) head(n *notes) []mark {
	look := nameSpace{Face: bold, Width: signName.W, Height: signName.H, Largest: 80, OneLine: 44, Smallest: 20}
	set := look.fit(g.Name)
	if set.Cut {
		n.add(g.Name, CutText, g.Name)
	}
	marks := linesAt(rect{X: signName.X, Y: signName.Y + (signName.H-set.height())/2, W: signName.W}, set, bold, blue)
	day, _, cut := stack(signDay, []paragraph{{Text: g.Day, Face: bold, Size: 28, Colour: ink}}, 0.5)
	if cut {
		n.add(g.Name, CutText, g.Day)
	}
	marks = append(marks, day...)
	return append(marks, boxMark{rect: rect{signName.X, 63.5, signName.W, 1.4}, Colour: blue})
}

func (s SignSheet) foot(n *notes, number string) []mark {
	lines, _, cut := stack(rect{signFoot.X, signFoot.Y, signFoot.W - 90, signFoot.H},
		[]paragraph{{Text: s.Event, Face: regular, Size: 11, Colour: slate}}, 0.5)
	if cut {
		n.add(s.Event, CutText, s.Event)
	}
	for i, words := range []string{s.Sample, number} {
		if words != "" {
			t := textMark{Y: signFoot.Y + 4, Text: words, Face: bold, Size: 10, Colour: slate}
			lines = append(lines, t.endingAt(signFoot.right()-float64(i)*45))
		}
	}
	return lines
}

// pages deals the entries out: all on one sheet at the largest scale that holds
// them, else as many at the smallest as fit each.
func (g Sign) pages(n *notes) [][]mark {
	entries := make([]SignEntry, len(g.Entries))
	for i, e := range g.Entries {
		entries[i] = SignEntry{Left: n.line("", e.Left, maxShort), Titles: cleanAll(n, e.Titles[:min(len(e.Titles), 2)]), Below: n.line("", e.Below, maxField)}
	}
	for _, scale := range signScale {
		if pages := deal(entries, scale); len(pages) == 1 {
			return pages
		}
	}
	return deal(entries, signScale[len(signScale)-1])
}

func deal(entries []SignEntry, scale float64) [][]mark {
	pages, y := [][]mark{nil}, signBody.Y
	for _, e := range entries {
		marks, bottom := e.marks(y, scale)
		if last := len(pages) - 1; bottom > signBody.bottom() && len(pages[last]) > 0 {
			pages = append(pages, nil)
			marks, bottom = e.marks(signBody.Y, scale)
		}
		pages[len(pages)-1] = append(pages[len(pages)-1], marks...)
		y = bottom + signBetween*scale
	}
	return pages
}

// marks sets an entry from y on. One alone that is taller than a sheet is shrunk.
func (e SignEntry) marks(y, scale float64) (marks []mark, bottom float64) {
	left := []paragraph{{Text: e.Left, Face: bold, Size: signTitle, Colour: blue}}
	var texts []paragraph
	for i, title := range e.Titles {
		p := paragraph{Text: title, Face: bold, Size: signTitle, Colour: ink}
		if i > 0 {
			p.Face, p.Above = regular, 1
		}
		texts = append(texts, p)
	}
	texts = append(texts, paragraph{Text: e.Below, Face: regular, Size: 20 / signScale[len(signScale)-1], Colour: slate, Above: 1.5})
	place := rect{X: signBody.X, Y: y, W: signLeft}
	marks, bottom = stackAt(place, left, scale, 2)
	place.X, place.W = signBody.X+signLeft+4, signBody.W-signLeft-4
	right, end := stackAt(place, texts, scale, 0)
	if place.H = signBody.H; end > y+place.H {
		right, end, _ = stack(place, texts, 0.3)
	}
	return append(marks, right...), max(bottom, end)
}
