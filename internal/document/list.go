package document

// list is a table that runs over as many pages as it needs, the same for
// everything that is signed or ticked on paper.
type list struct {
	Columns []column
	Rows    []row
	// Continued is the label for a heading repeated on the next page.
	Continued string
	// Plain is a list without the line of column titles.
	Plain bool
	// Closing is the room kept below the last row for what ends the list.
	Closing float64
}

// column is one column of a list; columns stand side by side from the left
// margin.
type column struct {
	Title  string
	Width  float64
	Centre bool // the title in the middle, above a box
}

// row is one line of a list: a person, or a blank line to write on.
type row struct {
	// Headings stand above the row, outermost first, unless the row before has
	// the same ones.
	Headings []string
	Cells    []cell
	// Least is the lowest height; text that needs more makes the row grow.
	Least  float64
	Person bool // counted in the page's total
}

// cell is the content of one column in a row: text, or an empty box.
type cell struct {
	Text   []paragraph
	Box    boxKind
	Centre bool // the text in the middle
}

type boxKind int

const (
	noBox  boxKind = iota
	tick           // a small square
	toSign         // as wide as the column
)

// Measures of the table.
const (
	cellPadding   = 1.6 // beside the text of a cell
	cellAbove     = 1.5 // above and below it
	titleHeight   = 7.0 // the line of column titles
	outerHeading  = 6.8
	innerHeading  = 5.6
	tickSide      = 5.0
	pageMargin    = 12.0
	contentWidth  = pageWidth - 2*pageMargin
	pageFootTop   = pageHeight - 25.0
	contentBottom = pageFootTop - 2.0
)

// height is what the row takes.
func (r row) height(columns []column) float64 {
	tallest := r.Least
	for i, c := range r.Cells {
		_, bottom := stackAt(rect{W: columns[i].Width - 2*cellPadding}, c.Text, 1, 0)
		tallest = max(tallest, bottom+2*cellAbove)
	}
	return tallest
}

// listPage is what of a list stands on one page.
type listPage struct {
	Lines  []listLine
	People int
	Bottom float64 // where the last line ends
}

// listLine is a row or a heading at its place.
type listLine struct {
	Y, Height float64
	Row       *row // nil for a heading
	Heading   string
	Level     int // of the heading, 0 is the outermost
}

// paginate deals the rows out to pages. The table starts at first on the first
// page and at next on the others; a heading never stands last on a page, and
// those that still hold are repeated at the top of the next.
func (l list) paginate(first, next float64) []listPage {
	titles := titleHeight
	if l.Plain {
		titles = 0
	}
	pages := []listPage{{Bottom: first + titles}}
	var above []string // the headings that hold where we are
	for i := range l.Rows {
		r := &l.Rows[i]
		height := r.height(l.Columns)
		page := &pages[len(pages)-1]
		headings := headingLines(r.Headings, above, "")
		end := page.Bottom + total(headings) + height
		if i == len(l.Rows)-1 {
			end += l.Closing // which takes the last row along to a page of its own
		}
		if end > contentBottom && len(page.Lines) > 0 {
			pages = append(pages, listPage{Bottom: next + titles})
			page = &pages[len(pages)-1]
			headings = headingLines(r.Headings, above, l.Continued)
		}
		page.add(headings...)
		page.add(listLine{Height: height, Row: r})
		if r.Person {
			page.People++
		}
		above = r.Headings
	}
	return pages
}

func (p *listPage) add(lines ...listLine) {
	for _, l := range lines {
		l.Y = p.Bottom
		p.Lines = append(p.Lines, l)
		p.Bottom += l.Height
	}
}

// headingLines gives the headings a row needs after rows under others: those
// from the first difference on. On a new page, when continued is a format, it is
// all of them, those that held before marked.
func headingLines(headings, above []string, continued string) []listLine {
	var lines []listLine
	same := true
	for level, h := range headings {
		same = same && level < len(above) && above[level] == h
		switch {
		case h == "", same && continued == "":
			continue
		case same:
			h = fill(continued, h)
		}
		height := outerHeading
		if level > 0 {
			height = innerHeading
		}
		lines = append(lines, listLine{Height: height, Heading: h, Level: level})
	}
	return lines
}

func total(lines []listLine) float64 {
	sum := 0.0
	for _, l := range lines {
		sum += l.Height
	}
	return sum
}

// people counts the persons of all rows.
func (l list) people() int {
	count := 0
	for _, r := range l.Rows {
		if r.Person {
			count++
		}
	}
	return count
}
