package registration

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/uptrace/bun"

	"convene/internal/event"
	"convene/internal/fault"
	"convene/internal/mail"
)

// The kinds of request.
const (
	RequestChange   = "change"
	RequestWithdraw = "withdraw"
)

// Request is what a participant asks for after the freeze (places.md, rule 11).
// Details and Choices are those of a change. Nothing is decided before an
// organiser approves it.
type Request struct {
	ID, EventID, RegistrationID int64
	Kind                        string // RequestChange or RequestWithdraw
	Details                     Details
	Choices                     []Choice
	MadeAt                      time.Time
}

// Ask keeps a request in the stead of an earlier one that is still open. Gone when
// the registration is over.
func Ask(ctx context.Context, db *bun.DB, q Request, now time.Time) error {
	details, choices, err := q.stored()
	if err != nil {
		return err
	}
	return db.RunInTx(ctx, nil, func(ctx context.Context, tx bun.Tx) error {
		if err := lockLive(ctx, tx, q.RegistrationID); err != nil {
			return err
		}
		if _, err := endOpen(ctx, tx, q.RegistrationID); err != nil {
			return err
		}
		_, err := tx.NewRaw(`/* registration.Ask */ insert into request (event_id, registration_id, kind, details, choices, made_at)
select event_id, id, ?, ?::jsonb, ?::jsonb, ? from registration where id = ?`, q.Kind, details, choices, now, q.RegistrationID).Exec(ctx)
		if err != nil {
			return err
		}
		return remember(ctx, tx, q.RegistrationID, "participant", Requested, now)
	})
}

// TakeBack ends a registration's open request. There being none is no error:
// somebody pressed twice, or an organiser was quicker.
func TakeBack(ctx context.Context, db *bun.DB, registrationID int64, now time.Time) error {
	return db.RunInTx(ctx, nil, func(ctx context.Context, tx bun.Tx) error {
		ended, err := endOpen(ctx, tx, registrationID)
		if err != nil || ended == 0 {
			return err
		}
		return remember(ctx, tx, registrationID, "participant", TookBack, now)
	})
}

// endOpen ends a registration's open request, if there is one.
func endOpen(ctx context.Context, db bun.IDB, registrationID int64) (int64, error) {
	res, err := db.NewRaw(`/* registration.endOpen */ update request set state = 'replaced' where registration_id = ? and state = 'open'`, registrationID).Exec(ctx)
	if err != nil {
		return 0, err
	}
	return res.RowsAffected()
}

// stored are the columns of a change; null for a withdrawal.
func (q *Request) stored() (details, choices *string, err error) {
	if q.Kind != RequestChange {
		return nil, nil, nil
	}
	clean := q.Details.Clean()
	if err := fault.WrongInput(clean.Check("")); err != nil {
		return nil, nil, err
	}
	d, err := json.Marshal(clean)
	if err != nil {
		return nil, nil, err
	}
	c, err := json.Marshal(append([]Choice{}, q.Choices...))
	one, two := string(d), string(c)
	return &one, &two, err
}

// lockLive makes sure that a registration lives while something about it is kept.
func lockLive(ctx context.Context, tx bun.Tx, registrationID int64) error {
	var live []bool
	err := tx.NewRaw(`/* registration.lockLive */ select state <> 'withdrawn' from registration where id = ? for update`, registrationID).Scan(ctx, &live)
	if err == nil && (len(live) == 0 || !live[0]) {
		err = fault.New(fault.Gone, "This registration was withdrawn or never existed.")
	}
	return err
}

// remember writes a deed of no places into the history.
func remember(ctx context.Context, db bun.IDB, registrationID int64, actor, deed string, now time.Time) error {
	_, err := db.NewRaw(`/* registration.remember */ insert into history (event_id, registration_id, at, actor, deed)
select event_id, id, ?, ?, ? from registration where id = ?`, now, actor, deed, registrationID).Exec(ctx)
	return err
}

const requestSQL = `select q.id, q.event_id, q.registration_id, q.kind, coalesce(q.details::text, '') as details,
  coalesce(q.choices::text, '[]') as choices, q.made_at from request q `

func requests(ctx context.Context, db bun.IDB, query string, args ...any) ([]Request, error) {
	var rows []struct {
		ID, EventID, RegistrationID int64
		Kind, Details, Choices      string
		MadeAt                      time.Time
	}
	if err := db.NewRaw(query, args...).Scan(ctx, &rows); err != nil {
		return nil, err
	}
	found := make([]Request, len(rows))
	for i, row := range rows {
		found[i] = Request{ID: row.ID, EventID: row.EventID, RegistrationID: row.RegistrationID, Kind: row.Kind, MadeAt: row.MadeAt}
		if row.Details == "" {
			continue
		}
		err := errors.Join(json.Unmarshal([]byte(row.Details), &found[i].Details), json.Unmarshal([]byte(row.Choices), &found[i].Choices))
		if err != nil {
			return nil, fmt.Errorf("request %d: %w", row.ID, err)
		}
	}
	return found, nil
}

