package registration

import (
	"context"
	"crypto/sha256"

	"github.com/uptrace/bun"
)

// ByBadge finds whose badge a token is, of any event and in any state; nil when we
// never made it.
func ByBadge(ctx context.Context, db bun.IDB, token string) (*Registration, error) {
	sum := sha256.Sum256([]byte(token))
	found, err := registrations(ctx, db, `/* registration.ByBadge */`+selectSQL+`where r.badge_hash = ?`, sum[:])
	if err != nil || len(found) == 0 {
		return nil, err
	}
	return &found[0], nil
}

// LiveByEmail finds the live registration of an address for an event, in the form
// person.Email gives it; nil when there is none.
func LiveByEmail(ctx context.Context, db bun.IDB, eventID int64, email string) (*Registration, error) {
	found, err := registrations(ctx, db, `/* registration.LiveByEmail */`+selectSQL+`where r.event_id = ? and p.email = ? and r.state <> 'withdrawn'`, eventID, email)
	if err != nil || len(found) == 0 {
		return nil, err
	}
	return &found[0], nil
}
