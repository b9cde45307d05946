package mail

import (
	"cmp"
	"context"
	"encoding/json"
	"math/rand/v2"
	"slices"
	"time"

	"github.com/uptrace/bun"
	"github.com/uptrace/bun/dialect/pgdialect"
)

// A round is short, so that a worker's claim can be: lease is how long a letter
// of a worker that was killed stays unsent. It covers the longest round: up to
// roundLasts before the last letter is begun, then connecting, greeting and
// sending it.
const (
	roundSize  = 20
	roundLasts = 20 * time.Second
	lease      = roundLasts + connectTimeout + 2*serverTimeout + 5*time.Second
)

// claim takes up to a round of due letters out of everybody else's sight, codes
// first: somebody sits in front of the screen and waits. The claim is the moved
// next_at; it commits before anything is sent, and whoever dies on the way loses
// it when it has passed. array() makes the planner choose the letters once; with
// in (…) it may choose again and again, and claim more than a round.
func (d *Deliverer) claim(ctx context.Context, now time.Time) (rows []row, err error) {
	err = d.db.NewRaw(`/* mail.claim */ update mail set next_at = ?, attempts = attempts + 1
		where id = any(array(select id from mail where state = 'queued' and next_at <= ?
			order by kind <> 'entry', next_at, id limit ? for update skip locked))
		returning `+rowColumns, now.Add(lease), now, roundSize).Scan(ctx, &rows)
	slices.SortFunc(rows, codesFirst) // returning promises no order
	return rows, err
}

func codesFirst(a, b row) int {
	return cmp.Or(cmp.Compare(a.urgency(), b.urgency()), cmp.Compare(a.ID, b.ID))
}

func (r row) urgency() int {
	if r.Kind == kindEntry {
		return 0
	}
	return 1
}

// keep marks what is due as kept: readable and never sent.
func (d *Deliverer) keep(ctx context.Context, now time.Time) (int, error) {
	res, err := d.db.NewRaw(`/* mail.keep */ update mail set state = 'kept', sender = ?
		where id = any(array(select id from mail where state = 'queued' and next_at <= ? order by id for update skip locked))`,
		d.from.String(), now).Exec(ctx)
	if err != nil {
		return 0, err
	}
	n, err := res.RowsAffected()
	return int(n), err
}

// withoutSecrets is the data of a letter that is done with: the code and the
// link of an entry are not left behind in the database.
const withoutSecrets = `case when kind = 'entry' then (data::jsonb - 'code' - 'link')::json else data end`

// markSent closes a row whoever holds its claim by now: the letter is with the
// mail server.
func (d *Deliverer) markSent(ctx context.Context, r row, now time.Time) error {
	return d.mark(ctx, d.db.NewRaw(`/* mail.markSent */ update mail
		set state = 'sent', sent_at = ?, last_error = '', sender = ?, data = `+withoutSecrets+`
		where id = ? and state = 'queued'`, now, d.from.String(), r.ID))
}

// markFailed gives a letter up. The number of attempts in the where clause keeps
// a worker that lost its claim from overwriting what its successor found.
func (d *Deliverer) markFailed(ctx context.Context, r row, now time.Time, why string) error {
	d.o.Log.Warn("mail failed", "mail", r.ID, "kind", r.Kind, "because", why)
	return d.mark(ctx, d.db.NewRaw(`/* mail.markFailed */ update mail
		set state = 'failed', next_at = ?, last_error = ?, sender = ?, data = `+withoutSecrets+`
		where id = ? and state = 'queued' and attempts = ?`, now, why, d.from.String(), r.ID, r.Attempts))
}

// markLater sets the next attempt, or gives up after the last. A code is tried
// once more when it has expired, which ends it.
func (d *Deliverer) markLater(ctx context.Context, r row, now time.Time, why string) error {
	wait, again := delay(r.Attempts, rand.Float64())
	if !again {
		return d.markFailed(ctx, r, now, "given up: "+why)
	}
	next := now.Add(wait)
	if ends := r.expires(); !ends.IsZero() && ends.Before(next) {
		next = ends
	}
	return d.mark(ctx, d.db.NewRaw(`/* mail.markLater */ update mail set next_at = ?, last_error = ?
		where id = ? and state = 'queued' and attempts = ?`, next, why, r.ID, r.Attempts))
}

// giveBack returns letters that were claimed and not tried; why says what was in
// the way, "" for nothing.
func (d *Deliverer) giveBack(ctx context.Context, rows []row, now time.Time, why string) error {
	ids, attempts := make([]int64, len(rows)), make([]int64, len(rows))
	for i, r := range rows {
		ids[i], attempts[i] = r.ID, int64(r.Attempts)
	}
	return d.mark(ctx, d.db.NewRaw(`/* mail.giveBack */ update mail set next_at = ?, attempts = mail.attempts - 1, last_error = ?
		from unnest(?::bigint[], ?::bigint[]) as held (id, attempts)
		where mail.id = held.id and mail.attempts = held.attempts and state = 'queued'`,
		now, why, pgdialect.Array(ids), pgdialect.Array(attempts)))
}

// markTimeout bounds a mark while the program is stopping.
const markTimeout = 10 * time.Second

// mark runs a statement although ctx may have ended: what the mail server was
// told has happened.
func (d *Deliverer) mark(ctx context.Context, q *bun.RawQuery) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), markTimeout)
	defer cancel()
	_, err := q.Exec(ctx)
	return err
}

// expires is when an entry code ends; zero for every other letter.
func (r row) expires() time.Time {
	var e EntryCode
	if r.Kind != kindEntry || json.Unmarshal(r.Data, &e) != nil {
		return time.Time{}
	}
	return r.CreatedAt.Add(time.Duration(e.Minutes) * time.Minute)
}

// expired tells that a letter would come too late to be of use.
func (r row) expired(now time.Time) bool {
	ends := r.expires()
	return !ends.IsZero() && !now.Before(ends)
}
