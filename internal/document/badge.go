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
}

// BadgeSheet is the badges of an event in the order they are printed: eight to
// an A4 page, row by row.
type BadgeSheet struct {
	// Event is the title and Dates the line below it ("Budapest, 17–18 December
	// 2026"), both in the language Lang (BCP 47).
	Event, Dates, Lang string
	// Sample is the words "Sample data" in that language, or "" for a real event.
	Sample string
	// Title of the file, for the window of a viewer; Event when empty.
	Title string
	// Made goes into the file's properties; zero leaves the date out.
	Made   time.Time
	Badges []Badge
}

// Badges writes the sheets as PDF: each badge with the name as large as fits,
// the Latin spelling below when needed, function, authority and country, a role
// band with letters, a QR code and the token in text; cut marks between. A sheet
// without badges is an empty page.
func Badges(w io.Writer, s BadgeSheet) ([]Warning, error) {
	var n notes
	head := badgeHead{
		Event:  n.line("", s.Event, maxField),
		Dates:  n.line("", s.Dates, maxField),
		Sample: n.line("", s.Sample, maxShort),
	}
	title := s.Title
	if title == "" {
		title = s.Event
	}
	a := about{Title: text(title, maxField).Plain, Lang: s.Lang, Made: s.Made}
	err := write(w, a, func(p *pen) {
		size := eightA7.perPage()
		for start := 0; start == 0 || start < len(s.Badges); start += size {
			page := s.Badges[start:min(start+size, len(s.Badges))]
			p.page(eightA7.cutMarks(), badgePage(&n, head, page))
		}
	})
	return n.list, err
}

// badgePage gives the marks of one sheet's badges.
func badgePage(n *notes, head badgeHead, badges []Badge) []mark {
	var marks []mark
	for i, b := range badges {
		marks = append(marks, landscapeA7.marks(n, eightA7.cell(i), head, b)...)
	}
	return marks
}
