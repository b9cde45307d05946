package event

import (
	"time"

	"github.com/jackc/pgx/v5"
)

// QueueMove queues the statements that give an activity another time; the event
// begins and ends with its programme, so that it may grow with it.
func QueueMove(b *pgx.Batch, activityID int64, start, end, now time.Time) {
	b.Queue(`/* event.move */ update activity set starts_at = $2, ends_at = $3 where id = $1`, activityID, start, end)
	b.Queue(`/* event.moveEvent */ update event e set starts_at = t.first, ends_at = t.last, updated_at = $2
from (select a.event_id, min(a.starts_at) as first, max(a.ends_at) as last from activity a
  where a.kind <> 'event' and a.event_id = (select event_id from activity where id = $1) group by a.event_id) t
where e.id = t.event_id`, activityID, now)
	b.Queue(`/* event.moveRoot */ update activity r set starts_at = e.starts_at, ends_at = e.ends_at
from event e where e.id = r.event_id and r.kind = 'event' and r.event_id = (select event_id from activity where id = $1)`, activityID)
}
