package document

import (
	"io"
	"time"
)

// Participants is the list of participants of a meeting as the Council of Europe
// prints it: countries, the authorities of each, their people with what they do;
// then sections of those who come for no authority. It holds those alone who
// agreed to be on it, and nothing in it tells of others: no numbers, no counts,
// and no heading without a person.
type Participants struct {
	Event, Title, Lang string // "List of participants"; BCP 47
	// Standing is which version it is and from when: "Provisional version 2, 16
	// December 2026". Sample is as of BadgeSheet.
	Standing, Sample string
	Made             time.Time
	Page, Continued  string // "Page %d of %d", "%s (continued)"
	Of               string // heading in an end section, country and body: "%s: %s"
	// Sections are in the order of the paper. The first has no Heading: those are the
	// countries.
	Sections []ParticipantSection
}

// ParticipantSection is one part of the list. Groups are by country, in the
// caller's collation.
type ParticipantSection struct {
	Heading string
	Groups  []CountryGroup
}

// ParticipantList writes the list as PDF.
func ParticipantList(w io.Writer, s Participants) ([]Warning, error) {
	var n notes
	clean(&n, &s.Event, &s.Title, &s.Standing, &s.Sample)
	l := list{Continued: s.Continued, Plain: true, Columns: []column{{Width: 93}, {Width: 93}}}
	for _, section := range s.Sections {
		l.Rows = append(l.Rows, section.rows(&n, s.Of)...)
	}
	page := paper{Title: s.Title, Main: s.Event, Event: s.Standing, Sample: s.Sample, Page: s.Page}
	about := about{Title: titleOf(s.Title, s.Event), Lang: s.Lang, Made: s.Made}
	err := write(w, about, func(p *pen) { l.draw(p, page, nothing) })
	return n.list, err
}

// rows are the people of a section. In an end section the body stands with its
// country, as one heading.
func (s ParticipantSection) rows(n *notes, of string) []row {
	heading := n.line("", s.Heading, maxField)
	var rows []row
	for _, g := range s.Groups {
		country := n.line("", g.Country, maxShort)
		for _, b := range g.Bodies {
			headings := []string{country, n.line("", b.Name, maxField)}
			if heading != "" {
				headings = []string{heading, fill(of, country, headings[1])}
			}
			for _, p := range b.People {
				rows = append(rows, p.named(n, headings))
			}
		}
	}
	return rows
}

func (p Attendant) named(n *notes, headings []string) row {
	name := n.whole(n.name(p.Name, p.Latin))
	function := cell{Text: []paragraph{{Text: n.line(name.Who, p.Function, maxField), Face: regular, Size: 10, Colour: ink}}}
	return row{Headings: headings, Least: 7.5, Person: true, Cells: []cell{nameCell(name), function}}
}
