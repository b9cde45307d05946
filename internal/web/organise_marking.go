package web

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"github.com/labstack/echo/v4"

	"convene/internal/account"
	"convene/internal/event"
	"convene/internal/fault"
	"convene/internal/locale"
	"convene/internal/person"
	"convene/internal/presence"
)

// rowsMarked is how many people one page of a list shows.
const rowsMarked = 400

// marking is one list that is being marked: what the path and the slot say.
type marking struct {
	*event.Programme
	account  *account.Account
	Activity *event.Activity
	Slot     string
	sheet    *presence.Sheet
	records  map[int64]presence.Record
}

// markingPage is a list with a mark for everybody on it.
type markingPage struct {
	organisePage
	list         *marking
	Name         string
	Count        presence.Count
	CountText    string
	Frozen       string
	Slots        []slotLink
	Rows         []markRow
	Pages        []pageLink
	From         int
	URL, DoorURL string
	Found        *finding // what a scan or a search came to
	Last         string   // what can be undone; "" for nothing
	LastAt       string
	SheetURL     string
}

// slotLink leads to the other times of an activity.
type slotLink struct {
	Label, URL string
	Current    bool
}

// markRow is one person. Shown is the letter that the names of the fields begin
// with: what the page showed, so that a form says nothing about rows that it left
// as they were.
type markRow struct {
	presence.Row
	Shown, State string
	Country      string
	Search       string // folded, for finding by a part of the name
	Note         string
	Added        bool
}

// letters of the states, and of nobody having marked.
var shownLetters = map[string]string{presence.Present: "p", presence.Absent: "a", "": "n"}

// markingOf finds the list of the path.
func (s *Server) markingOf(c echo.Context) (*marking, error) {
	pr, a, err := s.organised(c)
	if err != nil {
		return nil, err
	}
	m := &marking{Programme: pr, account: a, Activity: pr.ByCode(c.Param("activity")), Slot: c.QueryParam("slot")}
	if m.Activity == nil || !presence.HasSheet(m.Activity) {
		return nil, fault.New(fault.NotFound, "There is no list of this activity.")
	}
	slots := presence.Slots(pr, m.Activity)
	if m.Slot == "" {
		m.Slot = s.slotNow(pr, slots)
	}
	if !slices.Contains(slots, m.Slot) {
		return nil, fault.New(fault.NotFound, "There is no list of this activity.")
	}
	return m, s.readMarking(c.Request().Context(), m)
}

// slotNow is the half-day that runs or ran last, the first of anything else.
func (s *Server) slotNow(pr *event.Programme, slots []string) string {
	if len(slots) == 0 {
		return ""
	}
	slot := slots[0]
	for _, h := range pr.HalfDays() {
		if from, _ := pr.Span(h); slices.Contains(slots, h.Code()) && !from.After(s.Now()) {
			slot = h.Code()
		}
	}
	return slot
}

// readMarking reads the list and its marks.
func (s *Server) readMarking(ctx context.Context, m *marking) error {
	key, err := presence.KeyOf(m.Programme, m.Activity, m.Slot)
	if err != nil {
		return err
	}
	if m.sheet, err = presence.Read(ctx, s.db, m.Programme, key, s.Now()); err != nil {
		return err
	}
	m.records, err = presence.At(ctx, s.db, m.Activity.ID, m.Slot)
	return err
}

func (m *marking) url() string { return markingURL(organiseURL(&m.Event), m.Activity, m.Slot) }

// below is the address of a page of the list.
func (m *marking) below(page string) string {
	u := organiseURL(&m.Event) + "/presence/" + url.PathEscape(m.Activity.Code) + "/" + page
	if m.Slot != "" {
		u += "?slot=" + url.QueryEscape(m.Slot)
	}
	return u
}

func (s *Server) showMarking(c echo.Context) error {
	m, err := s.markingOf(c)
	if err != nil {
		return err
	}
	return s.askMarks(c, m, nil)
}

