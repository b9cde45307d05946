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
		changed = saved || opened > 0
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
