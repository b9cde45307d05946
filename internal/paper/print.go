package paper

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"time"

	"github.com/uptrace/bun"
)

// PrintNote is what is noted of a paper: its kind ("badges", "attendance"), which
// people it has and how it was made (Selection, written as JSON; it names nobody),
// and how many. AccountID 0 is the command line.
type PrintNote struct {
	EventID, AccountID int64
	PackID             int64 // the print counts when that pack is taken; 0: at once
	At                 time.Time
	Kind               string
	Selection          any
	People             int
	Body               []byte // the file; its SHA-256 is kept, not the file
}

// Print is a paper that was made. Account is the name of who made it, "" for the
// command line; SHA256 is that of the file, in hexadecimal.
type Print struct {
	ID        int64
	At        time.Time
	Account   string
	Kind      string
	Selection json.RawMessage
	People    int
	SHA256    string
}

// RecordPrint notes that a paper was made and gives the number of the note. Call it
// before the file is handed out: what is not noted is not printed.
func RecordPrint(ctx context.Context, db bun.IDB, n PrintNote) (id int64, err error) {
	selection := []byte("{}")
	if n.Selection != nil {
		if selection, err = json.Marshal(n.Selection); err != nil {
			return 0, fmt.Errorf("note a print: %w", err)
		}
	}
	sum := sha256.Sum256(n.Body)
	err = db.NewRaw(`/* paper.RecordPrint */ insert into print (event_id, at, account_id, pack_id, kind, selection, people, sha256)
		values (?, ?, nullif(?, 0), nullif(?, 0), ?, ?::jsonb, ?, ?) returning id`,
		n.EventID, n.At, n.AccountID, n.PackID, n.Kind, string(selection), n.People, sum[:]).Scan(ctx, &id)
	if err != nil {
		return 0, fmt.Errorf("note a print: %w", err)
	}
	return id, nil
}

// Prints lists what was printed of an event, the newest first; kind "" is
// everything, limit 0 no limit.
func Prints(ctx context.Context, db bun.IDB, eventID int64, kind string, limit int) ([]Print, error) {
	var rows []struct {
		Print
		Chosen string
		Sum    []byte
	}
	err := db.NewRaw(`/* paper.Prints */ select p.id, p.at, coalesce(a.name, '') as account, p.kind, p.selection::text as chosen, p.people, p.sha256 as sum
		from print p left join account a on a.id = p.account_id
		where p.event_id = ? and p.pack_id is null and (? = '' or p.kind = ?) order by p.id desc limit nullif(?, 0)`, eventID, kind, kind, limit).Scan(ctx, &rows)
	if err != nil {
		return nil, fmt.Errorf("read the prints: %w", err)
	}
	prints := make([]Print, len(rows))
	for i, r := range rows {
		prints[i] = r.Print
		prints[i].Selection, prints[i].SHA256 = json.RawMessage(r.Chosen), hex.EncodeToString(r.Sum)
	}
	return prints, nil
}
