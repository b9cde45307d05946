package web

import (
	"html/template"
	"net/http"
	"net/url"
	"strconv"

	"github.com/labstack/echo/v4"

	"convene/internal/event"
	"convene/internal/fault"
	"convene/internal/paper"
)

// readyPage shows what a print would be: a file for each design, and whose badges
// need a look first. Nothing is printed or noted by opening it.
type readyPage struct {
	organisePage
	Form    form
	Batches []readyBatch
	People  int
	Missing string        // chosen people who have no confirmed place; "" when all have
	Hidden  []hiddenField // who is selected
	Sent    []hiddenField // that, and how it is printed
	Fields  readyFields
	Zone    string
}

type readyFields struct {
	Design, Sides choiceField
	First         textField
}

// readyBatch is one file.
type readyBatch struct {
	Name, Title, Sheet string
	TwoSided           bool
	Warnings           []printWarning
	Warned             int           // how many names they are about
	Front, Back        template.HTML // of the first badge
	Who                string        // whose that is
}

// Many tells that the warnings are too many to stand before the button.
func (b readyBatch) Many() bool { return len(b.Warnings) > 10 }

// maxChosen bounds how many people are chosen one by one.
const maxChosen = 1000

// badgeOrder reads who is printed and how from an address or a form.
func (s *Server) badgeOrder(c echo.Context, pr *event.Programme, v url.Values) (paper.BadgeOrder, error) {
	f := readBadgeFilter(v, pr)
	words, _ := s.searched(c, pr.Event.ID, f.Search)
	o := paper.BadgeOrder{Request: s.printRequest(c, pr, f.Activity), Selection: f.selection(words), Only: v.Get("only"),
		Sides: oneOf(v.Get("sides"), []string{paper.Fronts, paper.BothSides})}
	o.First, _ = strconv.Atoi(v.Get("first")) // what is no number is the first label
	o.First = max(1, o.First)
	switch v.Get("pick") {
	case "chosen":
		chosen := v["registration"]
		o.Activity, o.Selection = "", paper.Selection{References: append([]string{}, chosen[:min(len(chosen), maxChosen)]...), Sort: f.column(), Descending: f.Descending}
	case "print":
		id, err := strconv.ParseInt(v.Get("print"), 10, 64)
		if err != nil || id < 1 {
			id = -1 // no print: nobody, where 0 would be everybody
		}
		o.Activity, o.Selection = "", paper.Selection{Print: id, Sort: f.column(), Descending: f.Descending}
	case "late":
		if o.State == "" {
			o.State = paper.Late
		}
	}
	if name := v.Get("design"); name != "" {
		d, err := paper.DesignNamed(c.Request().Context(), s.db, pr.Event.ID, name)
		if err == nil {
			o.Design = &d.Design
		} else if !fault.Is(err, fault.NotFound) { // one that was deleted: by role then
			return o, err
		}
	}
	return o, nil
}

func (s *Server) showReadyBadges(c echo.Context) error {
	pr, _, err := s.organised(c)
	if err != nil {
		return err
	}
	v := c.QueryParams()
	o, err := s.badgeOrder(c, pr, v)
	if err != nil {
		return err
	}
	if v.Get("pick") == "chosen" && len(o.References) == 0 {
		said := s.tell(c, "warning", s.printer(c).T("Choose at least one person first."))
		return s.orSeeOther(c, said, readBadgeFilter(v, pr).url(organiseURL(&pr.Event)))
	}
	o.Only = ""
	batches, err := paper.ReadyBadges(c.Request().Context(), s.db, o)
	if err != nil {
		return err
	}
	p := &readyPage{organisePage: s.organisePage(c, pr, "/print", s.printer(c).T("Print badges"))}
	p.show(o, batches)
	designs, err := paper.Designs(c.Request().Context(), s.db, pr.Event.ID)
	if err != nil {
		return err
	}
	p.Hidden = hiddenFields(v, "design", "sides", "first", "only", "lang")
	p.Sent = hiddenFields(v, "only", "lang")
	p.fields(v, o, designs)
	return s.render(c, http.StatusOK, "organise/badges-ready", p)
}

