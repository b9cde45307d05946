package postgres_test

import (
	"strings"
	"sync"
	"testing"

	"convene/internal/postgres"
	"convene/internal/postgres/pgtest"
)

func TestTwoProgramsMayMigrateAtOnce(t *testing.T) {
	t.Parallel()
	url := pgtest.EmptyURL(t)
	var both sync.WaitGroup
	for range 3 {
		both.Go(func() {
			if err := postgres.Migrate(t.Context(), url); err != nil {
				t.Errorf("migrate: %v", err)
			}
		})
	}
	both.Wait()
	db, err := postgres.Open(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }() // the test is over
	if err := postgres.Current(t.Context(), db.DB); err != nil {
		t.Error(err)
	}
}

func TestCurrentSaysWhatToDo(t *testing.T) {
	t.Parallel()
	url := pgtest.EmptyURL(t)
	db, err := postgres.Open(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }() // the test is over
	wants := func(words string) {
		t.Helper()
		if err := postgres.Current(t.Context(), db.DB); err == nil || !strings.Contains(err.Error(), words) {
			t.Errorf("Current says %v, not %q", err, words)
		}
	}
	change := func(statement string) {
		t.Helper()
		if _, err := db.ExecContext(t.Context(), statement); err != nil {
			t.Fatal(err)
		}
	}
	wants("empty: run `convene migrate`")
	if err := postgres.Migrate(t.Context(), url); err != nil {
		t.Fatal(err)
	}
	change("delete from goose_db_version where version_id = (select max(version_id) from goose_db_version)")
	wants("run `convene migrate`")
	change("insert into goose_db_version (version_id, is_applied) values (29990101000000, true)")
	wants("newer than this program")
}
