package document

import (
	"io"
	"time"
)

// Tent is the name in front of one person's seat. Latin is the Latin spelling of
// a Name in another script; it, Body (authority or organisation) and Country may
// be empty.
type Tent struct{ Name, Latin, Body, Country string }

// TentSheet is the name tents of an event in the order they are printed.
type TentSheet struct {
	// Event is the event's short title, in the language Lang (BCP 47).
	Event, Lang string
	// Sample is the words "Sample data" in that language, or "" for a real event.
	Sample string
	// Title of the file, for the window of a viewer; Event when empty.
	Title string
	// Made goes into the file's properties; zero leaves the date out.
	Made  time.Time
	Tents []Tent
}

// tentPaper is A4 (ISO 216) lying; it is folded across its middle.
var tentPaper = format{pageHeight, pageWidth}

// The parts of a tent's one side, from the top left corner of the paper: it is
// the lower half, and the other one is the same turned upside down. Names go
// from 60 points down to 18, on one line down to 36.
var (
	tentName = Part{Box: Box{15, 113, 267, 52}, Largest: 60, Smallest: 18, Latin: 28, Weight: "bold", Align: "centre"}
	tentBody = rect{15, 167, 267, 24}
	tentFoot = rect{15, 194.5, 267, 8}
)

// Tents writes name tents as PDF, a page for each person: the name on both
// sides as large as fits, the Latin spelling below when needed, authority and
// country, and the event at the foot. A sheet without tents is an empty page.
func Tents(w io.Writer, s TentSheet) ([]Warning, error) {
	var n notes
	title := s.Title
	if title == "" {
		title = s.Event
	}
	clean(&n, &s.Event, &s.Sample)
	a := about{Title: text(title, maxField).Plain, Lang: s.Lang, Made: s.Made}
	err := write(w, a, func(p *pen) {
		if len(s.Tents) == 0 {
			p.pageOf(tentPaper)
		}
		for _, t := range s.Tents {
			side := t.side(&n, s)
			back := turnedMark{rect{W: tentPaper.W, H: tentPaper.H}, side}
			p.pageOf(tentPaper, tentFold(), side, []mark{back})
		}
	})
	return n.list, err
}

// side lays out the lower half of the paper.
func (t Tent) side(n *notes, s TentSheet) []mark {
	name := n.name(t.Name, t.Latin)
	marks := n.nameAt(tentName, tentName.Box.rect(), name, clearOnTent, SmallTent)
	body := n.line(name.Who, t.Body, maxField)
	lines, _, cut := stack(tentBody, []paragraph{
		{Text: body, Face: bold, Size: 24, Colour: blue},
		{Text: n.line(name.Who, t.Country, maxShort), Face: regular, Size: 20, Colour: slate, Above: 0.5},
	}, 0.5)
	if cut {
		n.add(name.Who, CutText, body)
	}
	marks = append(marks, centre.set(tentBody, lines)...)
	return append(marks, tentEvent(n, s)...)
}

// tentEvent sets the event's title in the middle of the foot, the words "Sample
// data" at its right.
func tentEvent(n *notes, s TentSheet) []mark {
	var marks []mark
	if s.Sample != "" {
		tag := textMark{Y: tentFoot.Y + 4, Text: s.Sample, Face: bold, Size: 9, Colour: slate}.endingAt(tentFoot.right() - 2)
		marks = []mark{tag, boxMark{rect: rect{tag.X - 2, tentFoot.Y, tag.width() + 4, 5.8}, Line: 0.3, Colour: slate}}
	}
	place := rect{tentFoot.X + 60, tentFoot.Y, tentFoot.W - 120, tentFoot.H}
	lines, _, cut := stack(place, []paragraph{{Text: s.Event, Face: regular, Size: 12, Colour: slate}}, 0.5)
	if cut {
		n.add(s.Event, CutText, s.Event)
	}
	return append(marks, centre.set(place, lines)...)
}

// tentFold shows where to fold, at both edges.
func tentFold() []mark {
	const tick = 6.0
	y := tentPaper.H / 2
	return []mark{
		ruleMark{X1: bare, Y1: y, X2: bare + tick, Y2: y, Width: 0.2, Colour: cutGrey},
		ruleMark{X1: tentPaper.W - bare - tick, Y1: y, X2: tentPaper.W - bare, Y2: y, Width: 0.2, Colour: cutGrey},
	}
}