func (p *readyPage) show(o paper.BadgeOrder, batches []paper.BadgeBatch) {
	for _, b := range batches {
		n := len(b.People)
		if n == 0 {
			continue
		}
		p.People += n
		view := readyBatch{Name: b.Design.Name, TwoSided: b.TwoSided, Who: b.People[0].Badge,
			Title: p.N("%d badge by the design %s", "%d badges by the design %s", n, n, b.Design.Name),
			Front: template.HTML(b.Preview.Front), Back: template.HTML(b.Preview.Back)} // drawn by document, names escaped
		view.Sheet = p.sheetWords(b, o.First)
		view.Warnings = p.warnings(b.Warnings)
		names := map[string]bool{}
		for _, w := range view.Warnings {
			names[w.Name+w.URL] = true
		}
		view.Warned = len(names)
		p.Batches = append(p.Batches, view)
	}
	if missing := len(o.References) - p.People; missing > 0 && o.References != nil {
		p.Missing = p.N("%d of the chosen people has no confirmed place and is not printed.", "%d of the chosen people have no confirmed place and are not printed.", missing, missing)
	}
}

// sheetWords says on how many sheets of which size a batch is.
func (p *readyPage) sheetWords(b paper.BadgeBatch, first int) string {
	s := b.Design.Sheet
	each := s.Columns * s.Rows
	sheets := (len(b.People) + min(first, each) - 1 + each - 1) / each
	return p.N("%d sheet of %v × %v mm, %s.", "%d sheets of %v × %v mm, %s.", sheets, sheets, s.Width, s.Height, p.sidesWord(b.TwoSided))
}

// fields are how it is printed.
func (p *readyPage) fields(v url.Values, o paper.BadgeOrder, designs []paper.BadgeDesign) {
	typed := url.Values{"design": {v.Get("design")}, "sides": {o.Sides}, "first": {strconv.Itoa(o.First)}}
	p.Form = newForm(p.Printer, typed, nil)
	options := []option{{Label: p.T("As chosen for each role")}}
	for _, d := range designs {
		options = append(options, option{Value: d.Name, Label: d.Name})
	}
	p.Fields.Design = p.Form.Select("design", p.T("Design"), "", "off", options)
	p.Fields.Sides = p.Form.Select("sides", p.T("Sides"), "", "off", []option{{Label: p.T("As the design folds")},
		{Value: paper.Fronts, Label: p.T("Fronts only")}, {Value: paper.BothSides, Label: p.T("Fronts and backs")}})
	p.Fields.First = p.Form.Text("first", p.T("Begin at label"), p.T("For a sheet of which some labels are used: 1 is the first."), "off")
	p.Fields.First.Inputmode, p.Fields.First.Narrow, p.Fields.First.MaxLength = "numeric", true, 3
}

// sendBadgeFile makes the badges, notes the print and sends the file. It is a POST
// because it writes the note that tells late badges from the next print on.
func (s *Server) sendBadgeFile(c echo.Context) error {
	pr, _, err := s.organised(c)
	if err != nil {
		return err
	}
	o, err := s.badgeOrder(c, pr, c.Request().PostForm)
	if err != nil {
		return err
	}
	return s.sendPrintedBadges(c, pr, o)
}

// sendBadges prints everybody by the event's design for all, or only the people of
// one activity: an address to keep, without a form.
func (s *Server) sendBadges(c echo.Context) error {
	pr, _, err := s.organised(c)
	if err != nil {
		return err
	}
	if c.Request().Method == http.MethodHead {
		return c.NoContent(http.StatusOK) // asking whether it is there prints nothing
	}
	if c.Request().Header.Get("Sec-Fetch-Site") == "cross-site" { // a link there would leave nobody late
		return s.seeOther(c, organiseURL(&pr.Event)+"/badges")
	}
	design, err := paper.DesignForAll(c.Request().Context(), s.db, pr.Event.ID)
	if err != nil {
		return err
	}
	return s.sendPrintedBadges(c, pr, paper.BadgeOrder{Request: s.printRequest(c, pr, c.QueryParam("activity")), Design: &design})
}

func (s *Server) sendPrintedBadges(c echo.Context, pr *event.Programme, o paper.BadgeOrder) error {
	a, err := s.signedIn(c)
	if err != nil {
		return err
	}
	o.AccountID = a.ID
	ctx := c.Request().Context()
	made, err := paper.PrintBadges(ctx, s.db.DB, o)
	if err != nil {
		return err
	}
	return s.handOut(c, pr, a, made, made.Name)
}
