package paper

import (
	"cmp"
	"context"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/uptrace/bun"

	"convene/internal/document"
	"convene/internal/event"
	"convene/internal/fault"
	"convene/internal/presence"
	"convene/internal/registration"
)

// SheetRequest asks for the attendance sheet of an activity; of the event itself
// Slot is the code of a half-day or a date (ISO 8601), "" its first half-day. Apart
// gives those from the country of the event and those from elsewhere a list each,
// PerBody every authority and organisation. BlankLines is AsUsual or a number.
type SheetRequest struct {
	Request
	Slot           string
	Columns        []Column
	Apart, PerBody bool
	BlankLines     int
}

// AsUsual is as many blank lines as the number of people calls for.
const AsUsual = -1

// attendanceSource is what one sheet is made from.
type attendanceSource struct {
	*source
	want   SheetRequest
	sheet  *presence.Sheet
	header *presence.Header
}

// AttendanceSheet makes a list to sign. From the start of what it is of, it shows
// the frozen list and who was added after; before, those who hold a place now.
// fault.NotFound: there is no such list.
func AttendanceSheet(ctx context.Context, db bun.IDB, r SheetRequest) (*Paper, error) {
	s := &attendanceSource{want: r}
	var err error
	if s.source, err = begin(ctx, db, r.Request); err != nil {
		return nil, err
	}
	if err := s.read(ctx, db); err != nil {
		return nil, err
	}
	p, err := s.write("attendance", func(w io.Writer) ([]document.Warning, error) {
		return document.AttendanceLists(w, s.lists())
	})
	if err != nil {
		return nil, err
	}
	if s.want.Slot != "" && s.activity.Kind == event.KindEvent {
		p.Name = strings.TrimSuffix(p.Name, ".pdf") + "-" + s.want.Slot + ".pdf"
	}
	p.Checksum = s.sheet.Checksum
	return p, nil
}

// read finds the sheet of what is asked for: a day and the event itself have the
// list of their first half-day.
func (s *attendanceSource) read(ctx context.Context, db bun.IDB) error {
	if err := s.checkSlot(); err != nil {
		return err
	}
	slot := s.want.Slot
	if s.activity.Kind == event.KindEvent {
		for _, h := range s.programme.HalfDays() {
			if strings.HasPrefix(h.Code(), s.want.Slot) {
				slot = h.Code()
				break
			}
		}
	}
	key, err := presence.KeyOf(s.programme, s.activity, slot)
	if err != nil {
		return err
	}
	if s.sheet, err = presence.Read(ctx, db, s.programme, key, s.now); err != nil {
		return err
	}
	for _, r := range s.sheet.People() {
		s.people = append(s.people, registration.Attendee{Badge: r.Name, Reference: r.Reference}) // for the warnings
	}
	s.header, err = presence.HeaderOf(ctx, db, s.programme.Event.ID)
	return err
}

// lists are one list, or one for each part that is wanted. Where nobody is there is
// one empty list, to be signed by whoever comes.
func (s *attendanceSource) lists() []document.Attendance {
	var parts []attendancePart
	for _, r := range s.sheet.People() {
		name := s.partOf(r)
		i := slices.IndexFunc(parts, func(p attendancePart) bool { return p.name == name })
		if i < 0 {
			i, parts = len(parts), append(parts, attendancePart{name: name, side: s.side(r)})
		}
		parts[i].rows = append(parts[i].rows, r)
	}
	if len(parts) == 0 {
		parts = []attendancePart{{}}
	}
	if s.want.Apart {
		slices.SortStableFunc(parts, func(a, b attendancePart) int { return cmp.Compare(a.side, b.side) })
	}
	lists := make([]document.Attendance, len(parts))
	for i, part := range parts {
		lists[i] = s.list(part)
	}
	return lists
}

// attendancePart is the people of one list.
type attendancePart struct {
	name string
	side int
	rows []presence.Row
}

// The sides of an event: those from its country, and those who came from elsewhere.
const (
	local = iota
	invited
)

func (s *attendanceSource) side(r presence.Row) int {
	if r.Country == s.programme.Event.Country {
		return local
	}
	return invited
}

// partOf names the list on which somebody stands.
func (s *attendanceSource) partOf(r presence.Row) string {
	side, body := s.T("Invited participants"), s.T("%s, %s", r.Body, s.Country(r.Country))
	if s.side(r) == local {
		side = s.T("Local participants")
	}
	switch {
	case s.want.Apart && s.want.PerBody:
		return s.T("%s: %s", side, body)
	case s.want.Apart:
		return side
	case s.want.PerBody:
		return body
	}
	return ""
}

