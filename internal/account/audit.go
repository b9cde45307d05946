package account

import (
	"context"
	"encoding/json"
	"time"

	"github.com/uptrace/bun"
)

// Record notes what an account did: the action ("export", "withdraw"), what it
// was done to ("budapest", "budapest/BP-7K2M") and facts worth keeping. It
// names no participant: objects are slugs and references. The id 0 stands for
// nobody signed in.
func Record(ctx context.Context, db bun.IDB, now time.Time, accountID int64, action, object string, detail any) error {
	facts := []byte("{}")
	if detail != nil {
		var err error
		if facts, err = json.Marshal(detail); err != nil {
			return err
		}
	}
	_, err := db.NewRaw(`/* account.Record */ insert into audit (at, account_id, action, object, detail)
		values (?, nullif(?, 0), ?, ?, ?::jsonb)`, now, accountID, action, object, string(facts)).Exec(ctx)
	return err
}
