package document

import (
	"io"
	"time"
)

// Table is numbers in columns: counts of meals, listeners of a room. It names
// nobody.
type Table struct {
	// Kind is what sort of table it is, Title and Event what it is of, in the
	// language Lang (BCP 47).
	Kind, Title, Event, Lang string
	Sample, AsOf             string    // as of Attendance
	Made                     time.Time // zero leaves the date out
	Labels                   ListLabels
	// Columns are the titles, at most 20; the first Words of them hold words, the
	// others numbers. First is how wide the first is, in millimetres, when two hold
	// words; 0 is as wide as the other.
	Columns []string
	Words   int
	First   float64
	Groups  []TableGroup
	// Notes are how the numbers were counted, below the table.
	Notes []string
}

// TableGroup is rows under one heading. A row has a text for each column; those
// it lacks are empty.
type TableGroup struct {
	Heading string
	Rows    [][]string
	Total   []string // set in bold below the rows; nil for none
}

const (
	maxColumns = 20
	// wordsShare is how much of the width the columns of words have when there are
	// numbers too.
	wordsShare = 0.5
)

// WriteTable writes the table as PDF. The more columns, the narrower they are: a
// title gets smaller, a text goes on below.
func WriteTable(w io.Writer, t Table) ([]Warning, error) {
	var n notes
	clean(&n, &t.Kind, &t.Title, &t.Event, &t.Sample, &t.AsOf)
	t.Columns = cleanAll(&n, t.Columns[:min(len(t.Columns), maxColumns)])
	t.Notes = cleanNotes(&n, t.Notes)
	l := list{Continued: t.Labels.Continued, Columns: t.columns(), Closing: notesHeight(t.Notes)}
	for _, g := range t.Groups {
		l.Rows = append(l.Rows, g.rows(&n, t)...)
	}
	page := paper{Title: t.Kind, Main: t.Title, Event: t.Event, Sample: t.Sample, AsOf: t.AsOf, Page: t.Labels.Page}
	about := about{Title: titleOf(t.Kind, t.Title), Lang: t.Lang, Made: t.Made}
	err := write(w, about, func(p *pen) { l.draw(p, page, func(y float64) []mark { return notesAt(y, t.Notes) }) })
	return n.list, err
}

func cleanAll(n *notes, texts []string) []string {
	out := make([]string, len(texts))
	for i, s := range texts {
		out[i] = n.line("", s, maxField)
	}
	return out
}

// columns share the width: words get more of it than numbers.
func (t Table) columns() []column {
	words := min(max(t.Words, 0), len(t.Columns))
	numbers := len(t.Columns) - words
	share := contentWidth
	if numbers > 0 && words > 0 {
		share = contentWidth * max(wordsShare, 1-0.12*float64(numbers))
	}
	columns := make([]column, len(t.Columns))
	for i, title := range t.Columns {
		columns[i] = column{Title: title, Width: share / float64(max(words, 1))}
		if i >= words {
			columns[i].Width = (contentWidth - share*min(1, float64(words))) / float64(numbers)
			columns[i].Centre = true
		}
	}
	if first := min(t.First, share/2); first > 0 && words == 2 {
		columns[0].Width, columns[1].Width = first, share-first
	}
	return columns
}

func (g TableGroup) rows(n *notes, t Table) []row {
	heading := n.line("", g.Heading, maxField)
	var rows []row
	for _, texts := range g.Rows {
		rows = append(rows, t.row(n, heading, texts, regular))
	}
	if g.Total != nil {
		rows = append(rows, t.row(n, heading, g.Total, bold))
	}
	return rows
}

func (t Table) row(n *notes, heading string, texts []string, f face) row {
	r := row{Headings: []string{heading}, Least: 7}
	for i := range t.Columns {
		c := cell{Centre: i >= t.Words}
		if i < len(texts) {
			c.Text = []paragraph{{Text: n.line("", texts[i], maxField), Face: f, Size: 9, Colour: ink}}
		}
		r.Cells = append(r.Cells, c)
	}
	return r
}
