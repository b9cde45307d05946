package document

import (
	"io"
	"time"
)

// Badge is what one person wears. Nothing else about a person belongs on it.
type Badge struct {
	// Name as the person wants it on the badge, in any script; printed in the
	// letters and the case it has.
	Name string
	// Latin is the Latin spelling, printed below a Name in another script and
	// instead of one that cannot be printed.
	Latin string
	// Function, Body (authority or organisation) and Country may be empty.
	Function, Body, Country string
	// Role picks the colour of the band: participant, speaker, partner, staff,
	// press, interpreter, host; anything else is grey.
	Role string
	// RoleName is the word on the band, in the document's language; RoleLetter
	// the letter before it, which tells roles apart without colour.
	RoleName, RoleLetter string
	// Token is the opaque content of the QR code, printed in letters below it.
	Token string
	// Programme and Bus are what the person chose, for designs that show them; the
	// first 40 of each are printed.
	Programme, Bus []Entry
}

// Entry is one line of a person's own programme, in the document's language.
// Where may be empty.
type Entry struct{ When, What, Where string }

// BadgeSheet is the badges of an event in the order they are printed, row by
// row.
type BadgeSheet struct {
	// Design is how they look; the first of Designs when nil.
	Design *Design
	// Event is the title and Dates the line below it ("Budapest, 17–18 December
	// 2026"), both in the language Lang (BCP 47).
	Event, Dates, Lang string
	// Sample is the words "Sample data" in that language, or "" for a real event.
	Sample string
	// ProgrammeTitle and BusTitle stand above what a person chose ("Your
	// programme"); either may be empty.
	ProgrammeTitle, BusTitle string
	// Title of the file, for the window of a viewer; Event when empty.
	Title string
	// Skip is how many labels of the first sheet are used up already.
	Skip int
	// Made goes into the file's properties; zero leaves the date out.
	Made   time.Time
	Badges []Badge
}

// Badges writes the sheets as PDF by their design: each badge with the name as
// large as fits, the Latin spelling below when needed, function, authority and
// country, a role band with letters, a QR code and the token in text; cut marks
// between. A sheet without badges is an empty page.
//
// Backs come each on the page after their fronts', turned about the paper's
// upright middle: print standing paper double-sided along the long edge, lying
// paper along the short one. The error is Flaws when the design has any.
func Badges(w io.Writer, s BadgeSheet) ([]Warning, error) {
	set, err := settingOf(s)
	if err != nil {
		return nil, err
	}
	title := s.Title
	if title == "" {
		title = s.Event
	}
	a := about{Title: text(title, maxField).Plain, Lang: s.Lang, Made: s.Made}
	err = write(w, a, func(p *pen) {
		size := set.design.Sheet.stock().perPage()
		skip := max(0, min(s.Skip, size-1))
		for start := -skip; start == -skip || start < len(s.Badges); start += size {
			set.page(p, max(-start, 0), s.Badges[max(start, 0):min(start+size, len(s.Badges))])
		}
	})
	return set.list, err
}

// settingOf is the setting of a sheet by its own design or the default.
func settingOf(s BadgeSheet) (*setting, error) {
	if s.Design != nil {
		return newSetting(*s.Design, s)
	}
	return newSetting(defaultDesign, s)
}

// page draws one sheet of badges from a cell on, and their backs on a page of their
// own.
func (s *setting) page(p *pen, from int, badges []Badge) {
	stock := s.design.Sheet.stock()
	var fronts, backs []mark
	for i, b := range badges {
		w := wearer{Badge: b, name: s.name(b.Name, b.Latin)}
		front, back := s.design.sides(from + i)
		fronts = append(fronts, s.side(front, s.design.Front, w)...)
		backs = append(backs, s.side(back, s.design.Back, w)...)
	}
	if s.design.folded() {
		p.pageOf(stock.Paper, s.cutMarks(stock), s.foldMarks(stock), fronts, backs)
		return
	}
	p.pageOf(stock.Paper, s.cutMarks(stock), fronts)
	if len(s.design.Back) > 0 {
		p.pageOf(stock.Paper, backs)
	}
}

func (s *setting) cutMarks(stock stock) []mark {
	if !s.design.Sheet.CutMarks {
		return nil
	}
	return stock.cutMarks()
}

// foldMarks shows where to fold: a short tick at both ends, clear of the edges
// that printers leave bare.
func (s *setting) foldMarks(stock stock) []mark {
	const tick = 3.0
	var marks []mark
	for i := range stock.perPage() {
		cell := stock.cell(i)
		x := cell.X + cell.W/2
		for _, y := range []float64{cell.Y + bare, cell.bottom() - bare - tick} {
			marks = append(marks, ruleMark{X1: x, Y1: y, X2: x, Y2: y + tick, Width: 0.2, Colour: cutGrey})
		}
	}
	return marks
}
