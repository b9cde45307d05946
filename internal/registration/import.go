package registration

import (
	"context"
	"database/sql"
	"time"

	"github.com/uptrace/bun"

	"convene/internal/event"
	"convene/internal/fault"
)

// ImportEvent saves an event and opens the counters of its activities in one
// transaction. A second import of the same source changes nothing; capacities
// that differ from the counters are changed afterwards with Desk.Resize, because
// only a decision may change who holds a place.
func ImportEvent(ctx context.Context, db *bun.DB, src event.Source, now time.Time) (changed bool, err error) {
	err = db.RunInTx(ctx, &sql.TxOptions{}, func(ctx context.Context, tx bun.Tx) error {
		id, capacities, saved, err := event.Save(ctx, tx, src, now)
		if err != nil {
			return err
		}
		opened, err := openCounters(ctx, tx, id, capacities)
		if err != nil {
			return err
		}
		kept, err := openContingents(ctx, tx, id)
		if err != nil {
			return err
		}
		changed = saved || opened+kept > 0
		return noneTorn(ctx, tx, id)
	})
	return changed, err
}

// noneTorn refuses a file whose times would have somebody in two places at once:
// who keeps which is decided where an activity is moved (places.md, rule 8). It
// waits for the desk, whose next decision sees the new times.
func noneTorn(ctx context.Context, tx bun.IDB, eventID int64) error {
	if _, err := tx.NewRaw(`/* registration.noneTorn lock */ select 1 from counter where event_id = ? order by activity_id for no key update`, eventID).Exec(ctx); err != nil {
		return err
	}
	var torn []struct {
		One, Other string
		People     int
	}
	err := tx.NewRaw(`/* registration.noneTorn */
select a.code as one, b.code as other, count(*) as people
from place p join place q on q.registration_id = p.registration_id and q.activity_id > p.activity_id
join activity a on a.id = p.activity_id and a.kind <> 'event' join activity b on b.id = q.activity_id and b.kind <> 'event'
where a.event_id = ? and p.state in ('confirmed', 'held') and q.state in ('confirmed', 'held')
  and ((a.block <> '' and a.block = b.block) or (a.starts_at < b.ends_at and b.starts_at < a.ends_at))
group by a.code, b.code order by 1, 2 limit 1`, eventID).Scan(ctx, &torn)
	if err == nil && len(torn) > 0 {
		t := torn[0]
		err = fault.New(fault.Conflict, "In the file %s and %s overlap, and %d people hold a place on both. Move one of them on the page of the event's places: there you say who keeps which.",
			t.One, t.Other, t.People)
	}
	return err
}

func openCounters(ctx context.Context, tx bun.IDB, eventID int64, capacities map[int64]int) (int64, error) {
	var opened int64
	for _, id := range sortedIDs(capacities) {
		res, err := tx.NewRaw(`/* registration.openCounters */ insert into counter (activity_id, event_id, capacity) values (?, ?, ?)
on conflict (activity_id) do nothing`, id, eventID, capacities[id]).Exec(ctx)
		if err != nil {
			return opened, err
		}
		n, err := res.RowsAffected()
		if err != nil {
			return opened, err
		}
		opened += n
	}
	return opened, nil
}

// openContingents keeps the seats of the file that are not everybody's: those of
// the staff, and on a vehicle the wheelchair spaces. Organisers change them later.
func openContingents(ctx context.Context, tx bun.IDB, eventID int64) (int64, error) {
	res, err := tx.NewRaw(`/* registration.openContingents */
insert into contingent (event_id, activity_id, kind, capacity)
select a.event_id, a.id, k.kind, k.places from activity a join counter c on c.activity_id = a.id
cross join lateral (values ('staff', a.reserved_staff), ('wheelchair', case when a.wheelchair_spaces < c.capacity then a.wheelchair_spaces else 0 end)) as k (kind, places)
where a.event_id = ? and k.places > 0
  and not exists (select from contingent o where o.activity_id = a.id and o.kind = k.kind)`, eventID).Exec(ctx)
	if err != nil {
		return 0, err
	}
	return res.RowsAffected()
}
