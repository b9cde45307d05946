package registration

import (
	"context"
	"encoding/json"
	"errors"
	"time"

	"github.com/jackc/pgx/v5"

	"convene/internal/allocation"
	"convene/internal/person"
)

// wholeQueue asks for every waiter instead of the heads of the queues.
const wholeQueue = 1 << 30

// errShortFront says that a decision needs more of a queue than was loaded.
var errShortFront = errors.New("registration: loaded too little of a waiting list")

// face is what a mail and a page need to know of a registration beside its places.
type face struct {
	reference, email, name, locale string
	sequence                       int
}

// body is an authority as the search text needs it.
type body struct{ name, native string }

// loaded is everything a batch looks at, read under the locks.
type loaded struct {
	state       *allocation.State
	codes       map[int64]map[string]int64 // event → code → activity
	persons     map[string]int64           // by e-mail address
	faces       map[int64]*face
	references  map[string]string // by key, of outcomes answered before
	authorities map[int64]body
	ids         []int64 // for new registrations
}

// request is what a batch asks the database for, gathered from its jobs.
type request struct {
	events, registrations, authorities []int64
	liveEvents                         []int64 // with emails, pairwise
	liveEmails                         []string
	delegationEvents, delegations      []int64 // events and authorities, pairwise
	keys                               []string
	emails                             []string
	submits                            int
	front                              int  // heads of each queue
	look                               bool // only look: take no lock, make no person
	unsafeNoLock                       bool // tests only
}

func requestOf(batch []*job, front int) request {
	q := request{front: front}
	seen := map[int64]bool{}
	for _, j := range batch {
		if !seen[j.eventID] {
			seen[j.eventID] = true
			q.events = append(q.events, j.eventID)
		}
		q.keys = append(q.keys, j.key)
		q.add(j)
	}
	return q
}

func (q *request) add(j *job) {
	switch {
	case j.submission != nil:
		q.submits++
		q.emails = append(q.emails, j.submission.Email)
		q.liveEvents = append(q.liveEvents, j.eventID)
		q.liveEmails = append(q.liveEmails, j.submission.Email)
		q.addAuthority(j.eventID, j.submission.Details.AuthorityID)
	case j.change != nil:
		q.registrations = append(q.registrations, j.change.RegistrationID)
		q.addAuthority(j.eventID, j.change.Details.AuthorityID)
	case j.withdrawal != nil:
		q.registrations = append(q.registrations, j.withdrawal.RegistrationID)
	}
	if j.frees() {
		q.front += 1 + j.raise()
	}
}

func (q *request) addAuthority(event, id int64) {
	if id != 0 {
		q.authorities = append(q.authorities, id)
		q.delegationEvents, q.delegations = append(q.delegationEvents, event), append(q.delegations, id)
	}
}

// raise bounds how many people one job may move up in one queue.
func (j *job) raise() int {
	if j.resize != nil {
		return min(max(j.resize.Capacity, 0), wholeQueue/maxBatch)
	}
	return 0
}

const lockSQL = `/* registration.lock */
select c.activity_id, c.event_id, c.capacity, c.grace, c.taken, c.waiting, c.next_queue,
       a.code, a.kind = 'event', a.block, a.starts_at, a.ends_at, e.opens_at,
       case when e.status = 'published' then e.closes_at else '-infinity' end,
       case when e.status = 'published' then e.changes_until else '-infinity' end, e.max_per_delegation
from counter c join activity a on a.id = c.activity_id join event e on e.id = c.event_id
where c.event_id = any($1) order by c.activity_id`

const answeredSQL = `/* registration.answered */
select o.key, o.outcome, coalesce(r.reference, '')
from outcome o left join registration r on r.id = o.registration_id where o.key = any($1)`

const liveSQL = `/* registration.live */
select r.event_id, r.person_id, r.id
from unnest($1::bigint[], $2::text[]) as q (event_id, email)
join person p on p.email = q.email
join registration r on r.event_id = q.event_id and r.person_id = p.id and r.state <> 'withdrawn'`

