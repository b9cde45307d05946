package document

import (
	"slices"
	"strings"
)

// nameWeight is what names get of the width; shares are those of the
// columns of text and of signatures, millimetres when all of UsualColumns stand.
const nameWeight = 62.0

var shares = map[AttendanceColumn]float64{FunctionColumn: 44, BodyColumn: 40, CountryColumn: 26, EmailColumn: 46, SignatureColumn: 54}

// fixed are the columns whose content never needs more.
var fixed = map[AttendanceColumn]float64{NumberColumn: 12, TimeColumn: 16, DeskColumn: 14}

// columns shares the width of the page among the name and what was chosen.
func (a Attendance) columns() ([]column, map[AttendanceColumn]float64) {
	left, sum := contentWidth, nameWeight
	for _, c := range a.chosen() {
		left, sum = left-fixed[c], sum+shares[c]
	}
	width := func(weight float64) float64 { return left * weight / sum }
	titles := map[AttendanceColumn]string{NumberColumn: a.Labels.Number, FunctionColumn: a.Labels.Function, BodyColumn: a.Labels.Body,
		CountryColumn: a.Labels.Country, EmailColumn: a.Labels.Email, TimeColumn: a.Labels.Time, DeskColumn: a.Labels.Desk, SignatureColumn: a.Labels.Signature}
	columns, widths := []column{{Title: a.Labels.Name, Width: width(nameWeight)}}, map[AttendanceColumn]float64{}
	for _, c := range a.chosen() {
		one := column{Title: titles[c], Width: fixed[c], Centre: c == DeskColumn || c == TimeColumn}
		if one.Width == 0 {
			one.Width = width(shares[c])
		}
		widths[c] = one.Width
		if c == NumberColumn {
			columns = append([]column{one}, columns...)
			continue
		}
		columns = append(columns, one)
	}
	return columns, widths
}

// wordsCell sets text as small as its longest word needs it in a narrow column,
// down to what can still be read.
func wordsCell(s string, width float64) cell {
	const usual, least = 8.5, 5.5
	size := usual
	for _, word := range strings.Fields(s) {
		size = min(size, usual*(width-2*cellPadding)/max(regular.width(word, usual), 1))
	}
	return cell{Text: []paragraph{{Text: s, Face: regular, Size: max(size, least), Colour: ink}}}
}

// chosen are the columns in the order in which they stand.
func (a Attendance) chosen() []AttendanceColumn {
	return slices.DeleteFunc(slices.Clone(AttendanceColumns), func(c AttendanceColumn) bool { return !slices.Contains(a.Columns, c) })
}

// cells puts a name and the values of a row under its columns; boxes are empty.
func (a Attendance) cells(name cell, values map[AttendanceColumn]cell) []cell {
	cells := []cell{name}
	for _, c := range a.chosen() {
		switch c {
		case NumberColumn:
			cells = append([]cell{values[c]}, cells...)
		case DeskColumn:
			cells = append(cells, cell{Box: tick})
		case TimeColumn, SignatureColumn:
			cells = append(cells, cell{Box: toSign})
		default:
			cells = append(cells, values[c])
		}
	}
	return cells
}
