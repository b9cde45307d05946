package demo

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"convene/internal/allocation"
	"convene/internal/event"
	"convene/internal/postgres"
	"convene/internal/registration"
)

// player does the deeds of one event.
type player struct {
	desk        *registration.Desk
	eventID     int64
	contingents []registration.Contingent
	made        map[*booking]int64 // the registration of each booking
}

// play does the deeds of each event one after the other, so that the same places
// come out each time, and those of the two events side by side: nothing of one
// decides anything at the other. A deed done by an earlier run has its first
// outcome again.
func play(ctx context.Context, db *postgres.DB, desk *registration.Desk, events map[string]*event.Programme, deeds []deed) error {
	failed := make(chan error, len(slugs))
	for _, slug := range slugs {
		go func() { failed <- playEvent(ctx, db, desk, events[slug].Event.ID, ofEvent(deeds, slug)) }()
	}
	var err error
	for range slugs {
		err = errors.Join(err, <-failed)
	}
	return err
}

func ofEvent(deeds []deed, slug string) []deed {
	return slices.DeleteFunc(slices.Clone(deeds), func(d deed) bool { return d.booking.slug != slug })
}

func playEvent(ctx context.Context, db *postgres.DB, desk *registration.Desk, eventID int64, deeds []deed) error {
	contingents, err := registration.Contingents(ctx, db, eventID)
	if err != nil {
		return err
	}
	p := player{desk, eventID, contingents, map[*booking]int64{}}
	for _, d := range deeds {
		outcome, err := p.do(ctx, d)
		if d.act == confirm && registration.Refusal(err) != nil {
			continue // the run was cut short before it, and the time to answer is over
		}
		if err != nil {
			return fmt.Errorf("%s: %w", key(d), err)
		}
		p.made[d.booking] = outcome.RegistrationID
	}
	return nil
}

// do hands one deed to the desk as whoever does it.
func (p *player) do(ctx context.Context, d deed) (*registration.Outcome, error) {
	b := d.booking
	channel, actor := registration.ChannelWeb, "participant"
	if b.role != registration.Participant {
		channel, actor = registration.ChannelImport, "system"
	}
	switch d.act {
	case change:
		return p.desk.Change(ctx, registration.Change{Key: key(d), EventID: p.eventID, RegistrationID: p.made[b],
			Details: b.details, Choices: d.choices, Channel: channel, Actor: actor, Now: d.at})
	case withdraw:
		return p.desk.Withdraw(ctx, registration.Withdrawal{Key: key(d), EventID: p.eventID, RegistrationID: p.made[b],
			Channel: channel, Actor: actor, Now: d.at})
	case confirm:
		return p.desk.Confirm(ctx, registration.Confirmation{Key: key(d), EventID: p.eventID, RegistrationID: p.made[b],
			Details: b.details, Choices: b.choices, Both: true, Consents: b.consents, Channel: channel, Actor: actor, Now: d.at})
	case nominate, substitute:
		return p.name(ctx, d)
	case assign:
		return p.assign(ctx, d)
	}
	return p.desk.Submit(ctx, registration.Submission{Key: key(d), EventID: p.eventID, Email: b.email, Details: b.details,
		Role: b.role, Choices: b.choices, MayWait: true, Both: true, Consents: b.consents, Channel: channel, Actor: actor, Now: d.at})
}

// name does what a coordinator does: they know a name, an address and a function.
func (p *player) name(ctx context.Context, d deed) (*registration.Outcome, error) {
	known := d.booking.details
	known.Languages = nil
	if d.act == substitute {
		return p.desk.Substitute(ctx, registration.Substitution{Key: key(d), EventID: p.eventID, RegistrationID: p.made[d.of],
			Email: d.booking.email, Details: known, Actor: registration.ByCoordinator, Now: d.at})
	}
	return p.desk.Nominate(ctx, registration.Nomination{Key: key(d), EventID: p.eventID, Email: d.booking.email, Details: known,
		MayWait: true, Actor: registration.ByCoordinator, Now: d.at})
}

func (p *player) assign(ctx context.Context, d deed) (*registration.Outcome, error) {
	i := slices.IndexFunc(p.contingents, func(c registration.Contingent) bool { return c.Activity == d.activity && c.Kind == d.kind })
	if i < 0 {
		return nil, fmt.Errorf("%s has no contingent %s", d.activity, d.kind)
	}
	return p.desk.Decide(ctx, registration.Decision{Key: key(d), Kind: allocation.Assign, EventID: p.eventID, RegistrationID: p.made[d.booking],
		Activity: d.activity, Contingent: p.contingents[i], Actor: "system", Staff: true, Now: d.at})
}

// key names a deed the same in every run, and nobody by it.
func key(d deed) string {
	return fmt.Sprintf("demo:%s:%s:%s", d.booking.slug, d.booking.email, d.act)
}
