package paper

import (
	"convene/internal/document"
	"convene/internal/locale"
)

// Column is a column that an attendance sheet may have beside the name.
type Column = document.AttendanceColumn

// EmailColumn holds addresses, which not everybody may see.
const EmailColumn = document.EmailColumn

// Columns are all columns in the order in which they stand, UsualColumns those of a
// sheet that nobody chose any for.
var Columns, UsualColumns = document.AttendanceColumns, document.UsualColumns

// CheckLogo tells whether a picture can be printed above a sheet: a PNG or JPEG of
// at most 512 KB and 1600 dots a side. The error is for a log.
func CheckLogo(file []byte) error { return document.CheckLogo(file) }

// ColumnName is a column in words.
func ColumnName(p *locale.Printer, c Column) string {
	switch c {
	case document.NumberColumn:
		return p.T("Running number")
	case document.FunctionColumn:
		return p.T("Function")
	case document.BodyColumn:
		return p.T("Authority or organisation")
	case document.CountryColumn:
		return p.T("Country")
	case document.EmailColumn:
		return p.T("E-mail address")
	case document.TimeColumn:
		return p.T("Time in")
	case document.DeskColumn:
		return p.T("Tick of the desk, for those who cannot sign")
	}
	return p.T("Signature")
}
