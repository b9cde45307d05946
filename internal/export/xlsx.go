package export

import (
	"bytes"
	"fmt"
	"time"

	"github.com/xuri/excelize/v2"
)

// writeXLSX writes a workbook of two sheets: the people, and about this file.
// Every cell is an inline string, so that nothing in it can be a formula and
// nothing is taken for a number or a date (domain.md ST-11).
func writeXLSX(s *sheet) (body []byte, err error) {
	f := excelize.NewFile()
	defer func() {
		if closing := f.Close(); err == nil {
			err = closing
		}
	}()
	people, about := s.about.printer.T("People"), s.about.printer.T("About")
	if err := f.SetSheetName(f.GetSheetName(0), people); err != nil {
		return nil, err
	}
	if _, err := f.NewSheet(about); err != nil {
		return nil, err
	}
	if err := f.SetDocProps(s.properties()); err != nil {
		return nil, err
	}
	bold, err := f.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true}})
	if err != nil {
		return nil, err
	}
	if err := s.writePeople(f, people, bold); err != nil {
		return nil, err
	}
	if err := s.writeAbout(f, about, bold); err != nil {
		return nil, err
	}
	var b bytes.Buffer
	err = f.Write(&b)
	return b.Bytes(), err
}

func (s *sheet) properties() *excelize.DocProperties {
	at := s.about.at.UTC().Format(time.RFC3339)
	return &excelize.DocProperties{Title: s.about.title(), Creator: "Convene", LastModifiedBy: "Convene",
		Created: at, Modified: at, Language: s.about.printer.Lang(), Version: fmt.Sprint(s.about.number)}
}

// writePeople streams the rows; the headings stay in sight when one scrolls.
func (s *sheet) writePeople(f *excelize.File, name string, bold int) error {
	w, err := f.NewStreamWriter(name)
	if err != nil {
		return err
	}
	for i, c := range s.columns {
		if err := w.SetColWidth(i+1, i+1, c.width); err != nil {
			return err
		}
	}
	if err := w.SetPanes(&excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}); err != nil {
		return err
	}
	if err := writeRow(w, 1, s.headings(), excelize.RowOpts{StyleID: bold}); err != nil {
		return err
	}
	for i, row := range s.rows {
		if err := writeRow(w, i+2, row); err != nil {
			return err
		}
	}
	return w.Flush()
}

// writeAbout writes what the file is, for whom and for how long.
func (s *sheet) writeAbout(f *excelize.File, name string, bold int) error {
	w, err := f.NewStreamWriter(name)
	if err != nil {
		return err
	}
	for i, width := range []float64{28, 80} {
		if err := w.SetColWidth(i+1, i+1, width); err != nil {
			return err
		}
	}
	for i, line := range s.facts() {
		label := excelize.Cell{StyleID: bold, Value: line[0]}
		if err := w.SetRow(fmt.Sprintf("A%d", i+1), []any{label, line[1]}); err != nil {
			return err
		}
	}
	return w.Flush()
}

// facts are the lines of the second sheet: what it is called, what it is.
func (s *sheet) facts() [][2]string {
	a, p := s.about, s.about.printer
	lines := [][2]string{{p.T("Event"), a.title()}, {p.T("Dates"), p.DateRange(a.event.StartsAt, a.event.EndsAt)}}
	if a.partner != nil {
		lines = append(lines, [2]string{p.T("Partner"), a.partner.Name}, [2]string{p.T("Purpose"), a.purpose},
			[2]string{p.T("To be erased by"), p.Date(a.partner.EndsAt)})
	}
	lines = append(lines, [2]string{p.T("Downloaded"), a.moment()}, [2]string{p.T("Number of the download"), fmt.Sprint(a.number)},
		[2]string{p.T("People"), p.Number(len(s.rows))})
	if a.event.Sample {
		lines = append(lines, [2]string{p.T("Sample data"), p.T("The event and its people are invented.")})
	}
	return lines
}

func writeRow(w *excelize.StreamWriter, row int, cells []string, opts ...excelize.RowOpts) error {
	values := make([]any, len(cells))
	for i, cell := range cells {
		if cell != "" { // an empty cell is left out, not written as empty text
			values[i] = cell
		}
	}
	return w.SetRow(fmt.Sprintf("A%d", row), values, opts...)
}
