package document

import (
	"io"
	"strconv"
	"time"
)

// Manifest is the list a guide counts a bus by. It holds no telephone numbers
// and no needs: the sheet goes round in a bus and is thrown away after it.
type Manifest struct {
	// Event is the event's title and Title the trip's, in the language Lang (BCP
	// 47). Vehicle is as painted on the sign: "Bus 1".
	Event, Title, Vehicle, Lang string
	// Departure and Return are moments with their zone, MeetingPoint where the
	// group gathers; each may be empty.
	Departure, Return, MeetingPoint string
	// Sample is the words "Sample data", or "" for a real event.
	Sample string
	// AsOf tells from when the list is; "" leaves it out.
	AsOf string
	// Made goes into the file's properties; zero leaves the date out.
	Made   time.Time
	Labels ManifestLabels
	// Capacity is all seats for guests and staff; StaffSeats those kept for staff,
	// who get a line each to write their names on.
	Capacity, StaffSeats int
	// Passengers are in the order they are printed, the caller's collation.
	Passengers []Passenger
	// BlankLines is the number of lines for people who are not on the list, at
	// most 200.
	BlankLines int
}

// Passenger is one person on a bus. Latin is the Latin spelling of a Name in
// another script; it, Body and Country may be empty.
type Passenger struct{ Name, Latin, Body, Country string }

// BusManifest writes the list as PDF: one line for each member of staff and each
// passenger with a box to tick on the way out and one on the way back, blank
// lines, and the two headcounts.
func BusManifest(w io.Writer, m Manifest) ([]Warning, error) {
	var n notes
	labels := m.Labels
	clean(&n, &labels.Title, &labels.Vehicle, &labels.Departure, &labels.Return, &labels.MeetingPoint, &labels.Capacity,
		&labels.StaffSeats, &labels.Passengers, &labels.Staff, &labels.Number, &labels.Name, &labels.Body, &labels.Country,
		&labels.Out, &labels.Back, &labels.WalkIns, &labels.HeadcountOut, &labels.HeadcountBack, &labels.HeadcountGuide, &labels.Legend)
	clean(&n, &m.Event, &m.Title, &m.Vehicle, &m.Departure, &m.Return, &m.MeetingPoint, &m.Sample, &m.AsOf)
	m.Labels = labels
	l := m.list(&n)
	err := write(w, about{Title: titleOf(labels.Title, m.Title), Lang: m.Lang, Made: m.Made}, func(p *pen) {
		l.draw(p, m.paper(), m.closing)
	})
	return n.list, err
}

func (m Manifest) paper() paper {
	return paper{
		Title: m.Labels.Title, Main: m.Title, Event: m.Event, Sample: m.Sample,
		Facts: [][]fact{
			{{m.Labels.Departure, m.Departure}, {m.Labels.Return, m.Return}},
			{{m.Labels.MeetingPoint, m.MeetingPoint}},
			{
				{m.Labels.Vehicle, m.Vehicle}, {m.Labels.Capacity, count(m.Capacity)},
				{m.Labels.StaffSeats, count(m.StaffSeats)}, {m.Labels.Passengers, strconv.Itoa(len(m.Passengers))},
			},
		},
		OnPage: m.Labels.OnPage, Legend: m.Labels.Legend, AsOf: m.AsOf, Page: m.Labels.Page,
	}
}

// count writes a number that is known; 0 is not.
func count(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}

func (m Manifest) list(n *notes) list {
	l := list{Continued: m.Labels.Continued, Closing: 27, Columns: []column{
		{Title: m.Labels.Number, Width: 12}, {Title: m.Labels.Name, Width: 60}, {Title: m.Labels.Body, Width: 52},
		{Title: m.Labels.Country, Width: 30}, {Title: m.Labels.Out, Width: 16, Centre: true}, {Title: m.Labels.Back, Width: 16, Centre: true},
	}}
	l.Rows = append(l.Rows, blankSeats(m.Labels.Staff, m.StaffSeats)...)
	for i, p := range m.Passengers {
		l.Rows = append(l.Rows, p.row(n, i+1, m.Labels.Passengers))
	}
	l.Rows = append(l.Rows, blankSeats(m.Labels.WalkIns, m.BlankLines)...)
	return l
}

// blankSeats gives lines to write names on.
func blankSeats(heading string, lines int) []row {
	var rows []row
	for range min(lines, maxBlank) {
		rows = append(rows, row{Headings: []string{heading}, Least: tickRow, Cells: []cell{{}, {}, {}, {}, {Box: tick}, {Box: tick}}})
	}
	return rows
}

func (p Passenger) row(n *notes, number int, heading string) row {
	name := n.whole(n.name(p.Name, p.Latin))
	return row{
		Headings: []string{heading}, Least: tickRow, Person: true,
		Cells: []cell{
			numberCell(number), nameCell(name), smallCell(n.line(name.Who, p.Body, maxField)),
			smallCell(n.line(name.Who, p.Country, maxShort)), {Box: tick}, {Box: tick},
		},
	}
}

// closing is the two headcounts, which must be equal before the bus leaves.
func (m Manifest) closing(y float64) []mark {
	marks := boxAfter(pageMargin, y+4, m.Labels.HeadcountOut, 26, 11)
	marks = append(marks, boxAfter(pageMargin+contentWidth/2, y+4, m.Labels.HeadcountBack, 26, 11)...)
	if m.Labels.HeadcountGuide != "" {
		marks = append(marks, lineAfter(pageMargin, y+24, m.Labels.HeadcountGuide)...)
	}
	return marks
}
