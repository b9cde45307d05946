package document

import "fmt"

// Words that are printed on lists come from the caller, in the document's
// language. Where a comment gives an example, it is the English text, a complete
// format with the same verbs in any language.

// ListLabels are the words that all lists share.
type ListLabels struct {
	Number    string // column of running numbers: "No."
	Name      string // column: "Name"
	Page      string // "Page %d of %d"
	Continued string // a heading repeated on the next page: "%s (continued)"
	WalkIns   string // heading of the blank lines: "Not on the list"
}

// AttendanceLabels are the words of an attendance list.
type AttendanceLabels struct {
	ListLabels
	Title        string // "Attendance list"
	When, Where  string // before the time and the place
	Function     string // column
	Desk         string // narrow column ticked by the desk: "Desk"
	Signature    string // column
	OnPage       string // "People on this page: %d"
	SignedOnPage string // before a box: "Signatures on this page"
	Total        string // "People on this list: %d"
	SignedTotal  string // before a box: "Signatures in all"
	Certified    string // before a line: "Certified for the organiser: name, date, signature"
	// Legend tells how the sheet is used, also by those who cannot sign: "Please
	// sign in your own row. Desk: ticked by the staff for a person who is present
	// and cannot sign."
	Legend string
}

// ManifestLabels are the words of a bus manifest.
type ManifestLabels struct {
	ListLabels
	Title          string // "Passenger list"
	Vehicle        string // before each fact at the top of the sheet
	Departure      string
	Return         string
	MeetingPoint   string
	Capacity       string // "Seats"
	StaffSeats     string // "Kept for staff"
	Passengers     string // "Passengers", before their number and above their rows
	Staff          string // heading of the staff's lines: "Staff"
	Body           string // column: "Authority or organisation"
	Country        string // column
	Out, Back      string // columns of tick boxes
	OnPage         string // "Passengers on this page: %d"
	HeadcountOut   string // before a box: "Headcount out"
	HeadcountBack  string // before a box: "Headcount back"
	HeadcountGuide string // before a line: "Guide: name, signature"
	Missing        string // before a line: "Missing, by name"
	// Legend tells how the sheet is used, that it is destroyed, and what its mark ●
	// means: "Leave only when both headcounts are equal. Destroy this list after the
	// trip. ● Has a wheelchair space and needs a way without steps."
	Legend string
	// Of the guide's own list: "For the guide only: telephone numbers", "Mobile
	// number", "Keep it to yourself and destroy it after the trip."
	GuideTitle, Phone, GuideLegend string
}

// fill puts values into a label. A translation with other verbs than the
// English one shows as such, it does not fail.
func fill(format string, values ...any) string {
	return text(fmt.Sprintf(format, values...), maxField).Line
}
