package web

import (
	"encoding/json"
	"errors"
	"html/template"
	"net/http"
	"net/url"
	"slices"

	"github.com/labstack/echo/v4"

	"convene/internal/account"
	"convene/internal/document"
	"convene/internal/event"
	"convene/internal/fault"
	"convene/internal/paper"
	"convene/internal/registration"
)

// designsPage lists the designs of badges and says who has which.
type designsPage struct {
	organisePage
	Form         form
	Choices      []choiceField // for everybody and for each role
	Own, Program []designRow
	From         choiceField
	Name         textField // of a copy
	FileName     textField // of one that is uploaded
	FileWrong    string
}

// designRow is one design: its size, and its sheet as a picture.
type designRow struct {
	Name, URL, Size, Sides, Changed string
	Sheet                           template.HTML
}

func (s *Server) showDesigns(c echo.Context) error {
	pr, _, err := s.organised(c)
	if err != nil {
		return err
	}
	return s.renderDesigns(c, http.StatusOK, pr, nil, nil)
}

// renderDesigns shows the list, with what was typed and what is wrong with it.
func (s *Server) renderDesigns(c echo.Context, status int, pr *event.Programme, typed url.Values, faults []fault.Field) error {
	ctx := c.Request().Context()
	designs, err := paper.Designs(ctx, s.db, pr.Event.ID)
	if err != nil {
		return err
	}
	choice, err := paper.ChoiceOf(ctx, s.db, pr.Event.ID)
	if err != nil {
		return err
	}
	p := &designsPage{organisePage: s.organisePage(c, pr, "/print", s.printer(c).T("Designs of badges"))}
	if typed == nil {
		typed = url.Values{}
	}
	if !typed.Has("design-") {
		for role, name := range choice {
			typed.Set("design-"+role, name)
		}
	}
	p.Sent, p.Form = len(faults) > 0, newForm(p.Printer, typed, faults)
	p.show(designs)
	return s.render(c, status, "organise/designs", p)
}

func (p *designsPage) show(designs []paper.BadgeDesign) {
	names := []option{}
	for _, d := range designs {
		names = append(names, option{Value: d.Name, Label: d.Name})
		row := p.row(d)
		if d.Own {
			p.Own = append(p.Own, row)
		} else {
			p.Program = append(p.Program, row)
		}
	}
	p.Choices = append(p.Choices, p.Form.Select("design-", p.T("Everybody"), "", "off", names))
	others := append([]option{{Label: p.T("As everybody")}}, names...)
	for _, role := range registration.Roles {
		p.Choices = append(p.Choices, p.Form.Select("design-"+role, personRole(p.Printer, role), "", "off", others))
	}
	p.From = p.Form.Select("from", p.T("Copy of"), "", "off", names)
	p.Name = p.Form.Text("name", p.T("Name of the copy"), p.T("Letters and digits, such as “our-badges”."), "off")
	p.Name.MaxLength = 60
	p.FileName = p.Form.Text("file-name", p.T("Name"), p.T("Leave it empty to take the name in the file."), "off")
	p.FileName.MaxLength = 60
	p.FileWrong = p.Form.Error("file")
}

func (p *designsPage) row(d paper.BadgeDesign) designRow {
	w, h := d.Sheet.CellWidth, d.Sheet.CellHeight
	if d.Fold != "" {
		w /= 2
	}
	n := d.Sheet.Columns * d.Sheet.Rows
	row := designRow{Name: d.Name, URL: p.designURL(d.Name), Size: p.T("%v × %v mm, %d on a sheet of %v × %v mm", w, h, n, d.Sheet.Width, d.Sheet.Height),
		Sides: p.T("without a back"), Sheet: template.HTML(document.SheetPreview(d.Design))} // numbers alone
	switch {
	case d.Fold != "":
		row.Sides = p.T("folded")
	case len(d.Back) > 0:
		row.Sides = p.T("with a back")
	}
	if d.Own {
		row.Changed = p.T("Changed on %s", p.Moment(d.UpdatedAt.In(p.Programme.Event.Zone())))
		if d.UpdatedBy != "" {
			row.Changed = p.T("%s by %s", row.Changed, d.UpdatedBy)
		}
	}
	return row
}

func (p organisePage) designURL(name string) string { return p.Base + "/badges/designs/" + name }

func designsURL(pr *event.Programme) string { return organiseURL(&pr.Event) + "/badges/designs" }

// submitDesignChoice keeps who has which design.
func (s *Server) submitDesignChoice(c echo.Context) error {
	pr, a, err := s.organised(c)
	if err != nil {
		return err
	}
	typed, choice := c.Request().PostForm, paper.Choice{}
	for _, role := range append([]string{""}, registration.Roles...) {
		choice[role] = typed.Get("design-" + role)
	}
	err = paper.SaveChoice(c.Request().Context(), s.db.DB, pr.Event.ID, choice)
	if faults := faultsOf(err); faults != nil {
		return s.renderDesigns(c, http.StatusUnprocessableEntity, pr, typed, faults)
	}
	return s.done(c, pr, a, err, "badge-choice", "", s.printer(c).T("The choice of designs is saved."), designsURL(pr))
}