// How many live registrations of an authority count (rule 9).
const delegationsSQL = `/* registration.delegations */
select q.event_id, q.authority_id, count(*)
from (select distinct * from unnest($1::bigint[], $2::bigint[]) as u (event_id, authority_id)) q
join registration r on r.event_id = q.event_id and r.authority_id = q.authority_id and r.state <> 'withdrawn' and r.role <> all($3)
group by 1, 2`

// The heads of every queue of the events and the registrations behind them: only
// where a job of the batch may free a place.
const headsSQL = `/* registration.heads */
select h.activity_id, h.registration_id, h.priority, h.queue_no
from counter c cross join lateral (
  select p.activity_id, p.registration_id, p.priority, p.queue_no from place p
  where p.activity_id = c.activity_id and p.state = 'waiting'
  order by p.priority desc, p.queue_no limit $2) h
where c.event_id = any($1)
order by h.activity_id, h.priority desc, h.queue_no`

const involvedSQL = `with involved as (
  select unnest($3::bigint[]) as id
  union select h.registration_id from counter c cross join lateral (
    select p.registration_id from place p where p.activity_id = c.activity_id and p.state = 'waiting'
    order by p.priority desc, p.queue_no limit $2) h
  where c.event_id = any($1) and $2 > 0) `

const registrationsSQL = `/* registration.load */ ` + involvedSQL + `
select r.id, r.event_id, r.person_id, coalesce(r.authority_id, 0), r.role = any($4), r.state, r.reference, p.email, r.badge_name, r.locale, r.sequence
from involved i join registration r on r.id = i.id join person p on p.id = r.person_id`

const placesSQL = `/* registration.loadPlaces */ ` + involvedSQL + `
select l.registration_id, l.activity_id, l.state, l.may_wait, l.priority, coalesce(l.queue_no, 0), l.reason
from involved i join place l on l.registration_id = i.id`

// load begins the batch's transaction and reads all it needs in one round trip.
// Each statement sees what was committed before it began, so everything after the
// lock is current.
func load(ctx context.Context, conn *pgx.Conn, q request, now time.Time) (*loaded, error) {
	in := &loaded{state: allocation.NewState(), codes: map[int64]map[string]int64{}, persons: map[string]int64{},
		faces: map[int64]*face{}, references: map[string]string{}, authorities: map[int64]body{}}
	b := &pgx.Batch{}
	b.Queue("begin")
	queueLock(b, q).Query(in.readCounters)
	b.Queue(answeredSQL, q.keys).Query(in.readAnswered)
	in.queuePersons(b, q, now)
	in.queueAuthorities(b, q)
	if q.front > 0 {
		b.Queue(headsSQL, q.events, q.front).Query(in.readHeads)
	}
	if q.front > 0 || len(q.registrations) > 0 {
		b.Queue(registrationsSQL, q.events, q.front, q.registrations, ExemptRoles).Query(in.readRegistrations)
		b.Queue(placesSQL, q.events, q.front, q.registrations).Query(in.readPlaces)
	}
	return in, conn.SendBatch(ctx, b).Close()
}

func queueLock(b *pgx.Batch, q request) *pgx.QueuedQuery {
	if q.look || q.unsafeNoLock {
		return b.Queue(lockSQL, q.events)
	}
	return b.Queue(lockSQL+" for no key update of c", q.events)
}

func (in *loaded) queuePersons(b *pgx.Batch, q request, now time.Time) {
	if q.submits == 0 || q.look {
		return
	}
	person.QueueEnsure(b, q.emails, now).Query(in.readPersons)
	b.Queue(liveSQL, q.liveEvents, q.liveEmails).Query(in.readLive)
	b.Queue(`/* registration.ids */ select nextval('registration_id_seq') from generate_series(1, $1)`, q.submits).Query(in.readIDs)
}

func (in *loaded) readPersons(rows pgx.Rows) error {
	var id int64
	var email string
	_, err := pgx.ForEachRow(rows, []any{&id, &email}, func() error {
		in.persons[email] = id
		return nil
	})
	return err
}

