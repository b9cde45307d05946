package registration

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"runtime/debug"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"

	"convene/internal/allocation"
	"convene/internal/event"
	"convene/internal/fault"
	"convene/internal/mail"
)

// answer is what one job's caller gets.
type answer struct {
	outcome *Outcome
	err     error
}

// batchRun is one attempt at one batch: what was read, what is to be written.
type batchRun struct {
	lane    *lane
	in      *loaded
	now     time.Time
	details map[int64]*Details // to write, of new and changed registrations
	created map[int64]*created
	roles   map[int64]string
	moved   []*job // deeds that gave an activity another time
	history []historyRow
	mails   []mail.Message
	stored  []storedOutcome
	consent []consentRow
}

// commit runs a batch in one transaction: two round trips, the second carries the
// COMMIT. Callers are answered only after it.
// A fault in the program itself fails the batch like any other error: it is taken
// apart, and only the command that trips it is lost.
func (l *lane) commit(ctx context.Context, batch []*job, front int) (answers []answer, err error) {
	defer func() {
		if fault := recover(); fault != nil {
			answers, err = nil, fmt.Errorf("desk: %v\n%s", fault, debug.Stack())
		}
	}()
	now := batch[len(batch)-1].Now
	if err := l.refresh(ctx, batch); err != nil {
		return nil, err
	}
	conn, err := l.desk.db.Pool.Acquire(ctx)
	if err != nil {
		return nil, err
	}
	defer conn.Release() // a connection left inside a transaction is thrown away by the pool
	q := requestOf(batch, front)
	q.unsafeNoLock = l.desk.o.unsafeNoLock
	in, err := load(ctx, conn.Conn(), q, now)
	if err != nil {
		rollback(conn.Conn())
		return nil, err
	}
	run := &batchRun{lane: l, in: in, now: now, details: map[int64]*Details{}, created: map[int64]*created{}, roles: map[int64]string{}}
	answers, err = run.decideAll(batch)
	if err == nil {
		err = run.write(ctx, conn.Conn())
	}
	if err != nil {
		rollback(conn.Conn())
		return nil, err
	}
	return answers, nil
}

func rollback(conn *pgx.Conn) {
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	if !conn.IsClosed() {
		_, _ = conn.Exec(ctx, "rollback") // on failure the pool drops the connection, which rolls back
	}
}

func (r *batchRun) decideAll(batch []*job) ([]answer, error) {
	answers := make([]answer, len(batch))
	for i, j := range batch {
		a, err := r.decide(j)
		if errors.Is(err, allocation.ErrShortQueue) {
			return nil, errShortFront
		}
		if err != nil {
			return nil, err
		}
		answers[i] = a
	}
	return answers, nil
}

// decide turns a job into a command, decides it and notes what is to be written.
func (r *batchRun) decide(j *job) (answer, error) {
	c, wrong := r.command(j)
	if wrong != nil {
		return answer{err: wrong}, nil
	}
	o, err := allocation.Decide(r.in.state, c)
	if err != nil {
		return answer{}, err
	}
	if o.Repeated {
		return r.repeat(j, o), nil
	}
	if err := r.note(j, c, o); err != nil {
		return answer{}, err
	}
	return answer{outcome: r.outcome(j, o), err: refusalError(o)}, nil
}

func (r *batchRun) repeat(j *job, o *allocation.Outcome) answer {
	out := r.outcome(j, o)
	if out != nil && out.Reference == "" {
		out.Reference = r.in.references[j.Key]
	}
	return answer{outcome: out, err: refusalError(o)}
}

// outcome puts codes in place of numbers for the caller.
func (r *batchRun) outcome(j *job, o *allocation.Outcome) *Outcome {
	if o.Refusal != nil || o.Registration == 0 {
		return nil
	}
	out := &Outcome{RegistrationID: o.Registration, State: string(o.State), OtherEvent: o.OtherEvent, Repeated: o.Repeated}
	if f := r.in.faces[o.Registration]; f != nil {
		out.Reference = f.reference
	}
	for _, p := range o.Places {
		out.Places = append(out.Places, PlaceOutcome{Activity: r.in.state.Activities[p.Activity].Code,
			State: string(p.State), Position: p.Position, Until: p.Until, Reason: p.Reason})
	}
	return out
}

// programme is what mails say of an event, at most a second old.
type programme struct {
	*event.Programme
	at time.Time
}

// refresh loads what mails need to say of the batch's events, outside the
// transaction: titles may be a second old, places never are.
func (l *lane) refresh(ctx context.Context, batch []*job) error {
	for _, j := range batch {
		if p, ok := l.programmes[j.Event]; ok && time.Since(p.at) < time.Second {
			continue
		}
		loaded, err := event.Load(ctx, l.desk.db.DB, j.Event)
		if fault.Is(err, fault.NotFound) {
			continue // the decision refuses it
		}
		if err != nil {
			return fmt.Errorf("load programme: %w", err)
		}
		l.programmes[j.Event] = programme{Programme: loaded, at: time.Now()}
	}
	return nil
}

func newKey() string {
	b := make([]byte, 16)
	rand.Read(b)
	return encode(b)
}

// sortedIDs gives the keys of a map in order.
func sortedIDs[V any](m map[int64]V) []int64 {
	ids := make([]int64, 0, len(m))
	for id := range m {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	return ids
}
