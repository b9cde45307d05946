package registration

import (
	"context"
	"strings"
	"time"

	"github.com/uptrace/bun"
)

// Page asks for registrations in the order in which they were made, those after
// AfterID. Empty fields do not filter. Nobody who is there from the first page to
// the last is left out or comes twice, whoever registers meanwhile.
type Page struct {
	AfterID         int64
	State, Activity string    // Activity is a code: who holds a place on it or waits for one
	ModifiedSince   time.Time // registrations that changed then or later
	Limit           int
}

// NextPage reads at most Limit registrations of an event and tells whether there
// are more.
func NextPage(ctx context.Context, db bun.IDB, eventID int64, p Page) (rows []Row, more bool, err error) {
	where, args := Filter{State: p.State, Activity: p.Activity}.where(eventID)
	conditions := []string{where, "r.id > ?"}
	args = append(args, p.AfterID)
	if !p.ModifiedSince.IsZero() {
		conditions, args = append(conditions, "r.updated_at >= ?"), append(args, p.ModifiedSince)
	}
	found, err := registrations(ctx, db, `/* registration.NextPage */`+selectSQL+`where `+strings.Join(conditions, " and ")+
		` order by r.id limit ?`, append(args, p.Limit+1)...)
	if err != nil {
		return nil, false, err
	}
	if more = len(found) > p.Limit; more {
		found = found[:p.Limit]
	}
	rows, err = withPlaces(ctx, db, found)
	return rows, more, err
}
