package account

import (
	"bytes"
	"context"
	"time"

	"github.com/uptrace/bun"

	"convene/internal/fault"
)

// claimKeySQL keeps what a key first stood for and gives it back. It does not
// wait for the disk: what a crash forgets here is only whether a repeat says the
// same; that nothing is done twice is kept with the outcome itself.
const claimKeySQL = `/* account.ClaimKey */
with lazily as (select set_config('synchronous_commit', 'off', true) as setting),
made as (
	insert into token_key (account_id, key, fingerprint, created_at)
	select ?, ?, ?, ? from lazily where setting <> '' on conflict do nothing returning fingerprint)
select fingerprint from made
union all select fingerprint from token_key where account_id = ? and key = ? limit 1`

// ClaimKey notes that an account used an Idempotency-Key for a request with this
// fingerprint. fault.Invalid, field "Idempotency-Key": the key was used for
// something else within the time that keys are kept.
func ClaimKey(ctx context.Context, db bun.IDB, now time.Time, accountID int64, key string, fingerprint []byte) error {
	for {
		var kept [][]byte
		err := db.NewRaw(claimKeySQL, accountID, key, fingerprint, now, accountID, key).Scan(ctx, &kept)
		if err != nil {
			return err
		}
		if len(kept) == 0 {
			continue // another request made the row while we looked: the next look sees it
		}
		if !bytes.Equal(kept[0], fingerprint) {
			return fault.WrongInput([]fault.Field{{Name: "Idempotency-Key",
				Message: "This key was used for another request within the last 24 hours. Use a new key for a new request."}})
		}
		return nil
	}
}

// PurgeKeys forgets the keys that were used before a moment.
func PurgeKeys(ctx context.Context, db bun.IDB, before time.Time) error {
	_, err := db.NewRaw("/* account.PurgeKeys */ delete from token_key where created_at < ?", before).Exec(ctx)
	return err
}