// askMarks shows the list; found is what a scan or a search came to.
func (s *Server) askMarks(c echo.Context, m *marking, found *finding) error {
	p := &markingPage{organisePage: s.organisePage(c, m.Programme, "/presence", s.printer(c).T("Presence")), list: m, Found: found,
		URL: m.url(), DoorURL: m.below("door"), From: 1}
	p.Name = markedName(p.Printer, m.Programme, m.Activity, m.Slot)
	p.Title = p.T("%s: %s", p.Name, m.Event.City)
	if p.Count = m.count(); p.Count.Expected > rowsMarked {
		p.From, _ = strconv.Atoi(c.QueryParam("from"))
	}
	p.CountText = countText(p.Printer, p.Count)
	p.head()
	p.fill()
	if err := s.addLast(c, p); err != nil {
		return err
	}
	return s.render(c, http.StatusOK, "organise/marking", p)
}

// count counts the list as it was read.
func (m *marking) count() presence.Count {
	n := presence.Count{ActivityID: m.Activity.ID, Slot: m.Slot}
	for _, r := range m.sheet.People() {
		n.Expected++
		switch m.records[r.RegistrationID].State {
		case presence.Present:
			n.Present++
		case presence.Absent:
			n.Absent++
		}
	}
	return n
}

// countText says how far a list is.
func countText(p *locale.Printer, n presence.Count) string {
	return p.T("%d expected: %d present, %d absent, %d not marked", n.Expected, n.Present, n.Absent, n.Unmarked())
}

// Bar is the picture of the count.
func (p *markingPage) Bar() presenceBar { return barOf(p.Count) }

func (p *markingPage) head() {
	if p.list.sheet.ID != 0 {
		p.Frozen = p.T("The list was frozen on %s. Who came later stands below it.", p.Moment(p.list.sheet.FrozenAt))
	} else {
		p.Frozen = p.T("The list is frozen on %s. Until then it may change.", p.Moment(p.list.sheet.StartsAt))
	}
	slots := presence.Slots(p.Programme, p.list.Activity)
	for _, slot := range slots {
		if len(slots) > 1 {
			p.Slots = append(p.Slots, slotLink{markedName(p.Printer, p.Programme, p.list.Activity, slot), markingURL(p.Base, p.list.Activity, slot), slot == p.list.Slot})
		}
	}
	what := p.list.Activity.Code
	if p.list.Activity.Kind == event.KindEvent {
		what = p.list.Slot
	}
	p.SheetURL = p.Base + "/sheets.pdf?" + url.Values{"what": {what}, "column": {"number", "function", "desk", "signature"}}.Encode()
}

// fill shows the page of the list that From is on.
func (p *markingPage) fill() {
	people := p.list.sheet.People()
	p.From = max(1, min(p.From, len(people)))
	p.From -= (p.From - 1) % rowsMarked
	for _, r := range people[min(p.From-1, len(people)):min(p.From-1+rowsMarked, len(people))] {
		p.Rows = append(p.Rows, p.row(r))
	}
	for from := 1; len(people) > rowsMarked && from <= len(people); from += rowsMarked {
		label := p.T("%d to %d", from, min(from+rowsMarked-1, len(people)))
		p.Pages = append(p.Pages, pageLink{Label: label, URL: p.list.page(from), Current: from == p.From})
	}
}

func (p *markingPage) row(r presence.Row) markRow {
	record := p.list.records[r.RegistrationID]
	row := markRow{Row: r, State: record.State, Shown: shownLetters[record.State], Country: p.Printer.Country(r.Country),
		Search: person.Fold(r.Name + " " + r.Latin), Added: r.Number > len(p.list.sheet.Rows)}
	switch {
	case row.Added && p.list.sheet.ID != 0:
		row.Note = p.T("Added %s", p.Moment(r.At))
	case row.Added:
		row.Note = p.T("Present without a place")
	case p.list.sheet.ID != 0 && !r.HasPlace:
		row.Note = p.T("Gave the place up after the list was frozen")
	}
	return row
}

// PageURL is this page of the list.
func (p *markingPage) PageURL() string { return p.list.page(p.From) }

// Rest and Undo are where the deeds about many rows go.
func (p *markingPage) Rest() string { return p.list.below("rest") }

// Undo is explained at Rest.
func (p *markingPage) Undo() string { return p.list.below("undo") }
