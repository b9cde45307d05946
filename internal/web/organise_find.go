package web

import (
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"convene/internal/account"
	"convene/internal/locale"
	"convene/internal/person"
	"convene/internal/presence"
	"convene/internal/registration"
)

// finding is what came of the field above a list: a scan, a number or a name. Kind
// is "done", "info", "warning" or "error", as notices are.
type finding struct {
	Kind   string      `json:"kind"`
	Title  string      `json:"title"`
	Text   string      `json:"text"`
	ID     int64       `json:"id,omitempty"`     // whose mark it is
	Anyway string      `json:"anyway,omitempty"` // reference of who may be marked all the same
	Choose []match     `json:"-"`                // several people of that name
	Count  string      `json:"count,omitempty"`
	Bar    presenceBar `json:"bar"`
}

// match is one person whom a name fits.
type match struct {
	Name, Body string
	Field      string // of the form: sending it marks them present
}

// longestNumber is how many digits the number of a row has at most.
const longestNumber = 6

// badgeLike is from how many characters on a word is what a scanner typed.
const badgeLike = 20

// submitFind takes what a scanner typed, the number of a row or a part of a name.
// What was typed stands in no address: a badge's token opens nothing, but is
// somebody's.
func (s *Server) submitFind(c echo.Context, m *marking) error {
	typed := strings.TrimSpace(c.FormValue("find"))
	number, err := strconv.Atoi(typed)
	var f *finding
	switch {
	case err == nil && len(typed) <= longestNumber:
		f, err = s.findNumber(c, m, number)
	case registration.TokenOK(registration.Typed(typed)):
		f, err = s.findBadge(c, m, registration.Typed(typed))
	case len([]rune(strings.ReplaceAll(typed, " ", ""))) >= badgeLike && !m.named(typed):
		f, err = misread(s.printer(c), typed), nil
	default:
		f, err = s.findName(c, m, typed)
	}
	if err != nil {
		return err
	}
	return s.answerFind(c, m, f)
}

func (s *Server) answerFind(c echo.Context, m *marking, f *finding) error {
	if !wantsJSON(c.Request()) {
		return s.askMarks(c, m, f)
	}
	n := m.count()
	f.Count, f.Bar = countText(s.printer(c), n), barOf(n)
	return c.JSON(http.StatusOK, f)
}

// named tells whether somebody on the list has such a name.
func (m *marking) named(typed string) bool { return len(m.matching(typed)) > 0 }

func (m *marking) matching(typed string) (rows []presence.Row) {
	words := strings.Fields(person.Fold(typed))
	for _, r := range m.sheet.People() {
		name := person.Fold(r.Name + " " + r.Latin)
		if len(words) > 0 && !slices.ContainsFunc(words, func(w string) bool { return !strings.Contains(name, w) }) {
			rows = append(rows, r)
		}
	}
	return rows
}

func (s *Server) findNumber(c echo.Context, m *marking, number int) (*finding, error) {
	people := m.sheet.People()
	if number < 1 || number > len(people) {
		return &finding{Kind: "warning", Title: s.printer(c).T("No row has the number %d.", number)}, nil
	}
	r := people[number-1]
	return s.present(c, m, r.RegistrationID, r.Name, r.Body, presence.FromSheet)
}

func (s *Server) findName(c echo.Context, m *marking, typed string) (*finding, error) {
	p, rows := s.printer(c), m.matching(typed)
	switch len(rows) {
	case 0:
		return &finding{Kind: "warning", Title: p.T("Nobody on this list has such a name."), Text: p.T("Somebody who is not on it can be registered at the door.")}, nil
	case 1:
		return s.present(c, m, rows[0].RegistrationID, rows[0].Name, rows[0].Body, presence.FromSheet)
	}
	f := &finding{Kind: "info", Title: p.N("%d person has such a name.", "%d people have such a name.", len(rows), len(rows)), Text: p.T("Choose one, or type more letters.")}
	for _, r := range rows[:min(len(rows), found)] {
		field := shownLetters[m.records[r.RegistrationID].State] + strconv.FormatInt(r.RegistrationID, 10)
		f.Choose = append(f.Choose, match{Name: r.Name, Body: r.Body, Field: field})
	}
	return f, nil
}

