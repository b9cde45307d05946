package registration

import (
	"context"
	"time"

	"github.com/uptrace/bun"
)

// KeysLast is for how long the outcome of a deed's key is kept: a repeat within
// that time reads it, a later one is a new deed (places.md, rule 13).
const KeysLast = 24 * time.Hour

// PurgeOutcomes forgets the outcomes of deeds before a moment. What came of them
// stays in registrations, places and history.
func PurgeOutcomes(ctx context.Context, db bun.IDB, before time.Time) error {
	_, err := db.NewRaw("/* registration.PurgeOutcomes */ delete from outcome where created_at < ?", before).Exec(ctx)
	return err
}
