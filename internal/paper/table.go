package paper

import (
	"context"
	"io"

	"github.com/uptrace/bun"

	"convene/internal/document"
	"convene/internal/event"
	"convene/internal/fault"
	"convene/internal/registration"
)

// Table is numbers for who runs the venue, the same on paper and on a page.
type Table = document.Table

// asTable draws a table.
func (s *source) asTable(name string, t *Table) (*Paper, error) {
	if len(t.Groups) == 0 {
		return nil, fault.New(fault.NotFound, "The programme has nothing to count for this paper.")
	}
	return s.write(name, func(w io.Writer) ([]document.Warning, error) { return document.WriteTable(w, *t) })
}

func (s *source) newTable(kind string, columns ...string) *Table {
	return &Table{Kind: kind, Title: s.eventTitle(), Event: s.T("%s, %s", s.programme.Event.City, s.DateRange(s.programme.Event.StartsAt, s.programme.Event.EndsAt)),
		Lang: s.Lang(), Sample: s.sample(), AsOf: s.asOf(), Labels: s.listLabels(), Columns: columns, Words: 2}
}

// at are the people with a place on an activity: everybody at the event when nobody
// chooses it. s.people are those of the event.
func (s *source) at(ctx context.Context, db bun.IDB, a *event.Activity) ([]registration.Attendee, error) {
	if !a.Chosen {
		return s.people, nil
	}
	return registration.Attendees(ctx, db, s.programme.Event.ID, a.Code, nil)
}

// ofEvent reads the whole event, whatever activity was asked for.
func ofEvent(ctx context.Context, db bun.IDB, r Request) (*source, error) {
	r.Activity, r.Secret = "", nil
	return load(ctx, db, r)
}
