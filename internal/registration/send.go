package registration

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"

	"github.com/jackc/pgx/v5"
)

// worthParts is from how many commands on a batch is written in parts. For fewer
// the waits between the parts would take longer than what they gain.
const worthParts = 16

// write sends all changes and the COMMIT: of few commands in one round trip, of
// many in parts, so that the server writes one while the next is put together.
func (r *batchRun) write(ctx context.Context, conn *pgx.Conn) error {
	if len(r.stored) >= worthParts {
		return r.writeInParts(ctx, conn)
	}
	b := &pgx.Batch{}
	for _, queue := range r.parts() {
		if err := queue(b); err != nil {
			return err
		}
	}
	return conn.SendBatch(ctx, b).Close()
}

func (r *batchRun) parts() []func(*pgx.Batch) error {
	return []func(*pgx.Batch) error{r.queuePeople, r.queueSeats, r.queueLetters}
}

func (r *batchRun) writeInParts(ctx context.Context, conn *pgx.Conn) (err error) {
	s := startSender(ctx, conn)
	defer func() { err = errors.Join(err, s.wait()) }() // also in a panic: nobody else may have the connection before
	for _, queue := range r.parts() {
		b := &pgx.Batch{}
		if err := queue(b); err != nil {
			return err
		}
		if b.Len() > 0 {
			s.parts <- b
		}
	}
	return nil
}

// sender runs batches on a connection, one after the other, until one fails.
type sender struct {
	parts chan *pgx.Batch
	ended chan struct{}
	err   error
}

func startSender(ctx context.Context, conn *pgx.Conn) *sender {
	s := &sender{parts: make(chan *pgx.Batch, 3), ended: make(chan struct{})}
	go func() {
		defer close(s.ended)
		for b := range s.parts {
			if s.err == nil {
				s.err = sendOne(ctx, conn, b)
			}
		}
	}()
	return s
}

// wait ends the sender and gives its error. The connection is free again.
func (s *sender) wait() error {
	close(s.parts)
	<-s.ended
	return s.err
}

// sendOne turns a fault of the program into an error, as commit does.
func sendOne(ctx context.Context, conn *pgx.Conn, b *pgx.Batch) (err error) {
	defer func() {
		if fault := recover(); fault != nil {
			err = fmt.Errorf("desk: %v\n%s", fault, debug.Stack())
		}
	}()
	return conn.SendBatch(ctx, b).Close()
}
