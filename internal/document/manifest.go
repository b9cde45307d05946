package document

import (
	"io"
	"strconv"
	"time"
)

// Manifest is the list a guide counts a bus by. Two papers are made of it: the
// passenger list, which goes round in the bus and shows no telephone number, and
// the guide's own list of numbers. Both are thrown away after the trip.
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
	// Capacity is all seats for guests and staff; StaffSeats those kept for staff.
	// Those who have one are Staff; the others get a line to write a name on.
	Capacity, StaffSeats int
	Staff                []Passenger
	// Passengers are in the order they are printed, the caller's collation.
	Passengers []Passenger
	// BlankLines is the number of lines for people who are not on the list, at
	// most 200.
	BlankLines int
}

// Passenger is one person on a bus. Latin is the Latin spelling of a Name in
// another script; it, Body and Country may be empty. StepFree marks who holds a
// wheelchair space. Phone is a number as it is dialled, "" when none was given.
type Passenger struct {
	Name, Latin, Body, Country string
	StepFree                   bool
	Phone                      string
}

// stepFree is printed beside who needs a way without steps; the legend says so.
const stepFree = "●"

// BusManifest writes the list as PDF: one line for each member of staff and each
// passenger with a box to tick on the way out and one on the way back, blank
// lines, the two headcounts and lines to name who is missing.
func BusManifest(w io.Writer, m Manifest) ([]Warning, error) {
	var n notes
	m.clean(&n)
	l := m.list(&n)
	err := write(w, about{Title: titleOf(m.Labels.Title, m.Title), Lang: m.Lang, Made: m.Made}, func(p *pen) {
		l.draw(p, m.paper(), m.closing)
	})
	return n.list, err
}

func (m *Manifest) clean(n *notes) {
	labels := &m.Labels
	clean(n, &labels.Title, &labels.Vehicle, &labels.Departure, &labels.Return, &labels.MeetingPoint, &labels.Capacity,
		&labels.StaffSeats, &labels.Passengers, &labels.Staff, &labels.Number, &labels.Name, &labels.Body, &labels.Country,
		&labels.Out, &labels.Back, &labels.WalkIns, &labels.HeadcountOut, &labels.HeadcountBack, &labels.HeadcountGuide, &labels.Legend)
	clean(n, &labels.Missing, &labels.GuideTitle, &labels.Phone, &labels.GuideLegend)
	clean(n, &m.Event, &m.Title, &m.Vehicle, &m.Departure, &m.Return, &m.MeetingPoint, &m.Sample, &m.AsOf)
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
	l := list{Continued: m.Labels.Continued, Closing: 45, Columns: []column{
		{Title: m.Labels.Number, Width: 12}, {Title: m.Labels.Name, Width: 60}, {Title: m.Labels.Body, Width: 47},
		{Title: m.Labels.Country, Width: 24}, {Title: stepFree, Width: 15, Centre: true},
		{Title: m.Labels.Out, Width: 14, Centre: true}, {Title: m.Labels.Back, Width: 14, Centre: true},
	}}
	for _, p := range m.Staff {
		l.Rows = append(l.Rows, p.row(n, "", m.Labels.Staff))
	}
	l.Rows = append(l.Rows, blankSeats(m.Labels.Staff, m.StaffSeats-len(m.Staff))...)
	for i, p := range m.Passengers {
		r := p.row(n, strconv.Itoa(i+1), m.Labels.Passengers)
		r.Person = true
		l.Rows = append(l.Rows, r)
	}
	l.Rows = append(l.Rows, blankSeats(m.Labels.WalkIns, m.BlankLines)...)
	return l
}

// blankSeats gives lines to write names on.
func blankSeats(heading string, lines int) []row {
	var rows []row
	for range min(lines, maxBlank) {
		rows = append(rows, row{Headings: []string{heading}, Least: tickRow, Cells: []cell{{}, {}, {}, {}, {}, {Box: tick}, {Box: tick}}})
	}
	return rows
}

func (p Passenger) row(n *notes, number, heading string) row {
	name := n.whole(n.name(p.Name, p.Latin))
	return row{
		Headings: []string{heading}, Least: tickRow,
		Cells: []cell{
			quietCell(number), nameCell(name), smallCell(n.line(name.Who, p.Body, maxField)),
			smallCell(n.line(name.Who, p.Country, maxShort)), p.stepFree(), {Box: tick}, {Box: tick},
		},
	}
}

func (p Passenger) stepFree() cell {
	c := cell{Centre: true}
	if p.StepFree {
		c.Text = []paragraph{{Text: stepFree, Face: bold, Size: 12, Colour: ink}}
	}
	return c
}

// closing is the two headcounts, which must be equal before the bus leaves, and
// where to name who is missing.
func (m Manifest) closing(y float64) []mark {
	marks := boxAfter(pageMargin, y+4, m.Labels.HeadcountOut, 26, 11)
	marks = append(marks, boxAfter(pageMargin+contentWidth/2, y+4, m.Labels.HeadcountBack, 26, 11)...)
	if m.Labels.Missing != "" {
		marks = append(marks, lineAfter(pageMargin, y+24, m.Labels.Missing)...)
		marks = append(marks, ruleMark{pageMargin, y + 33.8, pageMargin + contentWidth, y + 33.8, 0.25, frame})
	}
	if m.Labels.HeadcountGuide != "" {
		marks = append(marks, lineAfter(pageMargin, y+43, m.Labels.HeadcountGuide)...)
	}
	return marks
}
