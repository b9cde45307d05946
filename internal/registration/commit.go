package registration

import (
	"cmp"
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
	created map[int64]*created
	roles   map[int64]string
	moved   []*job // deeds that gave an activity another time
	history []historyRow
	mails   []mail.Message
	stored  []storedOutcome
	consent []consentRow
}

// created is what a new registration has beside details and places.
type created struct {
	role string
	at   time.Time
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

// command fills in what only the loaded rows can tell.
func (r *batchRun) command(j *job) (allocation.Command, error) {
	c := j.Command
	switch c.Kind {
	case allocation.Submit, allocation.Nominate:
		c.Registration, c.Person = r.nextID(), r.in.persons[j.newcomer.email]
	case allocation.Substitute:
		c.NewRegistration, c.Person = r.nextID(), r.in.persons[j.newcomer.email]
	case allocation.Reserve:
		if c.Contingent == 0 {
			c.Contingent = r.nextContingent()
		}
	}
	if j.activity != "" {
		c.Activity = r.activity(c.Event, j.activity)
	}
	if j.details == nil {
		return c, nil
	}
	if old := r.in.state.Registrations[c.Registration]; old != nil && c.Kind != allocation.Change && j.details.AuthorityID != old.Authority {
		return c, fault.WrongInput([]fault.Field{{Name: "authority", Message: "The place is one of another authority."}})
	}
	return r.withWishes(c, j.choices, j.details.AuthorityID)
}

func (r *batchRun) nextID() int64 {
	id := r.in.ids[0]
	r.in.ids = r.in.ids[1:]
	return id
}

func (r *batchRun) nextContingent() int64 {
	id := r.in.contingentIDs[0]
	r.in.contingentIDs = r.in.contingentIDs[1:]
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
	case j.newcomer != nil:
		r.noteNewcomer(j, o.Registration)
	case j.details != nil:
		r.details[c.Registration] = j.details
		f := r.in.faces[c.Registration]
		f.name, f.locale, f.body = j.details.Badge, j.details.Locale, r.bodyOf(j.details)
	}
	switch c.Kind {
	case allocation.Reserve:
		r.in.contingents[c.Contingent] = j.contingent
	case allocation.SetExempt:
		r.roles[c.Registration] = j.role
	case allocation.Move:
		r.moved = append(r.moved, j)
	}
	for _, consent := range j.consents {
		r.consent = append(r.consent, consentRow{registration: o.Registration, consent: consent, locale: j.details.Locale, channel: j.channel, at: c.Now})
	}
	err := r.noteDeeds(j, c, o)
	if pr := r.lane.programmes[j.Event].Programme; c.Kind == allocation.Move && pr != nil {
		r.lane.programmes[j.Event] = programme{Programme: withTime(pr, j)} // for the rest of the batch: the next one loads it
	}
	return err
}

func (r *batchRun) noteOutcome(j *job, o *allocation.Outcome) error {
	body, err := json.Marshal(o)
	kept := storedOutcome{key: j.Key, event: j.Event, body: body}
	if o.Refusal == nil && o.Registration != 0 {
		kept.registration = &o.Registration
	}
	r.stored = append(r.stored, kept)
	return err
}

func (r *batchRun) noteNewcomer(j *job, id int64) {
	role := j.newcomer.role
	if old := r.in.faces[j.Registration]; role == "" && old != nil {
		role = old.role
	}
	r.details[id], r.created[id] = j.details, &created{role: role, at: j.Now}
	r.in.faces[id] = &face{reference: newReference(), email: j.newcomer.email, name: j.details.Badge, locale: j.details.Locale, role: role, body: r.bodyOf(j.details)}
}

func (r *batchRun) bodyOf(d *Details) string {
	return cmp.Or(r.in.authorities[d.AuthorityID].name, d.Organisation)
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
