package registration

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
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
	reference, email, name, locale, role string
	body                                 string // authority or organisation
	sequence                             int
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
	contingents map[int64]*Contingent // what is to be written of those a batch made or changed
	days        map[int64]span        // of the events

	ids, contingentIDs []int64 // for what is new
}

// span is the days of an event on the clock of its venue.
type span struct{ from, to time.Time }

func (s span) touches(o span) bool { return !s.to.Before(o.from) && !o.to.Before(s.from) }

// request is what a batch asks the database for, gathered from its jobs.
type request struct {
	events, registrations, authorities []int64
	liveEvents                         []int64 // with emails, pairwise
	liveEmails                         []string
	delegationEvents, delegations      []int64 // events and authorities, pairwise
	keys                               []string
	newcomers, contingents             int
	confirm                            []int64 // registrations whose people may be registered elsewhere
	expire, moved                      []int64 // events to clear; activities whose people are all needed
	movedCodes                         []string
	front                              int  // heads of each queue
	look                               bool // only look: take no lock, make no person
	unsafeNoLock                       bool // tests only
}

func requestOf(batch []*job, front int) request {
	q := request{front: front}
	seen := map[int64]bool{}
	for _, j := range batch {
		if !seen[j.Event] {
			seen[j.Event] = true
			q.events = append(q.events, j.Event)
		}
		q.keys = append(q.keys, j.Key)
		q.add(j)
	}
	return q
}

func (q *request) add(j *job) {
	if j.newcomer != nil {
		q.newcomers++
		q.addPerson(j.Event, j.newcomer.email)
	}
	if j.onRegistration() {
		q.registrations = append(q.registrations, j.Registration)
	}
	if j.details != nil {
		q.addAuthority(j.Event, j.details.AuthorityID)
	}
	switch j.Kind {
	case allocation.Reserve:
		q.contingents++
	case allocation.Confirm:
		q.confirm = append(q.confirm, j.Registration)
	case allocation.Expire:
		q.expire = append(q.expire, j.Event)
	case allocation.Move:
		q.moved, q.movedCodes = append(q.moved, j.Event), append(q.movedCodes, j.activity)
	}
	if j.frees() {
		q.front += 1 + j.raise()
	}
}

func (q *request) addPerson(event int64, email string) {
	q.liveEvents, q.liveEmails = append(q.liveEvents, event), append(q.liveEmails, email)
}

func (q *request) addAuthority(event, id int64) {
	if id != 0 {
		q.authorities = append(q.authorities, id)
		q.delegationEvents, q.delegations = append(q.delegationEvents, event), append(q.delegations, id)
	}
}

const lockSQL = `/* registration.lock */
select c.activity_id, c.event_id, c.capacity, c.grace, c.taken, c.waiting, c.next_queue,
       a.code, a.kind = 'event', a.block, a.starts_at, a.ends_at, e.opens_at,
       case when e.status = 'published' then e.closes_at else '-infinity' end,
       case when e.status = 'published' then e.changes_until else '-infinity' end, e.max_per_delegation,
       e.starts_at, e.mode, e.offer_hours, e.hold_hours,
       (e.starts_at at time zone e.timezone)::date, (e.ends_at at time zone e.timezone)::date
from counter c join activity a on a.id = c.activity_id join event e on e.id = c.event_id
where c.event_id = any($1) order by c.activity_id`

const answeredSQL = `/* registration.answered */
select o.key, o.outcome, coalesce(r.reference, '')
from outcome o left join registration r on r.id = o.registration_id where o.key = any($1)`

// The live registrations of the people who register: for the same event (rule 13),
// and for others, which may be on the same day (rule 8).
const liveSQL = `/* registration.live */
select q.event_id, r.event_id, r.person_id, r.id, e.title ->> e.default_locale,
       (e.starts_at at time zone e.timezone)::date, (e.ends_at at time zone e.timezone)::date
from unnest($1::bigint[], $2::text[]) as q (event_id, email)
join person p on p.email = q.email
join registration r on r.person_id = p.id and r.state <> 'withdrawn'
join event e on e.id = r.event_id`

