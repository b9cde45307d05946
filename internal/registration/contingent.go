package registration

import (
	"context"
	"time"

	"github.com/uptrace/bun"
)

// The kinds of contingent.
const (
	Seats      = "staff"      // seats for staff on a bus
	Guests     = "guests"     // places a partner fills
	Wheelchair = "wheelchair" // wheelchair spaces: they go with the person's need
)

// ContingentKinds are all kinds in the order in which they are listed.
var ContingentKinds = []string{Seats, Guests, Wheelchair}

// Contingent is a capacity of its own beside an activity's, whose places
// organisers assign (places.md, rule 7). ID 0 is one that is not there yet.
type Contingent struct {
	ID              int64
	Activity        string // code
	Kind, Name      string
	Capacity, Taken int
	ReleaseAt       time.Time // unused places become everybody's then; zero is never
	Released        bool
}

// Contingents lists the contingents of an event in the order of its programme.
func Contingents(ctx context.Context, db bun.IDB, eventID int64) ([]Contingent, error) {
	var found []Contingent
	err := db.NewRaw(`/* registration.Contingents */
select c.id, a.code as activity, c.kind, c.name, c.capacity, c.taken, c.release_at, c.released
from contingent c join activity a on a.id = c.activity_id where c.event_id = ?
order by (a.kind <> 'event'), a.starts_at, a.position, c.kind, c.name`, eventID).Scan(ctx, &found)
	return found, err
}
