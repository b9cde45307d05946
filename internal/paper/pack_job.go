package paper

import (
	"context"
	"encoding/json"
	"time"

	"github.com/uptrace/bun"

	"convene/internal/fault"
)

// The states of a pack.
const (
	PackQueued  = "queued"
	PackRunning = "running"
	PackDone    = "done"
	PackFailed  = "failed"
)

// PackLasts is how long a pack is kept: it names people, and another is made in
// seconds.
const PackLasts = 24 * time.Hour

// Pack is a print pack of an event: asked for, being made or ready. Done and Total
// measure its work; Step is the paper being drawn, in the pack's language.
type Pack struct {
	ID, EventID, AccountID int64
	Lang, State            string
	AskedAt                time.Time
	EndedAt                time.Time
	Attempt, Done, Total   int
	Step                   string
	Size                   int64 // bytes
	Warnings               json.RawMessage
}

// Over tells whether a pack has come to its end, good or bad.
func (p *Pack) Over() bool { return p.State == PackDone || p.State == PackFailed }

// AskPack asks for the pack of an event and gives its number; one that is being
// made already is the one that is meant.
func AskPack(ctx context.Context, db bun.IDB, now time.Time, eventID, accountID int64, lang string) (id int64, err error) {
	for range 2 { // it may end between the two questions
		err = db.NewRaw(`/* paper.AskPack */
with added as (
  insert into pack (event_id, account_id, lang, asked_at, beat_at) values (?0, nullif(?1, 0), ?2, ?3, ?3)
  on conflict (event_id) where state in ('queued', 'running') do nothing returning id)
select id from added union all select id from pack where event_id = ?0 and state in ('queued', 'running') limit 1`,
			eventID, accountID, lang, now).Scan(ctx, &id)
		if err == nil {
			return id, nil
		}
	}
	return 0, err
}

const packColumns = `id, event_id, coalesce(account_id, 0) as account_id, lang, state, asked_at, coalesce(ended_at, asked_at) as ended_at,
  attempt, done, total, step, size, warnings`

// Packs reads the packs of an event that are kept, the newest first.
func Packs(ctx context.Context, db bun.IDB, eventID int64) ([]Pack, error) {
	var rows []Pack
	err := db.NewRaw(`/* paper.Packs */ select `+packColumns+` from pack where event_id = ? order by id desc limit 20`, eventID).Scan(ctx, &rows)
	return rows, err
}

// PackOf reads one pack of an event. fault.NotFound: it is gone, or another event's.
func PackOf(ctx context.Context, db bun.IDB, eventID, id int64) (*Pack, error) {
	var rows []Pack
	err := db.NewRaw(`/* paper.PackOf */ select `+packColumns+` from pack where event_id = ? and id = ?`, eventID, id).Scan(ctx, &rows)
	if err != nil {
		return nil, err
	}
	if len(rows) == 0 {
		return nil, fault.New(fault.NotFound, "This print pack is gone: packs are kept for a day. Make a new one.")
	}
	return &rows[0], nil
}

// PackWarnings are the warnings of a pack that is done.
func (p *Pack) PackWarnings() ([]Warning, error) {
	var warnings []Warning
	if err := json.Unmarshal(p.Warnings, &warnings); err != nil {
		return nil, err
	}
	for _, w := range warnings {
		for i, arg := range w.Args {
			if number, ok := arg.(float64); ok { // JSON has no whole numbers, the sentences have no others
				w.Args[i] = int(number)
			}
		}
	}
	return warnings, nil
}

// ReadPack gives the parts of a pack that is done to take, in order.
func ReadPack(ctx context.Context, db bun.IDB, p *Pack, take func([]byte) error) error {
	for n := 0; ; n++ {
		var parts [][]byte
		err := db.NewRaw(`/* paper.ReadPack */ select body from pack_part where pack_id = ? and attempt = ? and n = ?`, p.ID, p.Attempt, n).Scan(ctx, &parts)
		if err != nil || len(parts) == 0 {
			return err
		}
		if err := take(parts[0]); err != nil {
			return err
		}
	}
}

// TakePack notes that somebody takes a pack: from now on its badges are printed.
func TakePack(ctx context.Context, db bun.IDB, p *Pack) error {
	_, err := db.NewRaw(`/* paper.TakePack */ update print set pack_id = null where pack_id = ?`, p.ID).Exec(ctx)
	return err
}

// PurgePacks forgets packs that are older than PackLasts.
func PurgePacks(ctx context.Context, db bun.IDB, now time.Time) error {
	_, err := db.NewRaw(`/* paper.PurgePacks */ delete from pack where asked_at < ?`, now.Add(-PackLasts)).Exec(ctx)
	return err
}
