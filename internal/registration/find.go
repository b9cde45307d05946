package registration

import (
	"context"

	"github.com/uptrace/bun"
)

// ByIDs finds registrations of an event by number, with their places; those of
// other events and those that are not there are left out.
func ByIDs(ctx context.Context, db bun.IDB, eventID int64, ids []int64) (map[int64]Row, error) {
	out := make(map[int64]Row, len(ids))
	if len(ids) == 0 {
		return out, nil
	}
	found, err := registrations(ctx, db, `/* registration.ByIDs */`+selectSQL+`where r.event_id = ? and r.id in (?)`, eventID, bun.List(ids))
	if err != nil {
		return nil, err
	}
	rows, err := withPlaces(ctx, db, found)
	for _, row := range rows {
		out[row.ID] = row
	}
	return out, err
}

// TurnAt is the number that somebody who waits for an activity would have in its
// queue with a priority; 1 is the next in line, 0 somebody who does not wait.
func TurnAt(ctx context.Context, db bun.IDB, registrationID, activityID int64, priority int) (int, error) {
	var turns []int
	err := db.NewRaw(`/* registration.TurnAt */
select 1 + (select count(*) from place o where o.activity_id = l.activity_id and o.state = 'waiting' and o.registration_id <> l.registration_id
  and (o.priority > ?2 or (o.priority = ?2 and o.queue_no < l.queue_no)))
from place l where l.registration_id = ?0 and l.activity_id = ?1 and l.state = 'waiting'`, registrationID, activityID, priority).Scan(ctx, &turns)
	if err != nil || len(turns) == 0 {
		return 0, err
	}
	return turns[0], nil
}
