package presence

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"github.com/uptrace/bun"
)

// Deed is what one hand wrote on a list at one moment.
type Deed struct {
	AccountID int64
	At        time.Time
	Marks     int
}

// Last is the newest deed on a list; nil when nobody has marked anything.
func Last(ctx context.Context, db bun.IDB, activityID int64, slot string) (*Deed, error) {
	var d Deed
	err := db.NewRaw(`/* presence.Last */
select coalesce(account_id, 0) as account_id, at, count(*) as marks from presence_history
where activity_id = ?0 and slot = ?1 and at = (select max(at) from presence_history where activity_id = ?0 and slot = ?1)
group by account_id, at order by marks desc limit 1`, activityID, slot).Scan(ctx, &d)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	return &d, err
}

// Undo gives everybody marked by a deed the state they had before it, and says of
// how many. Who was marked again since keeps that. It is noted like any other mark.
func Undo(ctx context.Context, db bun.IDB, now time.Time, accountID, eventID, activityID int64, slot string, d Deed) (n int, err error) {
	err = db.RunInTx(ctx, nil, func(ctx context.Context, tx bun.Tx) error {
		// the lock waits for who marks one of them at this moment, and then leaves that one out
		var marks []Mark
		err := tx.NewRaw(`/* presence.Undo */
select p.registration_id, p.activity_id, p.slot, coalesce(b.state, 'cleared') as state, coalesce(b.how, p.how) as how
from presence p left join lateral (
  select h.state, h.how from presence_history h where h.registration_id = p.registration_id and h.activity_id = p.activity_id
    and h.slot = p.slot and h.at < p.at order by h.id desc limit 1) b on true
where p.activity_id = ? and p.slot = ? and p.at = ? and coalesce(p.account_id, 0) = ? order by p.registration_id for update of p`,
			activityID, slot, d.At, d.AccountID).Scan(ctx, &marks)
		if err != nil {
			return err
		}
		n, err = Write(ctx, tx, now, accountID, eventID, marks)
		return err
	})
	return n, err
}