// explain keeps the words of the columns that the sheet has: how they are used, and
// the boxes that count signatures.
func (s *attendanceSource) explain(l *document.AttendanceLabels) {
	columns, how := s.want.Columns, []string{}
	if len(columns) == 0 {
		columns = document.UsualColumns
	}
	if slices.Contains(columns, document.SignatureColumn) {
		how = append(how, s.T("Please sign in your own row."))
	} else {
		l.SignedOnPage, l.SignedTotal = "", ""
	}
	if slices.Contains(columns, document.DeskColumn) {
		how = append(how, s.T("Desk: ticked by the staff for a person who is present and cannot sign."))
	}
	l.Legend = strings.Join(how, " ")
}

func (s *attendanceSource) list(part attendancePart) document.Attendance {
	blank := s.want.BlankLines
	if blank == AsUsual {
		blank = max(fewestBlank, min(mostBlank, len(part.rows)/peopleToLine))
	}
	a := document.Attendance{
		Event: s.eventTitle(), Activity: s.activityTitle(), When: s.when(), Where: s.where(), Part: part.name,
		Lang: s.Lang(), Sample: s.sample(), AsOf: s.asOf(), Labels: s.attendanceLabels(),
		Header: s.documentHeader(), Columns: s.want.Columns, BlankLines: blank, AddedTitle: s.addedTitle(),
	}
	s.explain(&a.Labels)
	first := len(s.sheet.Rows)
	for _, r := range part.rows {
		if one := s.attendant(r); r.Number > first {
			one.Note = s.T("Added %s", s.Moment(r.At))
			a.Added = append(a.Added, one)
		} else {
			a.Groups = grouped(a.Groups, one)
		}
	}
	return a
}

func (s *attendanceSource) attendant(r presence.Row) document.Attendant {
	return document.Attendant{Number: r.Number, Name: r.Name, Latin: r.Latin, Function: r.Function, Body: r.Body, Country: s.Country(r.Country), Email: r.Email}
}

// grouped puts the next of sorted people under their country and body.
func grouped(groups []document.CountryGroup, a document.Attendant) []document.CountryGroup {
	if n := len(groups); n == 0 || groups[n-1].Country != a.Country {
		groups = append(groups, document.CountryGroup{Country: a.Country})
	}
	g := &groups[len(groups)-1]
	if n := len(g.Bodies); n == 0 || g.Bodies[n-1].Name != a.Body {
		g.Bodies = append(g.Bodies, document.BodyGroup{Name: a.Body})
	}
	b := &g.Bodies[len(g.Bodies)-1]
	b.People = append(b.People, a)
	return groups
}

func (s *attendanceSource) documentHeader() document.Header {
	h := document.Header{Lines: []string{"", "", s.header.Funding}}
	if s.header.Project != "" {
		h.Lines[0], h.Short = s.T("Project: %s", s.header.Project), s.header.Project
	}
	if s.header.Number != "" {
		h.Lines[1] = s.T("Project number: %s", s.header.Number)
		h.Short = strings.TrimSpace(h.Short + " " + s.header.Number)
	}
	for _, logo := range s.header.Logos {
		h.Logos = append(h.Logos, logo.Body)
	}
	return h
}

// asOf says from when the list is. A frozen one says it with what proves it.
func (s *attendanceSource) asOf() string {
	if s.sheet.ID == 0 {
		return s.source.asOf()
	}
	return s.T("List of people frozen on %s. SHA-256: %s", s.Moment(s.sheet.FrozenAt), s.sheet.Checksum)
}

func (s *attendanceSource) addedTitle() string {
	if s.sheet.ID == 0 {
		return s.T("Present without a place")
	}
	return s.T("Added after %s", s.Moment(s.sheet.FrozenAt))
}

// activityTitle is the activity, or the half-day or the day of the whole event.
func (s *attendanceSource) activityTitle() string {
	if s.activity.Kind != event.KindEvent || s.want.Slot == "" {
		return s.source.activityTitle()
	}
	if day, err := time.Parse(time.DateOnly, s.want.Slot); err == nil {
		return s.Heading(s.Day(day))
	}
	h, _ := s.programme.HalfDayNamed(s.want.Slot)
	return s.Heading(h.Words(s.Printer))
}

// when is the time of the activity, or that of the work of a half-day or a day.
func (s *attendanceSource) when() string {
	if s.activity.Kind != event.KindEvent || s.want.Slot == "" {
		return s.source.when()
	}
	var from, to time.Time
	for _, h := range s.programme.HalfDays() {
		if !strings.HasPrefix(h.Code(), s.want.Slot) {
			continue
		}
		start, end := s.programme.Span(h)
		if from.IsZero() {
			from = start
		}
		to = end
	}
	return s.span(from, to)
}

// checkSlot refuses a half-day or a day that the event does not have.
func (s *attendanceSource) checkSlot() error {
	if s.want.Slot == "" || s.activity.Kind == event.KindEvent && slices.ContainsFunc(s.programme.HalfDays(), func(h event.HalfDay) bool {
		return h.Code() == s.want.Slot || h.Date.Format(time.DateOnly) == s.want.Slot
	}) {
		return nil
	}
	return fault.New(fault.NotFound, "There is no such half-day.")
}
