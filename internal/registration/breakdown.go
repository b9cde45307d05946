package registration

import (
	"context"

	"github.com/uptrace/bun"
)

// Breakdown says of whom the places of an activity are. Confirmed, Held and Offered
// are everybody's places; Assigned are those of contingents, of Reserved in all.
type Breakdown struct {
	Code                     string
	Confirmed, Held, Offered int
	Assigned, Reserved       int
	People                   int
}

// Breakdowns reads how the places of an event's activities are taken, by code.
// Activities on which nobody holds a place and nothing is reserved may be missing.
func Breakdowns(ctx context.Context, db bun.IDB, eventID int64) (map[string]Breakdown, error) {
	var rows []Breakdown
	err := db.NewRaw(`/* registration.Breakdowns */
select a.code, count(l.state) filter (where l.contingent_id is null and l.state = 'confirmed') as confirmed,
  count(l.state) filter (where l.contingent_id is null and l.state = 'held') as held,
  count(l.state) filter (where l.contingent_id is null and l.state = 'offered') as offered,
  count(l.contingent_id) as assigned, count(l.state) filter (where l.state = 'confirmed') as people,
  coalesce((select sum(c.capacity) from contingent c where c.activity_id = a.id), 0) as reserved
from activity a left join place l on l.activity_id = a.id and l.state in ('confirmed', 'held', 'offered')
where a.event_id = ? group by a.id, a.code`, eventID).Scan(ctx, &rows)
	out := make(map[string]Breakdown, len(rows))
	for _, b := range rows {
		out[b.Code] = b
	}
	return out, err
}
