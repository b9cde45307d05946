package paper

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"time"

	"github.com/uptrace/bun"

	"convene/internal/fault"
)

// How a press works.
const (
	pressRest    = 5 * time.Second // between looks for packs nobody woke it for
	pressSilence = time.Minute     // after which a pack is taken from who began it
	mostAttempts = 3               // then it has failed
)

// Press makes print packs in the background. Any number of them, in any number of
// programs, may work on one database: each takes packs nobody works on, also from a
// program that died over one.
type Press struct {
	db     *bun.DB
	secret []byte
	log    *slog.Logger
	now    func() time.Time
	wake   chan struct{}
}

// NewPress prepares a press; Run begins its work. secret is the key of badge tokens.
func NewPress(db *bun.DB, secret []byte, log *slog.Logger, now func() time.Time) *Press {
	return &Press{db: db, secret: secret, log: log, now: now, wake: make(chan struct{}, 1)}
}

// Wake makes Run look for packs at once. It never waits.
func (p *Press) Wake() {
	select {
	case p.wake <- struct{}{}:
	default: // it has its call already
	}
}

// Run makes packs until ctx ends; one under way is left to whoever looks next.
func (p *Press) Run(ctx context.Context) {
	for ctx.Err() == nil {
		made, err := p.Once(ctx)
		if err != nil && ctx.Err() == nil {
			p.log.Warn("a print pack could not be made", "error", err)
		}
		if made && err == nil {
			continue
		}
		timer := time.NewTimer(pressRest)
		select {
		case <-ctx.Done():
		case <-p.wake:
		case <-timer.C:
		}
		timer.Stop()
	}
}

// Once makes one pack, if one waits. After an error it will be tried again, at most
// three times in all.
func (p *Press) Once(ctx context.Context) (made bool, err error) {
	pack, err := p.claim(ctx)
	if err != nil || pack == nil {
		return false, err
	}
	if pack.Attempt > mostAttempts {
		return true, p.end(ctx, pack, PackFailed, 0, nil)
	}
	parts := &partWriter{ctx: ctx, db: p.db, pack: pack}
	o := PackOrder{Request{EventID: pack.EventID, Lang: pack.Lang, Now: p.now(), Secret: p.secret}, pack.AccountID, pack.ID}
	warnings, err := WritePack(ctx, p.db, o, parts, func(done, total int, step string) error { return p.beat(ctx, pack, done, total, step) })
	if err = errors.Join(err, parts.flush()); err != nil {
		return true, errors.Join(err, p.giveBack(ctx, pack))
	}
	return true, p.end(ctx, pack, PackDone, parts.size, warnings)
}

// claim takes the oldest pack that waits, or whose maker has been silent.
func (p *Press) claim(ctx context.Context) (*Pack, error) {
	var rows []Pack
	err := p.db.NewRaw(`/* paper.claim */
with claimed as (update pack set state = 'running', attempt = attempt + 1, beat_at = ?0, done = 0, step = ''
where id = (select id from pack where state = 'queued' or (state = 'running' and beat_at < ?1) order by id limit 1 for update skip locked)
returning `+packColumns+`), dropped as (delete from print where pack_id in (select id from claimed)) -- what an earlier try noted
select * from claimed`, p.now(), p.now().Add(-pressSilence)).Scan(ctx, &rows)
	if err != nil || len(rows) == 0 {
		return nil, err
	}
	return &rows[0], nil
}

var errTaken = fault.New(fault.Conflict, "Another program makes this pack now.")

// beat says how far it is. It fails when the pack was taken by another press.
func (p *Press) beat(ctx context.Context, pack *Pack, done, total int, step string) error {
	return p.mine(ctx, `/* paper.beat */ update pack set beat_at = ?, done = ?, total = ?, step = ? where id = ? and attempt = ? and state = 'running'`,
		p.now(), done, total, step, pack.ID, pack.Attempt)
}

func (p *Press) end(ctx context.Context, pack *Pack, state string, size int64, warnings []Warning) error {
	list, err := json.Marshal(append([]Warning{}, warnings...))
	if err != nil {
		return err
	}
	return p.mine(ctx, `/* paper.end */ update pack set state = ?, ended_at = ?, size = ?, warnings = ?::jsonb, step = '' where id = ? and attempt = ? and state = 'running'`,
		state, p.now(), size, string(list), pack.ID, pack.Attempt)
}

// giveBack lets a pack that went wrong be tried again, also when ctx has ended.
func (p *Press) giveBack(ctx context.Context, pack *Pack) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), time.Second)
	defer cancel()
	_, err := p.db.NewRaw(`/* paper.giveBack */ with dropped as (delete from pack_part where pack_id = ?0 and attempt = ?1)
update pack set state = 'queued' where id = ?0 and attempt = ?1 and state = 'running'`, pack.ID, pack.Attempt).Exec(ctx)
	return err
}

func (p *Press) mine(ctx context.Context, query string, args ...any) error {
	result, err := p.db.NewRaw(query, args...).Exec(ctx)
	if err != nil {
		return err
	}
	if n, err := result.RowsAffected(); err != nil || n == 0 {
		return errors.Join(err, errTaken)
	}
	return nil
}

// partSize is how much of a pack is held before it goes to the database.
const partSize = 1 << 20

// partWriter cuts a pack into parts as it is written.
type partWriter struct {
	ctx  context.Context
	db   *bun.DB
	pack *Pack
	held []byte
	n    int
	size int64
}

func (w *partWriter) Write(b []byte) (int, error) {
	given := len(b)
	for len(w.held)+len(b) >= partSize {
		room := partSize - len(w.held)
		w.held, b = append(w.held, b[:room]...), b[room:]
		if err := w.flush(); err != nil {
			return 0, err
		}
	}
	w.held = append(w.held, b...)
	return given, nil
}

func (w *partWriter) flush() error {
	if len(w.held) == 0 {
		return nil
	}
	_, err := w.db.NewRaw(`/* paper.partWriter */ insert into pack_part (pack_id, attempt, n, body) values (?, ?, ?, ?)`,
		w.pack.ID, w.pack.Attempt, w.n, w.held).Exec(w.ctx)
	w.n, w.size, w.held = w.n+1, w.size+int64(len(w.held)), w.held[:0]
	return err
}