// present marks somebody present and says so, or since when they are.
func (s *Server) present(c echo.Context, m *marking, id int64, name, body, how string) (*finding, error) {
	p := s.printer(c)
	if was := m.records[id]; was.State == presence.Present {
		return &finding{Kind: "info", Title: name, ID: id, Text: p.T("%s. Already marked present at %s.", body, p.Clock(was.At.In(m.Event.Zone())))}, nil
	}
	if _, err := s.mark(c, m, []presence.Mark{m.markOf(id, presence.Present, how)}); err != nil {
		return nil, err
	}
	return &finding{Kind: "done", Title: name, ID: id, Text: p.T("%s. Present.", body)}, nil
}

// findBadge marks whose badge it is, when it is one of this event and they are on
// the list.
func (s *Server) findBadge(c echo.Context, m *marking, token string) (*finding, error) {
	p := s.printer(c)
	r, err := registration.ByBadge(c.Request().Context(), s.db, token)
	switch {
	case err != nil:
		return nil, err
	case r == nil:
		return &finding{Kind: "error", Title: p.T("Unknown badge"), Text: p.T("It has the right form, but it is none that we have made.")}, nil
	case r.EventID != m.Event.ID:
		return &finding{Kind: "error", Title: p.T("Badge of another event"), Text: p.T("It is not one of %s.", m.Event.City)}, nil
	case !m.expects(r.ID) && m.records[r.ID].State != presence.Present:
		return s.notListed(c, m, r)
	}
	return s.present(c, m, r.ID, r.Badge, r.Body(), presence.ByScan)
}

// expects tells whether somebody is on the list and has not given the place up since.
func (m *marking) expects(registrationID int64) bool {
	row := m.sheet.Find(registrationID)
	return row != nil && row.HasPlace
}

// notListed says where somebody has a place instead.
func (s *Server) notListed(c echo.Context, m *marking, r *registration.Registration) (*finding, error) {
	p := s.printer(c)
	f := &finding{Kind: "warning", Title: r.Badge, Anyway: r.Reference}
	places, err := registration.PlacesOf(c.Request().Context(), s.db, r.ID)
	if err != nil {
		return nil, err
	}
	for _, place := range places {
		a := m.ByID(place.ActivityID)
		if a.Chosen && place.State == "confirmed" && a.StartsAt.Before(m.Activity.EndsAt) && m.Activity.StartsAt.Before(a.EndsAt) {
			f.Text = p.T("%s. No place here, but one in “%s” instead.", r.Body(), activityName(p, m.Programme, a))
			return f, nil
		}
	}
	if f.Text = p.T("%s. No place here.", r.Body()); r.State == "withdrawn" {
		f.Text = p.T("%s. No place here: the registration was withdrawn.", r.Body())
	}
	return f, nil
}

// submitAnyway marks somebody who is not on the list, as the desk was asked.
func (s *Server) submitAnyway(c echo.Context, m *marking) error {
	r, err := registration.ByReference(c.Request().Context(), s.db, m.Event.ID, c.FormValue("reference"))
	if err != nil {
		return err
	}
	f, err := s.present(c, m, r.ID, r.Badge, r.Body(), presence.ByScan)
	if err != nil {
		return err
	}
	if err := account.Record(c.Request().Context(), s.db, s.Now(), m.account.ID, "presence-anyway", m.Event.Slug+"/"+r.Reference, nil); err != nil {
		return err
	}
	return s.answerFind(c, m, f)
}

// misread says why a long word is no badge. A keyboard of another country cannot
// be told from a damaged badge by all of its letters, but by these it can.
func misread(p *locale.Printer, typed string) *finding {
	letters := strings.ReplaceAll(typed, " ", "")
	swapped := registration.Typed(yAndZ.Replace(strings.ToUpper(letters)))
	odd := strings.ContainsFunc(letters, func(r rune) bool { return !isBadgeLetter(r) })
	if n := len([]rune(letters)); n == 27 && odd || registration.TokenOK(swapped) {
		return &finding{Kind: "error", Title: p.T("The scanner’s keyboard layout does not match"),
			Text: p.T("It types other letters than the badge has. Set the scanner to the keyboard of this computer, or type the row’s number.")}
	}
	return &finding{Kind: "error", Title: p.T("Not a badge"), Text: p.T("Scan it again, or type the row’s number or a part of the name.")}
}

var yAndZ = strings.NewReplacer("Y", "Z", "Z", "Y")

func isBadgeLetter(r rune) bool {
	return '0' <= r && r <= '9' || 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || r == '-'
}
