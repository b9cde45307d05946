package web

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"time"

	"github.com/labstack/echo/v4"

	"convene/internal/account"
	"convene/internal/event"
	"convene/internal/fault"
	"convene/internal/locale"
	"convene/internal/paper"
	"convene/internal/presence"
)

// mostLines is how many lines for people who are not on the list a sheet may have.
const mostLines = 100

// How the people are shared among sheets.
const (
	oneList  = "one"
	apart    = "apart"
	perBody  = "authority"
	apartAll = "apart-authority"
)

// sheetsPage chooses a sheet, edits what stands above it and shows what is frozen.
type sheetsPage struct {
	organisePage
	Form    form
	What    choiceField
	Columns choiceField
	Lists   choiceField
	Lines   textField
	InWords string // the language of the paper
	Header  []textField
	Logos   []sheetLogo
	Check   textField
	Found   string // what a checksum that was typed proves
	Frozen  []frozenView
}

// sheetLogo is one of the logos; they have no names, so they are counted.
type sheetLogo struct{ Name, URL, RemoveURL string }

// frozenView is one frozen list. Moved says that the programme has another time now.
type frozenView struct {
	presence.Kept
	Name, At        string
	Moved           string
	FileURL, PDFURL string
}

func (s *Server) showSheets(c echo.Context) error {
	pr, _, err := s.organised(c)
	if err != nil {
		return err
	}
	return s.askSheets(c, pr, nil, nil, "")
}

// askSheets shows the page; found is what a checksum proved.
func (s *Server) askSheets(c echo.Context, pr *event.Programme, typed url.Values, faults []fault.Field, found string) error {
	ctx := c.Request().Context()
	header, err := presence.HeaderOf(ctx, s.db, pr.Event.ID)
	if err != nil {
		return err
	}
	kept, err := presence.Frozen(ctx, s.db, pr.Event.ID)
	if err != nil {
		return err
	}
	p := &sheetsPage{organisePage: s.organisePage(c, pr, "/sheets", s.printer(c).T("Sheets")), Found: found}
	values := p.usual(header)
	for name, list := range typed {
		values[name] = list
	}
	p.Form, p.Sent, p.InWords = newForm(p.Printer, values, faults), len(faults) > 0, p.Language(p.Lang())
	p.fields()
	for i, logo := range header.Logos {
		at := p.Base + "/sheets/logos/" + strconv.FormatInt(logo.ID, 10)
		p.Logos = append(p.Logos, sheetLogo{p.T("Logo %d", i+1), at, at + "/remove"})
	}
	for _, k := range kept {
		p.Frozen = append(p.Frozen, p.frozen(k))
	}
	status := http.StatusOK
	if p.Sent {
		status = http.StatusUnprocessableEntity
	}
	return s.render(c, status, "organise/sheets", p)
}

// usual is what the form shows before anything is typed.
func (p *sheetsPage) usual(h *presence.Header) url.Values {
	v := url.Values{"lists": {oneList}, "lines": {""}, "project": {h.Project}, "number": {h.Number}, "funding": {h.Funding}}
	for _, c := range paper.UsualColumns {
		v.Add("column", string(c))
	}
	return v
}

