package registration

import (
	"context"
	"errors"
	"time"

	"github.com/uptrace/bun"

	"convene/internal/allocation"
)

// ExpireDue ends what has ended by now at every event: offers and nominations that
// nobody answered, and contingents whose date has come. Several processes may do it
// at once; what one has ended the other finds ended.
func (d *Desk) ExpireDue(ctx context.Context, now time.Time) error {
	events, err := due(ctx, d.db, now)
	for _, id := range events {
		_, failed := d.Decide(ctx, Decision{Kind: allocation.Expire, EventID: id, Actor: "system", Staff: true, Now: now})
		err = errors.Join(err, failed)
	}
	return err
}

func due(ctx context.Context, db bun.IDB, now time.Time) (events []int64, err error) {
	err = db.NewRaw(`/* registration.due */
select c.event_id from place p join counter c on c.activity_id = p.activity_id where p.until <= ?0
union select event_id from contingent where release_at <= ?0 and not released`, now).Scan(ctx, &events)
	return events, err
}
