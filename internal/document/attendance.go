package document

import (
	"errors"
	"io"
	"slices"
	"strconv"
	"time"
)

// Attendance is the list of one activity, signed by those who come.
type Attendance struct {
	// Event and Activity are titles, When is day, time and zone, Where the room or
	// the meeting point, all in the language Lang (BCP 47).
	Event, Activity, When, Where, Lang string
	// Part says of whom this list is when there are several: an authority, or those
	// from here; "" leaves it out.
	Part string
	// Sample is the words "Sample data", or "" for a real event.
	Sample string
	// AsOf tells from when the list is, e.g. "As of 16 December 2026, 18:00", or
	// when it was frozen and its checksum; "" leaves it out.
	AsOf string
	// Made goes into the file's properties; zero leaves the date out.
	Made   time.Time
	Labels AttendanceLabels
	// Header is what stands above the list.
	Header Header
	// Columns are those beside the name; nil is UsualColumns.
	Columns []AttendanceColumn
	// Groups are in the order they are printed, the caller's collation.
	Groups []CountryGroup
	// Added are those who came after the list was frozen, under the heading
	// AddedTitle.
	Added      []Attendant
	AddedTitle string
	// BlankLines is the number of lines for people who are not on the list, at
	// most 200.
	BlankLines int

	widths map[AttendanceColumn]float64
}

// AttendanceColumn is a column that an attendance list may have.
type AttendanceColumn string

// The columns beside the name. A country or a body that has no column stands as a
// heading above its people.
const (
	NumberColumn    AttendanceColumn = "number"
	FunctionColumn  AttendanceColumn = "function"
	BodyColumn      AttendanceColumn = "authority"
	CountryColumn   AttendanceColumn = "country"
	EmailColumn     AttendanceColumn = "email"
	TimeColumn      AttendanceColumn = "time"
	DeskColumn      AttendanceColumn = "desk"
	SignatureColumn AttendanceColumn = "signature"
)

// AttendanceColumns are all columns in the order in which they stand; the name
// comes after the number.
var AttendanceColumns = []AttendanceColumn{NumberColumn, FunctionColumn, BodyColumn, CountryColumn, EmailColumn, TimeColumn, DeskColumn, SignatureColumn}

// UsualColumns are those of a list that nobody chose any for.
var UsualColumns = []AttendanceColumn{NumberColumn, FunctionColumn, DeskColumn, SignatureColumn}

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
// a Name in another script; it and Function may be empty. Number 0 counts from the
// row before. Body, Country and Email are needed where there is a column for them;
// Note is a line under the name, such as when somebody was added.
type Attendant struct {
	Name, Latin, Function string
	Number                int
	Body, Country, Email  string
	Note                  string
}

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
	return AttendanceLists(w, []Attendance{a})
}

// AttendanceLists writes several lists into one PDF, each on pages of its own with
// its own counts. The file has title and language of the first.
func AttendanceLists(w io.Writer, all []Attendance) ([]Warning, error) {
	if len(all) == 0 {
		return nil, errors.New("document: no attendance list")
	}
	var n notes
	pictures := pictures{}
	for i := range all {
		if err := all[i].prepare(&n, pictures); err != nil {
			return nil, err
		}
	}
	first := all[0]
	err := write(w, about{Title: titleOf(first.Labels.Title, first.Activity), Lang: first.Lang, Made: first.Made}, func(p *pen) {
		for _, a := range all {
			l := a.list(&n)
			l.draw(p, a.paper(), func(y float64) []mark { return a.closing(y, l.people()) })
		}
	})
	return n.list, err
}

// prepare makes the texts printable and reads the logos.
func (a *Attendance) prepare(n *notes, known pictures) error {
	labels := &a.Labels
	clean(n, &labels.Title, &labels.When, &labels.Where, &labels.Number, &labels.Name, &labels.Function, &labels.Desk,
		&labels.Body, &labels.Country, &labels.Email, &labels.Time,
		&labels.Signature, &labels.WalkIns, &labels.SignedOnPage, &labels.SignedTotal, &labels.Certified, &labels.Legend)
	clean(n, &a.Event, &a.Activity, &a.When, &a.Where, &a.Part, &a.Sample, &a.AsOf, &a.AddedTitle)
	if a.Columns == nil {
		a.Columns = UsualColumns
	}
	return a.Header.prepare(n, known)
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
		Header: a.Header, Title: a.Labels.Title, Main: a.Activity, Part: a.Part, Event: a.Event, Sample: a.Sample,
		Facts:  [][]fact{{{a.Labels.When, a.When}, {a.Labels.Where, a.Where}}},
		OnPage: a.Labels.OnPage, Beside: a.Labels.SignedOnPage,
		Legend: a.Labels.Legend, AsOf: a.AsOf, Page: a.Labels.Page,
	}
}

func (a Attendance) list(n *notes) list {
	l := list{Continued: a.Labels.Continued, Closing: 22}
	l.Columns, a.widths = a.columns()
	for _, g := range a.Groups {
		for _, b := range g.Bodies {
			for _, p := range b.People {
				l.add(a.row(n, p, a.headings(n, g.Country, b.Name), len(l.Rows)+1))
			}
		}
	}
	for _, p := range a.Added {
		l.add(a.row(n, p, append([]string{a.AddedTitle}, a.headings(n, p.Country, p.Body)...), len(l.Rows)+1))
	}
	blank := row{Headings: []string{a.Labels.WalkIns}, Least: signatureRow, Cells: a.blank()}
	for range min(a.BlankLines, maxBlank) {
		l.add(blank)
	}
	return l
}

func (l *list) add(r row) { l.Rows = append(l.Rows, r) }

// headings are the country and the body, as far as they have no column.
func (a Attendance) headings(n *notes, country, body string) (headings []string) {
	if !slices.Contains(a.Columns, CountryColumn) {
		headings = append(headings, n.line("", country, maxShort))
	}
	if !slices.Contains(a.Columns, BodyColumn) {
		headings = append(headings, n.line("", body, maxField))
	}
	return headings
}

func (a Attendance) row(n *notes, p Attendant, headings []string, number int) row {
	if p.Number > 0 {
		number = p.Number
	}
	name := n.whole(n.name(p.Name, p.Latin))
	named := nameCell(name)
	if p.Note != "" {
		named.Text = append(named.Text, paragraph{Text: n.line("", p.Note, maxField), Face: regular, Size: 8, Colour: slate, Above: 0.2})
	}
	values := map[AttendanceColumn]cell{NumberColumn: numberCell(number)}
	texts := map[AttendanceColumn]string{FunctionColumn: p.Function, BodyColumn: p.Body, CountryColumn: p.Country, EmailColumn: p.Email}
	for _, c := range a.chosen() {
		if text, ok := texts[c]; ok {
			values[c] = wordsCell(n.line(name.Who, text, maxField), a.widths[c])
		}
	}
	return row{Headings: headings, Least: signatureRow, Person: true, Cells: a.cells(named, values)}
}

// blank is a line for somebody who is not on the list.
func (a Attendance) blank() []cell { return a.cells(cell{}, nil) }

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
