package registration

import (
	"context"
	"crypto/rand"
	"encoding/json"
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
	created map[int64]*Submission
	history []historyRow
	mails   []mail.Message
	stored  []storedOutcome
	consent []consentRow
}

type storedOutcome struct {
	key          string
	event        int64
	registration *int64
	body         []byte
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
	now := batch[len(batch)-1].now()
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
	run := &batchRun{lane: l, in: in, now: now, details: map[int64]*Details{}, created: map[int64]*Submission{}}
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
		out.Reference = r.in.references[j.key]
	}
	return answer{outcome: out, err: refusalError(o)}
}

// command checks what only the loaded rows can tell and builds the pure command.
func (r *batchRun) command(j *job) (allocation.Command, error) {
	c := allocation.Command{Key: j.key, Event: j.eventID, Now: j.now()}
	switch {
	case j.submission != nil:
		s := j.submission
		c.Kind, c.MayWait, c.Staff = allocation.Submit, s.MayWait, s.Staff
		c.Registration, c.Person = r.nextID(), r.in.persons[s.Email]
		c.Exempt = slices.Contains(ExemptRoles, s.Role)
		return r.withWishes(c, s.Choices, s.Details.AuthorityID)
	case j.change != nil:
		c.Kind, c.Registration, c.Staff = allocation.Change, j.change.RegistrationID, j.change.Staff
		return r.withWishes(c, j.change.Choices, j.change.Details.AuthorityID)
	case j.withdrawal != nil:
		c.Kind, c.Registration, c.Staff = allocation.Withdraw, j.withdrawal.RegistrationID, j.withdrawal.Staff
	default:
		c.Kind, c.Capacity = allocation.Resize, j.resize.Capacity
		c.Activity = r.activity(j.eventID, j.resize.Activity)
	}
	return c, nil
}

func (r *batchRun) nextID() int64 {
	id := r.in.ids[0]
	r.in.ids = r.in.ids[1:]
	return id
}

func (r *batchRun) withWishes(c allocation.Command, choices []Choice, authority int64) (allocation.Command, error) {
	var wrong []fault.Field
	c.Authority = authority
	if _, ok := r.in.authorities[authority]; authority != 0 && !ok {
		wrong = append(wrong, fault.Field{Name: "authority", Message: "Choose an authority from the list."})
	}
	for _, choice := range choices {
		id, ok := r.in.codes[c.Event][choice.Activity]
		if !ok {
			wrong = append(wrong, fault.Field{Name: "activities", Message: "There is no activity “%s” to choose.", Args: []any{choice.Activity}})
		}
		c.Wishes = append(c.Wishes, allocation.Wish{Activity: id, MayWait: choice.MayWait})
	}
	return c, fault.WrongInput(wrong)
}

// activity finds an activity by its code; the event itself by "event" or its slug.
func (r *batchRun) activity(eventID int64, code string) int64 {
	if id, ok := r.in.codes[eventID][code]; ok {
		return id
	}
	if ev := r.in.state.Events[eventID]; ev != nil {
		if root := r.in.state.Activities[ev.Root]; root != nil && root.Code == code {
			return root.ID
		}
	}
	return 0
}

// note keeps what has to be written because of one fresh outcome. A refused
// deed leaves nothing but its outcome, so that a repeat is refused as well.
func (r *batchRun) note(j *job, c allocation.Command, o *allocation.Outcome) error {
	if err := r.noteOutcome(j, o); err != nil || o.Refusal != nil {
		return err
	}
	switch {
	case j.submission != nil:
		r.noteSubmission(c.Registration, j.submission)
	case j.change != nil:
		r.details[c.Registration] = &j.change.Details
		f := r.in.faces[c.Registration]
		f.name, f.locale, f.sequence = j.change.Details.Badge, j.change.Details.Locale, f.sequence+1
	case j.withdrawal != nil && len(o.Moves) > 0:
		r.in.faces[c.Registration].sequence++
	}
	return r.noteDeeds(j, c, o)
}

func (r *batchRun) noteOutcome(j *job, o *allocation.Outcome) error {
	body, err := json.Marshal(o)
	kept := storedOutcome{key: j.key, event: j.eventID, body: body}
	if o.Refusal == nil && o.Registration != 0 {
		kept.registration = &o.Registration
	}
	r.stored = append(r.stored, kept)
	return err
}

func (r *batchRun) noteSubmission(id int64, s *Submission) {
	r.details[id], r.created[id] = &s.Details, s
	r.in.faces[id] = &face{reference: newReference(), email: s.Email, name: s.Details.Badge, locale: s.Details.Locale}
	for _, consent := range s.Consents {
		r.consent = append(r.consent, consentRow{registration: id, consent: consent, locale: s.Details.Locale, channel: s.Channel, at: s.Now})
	}
}

// outcome puts codes in place of numbers for the caller.
func (r *batchRun) outcome(j *job, o *allocation.Outcome) *Outcome {
	if o.Refusal != nil {
		return nil
	}
	out := &Outcome{RegistrationID: o.Registration, State: string(o.State), Repeated: o.Repeated}
	if f := r.in.faces[o.Registration]; f != nil {
		out.Reference = f.reference
	}
	for _, p := range o.Places {
		out.Places = append(out.Places, PlaceOutcome{Activity: r.in.state.Activities[p.Activity].Code,
			State: string(p.State), Position: p.Position, Reason: p.Reason})
	}
	return out
}

func (j *job) now() time.Time {
	switch {
	case j.submission != nil:
		return j.submission.Now
	case j.change != nil:
		return j.change.Now
	case j.withdrawal != nil:
		return j.withdrawal.Now
	}
	return j.resize.Now
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
		if p, ok := l.programmes[j.eventID]; ok && time.Since(p.at) < time.Second {
			continue
		}
		loaded, err := event.Load(ctx, l.desk.db.DB, j.eventID)
		if fault.Is(err, fault.NotFound) {
			continue // the decision refuses it
		}
		if err != nil {
			return fmt.Errorf("load programme: %w", err)
		}
		l.programmes[j.eventID] = programme{Programme: loaded, at: time.Now()}
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