// The same of the people behind registrations: of those who were named and confirm.
const elsewhereSQL = `/* registration.elsewhere */
select n.event_id, r.event_id, r.person_id, r.id, e.title ->> e.default_locale,
       (e.starts_at at time zone e.timezone)::date, (e.ends_at at time zone e.timezone)::date
from registration n join registration r on r.person_id = n.person_id and r.event_id <> n.event_id and r.state <> 'withdrawn'
join event e on e.id = r.event_id where n.id = any($1)`

// Who of them was invited, and a number for the registration of each.
const (
	invitedSQL = `q.event_id, p.id, p.email, i.email is not null
from unnest($1::bigint[], $2::text[]) as q (event_id, email)
join person p on p.email = q.email left join invitation i on i.event_id = q.event_id and i.email = q.email`

	newcomersSQL = `/* registration.newcomers */ select nextval('registration_id_seq'), ` + invitedSQL
	lookersSQL   = `/* registration.lookers */ select -1, ` + invitedSQL
)

const contingentsSQL = `/* registration.contingents */
select id, activity_id, capacity, taken, kind = 'wheelchair', release_at, released
from contingent where event_id = any($1)`

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
  where c.event_id = any($1) and $2 > 0
  union select p.registration_id from place p join counter c on c.activity_id = p.activity_id
  where p.until <= $5 and c.event_id = any($6::bigint[]) and cardinality($6) > 0
  union select p.registration_id from unnest($7::bigint[], $8::text[]) as m (event_id, code)
  join activity a on a.event_id = m.event_id and a.code = m.code join registration r on r.event_id = a.event_id
  join place p on p.registration_id = r.id and p.activity_id = a.id and p.state not in ('refused', 'released')) `

const registrationsSQL = `/* registration.load */ ` + involvedSQL + `
select r.id, r.event_id, r.person_id, coalesce(r.authority_id, 0), r.role = any($4), r.state, r.ending,
  r.reference, p.email, r.badge_name, r.locale, r.role, coalesce(a.name, r.organisation), r.sequence
