package web

import (
	"html/template"
	"net/http"
	"net/url"

	"github.com/labstack/echo/v4"

	"convene/internal/document"
	"convene/internal/event"
	"convene/internal/fault"
	"convene/internal/paper"
)

// designPage is the form of one design beside what it looks like. One of the
// program has no form.
type designPage struct {
	organisePage
	Name, Self, Path    string // Path leads to the list
	Own, HasLogo        bool
	Form                form
	Summary             summary
	Sheet, Bands        group
	Sides               []sideView
	LogoWrong, LogoNote string
	Preview             *previewView
}

// previewView is how a design comes out for difficult people, or why it does not.
type previewView struct {
	page
	Problems []formError
	Badges   []previewBadge
	Sheet    template.HTML
	Warnings []string
}

// previewBadge is one person's badge.
type previewBadge struct {
	Caption     string
	Front, Back template.HTML
}

func (s *Server) showDesign(c echo.Context) error {
	pr, _, err := s.organised(c)
	if err != nil {
		return err
	}
	d, err := paper.DesignNamed(c.Request().Context(), s.db, pr.Event.ID, c.Param("name"))
	if err != nil {
		return err
	}
	return s.renderDesign(c, pr, d, draftOf(d.Design), nil, "")
}

// renderDesign shows a draft of a design with what is wrong with it; open is a part
// whose fields are shown at once.
func (s *Server) renderDesign(c echo.Context, pr *event.Programme, d *paper.BadgeDesign, draft draftDesign, faults []fault.Field, open string) error {
	p := &designPage{organisePage: s.organisePage(c, pr, "/print", s.printer(c).T("Design %s", d.Name)), Name: d.Name, Own: d.Own, HasLogo: len(d.Logo) > 0,
		Path: designsURL(pr), Self: designsURL(pr) + "/" + d.Name}
	p.Sent, p.Form = len(faults) > 0, newForm(p.Printer, draft.values(), faults)
	p.Summary = summary{p.Form, placed(p.Printer, &draft, faults)}
	p.fields(&draft, open)
	var err error
	if p.Preview, err = s.preview(c, pr, d, &draft, p.page); err != nil {
		return err
	}
	status := http.StatusOK
	if p.Sent {
		status = http.StatusUnprocessableEntity
	}
	return s.render(c, status, "organise/design", p)
}

// preview draws the draft, or says what keeps it from being drawn.
func (s *Server) preview(c echo.Context, pr *event.Programme, d *paper.BadgeDesign, draft *draftDesign, common page) (*previewView, error) {
	v := &previewView{page: common}
	design, faults := checked(draft, d)
	if len(faults) > 0 {
		v.Problems = placed(v.Printer, draft, faults)
		return v, nil
	}
	previews, warnings, err := paper.PreviewDesign(c.Request().Context(), s.db, s.printRequest(c, pr, ""), design)
	if err != nil {
		return nil, err
	}
	captions := []string{v.T("A long name"), v.T("A name in Greek letters"), v.T("A name that runs from the right")}
	for i, one := range previews { // drawn by document, which escapes what people typed
		v.Badges = append(v.Badges, previewBadge{captions[i], template.HTML(one.Front), template.HTML(one.Back)})
	}
	v.Sheet = template.HTML(document.SheetPreview(design))
	for _, w := range warnings {
		v.Warnings = append(v.Warnings, w.Name+": "+v.T(w.Problem, w.Args...))
	}
	return v, nil
}

// checked reads a draft and gives everything that is wrong with it: first what is no
// number, then what the design breaks.
func checked(draft *draftDesign, d *paper.BadgeDesign) (document.Design, []fault.Field) {
	design, faults := draft.design(d.Design)
	if len(faults) > 0 {
		return design, faults
	}
	return design, paper.FlawFields(design.Check())
}

// previewDesign answers a script with the picture of what is typed, or with 422 and
// what is wrong.
func (s *Server) previewDesign(c echo.Context) error {
	pr, _, d, err := s.ownDesign(c)
	if err != nil {
		return err
	}
	draft := readDraft(c.Request().PostForm)
	v, err := s.preview(c, pr, d, &draft, s.commonPage(s.printer(c), "", url.URL{}))
	if err != nil {
		return err
	}
	part, status := "shared-design-picture", http.StatusOK
	if len(v.Problems) > 0 {
		part, status = "shared-design-problems", http.StatusUnprocessableEntity
	}
	body, err := s.views.fill("organise/design", part, v)
	if err != nil {
		return err
	}
	return c.HTMLBlob(status, body)
}

// submitDesign takes the form: it saves, or changes what the form has, or shows it.
func (s *Server) submitDesign(c echo.Context) error {
	pr, a, d, err := s.ownDesign(c)
	if err != nil {
		return err
	}
	typed := c.Request().PostForm
	draft, do := readDraft(typed), typed.Get("do")
	design, faults := checked(&draft, d)
	if open, changed := draft.change(do, design.Safe); changed {
		return s.renderDesign(c, pr, d, draft, nil, open)
	}
	if do == "save" || do == "logo" || do == "no-logo" {
		wrong, err := s.takeLogo(c, pr, a.ID, d, do)
		if err != nil {
			return err
		}
		if do != "save" {
			return s.renderDesign(c, pr, d, draft, wrong, "")
		}
		if faults = append(faults, wrong...); len(faults) == 0 {
			design.Logo = d.Logo
			err := paper.SaveDesign(c.Request().Context(), s.db, pr.Event.ID, design, s.Now(), a.ID)
			return s.done(c, pr, a, err, "badge-design", "/"+d.Name, s.printer(c).T("The design %s is saved.", d.Name), designsURL(pr)+"/"+d.Name)
		}
	}
	return s.renderDesign(c, pr, d, draft, faults, "")
}

// takeLogo keeps or drops the picture of a design at once, whatever else the form
// says: a browser forgets which file was chosen when a form comes back.
func (s *Server) takeLogo(c echo.Context, pr *event.Programme, accountID int64, d *paper.BadgeDesign, do string) ([]fault.Field, error) {
	logo, err := sentFile(c, "logo")
	switch {
	case err != nil:
		return nil, err
	case do == "no-logo":
		logo = nil
	case len(logo) == 0 && do == "logo":
		return []fault.Field{{Name: "logo", Message: "Choose a PNG or JPEG picture first."}}, nil
	case len(logo) == 0:
		return nil, nil
	}
	changed := d.Design
	changed.Logo = logo
	err = paper.SaveDesign(c.Request().Context(), s.db, pr.Event.ID, changed, s.Now(), accountID)
	if faults := faultsOf(err); faults != nil {
		return faults, nil
	}
	d.Logo = logo
	return nil, err
}