func (in *loaded) queueAuthorities(b *pgx.Batch, q request) {
	if len(q.authorities) == 0 {
		return
	}
	b.Queue(delegationsSQL, q.delegationEvents, q.delegations, ExemptRoles).Query(in.readDelegations)
	b.Queue(`/* registration.authorities */ select id, name, native_name from authority where id = any($1)`, q.authorities).
		Query(func(rows pgx.Rows) error {
			var id int64
			var a body
			_, err := pgx.ForEachRow(rows, []any{&id, &a.name, &a.native}, func() error {
				in.authorities[id] = a
				return nil
			})
			return err
		})
}

func (in *loaded) readDelegations(rows pgx.Rows) error {
	var ev, authority int64
	var n int
	_, err := pgx.ForEachRow(rows, []any{&ev, &authority, &n}, func() error {
		in.state.SetDelegation(ev, authority, n)
		return nil
	})
	return err
}

func (in *loaded) readCounters(rows pgx.Rows) error {
	var a allocation.Activity
	var ev allocation.Event
	var root bool
	_, err := pgx.ForEachRow(rows, []any{&a.ID, &a.Event, &a.Capacity, &a.Grace, &a.Taken, &a.Waiting, &a.NextQueue,
		&a.Code, &root, &a.Block, &a.Start, &a.End, &ev.OpensAt, &ev.ClosesAt, &ev.ChangesUntil, &ev.Delegation}, func() error {
		activity := a
		in.state.Activities[a.ID] = &activity
		in.event(a.Event, ev)
		if root {
			in.state.Events[a.Event].Root = a.ID
			activity.Block, activity.Start, activity.End = "", time.Time{}, time.Time{} // clashes with nothing
		} else {
			in.codes[a.Event][a.Code] = a.ID
		}
		return nil
	})
	return err
}

func (in *loaded) event(id int64, ev allocation.Event) {
	if in.state.Events[id] == nil {
		ev.ID = id
		in.state.Events[id] = &ev
		in.codes[id] = map[string]int64{}
	}
}

func (in *loaded) readAnswered(rows pgx.Rows) error {
	var key, reference string
	var raw []byte
	_, err := pgx.ForEachRow(rows, []any{&key, &raw, &reference}, func() error {
		var o allocation.Outcome
		in.references[key] = reference
		in.state.Answered(key, &o)
		return json.Unmarshal(raw, &o)
	})
	return err
}

func (in *loaded) readLive(rows pgx.Rows) error {
	var ev, who, id int64
	_, err := pgx.ForEachRow(rows, []any{&ev, &who, &id}, func() error {
		in.state.AddLive(ev, who, id)
		return nil
	})
	return err
}

func (in *loaded) readIDs(rows pgx.Rows) (err error) {
	in.ids, err = pgx.CollectRows(rows, pgx.RowTo[int64])
	return err
}

func (in *loaded) readHeads(rows pgx.Rows) error {
	var activity int64
	var w allocation.Waiter
	fronts := map[int64][]allocation.Waiter{}
	_, err := pgx.ForEachRow(rows, []any{&activity, &w.Registration, &w.Priority, &w.QueueNo}, func() error {
		fronts[activity] = append(fronts[activity], w)
		return nil
	})
	for id, front := range fronts {
		in.state.SetQueue(id, front)
	}
	return err
}

func (in *loaded) readRegistrations(rows pgx.Rows) error {
	var r allocation.Registration
	var f face
	_, err := pgx.ForEachRow(rows, []any{&r.ID, &r.Event, &r.Person, &r.Authority, &r.Exempt, &r.State, &f.reference, &f.email, &f.name, &f.locale, &f.sequence}, func() error {
		one, his := r, f
		one.Places = map[int64]allocation.Place{}
		in.state.AddRegistration(&one)
		in.faces[r.ID] = &his
		return nil
	})
	return err
}

func (in *loaded) readPlaces(rows pgx.Rows) error {
	var registration, activity int64
	var p allocation.Place
	var reason []byte
	_, err := pgx.ForEachRow(rows, []any{&registration, &activity, &p.State, &p.MayWait, &p.Priority, &p.QueueNo, &reason}, func() error {
		place := p
		if reason != nil {
			place.Reason = &allocation.Reason{}
			if err := json.Unmarshal(reason, place.Reason); err != nil {
				return err
			}
		}
		in.state.Registrations[registration].Places[activity] = place
		return nil
	})
	return err
}
