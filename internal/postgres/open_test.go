package postgres_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/uptrace/bun/dialect/pgdialect"

	"convene/internal/postgres"
	"convene/internal/postgres/pgtest"
)

func TestOpenServesQueriesAndTheDesk(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	var zone, name string
	if err := db.NewRaw("select current_setting('timezone'), current_setting('application_name')").Scan(t.Context(), &zone, &name); err != nil {
		t.Fatal(err)
	}
	if zone != "UTC" || name != "convene" {
		t.Errorf("a connection has the time zone %q and the name %q", zone, name)
	}
	if err := db.Pool.QueryRow(t.Context(), "select current_setting('timezone')").Scan(&zone); err != nil || zone != "UTC" {
		t.Errorf("the desk's connection has the time zone %q, %v", zone, err)
	}
}

// A statement of the desk is planned once, and never to read a whole table, be it
// as empty as this one.
func TestTheDeskPlansForGood(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	conn, err := db.Pool.Acquire(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Release()
	if _, err := conn.Exec(t.Context(), "select id from person where email = $1", "a@example.org"); err != nil {
		t.Fatal(err)
	}
	var name string
	err = conn.QueryRow(t.Context(), "select name from pg_prepared_statements where generic_plans = 1 and statement like 'select id from person%'").Scan(&name)
	if err != nil {
		t.Fatalf("no statement has a plan for good: %v", err)
	}
	rows, _ := conn.Query(t.Context(), "explain execute "+name+" ('a@example.org')", pgx.QueryExecModeSimpleProtocol)
	plan, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil || !strings.HasPrefix(plan[0], "Index Scan using person_email_key") {
		t.Errorf("the plan is %q, %v", plan, err)
	}
}

// What people type must arrive as it was typed, through bun's own quoting too.
func TestQueriesKeepWhatWasTyped(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	for _, typed := range []string{`O'Brien`, `back\slash`, `'; drop table person; --`, `$1 ? ?? :x`, "Ѓорѓи Ђорђе", "two\nlines"} {
		var got string
		if err := db.NewRaw("select ?", typed).Scan(t.Context(), &got); err != nil || got != typed {
			t.Errorf("%q came back as %q, %v", typed, got, err)
		}
	}
	var array []string
	typed := []string{`a"b`, `c,d`, `{e}`, `f\g`, ``}
	err := db.NewRaw("select ?::text[]", pgdialect.Array(typed)).Scan(t.Context(), pgdialect.Array(&array))
	if err != nil || !slices.Equal(array, typed) {
		t.Errorf("%q came back as %q, %v", typed, array, err)
	}
}

func TestOpenHidesThePassword(t *testing.T) {
	t.Parallel()
	for _, url := range []string{
		"postgres://convene:geheim@127.0.0.1:1/x?connect_timeout=2",
		"postgres://convene:geheim@127.0.0.1:port/x",
		"postgres://convene:geheim@127.0.0.1/x?sslmode=perhaps",
	} {
		_, err := postgres.Open(t.Context(), url)
		if err == nil {
			t.Fatalf("opened %s", url)
		}
		if strings.Contains(err.Error(), "geheim") {
			t.Errorf("the error shows the password: %v", err)
		}
	}
}
