package export

import (
	"bytes"
	"strings"

	"convene/internal/locale"
)

// byteOrderMark is what makes Excel read a CSV file as UTF-8.
const byteOrderMark = "\ufeff"

// writeCSV writes every value exactly as it is, even one that looks like a
// formula: the plain profile is for programs (domain.md ST-09, ST-10).
func writeCSV(s *sheet) ([]byte, error) {
	var b bytes.Buffer
	writeLine(&b, s.keys(), ',')
	for _, row := range s.rows {
		writeLine(&b, row, ',')
	}
	return b.Bytes(), nil
}

// writeCSVExcel writes for a double click: Excel reads UTF-8 only after a byte
// order mark, splits at the list separator of its own country, and takes some
// values for formulas. A first line "sep=" would settle the separator, but it is
// a row of no meaning for every other reader and makes Excel pass over the mark.
func writeCSVExcel(s *sheet) ([]byte, error) {
	var b bytes.Buffer
	b.WriteString(byteOrderMark)
	comma := separator(s.about.printer)
	guarded := make([]string, len(s.columns))
	for _, row := range append([][]string{s.headings()}, s.rows...) {
		for i, cell := range row {
			guarded[i] = guard(cell)
		}
		writeLine(&b, guarded, comma)
	}
	return b.Bytes(), nil
}

// separator is the list separator of Excel where the language is spoken: a
// semicolon wherever the comma is the decimal sign, which is all of Europe but
// the English-speaking countries.
func separator(p *locale.Printer) rune {
	if p.Lang() == "en" {
		return ','
	}
	return ';'
}

// Separator names the list separator of the CSV for Excel in a language, for
// pages that offer the file.
func Separator(p *locale.Printer) string {
	if separator(p) == ',' {
		return p.T("commas")
	}
	return p.T("semicolons")
}

// writeLine writes one record of RFC 4180. encoding/csv would change a line
// break inside a value, and this profile promises not to.
func writeLine(b *bytes.Buffer, cells []string, comma rune) {
	for i, cell := range cells {
		if i > 0 {
			b.WriteRune(comma)
		}
		if !needsQuotes(cell) {
			b.WriteString(cell)
			continue
		}
		b.WriteByte('"')
		b.WriteString(strings.ReplaceAll(cell, `"`, `""`))
		b.WriteByte('"')
	}
	b.WriteString("\r\n")
}

// needsQuotes is true for both separators, whichever is used, and for spaces at
// the ends, which some readers trim.
func needsQuotes(cell string) bool {
	return strings.ContainsAny(cell, ",;\"\r\n\t") || strings.TrimSpace(cell) != cell
}

// formulaStarts are the characters a spreadsheet takes a cell with for a formula
// (ASVS 1.2.10), with the full-width forms that East Asian versions accept.
const formulaStarts = "=+-@\t\r\n\x00＝＋－＠"

// guard puts an apostrophe before everything a spreadsheet would take for a
// formula. That is the beginning of a cell, and what follows a separator inside
// it: a spreadsheet that splits at another character than the file was written
// with makes a cell of it, quoted or not.
func guard(cell string) string {
	var b strings.Builder
	atStart := true
	for _, r := range cell {
		if atStart && strings.ContainsRune(formulaStarts, r) {
			b.WriteByte('\'')
		}
		b.WriteRune(r)
		split := strings.ContainsRune(",;\t", r)
		atStart = split || atStart && (r == ' ' || r == '"')
	}
	return b.String()
}
