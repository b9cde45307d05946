package main

import (
	"context"
	"fmt"
	"time"

	"github.com/uptrace/bun"
)

// submitBare is the usual way to take a registration, for comparison: one
// transaction a request, the counters last so that their lock is short. It does
// less than the desk: no waiting list, no key, no history.
func (s *stage) submitBare(ctx context.Context, o options) (crowd, error) {
	id, err := s.newEvent(ctx, plenty)
	if err != nil {
		return crowd{}, err
	}
	return gather(ctx, clients, o.each, func(ctx context.Context, n int64) error {
		return s.db.RunInTx(ctx, nil, func(ctx context.Context, tx bun.Tx) error {
			return registerBare(ctx, tx, id, n)
		})
	})
}

func registerBare(ctx context.Context, tx bun.Tx, eventID, n int64) error {
	now := time.Now()
	var person, registration int64
	if err := tx.NewRaw("insert into person (email, created_at) values (?, ?) returning id", fmt.Sprintf("p%d@example.org", n), now).Scan(ctx, &person); err != nil {
		return err
	}
	err := tx.NewRaw(`insert into registration (event_id, person_id, reference, state, given_name, family_name, badge_name, organisation, country, locale, search, badge_hash, created_at, updated_at)
		values (?, ?, ?, 'confirmed', 'Anna', 'Kovács', 'Anna Kovács', 'Sample body', 'HU', 'en', 'anna kovacs sample body', int8send(?::bigint), ?, ?) returning id`,
		eventID, person, fmt.Sprint("BARE", n), n, now, now).Scan(ctx, &registration)
	if err != nil {
		return err
	}
	if _, err := tx.NewRaw(`insert into place (registration_id, activity_id, state, changed_at)
		select ?, activity_id, 'confirmed', ? from counter where event_id = ?`, registration, now, eventID).Exec(ctx); err != nil {
		return err
	}
	if _, err := tx.NewRaw(`insert into mail (key, kind, recipient, locale, data, next_at, message_id, created_at)
		values (?, 'confirmed', 'anna@example.org', 'en', '{}', ?, ?, ?)`, fmt.Sprint("bare:", n), now, fmt.Sprint("bare-", n), now).Exec(ctx); err != nil {
		return err
	}
	_, err = tx.NewRaw(`update counter set taken = taken + 1 where activity_id in (select activity_id from counter where event_id = ? order by activity_id for no key update)`, eventID).Exec(ctx)
	return err
}