// OpenRequests lists what waits for an organiser, the oldest first. A registration
// that is over has none.
func OpenRequests(ctx context.Context, db bun.IDB, eventID int64) ([]Request, error) {
	return requests(ctx, db, `/* registration.OpenRequests */ `+requestSQL+`join registration r on r.id = q.registration_id
where q.event_id = ? and q.state = 'open' and r.state <> 'withdrawn' order by q.id`, eventID)
}

// OpenRequestOf is a registration's open request; nil when there is none.
func OpenRequestOf(ctx context.Context, db bun.IDB, registrationID int64) (*Request, error) {
	found, err := requests(ctx, db, `/* registration.OpenRequestOf */ `+requestSQL+`where q.registration_id = ? and q.state = 'open'`, registrationID)
	if err != nil || len(found) == 0 {
		return nil, err
	}
	return &found[0], nil
}

// RequestByID finds an open request of an event; Gone when it was answered.
func RequestByID(ctx context.Context, db bun.IDB, eventID, id int64) (*Request, error) {
	found, err := requests(ctx, db, `/* registration.RequestByID */ `+requestSQL+`where q.event_id = ? and q.id = ? and q.state = 'open'`, eventID, id)
	if err == nil && len(found) == 0 {
		err = errAnswered()
	}
	if err != nil {
		return nil, err
	}
	return &found[0], nil
}

func errAnswered() error {
	return fault.New(fault.Gone, "This request was answered already, or taken back.")
}

// ApproveRequest lets the desk do what was asked for, beyond the freeze. The key of
// the deed is the request's, so that two organisers who approve it do it once.
func (d *Desk) ApproveRequest(ctx context.Context, q *Request, account int64, now time.Time) (*Outcome, error) {
	key, actor := fmt.Sprintf("request:%d", q.ID), fmt.Sprintf("account:%d", account)
	var out *Outcome
	var err error
	if q.Kind == RequestWithdraw {
		out, err = d.Withdraw(ctx, Withdrawal{Key: key, EventID: q.EventID, RegistrationID: q.RegistrationID, Actor: actor, Staff: true, Now: now})
	} else {
		out, err = d.Change(ctx, q.change(key, actor, now))
	}
	if err != nil {
		return nil, err
	}
	_, err = answerRequest(ctx, d.db, q.ID, "approved", account, now) // two who approve at once have done it once
	return out, err
}

func (q *Request) change(key, actor string, now time.Time) Change {
	return Change{Key: key, EventID: q.EventID, RegistrationID: q.RegistrationID, Details: q.Details, Choices: q.Choices,
		Channel: ChannelWeb, Actor: actor, Staff: true, Now: now}
}

// EffectsOfRequest says whose places an approval would touch now.
func (d *Desk) EffectsOfRequest(ctx context.Context, q *Request, now time.Time) ([]Effect, error) {
	if q.Kind == RequestWithdraw {
		return d.EffectsOfWithdrawal(ctx, Withdrawal{EventID: q.EventID, RegistrationID: q.RegistrationID, Staff: true, Now: now})
	}
	return d.EffectsOfChange(ctx, q.change("", "", now))
}

// DeclineRequest leaves everything as it is; the history says that it was asked for,
// and the person is told. Gone, and nobody is told anything, when somebody else was
// quicker.
func (d *Desk) DeclineRequest(ctx context.Context, pr *event.Programme, q *Request, r *Registration, account int64, now time.Time) error {
	l := d.Letterhead(r.Locale).DeclinedRequest(pr, q, r.Reference)
	return d.db.RunInTx(ctx, nil, func(ctx context.Context, tx bun.Tx) error {
		open, err := answerRequest(ctx, tx, q.ID, "declined", account, now)
		if err == nil && !open {
			err = errAnswered()
		}
		if err != nil {
			return err
		}
		if err := remember(ctx, tx, q.RegistrationID, fmt.Sprintf("account:%d", account), RequestDeclined, now); err != nil {
			return err
		}
		return mail.Enqueue(ctx, tx, now, mail.Message{Key: fmt.Sprintf("request:%d", q.ID), To: r.Email, Locale: l.Locale,
			EventID: q.EventID, RegistrationID: r.ID, Content: l.Content})
	})
}

// answerRequest ends an open request; false when it was answered or taken back.
func answerRequest(ctx context.Context, db bun.IDB, id int64, state string, account int64, now time.Time) (answered bool, err error) {
	res, err := db.NewRaw(`/* registration.answerRequest */ update request set state = ?, decided_at = ?, decided_by = ?
where id = ? and state = 'open'`, state, now, account, id).Exec(ctx)
	if err != nil {
		return false, err
	}
	n, err := res.RowsAffected()
	return n > 0, err
}
