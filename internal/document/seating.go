package document

import (
	"io"
	"strconv"
	"time"
)

// Seating is who sits where in a room, row by row.
type Seating struct {
	// Event and Activity are titles, When and Where as of Attendance, in the
	// language Lang (BCP 47).
	Event, Activity, When, Where, Lang string
	Sample, AsOf                       string
	Made                               time.Time
	Labels                             SeatingLabels
	Rows                               []SeatRow
	Delegations, People                int // in all
}

// SeatRow is one row of chairs, with as many groups as sit in it.
type SeatRow struct{ Groups []SeatGroup }

// SeatGroup is people of one authority side by side. First is the number of the
// first chair, from 1; Continued says that the delegation began in the row before.
type SeatGroup struct {
	Country, Body string
	First         int
	Continued     bool
	People        []Attendant
}

// SeatingLabels are the words of a seating list.
type SeatingLabels struct {
	ListLabels
	Title       string // "Seating by authority"
	When, Where string
	Row         string // heading: "Row %d"
	Group       string // heading: "%s, %s: %d, seats %d to %d", body, country, people, first, last
	GroupOne    string // the same for one person: "%s, %s: 1, seat %d"
	Seat        string // column
	Function    string // column
	Total       string // "Delegations: %d. People: %d."
}

// SeatingList writes the seating as PDF: a heading for each row and each
// delegation in it, a line for each person.
func SeatingList(w io.Writer, s Seating) ([]Warning, error) {
	var n notes
	clean(&n, &s.Event, &s.Activity, &s.When, &s.Where, &s.Sample, &s.AsOf, &s.Labels.Title, &s.Labels.When, &s.Labels.Where,
		&s.Labels.Seat, &s.Labels.Name, &s.Labels.Function)
	l := list{Continued: s.Labels.Continued, Closing: 12, Columns: []column{
		{Title: s.Labels.Seat, Width: 20}, {Title: s.Labels.Name, Width: 86}, {Title: s.Labels.Function, Width: 80},
	}}
	for i, r := range s.Rows {
		for _, g := range r.Groups {
			l.Rows = append(l.Rows, s.seats(&n, fill(s.Labels.Row, i+1), g)...)
		}
	}
	page := paper{Title: s.Labels.Title, Main: s.Activity, Event: s.Event, Sample: s.Sample, AsOf: s.AsOf, Page: s.Labels.Page,
		Facts: [][]fact{{{s.Labels.When, s.When}, {s.Labels.Where, s.Where}}}}
	about := about{Title: titleOf(s.Labels.Title, s.Activity), Lang: s.Lang, Made: s.Made}
	err := write(w, about, func(p *pen) { l.draw(p, page, s.closing) })
	return n.list, err
}

func (s Seating) seats(n *notes, heading string, g SeatGroup) []row {
	body, country := n.line("", g.Body, maxField), n.line("", g.Country, maxShort)
	title := fill(s.Labels.Group, body, country, len(g.People), g.First, g.First+len(g.People)-1)
	if len(g.People) == 1 {
		title = fill(s.Labels.GroupOne, body, country, g.First)
	}
	if g.Continued {
		title = fill(s.Labels.Continued, title)
	}
	var rows []row
	for i, p := range g.People {
		name := n.whole(n.name(p.Name, p.Latin))
		rows = append(rows, row{Headings: []string{heading, title}, Least: 7, Person: true,
			Cells: []cell{quietCell(strconv.Itoa(g.First + i)), nameCell(name), smallCell(n.line(name.Who, p.Function, maxField))}})
	}
	return rows
}

func (s Seating) closing(y float64) []mark {
	return []mark{textMark{X: pageMargin, Y: y + 8.4, Text: fill(s.Labels.Total, s.Delegations, s.People), Face: bold, Size: 10, Colour: ink}}
}
