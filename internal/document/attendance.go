package document

import (
	"io"
	"strconv"
	"time"
)

// Attendance is the list of one activity, signed by those who come.
type Attendance struct {
	// Event and Activity are titles, When is day, time and zone, Where the room or
	// the meeting point, all in the language Lang (BCP 47).
	Event, Activity, When, Where, Lang string
	// Sample is the words "Sample data", or "" for a real event.
	Sample string
	// AsOf tells from when the list is, e.g. "As of 16 December 2026, 18:00"; ""
	// leaves it out.
	AsOf string
	// Made goes into the file's properties; zero leaves the date out.
	Made   time.Time
	Labels AttendanceLabels
	// Groups are in the order they are printed, the caller's collation.
	Groups []CountryGroup
	// BlankLines is the number of lines for people who are not on the list, at
	// most 200.
	BlankLines int
}

// CountryGroup is the people from one country.
type CountryGroup struct {
	Country string // its name in the document's language
	Bodies  []BodyGroup
}

// BodyGroup is the people of one authority or organisation.
type BodyGroup struct {
	Name   string
	People []Attendant
}

// Attendant is one person on an attendance list. Latin is the Latin spelling of
// a Name in another script; it and Function may be empty.
type Attendant struct{ Name, Latin, Function string }

// Least heights of rows: room for a signature, room for a tick.
const (
	signatureRow = 11.0
	tickRow      = 9.0
)

// maxBlank bounds the blank lines of a list.
const maxBlank = 200

// AttendanceList writes the list as PDF: country, authority, name, a box to sign
// and one for the desk, blank lines for people who are not on it, counts for
// each page and for the whole.
func AttendanceList(w io.Writer, a Attendance) ([]Warning, error) {
	var n notes
	labels := a.Labels
	clean(&n, &labels.Title, &labels.When, &labels.Where, &labels.Number, &labels.Name, &labels.Function, &labels.Desk,
		&labels.Signature, &labels.WalkIns, &labels.SignedOnPage, &labels.SignedTotal, &labels.Certified, &labels.Legend)
	clean(&n, &a.Event, &a.Activity, &a.When, &a.Where, &a.Sample, &a.AsOf)
	a.Labels = labels
	l := a.list(&n)
	err := write(w, about{Title: titleOf(labels.Title, a.Activity), Lang: a.Lang, Made: a.Made}, func(p *pen) {
		l.draw(p, a.paper(), func(y float64) []mark { return a.closing(y, l.people()) })
	})
	return n.list, err
}

// clean makes the caller's texts printable in place.
func clean(n *notes, fields ...*string) {
	for _, f := range fields {
		*f = n.line("", *f, maxField)
	}
}

// titleOf is the title of a list's file: "Attendance list: Round 1 A".
func titleOf(kind, what string) string {
	if kind == "" || what == "" {
		return kind + what
	}
	return kind + ": " + what
}

func (a Attendance) paper() paper {
	return paper{
		Title: a.Labels.Title, Main: a.Activity, Event: a.Event, Sample: a.Sample,
		Facts:  [][]fact{{{a.Labels.When, a.When}, {a.Labels.Where, a.Where}}},
		OnPage: a.Labels.OnPage, Beside: a.Labels.SignedOnPage,
		Legend: a.Labels.Legend, AsOf: a.AsOf, Page: a.Labels.Page,
	}
}

func (a Attendance) list(n *notes) list {
	l := list{Continued: a.Labels.Continued, Closing: 22, Columns: []column{
		{Title: a.Labels.Number, Width: 12}, {Title: a.Labels.Name, Width: 62}, {Title: a.Labels.Function, Width: 44},
		{Title: a.Labels.Desk, Width: 14, Centre: true}, {Title: a.Labels.Signature, Width: 54},
	}}
	for _, g := range a.Groups {
		country := n.line("", g.Country, maxShort)
		for _, b := range g.Bodies {
			body := n.line("", b.Name, maxField)
			for _, p := range b.People {
				l.Rows = append(l.Rows, p.row(n, len(l.Rows)+1, country, body))
			}
		}
	}
	blank := row{Headings: []string{a.Labels.WalkIns}, Least: signatureRow, Cells: []cell{{}, {}, {}, {Box: tick}, {Box: toSign}}}
	for range min(a.BlankLines, maxBlank) {
		l.Rows = append(l.Rows, blank)
	}
	return l
}

func (p Attendant) row(n *notes, number int, country, body string) row {
	name := n.whole(n.name(p.Name, p.Latin))
	return row{
		Headings: []string{country, body}, Least: signatureRow, Person: true,
		Cells: []cell{
			numberCell(number), nameCell(name),
			smallCell(n.line(name.Who, p.Function, maxField)), {Box: tick}, {Box: toSign},
		},
	}
}

func numberCell(number int) cell { return quietCell(strconv.Itoa(number)) }

func quietCell(s string) cell {
	return cell{Text: []paragraph{{Text: s, Face: regular, Size: 8.5, Colour: slate}}}
}

func nameCell(name printedName) cell {
	return cell{Text: []paragraph{
		{Text: name.Main, Face: bold, Size: 10, Colour: ink},
		{Text: name.Latin, Face: regular, Size: 8.5, Colour: slate, Above: 0.2},
	}}
}

func smallCell(s string) cell {
	return cell{Text: []paragraph{{Text: s, Face: regular, Size: 8.5, Colour: ink}}}
}

// closing is the count of the whole list and the line of who answers for it.
func (a Attendance) closing(y float64, people int) []mark {
	var marks []mark
	x := pageMargin
	if a.Labels.Total != "" {
		t := textMark{X: x, Y: y + 8.4, Text: fill(a.Labels.Total, people), Face: bold, Size: 9, Colour: ink}
		marks, x = append(marks, t), x+t.width()+10
	}
	if a.Labels.SignedTotal != "" {
		marks = append(marks, boxAfter(x, y+4, a.Labels.SignedTotal, 18, 6.4)...)
	}
	if a.Labels.Certified != "" {
		marks = append(marks, lineAfter(pageMargin, y+19, a.Labels.Certified)...)
	}
	return marks
}
