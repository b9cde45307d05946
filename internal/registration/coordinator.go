package registration

import (
	"context"
	"fmt"
	"time"

	"github.com/uptrace/bun"

	"convene/internal/mail"
)

// Coordinator is an address that names an authority's people for an event.
type Coordinator struct {
	ID, EventID, AuthorityID int64
	Email                    string
	Authority                string // its name in Latin letters
	AppointedAt              time.Time
}

// Delegation is an authority at an event with the people who are there for it.
type Delegation struct {
	EventID, AuthorityID int64
	Authority, Country   string
	Limit, Used          int // Limit 0 is none
	Members              []Member
}

// Left is how many people can still come for the authority; ok is false when there
// is no limit.
func (d *Delegation) Left() (left int, ok bool) { return max(0, d.Limit-d.Used), d.Limit > 0 }

const coordinatorSQL = `select c.id, c.event_id, c.authority_id, c.email, a.name as authority, c.appointed_at
from coordinator c join authority a on a.id = c.authority_id `

// Appoint makes an address a coordinator and writes to it; one that is it already
// is not written to again.
func Appoint(ctx context.Context, db *bun.DB, eventID, authorityID int64, email string, l Letter, now time.Time) (appointed bool, err error) {
	err = db.RunInTx(ctx, nil, func(ctx context.Context, tx bun.Tx) error {
		var ids []int64
		err := tx.NewRaw(`/* registration.Appoint */ insert into coordinator (event_id, authority_id, email, locale, appointed_at)
values (?, ?, ?, ?, ?) on conflict do nothing returning id`, eventID, authorityID, email, l.Locale, now).Scan(ctx, &ids)
		if err != nil || len(ids) == 0 {
			return err
		}
		appointed = true
		return mail.Enqueue(ctx, tx, now, mail.Message{Key: fmt.Sprintf("coordinator:%d", ids[0]), To: email, Locale: l.Locale, EventID: eventID, Content: l.Content})
	})
	return appointed, err
}

// Dismiss ends a coordinator's task; whom they named stays.
func Dismiss(ctx context.Context, db bun.IDB, eventID, id int64) error {
	_, err := db.NewRaw(`/* registration.Dismiss */ delete from coordinator where event_id = ? and id = ?`, eventID, id).Exec(ctx)
	return err
}

// Coordinators lists those of an event, by authority.
func Coordinators(ctx context.Context, db bun.IDB, eventID int64) ([]Coordinator, error) {
	var found []Coordinator
	err := db.NewRaw(`/* registration.Coordinators */ `+coordinatorSQL+`where c.event_id = ? order by a.name, c.email`, eventID).Scan(ctx, &found)
	return found, err
}

// CoordinatorOf lists what an address coordinates, the newest first.
func CoordinatorOf(ctx context.Context, db bun.IDB, email string) ([]Coordinator, error) {
	var found []Coordinator
	err := db.NewRaw(`/* registration.CoordinatorOf */ `+coordinatorSQL+`where c.email = ? order by c.id desc`, email).Scan(ctx, &found)
	return found, err
}

// DelegationOf reads an authority's people at an event, those who left at the end.
func DelegationOf(ctx context.Context, db bun.IDB, eventID, authorityID int64) (*Delegation, error) {
	d := &Delegation{EventID: eventID, AuthorityID: authorityID}
	err := db.NewRaw(`/* registration.DelegationOf */
select a.name, a.country, e.max_per_delegation, (select count(*) from registration r where r.event_id = e.id and r.authority_id = a.id
  and r.state <> 'withdrawn' and r.role not in (?))
from event e, authority a where e.id = ? and a.id = ?`, bun.List(ExemptRoles), eventID, authorityID).Scan(ctx, &d.Authority, &d.Country, &d.Limit, &d.Used)
	if err != nil {
		return nil, err
	}
	d.Members, err = members(ctx, db, eventID, authorityID)
	return d, err
}
