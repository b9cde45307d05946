package paper

import (
	"context"
	"time"

	"github.com/uptrace/bun"

	"convene/internal/fault"
)

// issued is a final version of a list of participants; Version 0 is none.
type issued struct {
	Version  int
	IssuedAt time.Time
	Checksum []byte
}

func lastIssued(ctx context.Context, db bun.IDB, eventID int64) (last issued, err error) {
	var rows []issued
	err = db.NewRaw(`/* paper.lastIssued */ select version, issued_at, checksum from participant_list
where event_id = ? order by version desc limit 1`, eventID).Scan(ctx, &rows)
	if len(rows) > 0 {
		last = rows[0]
	}
	return last, err
}

// Issue makes the list of participants as it is now a final version and gives its
// number. fault.Conflict: this very list is final already.
func Issue(ctx context.Context, db *bun.DB, r Request, accountID int64) (version int, err error) {
	err = db.RunInTx(ctx, nil, func(ctx context.Context, tx bun.Tx) error {
		// two clicks at once get two turns, of which the second finds the list final
		if _, err := tx.NewRaw(`/* paper.Issue lock */ select 1 from event where id = ? for no key update`, r.EventID).Exec(ctx); err != nil {
			return err
		}
		l, err := LoadParticipants(ctx, tx, r)
		if err != nil {
			return err
		}
		if version = l.Version; l.Final {
			return fault.New(fault.Conflict, "Version %d is final already, and nothing on the list has changed since.", version)
		}
		_, err = tx.NewRaw(`/* paper.Issue */ insert into participant_list (event_id, version, issued_at, issued_by, checksum) values (?, ?, ?, ?, ?)`,
			r.EventID, version, r.Now, accountID, l.checksum).Exec(ctx)
		return err
	})
	return version, err
}
