package web

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"github.com/labstack/echo/v4"
	"github.com/uptrace/bun"

	"convene/internal/event"
	"convene/internal/fault"
	"convene/internal/locale"
	"convene/internal/paper"
)

// logisticsPage offers what the venue needs on paper, and its numbers as tables.
type logisticsPage struct {
	organisePage
	Form     form
	Langs    choiceField
	Seconds  choiceField
	PerRow   textField
	Query    string // the choices above, for the addresses of the papers
	Trips    []logisticsRow
	Rooms    []logisticsRow // what people sit at: the event and its activities
	Meals    *paper.Table
	Plan     *paper.Table
	CheckURL string
	Looked   bool
	Warnings []printWarning
}

// logisticsRow is one activity with the addresses of its papers.
type logisticsRow struct {
	Name                            string
	When                            when
	Manifest, Guide, Tents, Seating string
}

// papersAsked are the choices that papers are made by, from the address. Their
// language is "in": "lang" is that of the page.
type papersAsked struct {
	lang, second string
	perRow       int
	wrong        []fault.Field
}

// paperLanguages are those of the event that there is a catalogue for; the page's
// own stands in when there is none.
func paperLanguages(p *locale.Printer, e *event.Event) []string {
	var langs []string
	for _, tag := range e.Locales {
		if slices.Contains(locale.Supported(), tag) {
			langs = append(langs, tag)
		}
	}
	if len(langs) == 0 {
		langs = []string{p.Lang()}
	}
	return langs
}

// papersAsked reads the address. A language that the event does not have becomes
// the page's, or the event's first.
func (s *Server) papersAsked(c echo.Context, pr *event.Programme) papersAsked {
	p := s.printer(c)
	langs := paperLanguages(p, &pr.Event)
	asked := papersAsked{lang: c.QueryParam("in"), second: c.QueryParam("second"), perRow: paper.UsualPerRow}
	if !slices.Contains(langs, asked.lang) {
		asked.lang = langs[0]
		if slices.Contains(langs, p.Lang()) {
			asked.lang = p.Lang()
		}
	}
	if !slices.Contains(pr.Event.Locales, asked.second) || asked.second == asked.lang {
		asked.second = ""
	}
	if typed := c.QueryParam("row"); typed != "" {
		n, err := strconv.Atoi(typed)
		if err != nil || n < paper.FewestPerRow || n > paper.MostPerRow {
			asked.wrong = []fault.Field{{Name: "row", Message: "Enter a number from %d to %d.", Args: []any{paper.FewestPerRow, paper.MostPerRow}}}
		} else {
			asked.perRow = n
		}
	}
	return asked
}

func (a papersAsked) query() url.Values {
	v := url.Values{"in": {a.lang}, "row": {strconv.Itoa(a.perRow)}}
	if a.second != "" {
		v.Set("second", a.second)
	}
	return v
}

func (s *Server) paperRequest(pr *event.Programme, asked papersAsked, activity string) paper.Request {
	return paper.Request{EventID: pr.Event.ID, Activity: activity, Lang: asked.lang, Second: asked.second, PerRow: asked.perRow, Now: s.Now()}
}

func (s *Server) showLogistics(c echo.Context) error {
	pr, _, err := s.organised(c)
	if err != nil {
		return err
	}
	asked := s.papersAsked(c, pr)
	p := logisticsPage{organisePage: s.organisePage(c, pr, "/logistics", s.printer(c).T("Logistics")), Query: asked.query().Encode()}
	p.ask(asked, c.QueryParam("row"))
	p.list()
	ctx, request := c.Request().Context(), s.paperRequest(pr, asked, "")
	tables := request
	tables.Lang = p.Lang() // a page is in one language
	if p.Meals, err = paper.MealTable(ctx, s.db, tables); err != nil {
		return err
	}
	if p.Plan, err = paper.InterpretationTable(ctx, s.db, tables); err != nil {
		return err
	}
	if p.Looked = c.QueryParam("look") != ""; p.Looked {
		if p.Warnings, err = s.lookAt(ctx, &p, request); err != nil {
			return err
		}
	}
	status := http.StatusOK
	if p.Sent {
		status = http.StatusUnprocessableEntity
	}
	return s.render(c, status, "organise/logistics", p)
}

