package registration

import (
	"context"
	"errors"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"

	"convene/internal/allocation"
)

// Forecast says what a submission would get if it were decided now, with the same
// reasons that the result will have (places.md, rule 12). Nothing is kept and no
// lock is taken: the result is decided again under the lock. It does not know
// whether the person is registered already; LiveOf does.
func (d *Desk) Forecast(ctx context.Context, s Submission) (*Outcome, error) {
	return d.forecast(ctx, &job{eventID: s.EventID, submission: &s})
}

// ForecastChange says what a change would get if it were decided now.
func (d *Desk) ForecastChange(ctx context.Context, c Change) (*Outcome, error) {
	return d.forecast(ctx, &job{eventID: c.EventID, change: &c})
}

func (d *Desk) forecast(ctx context.Context, j *job) (*Outcome, error) {
	front := 0
	for {
		out, err := d.look(ctx, j, front)
		if !errors.Is(err, allocation.ErrShortQueue) {
			return out, err
		}
		front = wholeQueue
	}
}

// look uses a connection of the pages, not of the desk: many people looking must
// never keep a lane waiting.
func (d *Desk) look(ctx context.Context, j *job, front int) (out *Outcome, err error) {
	conn, err := d.db.Conn(ctx)
	if err != nil {
		return nil, err
	}
	defer func() { _ = conn.Close() }() // gives the connection back; it was only read from
	var guessed error
	err = conn.Raw(func(driver any) error {
		pgxConn := driver.(*stdlib.Conn).Conn()
		defer rollback(pgxConn)
		out, guessed = guess(ctx, pgxConn, j, front)
		return nil // a refusal is no reason to throw the connection away
	})
	return out, errors.Join(guessed, err)
}

func guess(ctx context.Context, conn *pgx.Conn, j *job, front int) (*Outcome, error) {
	q := requestOf([]*job{j}, front)
	q.look = true
	in, err := load(ctx, conn, q, j.now())
	if err != nil {
		return nil, err
	}
	in.ids = []int64{-1} // no registration of the database
	run := &batchRun{in: in}
	c, wrong := run.command(j)
	if wrong != nil {
		return nil, wrong
	}
	o, err := allocation.Decide(in.state, c)
	if err != nil {
		return nil, err
	}
	return run.outcome(j, o), refusalError(o)
}