from involved i join registration r on r.id = i.id join person p on p.id = r.person_id left join authority a on a.id = r.authority_id`

const placesSQL = `/* registration.loadPlaces */ ` + involvedSQL + `
select l.registration_id, l.activity_id, l.state, l.may_wait, l.priority, coalesce(l.queue_no, 0), l.until, coalesce(l.contingent_id, 0), l.reason
from involved i join place l on l.registration_id = i.id where $4::text[] is not null`

// load begins the batch's transaction and reads all it needs in one round trip.
// Each statement sees what was committed before it began, so everything after the
// lock is current.
func load(ctx context.Context, conn *pgx.Conn, q request, now time.Time) (*loaded, error) {
	in := &loaded{state: allocation.NewState(), codes: map[int64]map[string]int64{}, persons: map[string]int64{},
		faces: map[int64]*face{}, references: map[string]string{}, authorities: map[int64]body{},
		contingents: map[int64]*Contingent{}, days: map[int64]span{}}
	b := &pgx.Batch{}
	b.Queue("begin")
	queueLock(b, q).Query(in.readCounters)
	b.Queue(answeredSQL, q.keys).Query(in.readAnswered)
	in.queuePersons(b, q, now)
	in.queueAuthorities(b, q)
	if len(q.confirm) > 0 {
		b.Queue(elsewhereSQL, q.confirm).Query(in.readLive)
	}
	if q.front > 0 {
		b.Queue(headsSQL, q.events, q.front).Query(in.readHeads)
	}
	if q.front > 0 || len(q.registrations) > 0 {
		involved := []any{q.events, q.front, q.registrations, ExemptRoles, now, q.expire, q.moved, q.movedCodes}
		b.Queue(contingentsSQL, q.events).Query(in.readContingents)
		b.Queue(registrationsSQL, involved...).Query(in.readRegistrations)
		b.Queue(placesSQL, involved...).Query(in.readPlaces)
	}
	if q.contingents > 0 {
		b.Queue(`/* registration.contingentIDs */ select nextval(pg_get_serial_sequence('contingent', 'id')) from generate_series(1, $1)`, q.contingents).
			Query(func(rows pgx.Rows) error { return collectIDs(rows, &in.contingentIDs) })
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
	if q.newcomers == 0 {
		return
	}
	newcomers := lookersSQL
	if !q.look {
		person.QueueEnsure(b, q.liveEmails, now)
		newcomers = newcomersSQL
	}
	b.Queue(newcomers, q.liveEvents, q.liveEmails).Query(in.readNewcomers)
	b.Queue(liveSQL, q.liveEvents, q.liveEmails).Query(in.readLive)
}

func (in *loaded) readNewcomers(rows pgx.Rows) error {
	var id, ev, who int64
	var email string
	var invited bool
	_, err := pgx.ForEachRow(rows, []any{&id, &ev, &who, &email, &invited}, func() error {
		in.ids, in.persons[email] = append(in.ids, id), who
		if invited {
			in.state.Invite(ev, who)
		}
		return nil
	})
	slices.Sort(in.ids) // numbers rise in the order of arrival
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
	var offer, hold int
	var days span
	var root bool
	_, err := pgx.ForEachRow(rows, []any{&a.ID, &a.Event, &a.Capacity, &a.Grace, &a.Taken, &a.Waiting, &a.NextQueue,
		&a.Code, &root, &a.Block, &a.Start, &a.End, &ev.OpensAt, &ev.ClosesAt, &ev.ChangesUntil, &ev.Delegation,
		&ev.StartsAt, &ev.Mode, &offer, &hold, &days.from, &days.to}, func() error {
		activity := a
		in.state.Activities[a.ID] = &activity
		ev.OfferFor, ev.HoldFor = time.Duration(offer)*time.Hour, time.Duration(hold)*time.Hour
		in.days[a.Event] = days
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
	var asked, ev, who, id int64
	var title string
	var days span
	_, err := pgx.ForEachRow(rows, []any{&asked, &ev, &who, &id, &title, &days.from, &days.to}, func() error {
		switch {
		case asked == ev:
			in.state.AddLive(ev, who, id)
		case days.touches(in.days[asked]):
			in.state.SetElsewhere(asked, who, title)
		}
		return nil
	})
	return err
}

func collectIDs(rows pgx.Rows, ids *[]int64) (err error) {
	*ids, err = pgx.CollectRows(rows, pgx.RowTo[int64])
	return err
}

func (in *loaded) readContingents(rows pgx.Rows) error {
	var c allocation.Contingent
	var release *time.Time
	_, err := pgx.ForEachRow(rows, []any{&c.ID, &c.Activity, &c.Capacity, &c.Taken, &c.Personal, &release, &c.Released}, func() error {
		one := c
		if release != nil {
			one.ReleaseAt = *release
		}
		in.state.Contingents[c.ID] = &one
		return nil
	})
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
	_, err := pgx.ForEachRow(rows, []any{&r.ID, &r.Event, &r.Person, &r.Authority, &r.Exempt, &r.State, &r.Ending,
		&f.reference, &f.email, &f.name, &f.locale, &f.role, &f.body, &f.sequence}, func() error {
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
	var until *time.Time
	var reason []byte
	_, err := pgx.ForEachRow(rows, []any{&registration, &activity, &p.State, &p.MayWait, &p.Priority, &p.QueueNo, &until, &p.Contingent, &reason}, func() error {
		place := p
		if until != nil {
			place.Until = *until
		}
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
