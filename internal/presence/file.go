package presence

import (
	"regexp"
	"strconv"
	"strings"
	"time"

	"convene/internal/event"
)

// fileColumns is the first line of a frozen list's file.
var fileColumns = []string{"event", "activity", "half_day", "starts_at", "frozen_at", "number", "reference", "name", "latin",
	"authority_or_organisation", "country", "function", "email"}

// File is a frozen list as it is downloaded: CSV (RFC 4180) in UTF-8 with a byte
// order mark, every cell quoted, times in UTC (RFC 3339). Its SHA-256 is the
// checksum of the sheet, so that whoever has the file can check it with any tool.
// Who was added later is not in it.
func (s *Sheet) File(p *event.Programme) []byte {
	var b strings.Builder
	b.WriteString("\ufeff")
	writeLine(&b, fileColumns)
	utc := func(t time.Time) string { return t.UTC().Format(time.RFC3339) }
	for _, r := range s.Rows {
		writeLine(&b, []string{p.Event.Slug, s.Activity.Code, s.Slot, utc(s.StartsAt), utc(s.FrozenAt), strconv.Itoa(r.Number), r.Reference,
			r.Name, r.Latin, r.Body, r.Country, r.Function, r.Email})
	}
	return []byte(b.String())
}

func writeLine(b *strings.Builder, cells []string) {
	for i, cell := range cells {
		if i > 0 {
			b.WriteByte(',')
		}
		b.WriteString(`"` + strings.ReplaceAll(formula.ReplaceAllString(cell, "$1'$2"), `"`, `""`) + `"`)
	}
	b.WriteString("\r\n")
}

// formula is what a spreadsheet takes for one, at the beginning of a cell or after
// something that it may take for the end of one; it gets an apostrophe before it.
var formula = regexp.MustCompile(`(^|[,;\t]\s*)([=+\-@＝＋－＠])`)
