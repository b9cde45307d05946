package registration

import (
	"context"
	"errors"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"

	"convene/internal/allocation"
)

// Effect is one place that a deed would change, of whomever.
type Effect struct {
	RegistrationID int64
	Activity       string // code
	From, To       string // allocation.PlaceState; From "" when there was none
}

// Forecast says what a submission would get if it were decided now, with the same
// reasons that the result will have (places.md, rule 12). Nothing is kept and no
// lock is taken: the result is decided again under the lock.
func (d *Desk) Forecast(ctx context.Context, s Submission) (*Outcome, error) {
	out, _, err := d.forecast(ctx, s.job())
	return out, err
}

// ForecastChange says what a change would get if it were decided now.
func (d *Desk) ForecastChange(ctx context.Context, c Change) (*Outcome, error) {
	out, _, err := d.forecast(ctx, c.job())
	return out, err
}

// ForecastConfirm says what somebody who was named would get.
func (d *Desk) ForecastConfirm(ctx context.Context, c Confirmation) (*Outcome, error) {
	out, _, err := d.forecast(ctx, c.job())
	return out, err
}

// EffectsOfChange says whose places a change would touch if it were decided now.
func (d *Desk) EffectsOfChange(ctx context.Context, c Change) ([]Effect, error) {
	_, effects, err := d.forecast(ctx, c.job())
	return effects, err
}

// EffectsOfWithdrawal says whose places a withdrawal would touch.
func (d *Desk) EffectsOfWithdrawal(ctx context.Context, w Withdrawal) ([]Effect, error) {
	_, effects, err := d.forecast(ctx, w.job())
	return effects, err
}

// EffectsOf says whose places a decision would touch.
func (d *Desk) EffectsOf(ctx context.Context, n Decision) ([]Effect, error) {
	_, effects, err := d.forecast(ctx, n.job())
	return effects, err
}

func (d *Desk) forecast(ctx context.Context, j *job) (*Outcome, []Effect, error) {
	front := 0
	for {
		out, effects, err := d.look(ctx, j, front)
		if !errors.Is(err, allocation.ErrShortQueue) {
			return out, effects, err
		}
		front = wholeQueue
	}
}

// look uses a connection of the pages, not of the desk: many people looking must
// never keep a lane waiting.
func (d *Desk) look(ctx context.Context, j *job, front int) (out *Outcome, effects []Effect, err error) {
	conn, err := d.db.Conn(ctx)
	if err != nil {
		return nil, nil, err
	}
	defer func() { _ = conn.Close() }() // gives the connection back; it was only read from
	var guessed error
	err = conn.Raw(func(driver any) error {
		pgxConn := driver.(*stdlib.Conn).Conn()
		defer rollback(pgxConn)
		out, effects, guessed = guess(ctx, pgxConn, j, front)
		return nil // a refusal is no reason to throw the connection away
	})
	return out, effects, errors.Join(guessed, err)
}

func guess(ctx context.Context, conn *pgx.Conn, j *job, front int) (*Outcome, []Effect, error) {
	q := requestOf([]*job{j}, front)
	q.look = true
	in, err := load(ctx, conn, q, j.Now)
	if err != nil {
		return nil, nil, err
	}
	in.ids, in.contingentIDs = []int64{-1}, []int64{-1} // none of the database
	run := &batchRun{in: in}
	c, wrong := run.command(j)
	if wrong != nil {
		return nil, nil, wrong
	}
	o, err := allocation.Decide(in.state, c)
	if err != nil {
		return nil, nil, err
	}
	return run.outcome(j, o), run.effects(o), refusalError(o)
}

func (r *batchRun) effects(o *allocation.Outcome) []Effect {
	var effects []Effect
	for _, m := range o.Moves {
		effects = append(effects, Effect{m.Registration, r.in.state.Activities[m.Activity].Code, string(m.From), string(m.To)})
	}
	return effects
}
