package registration

import (
	"context"
	"database/sql"
	"time"

	"github.com/uptrace/bun"

	"convene/internal/event"
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
		changed = saved || opened+kept > 0
		return err
	})
	return changed, err
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
