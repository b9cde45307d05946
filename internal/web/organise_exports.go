package web

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"convene/internal/export"
	"convene/internal/locale"
)

// exportsPage offers everybody's registrations as a file and shows every file of
// people that left.
type exportsPage struct {
	organisePage
	Formats choiceField
	Log     []exportView
}

// exportView is one file that left. Format is in words, At with its zone.
type exportView struct {
	export.Entry
	When, By, To, Kind string
}

func (s *Server) showExports(c echo.Context) error {
	pr, _, err := s.organised(c)
	if err != nil {
		return err
	}
	entries, err := export.Log(c.Request().Context(), s.db, pr.Event.ID)
	if err != nil {
		return err
	}
	p := exportsPage{organisePage: s.organisePage(c, pr, "/exports", s.printer(c).T("Exports"))}
	p.Formats = newForm(p.Printer, map[string][]string{"format": {export.XLSX}}, nil).
		Radios("format", p.T("Format"), "", exportFormats(p.Printer))
	for _, e := range entries {
		view := exportView{Entry: e, When: p.Moment(e.At.In(pr.Event.Zone())), By: e.Account, To: e.PartnerName, Kind: formatName(p.Printer, e.Format)}
		if e.Authority != "" {
			view.By, view.To = p.T("Coordinator"), e.Authority
		}
		if view.By == "" {
			view.By = p.T("Command line")
		}
		if view.To == "" {
			view.To = p.T("Organisers")
		}
		p.Log = append(p.Log, view)
	}
	return s.render(c, http.StatusOK, "organise/exports", p)
}

func exportFormats(p *locale.Printer) []option {
	return []option{
		{Value: export.XLSX, Label: formatName(p, export.XLSX), Note: p.T("For Excel and LibreOffice, with names of countries and states in words.")},
		{Value: export.CSVExcel, Label: formatName(p, export.CSVExcel), Note: p.T("Opens in Excel with every letter right. Cells that look like formulas are guarded by an apostrophe.")},
		{Value: export.CSV, Label: formatName(p, export.CSV), Note: p.T("For programs: every value exactly as it was typed, with codes for states.")},
	}
}

func formatName(p *locale.Printer, format string) string {
	switch format {
	case export.XLSX:
		return p.T("Workbook (XLSX)")
	case export.CSVExcel:
		return p.T("CSV for Excel")
	case export.CSV:
		return p.T("CSV, exact")
	}
	return "JSON"
}

// sendExport hands over everybody of an event. It is a POST because it writes the
// log that the page below the form shows.
func (s *Server) sendExport(c echo.Context) error {
	pr, a, err := s.organised(c)
	if err != nil {
		return err
	}
	f, err := export.ForOrganiser(c.Request().Context(), s.db.DB, s.Now(), export.Request{AccountID: a.ID, EventID: pr.Event.ID,
		Format: c.FormValue("format"), Lang: s.printer(c).Lang()})
	if err != nil {
		return err
	}
	return sendFile(c, f.Name, f.ContentType, f.Body)
}