func (p *sheetsPage) fields() {
	var columns []option
	for _, c := range paper.Columns {
		if c != paper.EmailColumn || p.Organiser() {
			columns = append(columns, option{Value: string(c), Label: paper.ColumnName(p.Printer, c)})
		}
	}
	p.What = p.Form.Select("what", p.T("Sheet of"), "", "off", sheetOptions(p.Printer, p.Programme))
	p.Columns = p.Form.Boxes("column", p.T("Columns beside the name"), p.T("A country or authority without a column stands as a heading."), columns)
	p.Lists = p.Form.Radios("lists", p.T("Lists"), "", []option{{Value: oneList, Label: p.T("One list of everybody")},
		{Value: apart, Label: p.T("Local and invited people apart"), Note: p.T("Local: their authority or organisation is in %s.", p.Country(p.Programme.Event.Country))},
		{Value: perBody, Label: p.T("One list for each authority or organisation")},
		{Value: apartAll, Label: p.T("One list for each authority or organisation, local ones first")}})
	p.Lines = numberField(p.Form, "lines", p.T("Lines for people who are not on the list (optional)"), p.T("On each list. Empty: as many as usual."))
	p.Header = []textField{p.Form.Text("project", p.T("Name of the project"), "", "off"), p.Form.Text("number", p.T("Project number"), "", "off"),
		p.Form.Text("funding", p.T("Who funds it"), p.T("For example: Funded by the European Union."), "off")}
	p.Check = p.Form.Text("checksum", p.T("Checksum"), p.T("64 letters and digits from the foot of a sheet."), "off")
}

// sheetOptions are the whole event, its days and half-days, and its activities.
func sheetOptions(p *locale.Printer, pr *event.Programme) []option {
	options := []option{{Value: event.RootCode, Label: p.T("The whole event")}}
	var day time.Time
	for _, h := range pr.HalfDays() {
		if !h.Date.Equal(day) {
			day = h.Date
			options = append(options, option{Value: day.Format(time.DateOnly), Label: p.Day(day)})
		}
		options = append(options, option{Value: h.Code(), Label: h.Words(p)})
	}
	for i := range pr.Activities {
		if a := &pr.Activities[i]; a.Kind != event.KindEvent && presence.HasSheet(a) {
			options = append(options, option{Value: a.Code, Label: p.T("%s, %s", activityName(p, pr, a), p.Span(a.StartsAt, a.EndsAt))})
		}
	}
	return options
}

// sendChosenSheet makes the sheet that the form asks for.
func (s *Server) sendChosenSheet(c echo.Context) error {
	pr, a, err := s.organised(c)
	if err != nil {
		return err
	}
	typed := c.QueryParams()
	r := paper.SheetRequest{Request: s.printRequest(c, pr, typed.Get("what")), BlankLines: paper.AsUsual}
	if pr.ByCode(r.Activity) == nil {
		r.Activity, r.Slot = "", typed.Get("what")
	}
	r.Apart = typed.Get("lists") == apart || typed.Get("lists") == apartAll
	r.PerBody = typed.Get("lists") == perBody || typed.Get("lists") == apartAll
	r.Columns = chosenColumns(typed["column"], a.Role == account.Organiser)
	if lines := typed.Get("lines"); lines != "" {
		if r.BlankLines, err = strconv.Atoi(lines); err != nil || r.BlankLines < 0 || r.BlankLines > mostLines {
			return s.askSheets(c, pr, typed, []fault.Field{{Name: "lines", Message: "Enter a number from 0 to %d.", Args: []any{mostLines}}}, "")
		}
	}
	return s.sendAttendance(c, pr, a, r)
}

// chosenColumns are those of the form; the desk is not shown addresses.
func chosenColumns(chosen []string, mayMail bool) []paper.Column {
	columns := []paper.Column{}
	for _, c := range paper.Columns {
		if slices.Contains(chosen, string(c)) && (c != paper.EmailColumn || mayMail) {
			columns = append(columns, c)
		}
	}
	return columns
}

// sendAttendance makes an attendance sheet, notes who took it and sends it.
func (s *Server) sendAttendance(c echo.Context, pr *event.Programme, a *account.Account, r paper.SheetRequest) error {
	ctx := c.Request().Context()
	made, err := paper.AttendanceSheet(ctx, s.db, r)
	if err != nil {
		return err
	}
	facts := map[string]any{"people": made.People}
	if made.Checksum != "" {
		facts["checksum"] = made.Checksum
	}
	if err := s.noteTaken(c, a, "print", pr.Event.Slug+"/"+made.Name, facts); err != nil {
		return err
	}
	return sendFile(c, made.Name, "application/pdf", made.Body)
}
