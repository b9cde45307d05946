package export

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/uptrace/bun"
	"github.com/uptrace/bun/dialect/pgdialect"
)

// Entry is one file that left: who took it, when, and what it was.
type Entry struct {
	ID          int64
	At          time.Time
	Account     string // name of the account; "" when the command line wrote it, or a coordinator
	PartnerCode string // "" for an organiser's download, and a coordinator's
	PartnerName string
	Authority   string // whose coordinator took the list of the delegation; "" for any other file
	Format      string
	Fields      []string
	Rows        int
	SHA256      string // hexadecimal, of the file
}

// nextNumber takes the number of the entry before it is written, because it
// stands in the file. A number may stay unused when an export fails.
func nextNumber(ctx context.Context, db bun.IDB) (int64, error) {
	var n int64
	err := db.NewRaw(`/* export.nextNumber */ select nextval(pg_get_serial_sequence('export_log', 'id'))`).Scan(ctx, &n)
	return n, err
}

// note writes the log's entry.
func note(ctx context.Context, db bun.IDB, now time.Time, r Request, s *sheet, f *File) error {
	_, err := db.NewRaw(`/* export.note */ insert into export_log (id, event_id, partner_id, account_id, authority_id, at, format, fields, rows, sha256)
		overriding system value values (?, ?, nullif(?, 0), nullif(?, 0), nullif(?, 0), ?, ?, ?, ?, ?)`,
		f.Number, r.EventID, r.PartnerID, r.AccountID, r.AuthorityID, now, r.Format, pgdialect.Array(s.about.fields), f.Rows, f.SHA256).Exec(ctx)
	if err != nil {
		return fmt.Errorf("log the export: %w", err)
	}
	return nil
}

// Log lists every file of an event that left, the newest first, for its
// organisers.
func Log(ctx context.Context, db bun.IDB, eventID int64) ([]Entry, error) {
	return entries(ctx, db, `/* export.Log */`+entriesSQL+`where l.event_id = ? order by l.id desc`, eventID)
}

// PartnerLog lists the files of an event that one partner took, the newest first.
func PartnerLog(ctx context.Context, db bun.IDB, partnerID, eventID int64) ([]Entry, error) {
	return entries(ctx, db, `/* export.PartnerLog */`+entriesSQL+`where l.partner_id = ? and l.event_id = ? order by l.id desc`, partnerID, eventID)
}

const entriesSQL = `
select l.id, l.at, coalesce(a.name, '') as account, coalesce(p.code, '') as partner_code, coalesce(p.name, '') as partner_name,
  coalesce(b.name, '') as authority,
  l.format, to_json(l.fields)::text as names, l.rows, l.sha256
from export_log l left join account a on a.id = l.account_id left join partner p on p.id = l.partner_id
  left join authority b on b.id = l.authority_id `

func entries(ctx context.Context, db bun.IDB, query string, args ...any) ([]Entry, error) {
	var rows []struct {
		Entry
		Names string
	}
	if err := db.NewRaw(query, args...).Scan(ctx, &rows); err != nil {
		return nil, fmt.Errorf("read the log of exports: %w", err)
	}
	found := make([]Entry, len(rows))
	for i, row := range rows {
		found[i] = row.Entry
		if err := json.Unmarshal([]byte(row.Names), &found[i].Fields); err != nil {
			return nil, err
		}
	}
	return found, nil
}
