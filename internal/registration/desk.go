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
	lanes    []*lane
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
	d := &Desk{db: db, o: o, stopping: make(chan struct{})}
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

// Submit registers a person. Faults: Invalid with the wrong fields, Conflict with
// the reason when the whole registration is refused (Refusal finds it),
// Unavailable when too many wait; nothing was kept then.
func (d *Desk) Submit(ctx context.Context, s Submission) (*Outcome, error) {
	s.Details = s.Details.Clean()
	if err := fault.WrongInput(s.Details.Check("")); err != nil {
		return nil, err
	}
	if s.Role == "" {
		s.Role = Participant
	}
	return d.decide(ctx, s.EventID, &job{key: s.Key, submission: &s})
}

// Change replaces details and choice of a live registration. Faults as Submit.
func (d *Desk) Change(ctx context.Context, c Change) (*Outcome, error) {
	c.Details = c.Details.Clean()
	if err := fault.WrongInput(c.Details.Check("")); err != nil {
		return nil, err
	}
	return d.decide(ctx, c.EventID, &job{key: c.Key, change: &c})
}

// Withdraw gives up a registration; withdrawing twice is no error.
func (d *Desk) Withdraw(ctx context.Context, w Withdrawal) (*Outcome, error) {
	return d.decide(ctx, w.EventID, &job{key: w.Key, withdrawal: &w})
}

// Resize changes a capacity; raising it moves people up at once.
func (d *Desk) Resize(ctx context.Context, r Resize) error {
	_, err := d.decide(ctx, r.EventID, &job{key: r.Key, resize: &r})
	return err
}

// decide hands a job to its event's lane and waits. A caller who leaves is not
// answered, but the job is decided all the same: the key lets a repeat read it.
func (d *Desk) decide(ctx context.Context, eventID int64, j *job) (*Outcome, error) {
	if j.key == "" {
		j.key = "desk:" + newKey()
	}
	j.eventID, j.done = eventID, make(chan struct{})
	if !d.lanes[eventID%int64(len(d.lanes))].accept(j) {
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

// job is one command on its way through a lane.
type job struct {
	key        string
	eventID    int64
	submission *Submission
	change     *Change
	withdrawal *Withdrawal
	resize     *Resize

	done    chan struct{}
	outcome *Outcome
	err     error
}

func (j *job) answer(o *Outcome, err error) {
	j.outcome, j.err = o, err
	close(j.done)
}

// frees tells whether the job may give back places or shorten a queue.
func (j *job) frees() bool { return j.submission == nil }

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
