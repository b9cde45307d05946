package person_test

import (
	"slices"
	"sync"
	"testing"
	"time"

	"convene/internal/person"
	"convene/internal/postgres"
	"convene/internal/postgres/pgtest"

	"github.com/jackc/pgx/v5"
	"github.com/uptrace/bun"
)

var now = time.Date(2026, 11, 23, 9, 30, 0, 0, time.UTC)

func TestEnsure(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	ana, err := person.Ensure(t.Context(), db, "ana@example.org", now)
	if err != nil {
		t.Fatal(err)
	}
	again, err := person.Ensure(t.Context(), db, "ana@example.org", now.Add(time.Hour))
	if err != nil || again != ana {
		t.Errorf("the second time %d, %v, not %d", again, err, ana)
	}
	bo, err := person.Ensure(t.Context(), db, "bo@example.org", now)
	if err != nil || bo == ana {
		t.Errorf("another address: %d, %v", bo, err)
	}
	var made time.Time
	if err := db.NewRaw(`select created_at from person where id = ?`, ana).Scan(t.Context(), &made); err != nil || !made.Equal(now) {
		t.Errorf("made at %v, %v", made, err)
	}
}

func TestEnsureAtOnce(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	ids := make([]int64, 16)
	var wg sync.WaitGroup
	for i := range ids {
		wg.Go(func() {
			var err error
			if ids[i], err = person.Ensure(t.Context(), db, "ana@example.org", now); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if slices.Min(ids) != slices.Max(ids) || ids[0] == 0 {
		t.Errorf("one address, ids %v", ids)
	}
}

// What rolls back leaves no person behind.
func TestEnsureBelongsToItsTransaction(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	tx, err := db.BeginTx(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := person.Ensure(t.Context(), tx, "ana@example.org", now); err != nil {
		t.Error(err)
	}
	if err := tx.Rollback(); err != nil {
		t.Fatal(err)
	}
	if n := people(t, db); n != 0 {
		t.Errorf("%d people", n)
	}
}

// ensureAll runs what QueueEnsure queues, as the desk does, and gives everybody.
func ensureAll(t testing.TB, db *postgres.DB, emails []string) map[string]int64 {
	t.Helper()
	b := &pgx.Batch{}
	person.QueueEnsure(b, emails, now)
	ids := map[string]int64{}
	b.Queue("select id, email from person").Query(func(rows pgx.Rows) error {
		var id int64
		var email string
		_, err := pgx.ForEachRow(rows, []any{&id, &email}, func() error { ids[email] = id; return nil })
		return err
	})
	if err := db.Pool.SendBatch(t.Context(), b).Close(); err != nil {
		t.Error(err)
	}
	return ids
}

func people(t testing.TB, db bun.IDB) (n int) {
	t.Helper()
	if err := db.NewRaw(`select count(*) from person`).Scan(t.Context(), &n); err != nil {
		t.Fatal(err)
	}
	return n
}

func TestQueueEnsure(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	known, err := person.Ensure(t.Context(), db, "bo@example.org", now)
	if err != nil {
		t.Fatal(err)
	}
	ids := ensureAll(t, db, []string{"cy@example.org", "bo@example.org", "ana@example.org", "cy@example.org"})
	if len(ids) != 3 || ids["bo@example.org"] != known || ids["ana@example.org"] == 0 || people(t, db) != 3 {
		t.Errorf("ids %v, %d people", ids, people(t, db))
	}
	if again := ensureAll(t, db, []string{"ana@example.org"}); again["ana@example.org"] != ids["ana@example.org"] {
		t.Errorf("the second time %v, not %v", again, ids)
	}
	if all := ensureAll(t, db, nil); len(all) != 3 {
		t.Errorf("no addresses make %v", all)
	}
}

// Of two batches with the same new people in different orders, the second waits
// for the first with empty hands: they never wait for each other in a circle.
func TestQueueEnsureNeverDeadlocks(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	first, err := db.Pool.Begin(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	ensureIn(t, first, "ana@example.org")
	second := make(chan map[string]int64)
	go func() { second <- ensureAll(t, db, []string{"bo@example.org", "ana@example.org"}) }()
	waitForLock(t, db)
	ensureIn(t, first, "bo@example.org")
	if err := first.Commit(t.Context()); err != nil {
		t.Fatal(err)
	}
	if ids := <-second; len(ids) != 2 || people(t, db) != 2 {
		t.Errorf("ids %v, %d people", ids, people(t, db))
	}
}

func ensureIn(t testing.TB, tx pgx.Tx, email string) {
	t.Helper()
	b := &pgx.Batch{}
	person.QueueEnsure(b, []string{email}, now)
	if err := tx.SendBatch(t.Context(), b).Close(); err != nil {
		t.Error(err)
	}
}

// waitForLock returns when somebody in this database waits for somebody else.
func waitForLock(t testing.TB, db *postgres.DB) {
	t.Helper()
	for range 500 {
		var waiting bool
		err := db.NewRaw(`select exists (select from pg_stat_activity
			where datname = current_database() and wait_event_type = 'Lock')`).Scan(t.Context(), &waiting)
		if err != nil {
			t.Fatal(err)
		}
		if waiting {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Error("nobody waited")
}
