package registration

import (
	"context"
	"fmt"
	"time"

	"github.com/uptrace/bun"

	"convene/internal/mail"
)

// Invitation lets the owner of an address register for an event that is only for
// the invited.
type Invitation struct {
	Email     string
	InvitedAt time.Time
	State     string // of the registration that came of it; "" while there is none
	Reference string
}

// Letter is what a mail of invitation needs beside its address.
type Letter struct {
	Locale  string
	Content mail.Content
}

// Invite invites an address, in the form person.Email gives it, and writes to it;
// one that was invited before is not written to again. invited tells which it was.
func Invite(ctx context.Context, db *bun.DB, eventID int64, email string, l Letter, account int64, now time.Time) (invited bool, err error) {
	err = db.RunInTx(ctx, nil, func(ctx context.Context, tx bun.Tx) error {
		res, err := tx.NewRaw(`/* registration.Invite */ insert into invitation (event_id, email, locale, invited_by, invited_at)
values (?, ?, ?, ?, ?) on conflict do nothing`, eventID, email, l.Locale, account, now).Exec(ctx)
		if err != nil {
			return err
		}
		n, err := res.RowsAffected()
		if err != nil || n == 0 {
			return err
		}
		invited = true
		return mail.Enqueue(ctx, tx, now, mail.Message{Key: fmt.Sprintf("invitation:%d:%s:%d", eventID, email, now.UnixNano()), To: email, Locale: l.Locale, EventID: eventID, Content: l.Content})
	})
	return invited, err
}

// Uninvite takes an invitation back; a registration that came of it stays.
func Uninvite(ctx context.Context, db bun.IDB, eventID int64, email string) error {
	_, err := db.NewRaw(`/* registration.Uninvite */ delete from invitation where event_id = ? and email = ?`, eventID, email).Exec(ctx)
	return err
}

// Invited tells whether an address, in the form person.Email gives it, was invited
// to an event.
func Invited(ctx context.Context, db bun.IDB, eventID int64, email string) (invited bool, err error) {
	err = db.NewRaw(`/* registration.Invited */ select exists (select from invitation where event_id = ? and email = ?)`, eventID, email).Scan(ctx, &invited)
	return invited, err
}

// Invitations lists who was invited to an event, by address.
func Invitations(ctx context.Context, db bun.IDB, eventID int64) ([]Invitation, error) {
	var found []Invitation
	err := db.NewRaw(`/* registration.Invitations */
select i.email, i.invited_at, coalesce(r.state, '') as state, coalesce(r.reference, '') as reference
from invitation i left join person p on p.email = i.email
left join registration r on r.event_id = i.event_id and r.person_id = p.id and r.state <> 'withdrawn'
where i.event_id = ? order by i.email`, eventID).Scan(ctx, &found)
	return found, err
}