// ask makes the form of what the papers are made by.
func (p *logisticsPage) ask(asked papersAsked, row string) {
	values := asked.query()
	if len(asked.wrong) > 0 {
		values.Set("row", row)
	}
	p.Form, p.Sent = newForm(p.Printer, values, asked.wrong), len(asked.wrong) > 0
	var langs []option
	for _, tag := range paperLanguages(p.Printer, &p.Programme.Event) {
		langs = append(langs, option{Value: tag, Label: p.Language(tag)})
	}
	seconds := []option{{Label: p.T("No second language")}}
	for _, tag := range p.Programme.Event.Locales {
		seconds = append(seconds, option{Value: tag, Label: p.Language(tag)})
	}
	p.Langs = p.Form.Select("in", p.T("Language of the papers"), "", "off", langs)
	p.Seconds = p.Form.Select("second", p.T("Second language of the titles on signs"), "", "off", seconds)
	p.PerRow = p.Form.Text("row", p.T("Chairs in a row"), p.T("For the seating: a delegation sits in one row where it can."), "off")
	p.PerRow.Inputmode, p.PerRow.Narrow, p.PerRow.MaxLength = "numeric", true, 3
	look := asked.query()
	look.Set("look", "yes")
	p.CheckURL = p.Base + "/logistics?" + look.Encode() + "#names"
}

// list finds the papers of each activity.
func (p *logisticsPage) list() {
	for i := range p.Programme.Activities {
		a := &p.Programme.Activities[i]
		row := logisticsRow{Name: activityName(p.Printer, p.Programme, a), When: activityWhen(p.Printer, a)}
		switch {
		case a.Kind == event.KindTrip:
			row.Manifest = p.PaperURL("manifest", a.Code)
			if p.Organiser() {
				row.Guide = p.Base + "/logistics/guide/" + url.PathEscape(a.Code) + "?" + p.Query
			}
			p.Trips = append(p.Trips, row)
		case a.Kind == event.KindEvent, a.Chosen && a.RoomID != 0:
			row.Tents, row.Seating = p.PaperURL("tents", a.Code), p.PaperURL("seating", a.Code)
			p.Rooms = append(p.Rooms, row)
		case a.Kind == event.KindPlenary: // everybody has a tent already
			row.Seating = p.PaperURL("seating", a.Code)
			p.Rooms = append(p.Rooms, row)
		}
	}
}

// PaperURL is the address of a paper; activity is "" for one of the whole event.
func (p logisticsPage) PaperURL(kind, activity string) string {
	at := p.Base + "/logistics/papers/" + kind + "?" + p.Query
	if activity != "" && activity != event.RootCode {
		at += "&activity=" + url.QueryEscape(activity)
	}
	return at
}

// lookAt makes the papers of everybody once to see whose print needs a look.
func (s *Server) lookAt(ctx context.Context, p *logisticsPage, r paper.Request) ([]printWarning, error) {
	var found []printWarning
	for _, draw := range []func(context.Context, bun.IDB, paper.Request) (*paper.Paper, error){paper.Tents, paper.Seating, paper.RoomSigns, paper.BusSigns} {
		made, err := draw(ctx, s.db, r)
		if fault.Is(err, fault.NotFound) { // signs of an event without rooms, or trips
			continue
		}
		if err != nil {
			return nil, err
		}
		for _, view := range p.warnings(made.Warnings) {
			if !slices.Contains(found, view) {
				found = append(found, view)
			}
		}
	}
	return found, nil
}

// sendLogistics sends a paper. The guide's list has an address of its own, which
// the desk may not open.
func (s *Server) sendLogistics(c echo.Context) error {
	if c.Param("kind") == "guide" {
		return fault.New(fault.NotFound, "There is no such paper.")
	}
	return s.sendPaperOf(c, c.Param("kind"), c.QueryParam("activity"))
}

func (s *Server) sendGuide(c echo.Context) error {
	return s.sendPaperOf(c, "guide", c.Param("activity"))
}

func (s *Server) sendPaperOf(c echo.Context, kind, activity string) error {
	pr, a, err := s.organised(c)
	if err != nil {
		return err
	}
	ctx := c.Request().Context()
	made, err := paper.Make(ctx, s.db, kind, s.paperRequest(pr, s.papersAsked(c, pr), activity))
	if err != nil {
		return err
	}
	return s.handOut(c, pr, a, made, made.Name)
}
