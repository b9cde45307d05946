package document

import "io"

// GuideList writes the telephone numbers of those on a bus as PDF, apart from the
// list that goes round. Whoever gave no number has an empty line, so that the
// guide knows that there is none.
func GuideList(w io.Writer, m Manifest) ([]Warning, error) {
	var n notes
	m.clean(&n)
	l := list{Continued: m.Labels.Continued, Columns: []column{
		{Title: m.Labels.Name, Width: 62}, {Title: m.Labels.Body, Width: 60},
		{Title: stepFree, Width: 16, Centre: true}, {Title: m.Labels.Phone, Width: 48},
	}}
	for _, p := range m.Staff {
		l.Rows = append(l.Rows, p.called(&n, m.Labels.Staff))
	}
	for _, p := range m.Passengers {
		l.Rows = append(l.Rows, p.called(&n, m.Labels.Passengers))
	}
	about := about{Title: titleOf(m.Labels.GuideTitle, m.Title), Lang: m.Lang, Made: m.Made}
	err := write(w, about, func(p *pen) { l.draw(p, m.guidePaper(), nothing) })
	return n.list, err
}

// nothing ends a list that has no closing.
func nothing(float64) []mark { return nil }

func (p Passenger) called(n *notes, heading string) row {
	name := n.whole(n.name(p.Name, p.Latin))
	phone := cell{Text: []paragraph{{Text: n.line(name.Who, p.Phone, maxShort), Face: bold, Size: 11, Colour: ink}}}
	return row{Headings: []string{heading}, Least: tickRow,
		Cells: []cell{nameCell(name), smallCell(n.line(name.Who, p.Body, maxField)), p.stepFree(), phone}}
}

func (m Manifest) guidePaper() paper {
	a := m.paper()
	a.Title, a.Legend, a.OnPage = m.Labels.GuideTitle, m.Labels.GuideLegend, ""
	a.Facts = [][]fact{a.Facts[0], a.Facts[1], {{m.Labels.Vehicle, m.Vehicle}}}
	return a
}
