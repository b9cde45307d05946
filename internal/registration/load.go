package registration

import (
	"context"
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
