// Package person owns the people and authorities of the database and the rules
// for what people are called: cleaning what they type, search keys in every
// script, addresses.
//
// A person is an address that proved it can read its mail; what somebody says of
// themselves for one event stands on the registration. An authority is a city or
// region that sends delegations; they come from a file of the organisers.
package person

import (
	"context"
	"database/sql"
	"errors"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/uptrace/bun"
)

// Ensure gives the id of the person with an address (in the form Email gives),
// made when new. Two callers with one new address get the same person.
func Ensure(ctx context.Context, db bun.IDB, email string, now time.Time) (int64, error) {
	id, err := idOf(ctx, db, email)
	if !errors.Is(err, sql.ErrNoRows) {
		return id, err
	}
	_, err = db.ExecContext(ctx, `/* person.Ensure */
		insert into person (email, created_at) values (?, ?) on conflict (email) do nothing`, email, now)
	if err != nil {
		return 0, err
	}
	return idOf(ctx, db, email)
}

func idOf(ctx context.Context, db bun.IDB, email string) (int64, error) {
	var id int64
	err := db.NewRaw(`/* person.idOf */ select id from person where email = ?`, email).Scan(ctx, &id)
	return id, err
}

// QueueEnsure queues the statement that makes the people of these addresses where
// they are new. Rows are inserted in one order, so that two batches never wait for
// each other in a circle.
func QueueEnsure(b *pgx.Batch, emails []string, now time.Time) {
	b.Queue(`/* person.QueueEnsure */
		insert into person (email, created_at)
		select e, $2 from unnest($1::text[]) with ordinality as u(e, n) order by n
		on conflict (email) do nothing`, slices.Compact(slices.Sorted(slices.Values(emails))), now)
}
