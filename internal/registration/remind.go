package registration

import (
	"context"
	"fmt"
	"time"

	"convene/internal/allocation"
	"convene/internal/event"
	"convene/internal/fault"
	"convene/internal/mail"
)

// remindAfter is how long a nomination's mail is left to work before another one
// is sent.
const remindAfter = 24 * time.Hour

// Remind sends the mail of a nomination again. Faults: Conflict when the person has
// answered already, TooMany when the last mail is not a day old.
func (d *Desk) Remind(ctx context.Context, eventID int64, reference string, now time.Time) error {
	t, err := d.nomination(ctx, eventID, reference)
	if err != nil {
		return err
	}
	sent, last, err := d.asked(ctx, t.reg.ID)
	if err != nil {
		return err
	}
	if next := last.Add(remindAfter); now.Before(next) {
		return &fault.Error{Kind: fault.TooMany, RetryAfter: next.Sub(now), Message: "A mail went to this person within the last 24 hours. Give them time to answer."}
	}
	// Two who ask at once make the same key, and one mail.
	m := t.message(fmt.Sprintf("registration:%d:again:%d", t.reg.ID, sent), mail.Nominated)
	if err := mail.Enqueue(ctx, d.db.DB, now, m); err != nil {
		return err
	}
	if d.o.Mailer != nil {
		d.o.Mailer.Wake()
	}
	return nil
}

// asked is how many mails have asked a registration's person to confirm, and when
// the last one did.
func (d *Desk) asked(ctx context.Context, id int64) (sent int, last time.Time, err error) {
	letters, err := mail.OfRegistration(ctx, d.db.DB, id)
	for _, l := range letters {
		if l.Kind == mail.Nominated {
			sent, last = sent+1, l.CreatedAt
		}
	}
	return sent, last, err
}

// nomination reads what the mail to somebody who was named says.
func (d *Desk) nomination(ctx context.Context, eventID int64, reference string) (*telling, error) {
	r, err := ByReference(ctx, d.db.DB, eventID, reference)
	if err != nil {
		return nil, err
	}
	if r.State != string(allocation.RegistrationNominated) {
		return nil, fault.New(fault.Conflict, "This person has answered already.")
	}
	pr, err := event.Load(ctx, d.db.DB, eventID)
	if err != nil {
		return nil, err
	}
	places, err := PlacesOf(ctx, d.db.DB, r.ID)
	if err != nil {
		return nil, err
	}
	t := &telling{Desk: d, pr: pr, before: pr, root: pr.Root().ID, job: &job{},
		face:  &face{reference: r.Reference, email: r.Email, name: r.Badge, locale: r.Locale, body: r.Body(), sequence: r.Sequence},
		reg:   &allocation.Registration{ID: r.ID, Event: eventID, State: allocation.RegistrationNominated, Places: map[int64]allocation.Place{}},
		moves: map[int64]allocation.PlaceMove{}}
	t.recall(places)
	return t, nil
}

// recall puts places as pages show them back into the shape of the rules.
func (t *telling) recall(places []Place) {
	for _, p := range places {
		state := allocation.PlaceState(p.State)
		t.reg.Places[p.ActivityID] = allocation.Place{State: state, MayWait: p.MayWait, Until: p.Until, Reason: p.Reason}
		if state != allocation.Released {
			t.moves[p.ActivityID] = allocation.PlaceMove{Registration: t.reg.ID, Activity: p.ActivityID, Position: p.Position}
		}
	}
}
