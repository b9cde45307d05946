package registration

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"time"

	"convene/internal/allocation"
	"convene/internal/fault"
	"convene/internal/mail"
	"convene/internal/postgres"
)

// maxBatch bounds how much one commit carries, so that its callers' wait stays short.
const maxBatch = 256

// Options of the desk. Secret signs badge tokens; BaseURL and Contact go into
// mails. Wake, when set, is told after each commit that mail waits.
type Options struct {
	Lanes   int // default 2
	Queue   int // commands that may wait, all lanes together; default 4096
	Secret  []byte
	BaseURL string
	Contact string
	Mailer  *mail.Deliverer
	Log     *slog.Logger

	unsafeNoLock bool // tests only: the control that must oversell
}

// Desk takes every deed that changes who holds a place. A lane gathers the
// commands that arrive while its last commit is in flight and commits them
// together; an event always goes to the same lane (places.md).
type Desk struct {
	db       *postgres.DB
	o        Options
	host     string // of Options.BaseURL
	lanes    []*lane
	changes  changes
	stopping chan struct{}
	closing  sync.Once
	running  sync.WaitGroup
}

// NewDesk starts the lanes; Close ends them.
func NewDesk(db *postgres.DB, o Options) *Desk {
	if o.Lanes == 0 {
		o.Lanes = 2
	}
	if o.Queue == 0 {
		o.Queue = 4096
	}
	if o.Log == nil {
		o.Log = slog.Default()
	}
	d := &Desk{db: db, o: o, host: hostOf(o.BaseURL), stopping: make(chan struct{})}
	for range o.Lanes {
		l := newLane(d, o.Queue/o.Lanes)
		d.lanes = append(d.lanes, l)
		d.running.Go(l.run)
	}
	return d
}

// Close decides what was accepted and ends the lanes. Later deeds are refused as
// Unavailable.
func (d *Desk) Close() {
	d.closing.Do(func() { close(d.stopping) })
	d.running.Wait()
}

// hand gives a job to its event's lane and waits. A caller who leaves is not
// answered, but the job is decided all the same: the key lets a repeat read it.
func (d *Desk) hand(ctx context.Context, j *job) (*Outcome, error) {
	if j.Key == "" {
		j.Key = "desk:" + newKey()
	}
	j.done = make(chan struct{})
	if !d.lanes[j.Event%int64(len(d.lanes))].accept(j) {
		return nil, busy()
	}
	select {
	case <-j.done:
		return j.outcome, j.err
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

func busy() error {
	return &fault.Error{Kind: fault.Unavailable, RetryAfter: 2 * time.Second,
		Message: "Very many people are registering right now. Please try again in a moment; what you typed is kept."}
}

// refusal turns an allocation outcome's refusal into the caller's error.
func refusalError(o *allocation.Outcome) error {
	if o.Refusal == nil {
		return nil
	}
	return refused(o.Refusal)
}

// errLost says that the database went away so often that nobody can say yet
// whether the deed was committed; its key tells later.
var errLost = errors.New("registration: the database went away")
