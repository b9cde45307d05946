package registration

import (
	"context"
	"errors"
	"time"

	"github.com/jackc/pgx/v5/pgconn"

	"convene/internal/fault"
	"convene/internal/postgres"
)

// A lane tries again for as long as a person waits patiently for a page.
const (
	patience   = 8 * time.Second
	firstPause = 20 * time.Millisecond
	maxPause   = 500 * time.Millisecond
)

// lane is one writer: it decides and commits batches one after the other.
type lane struct {
	desk       *Desk
	jobs       chan *job
	programmes map[int64]programme // by event; touched by the lane alone
}

func newLane(d *Desk, room int) *lane {
	return &lane{desk: d, jobs: make(chan *job, max(room, 1)), programmes: map[int64]programme{}}
}

// accept takes a job without waiting; false when the queue is full or closing.
func (l *lane) accept(j *job) bool {
	select {
	case <-l.desk.stopping:
		return false
	default:
	}
	select {
	case l.jobs <- j:
		return true
	default:
		return false
	}
}

func (l *lane) run() {
	for {
		select {
		case j := <-l.jobs:
			l.handle(l.gather(j))
		case <-l.desk.stopping:
			l.drain()
			return
		}
	}
}

// drain decides what was accepted before the desk began to close.
func (l *lane) drain() {
	for {
		select {
		case j := <-l.jobs:
			l.handle(l.gather(j))
		default:
			return
		}
	}
}

// gather takes what else waits. There is no timer: the commit in flight is the
// timer, so that one sign-up on an idle system waits for nobody.
func (l *lane) gather(first *job) []*job {
	batch := []*job{first}
	for len(batch) < maxBatch {
		select {
		case j := <-l.jobs:
			batch = append(batch, j)
		default:
			return batch
		}
	}
	return batch
}

// handle commits a batch and answers every caller. A batch that fails for a
// reason of its own is taken apart, so that one bad row never fails the others.
func (l *lane) handle(batch []*job) {
	outcomes, err := l.persist(batch)
	switch {
	case err == nil:
		l.desk.changes.note(batch)
		for i, j := range batch {
			j.answer(outcomes[i].outcome, outcomes[i].err)
		}
		l.wake()
	case errors.Is(err, errLost) || len(batch) == 1:
		l.fail(batch, err)
	default:
		for _, j := range batch {
			l.handle([]*job{j})
		}
	}
}

func (l *lane) fail(batch []*job, err error) {
	l.desk.o.Log.Error("desk: batch failed", "commands", len(batch), "error", err)
	if errors.Is(err, errLost) {
		err = &fault.Error{Kind: fault.Unavailable, RetryAfter: 2 * time.Second, Err: err,
			Message: "The service is interrupted for a moment. Please try again; what you typed is kept."}
	}
	for _, j := range batch {
		j.answer(nil, err)
	}
}

func (l *lane) wake() {
	if l.desk.o.Mailer != nil {
		l.desk.o.Mailer.Wake()
	}
}

// persist runs a batch until it is committed, refused by the database, or the
// patience ends. Running it again is safe even when the connection broke during
// COMMIT: the locks wait for the broken one to end, and every command's key is
// looked up under them (places.md, "in doubt").
func (l *lane) persist(batch []*job) ([]answer, error) {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	front, pause := 0, firstPause
	for {
		answers, err := l.commit(ctx, batch, front)
		switch {
		case err == nil:
			return answers, nil
		case errors.Is(err, errShortFront):
			front = wholeQueue
		case !again(err) && ctx.Err() == nil:
			return nil, err
		case !sleep(ctx, pause):
			return nil, errors.Join(errLost, err)
		default:
			pause = min(2*pause, maxPause)
		}
	}
}

// again tells whether the batch may succeed when it is run again.
func again(err error) bool {
	var pg *pgconn.PgError
	if errors.As(err, &pg) && (pg.Code == "40001" || pg.Code == "40P01") { // serialization failure, deadlock
		return true
	}
	return postgres.Away(err)
}

func sleep(ctx context.Context, d time.Duration) bool {
	select {
	case <-time.After(d):
		return true
	case <-ctx.Done():
		return false
	}
}