// copyDesign begins a design of the event's own with what another one has.
func (s *Server) copyDesign(c echo.Context) error {
	pr, a, err := s.organised(c)
	if err != nil {
		return err
	}
	typed := c.Request().PostForm
	from, err := paper.DesignNamed(c.Request().Context(), s.db, pr.Event.ID, typed.Get("from"))
	if err != nil {
		return err
	}
	d := from.Design
	d.Name = paper.DesignName(typed.Get("name"))
	return s.addDesign(c, pr, a, d, typed, func(field string) string { return field })
}

// submitDesignFile takes in a design as it was downloaded, or written by hand.
func (s *Server) submitDesignFile(c echo.Context) error {
	pr, a, err := s.organised(c)
	if err != nil {
		return err
	}
	typed := c.Request().PostForm
	file, err := sentFile(c, "file")
	if err != nil {
		return err
	}
	if len(file) == 0 {
		return s.renderDesigns(c, http.StatusUnprocessableEntity, pr, typed, []fault.Field{{Name: "file", Message: "Choose the file of a design first."}})
	}
	d, err := document.ParseDesign(file)
	if flaws := (document.Flaws{}); errors.As(err, &flaws) {
		faults := paper.FlawFields(flaws)
		for i := range faults {
			faults[i].Name = "file"
		}
		return s.renderDesigns(c, http.StatusUnprocessableEntity, pr, typed, faults)
	}
	if err != nil {
		return err
	}
	if name := typed.Get("file-name"); name != "" {
		d.Name = paper.DesignName(name)
	}
	return s.addDesign(c, pr, a, d, typed, func(string) string { return "file-name" })
}

// addDesign keeps a new design and opens it; field says where the form has what is
// wrong.
func (s *Server) addDesign(c echo.Context, pr *event.Programme, a *account.Account, d document.Design, typed url.Values, field func(string) string) error {
	err := paper.AddDesign(c.Request().Context(), s.db, pr.Event.ID, d, s.Now(), a.ID)
	if faults := slices.Clone(faultsOf(err)); faults != nil {
		for i := range faults {
			faults[i].Name = field(faults[i].Name)
		}
		return s.renderDesigns(c, http.StatusUnprocessableEntity, pr, typed, faults)
	}
	return s.done(c, pr, a, err, "badge-design", "/"+d.Name, s.printer(c).T("The design %s is there. Change it as you like.", d.Name), designsURL(pr)+"/"+d.Name)
}

// sendDesign gives a design as the file that can be uploaded again.
func (s *Server) sendDesign(c echo.Context) error {
	pr, _, err := s.organised(c)
	if err != nil {
		return err
	}
	d, err := paper.DesignNamed(c.Request().Context(), s.db, pr.Event.ID, c.Param("name"))
	if err != nil {
		return err
	}
	body, err := json.MarshalIndent(d.Design, "", "  ")
	if err != nil {
		return err
	}
	return sendFile(c, d.Name+".json", "application/json", append(body, '\n'))
}

// ownDesign finds the design of the path, which is the event's own.
func (s *Server) ownDesign(c echo.Context) (*event.Programme, *account.Account, *paper.BadgeDesign, error) {
	pr, a, err := s.organised(c)
	if err != nil {
		return nil, nil, nil, err
	}
	d, err := paper.DesignNamed(c.Request().Context(), s.db, pr.Event.ID, c.Param("name"))
	if err == nil && !d.Own {
		err = fault.New(fault.NotFound, "This design belongs to the program. Copy it and change the copy.")
	}
	return pr, a, d, err
}

func (s *Server) askDeleteDesign(c echo.Context) error {
	pr, _, d, err := s.ownDesign(c)
	if err != nil {
		return err
	}
	printer := s.printer(c)
	p := s.confirmPage(c, pr, "/print", printer.T("Delete the design %s", d.Name), designsURL(pr))
	p.Lead, p.Button, p.Grave = printer.T("The design is gone for good. Download it first if you may want it again."), printer.T("Delete"), true
	choice, err := paper.ChoiceOf(c.Request().Context(), s.db, pr.Event.ID)
	if err != nil {
		return err
	}
	for _, role := range append([]string{""}, registration.Roles...) {
		switch {
		case choice[role] != d.Name:
		case role == "":
			p.Effects = append(p.Effects, printer.T("Everybody gets the design %s instead.", paper.DefaultDesign))
		default:
			p.Effects = append(p.Effects, printer.T("%s: the design of everybody is used instead.", personRole(printer, role)))
		}
	}
	return s.showConfirm(c, p)
}

func (s *Server) deleteDesign(c echo.Context) error {
	pr, a, d, err := s.ownDesign(c)
	if err != nil {
		return err
	}
	err = paper.DeleteDesign(c.Request().Context(), s.db.DB, pr.Event.ID, d.Name)
	return s.done(c, pr, a, err, "badge-design-delete", "/"+d.Name, s.printer(c).T("The design %s is deleted.", d.Name), designsURL(pr))
}
