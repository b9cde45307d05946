package paper

import (
	"context"
	"io"

	"github.com/uptrace/bun"

	"convene/internal/document"
)

// Tents makes the name tents of everybody with a place at the event, or on one of
// its activities.
func Tents(ctx context.Context, db bun.IDB, r Request) (*Paper, error) {
	s, err := load(ctx, db, r)
	if err != nil {
		return nil, err
	}
	sheet := document.TentSheet{Event: s.eventTitle(), Lang: s.Lang(), Sample: s.sample(), Title: s.T("Name tents: %s", s.eventTitle())}
	for _, a := range s.people {
		sheet.Tents = append(sheet.Tents, document.Tent{Name: a.Badge, Latin: a.Latin, Body: a.Body, Country: s.Country(a.Country)})
	}
	return s.write("tents", func(w io.Writer) ([]document.Warning, error) { return document.Tents(w, sheet) })
}
