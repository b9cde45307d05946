package postgres_test

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgconn"

	"convene/internal/postgres"
	"convene/internal/postgres/pgtest"
)

func TestConstraintNamesWhatWasViolated(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	insert := "insert into person (email) values (?)"
	if _, err := db.NewRaw(insert, "a@example.org").Exec(t.Context()); err != nil {
		t.Fatal(err)
	}
	for email, want := range map[string]string{"a@example.org": "person_email_key", "NO@example.org": "person_email_check"} {
		_, err := db.NewRaw(insert, email).Exec(t.Context())
		if got := postgres.Constraint(fmt.Errorf("ensure: %w", err)); got != want {
			t.Errorf("%s violates %q, want %q (%v)", email, got, want, err)
		}
		_, err = db.Pool.Exec(t.Context(), "insert into person (email) values ($1)", email)
		if got := postgres.Constraint(err); got != want {
			t.Errorf("through the pool %s violates %q, want %q (%v)", email, got, want, err)
		}
	}
	for _, other := range []error{nil, io.EOF, sql.ErrNoRows} {
		if got := postgres.Constraint(other); got != "" {
			t.Errorf("%v violates %q", other, got)
		}
	}
}

func TestAway(t *testing.T) {
	t.Parallel()
	code := func(code string) error { return fmt.Errorf("query: %w", &pgconn.PgError{Code: code}) }
	for _, c := range []struct {
		err  error
		away bool
	}{
		{nil, false},
		{errors.New("something else"), false},
		{sql.ErrNoRows, false},
		{context.Canceled, false},
		{fmt.Errorf("wait: %w", context.DeadlineExceeded), false},
		{code("23505"), false}, // unique_violation
		{code("28P01"), false}, // invalid_password: an error of set-up, waiting does not help
		{code("57014"), false}, // query_canceled
		{code("57P01"), true},
		{code("57P02"), true},
		{code("57P03"), true},
		{code("53300"), true},
		{code("08006"), true},
		{fmt.Errorf("read: %w", io.ErrUnexpectedEOF), true},
	} {
		if got := postgres.Away(c.err); got != c.away {
			t.Errorf("Away(%v) = %v", c.err, got)
		}
	}
}

// The same on a real connection: nobody listens, the server ends the session,
// the caller gives up.
func TestAwayOnRealConnections(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	ctx := t.Context()
	_, err := postgres.Open(ctx, "postgres://convene@127.0.0.1:1/convene?connect_timeout=2")
	if !postgres.Away(err) {
		t.Errorf("nobody listens: %v", err)
	}
	conn, err := db.Conn(ctx)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = conn.Close() }() // it is dead by then
	var pid int
	if err := conn.NewRaw("select pg_backend_pid()").Scan(ctx, &pid); err != nil {
		t.Fatal(err)
	}
	if _, err := db.NewRaw("select pg_terminate_backend(?, 5000)", pid).Exec(ctx); err != nil {
		t.Fatal(err)
	}
	if _, err := conn.ExecContext(ctx, "select 1"); !postgres.Away(err) {
		t.Errorf("the session was ended: %v", err)
	}
	if _, err := conn.ExecContext(ctx, "select 1"); !postgres.Away(err) {
		t.Errorf("and used again: %v", err)
	}
	short, cancel := context.WithTimeout(ctx, 50*time.Millisecond)
	defer cancel()
	if _, err := db.ExecContext(short, "select pg_sleep(10)"); err == nil || postgres.Away(err) {
		t.Errorf("the caller gave up: %v", err)
	}
}
