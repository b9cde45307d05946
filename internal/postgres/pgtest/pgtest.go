// Package pgtest gives tests a real PostgreSQL: every test a database of its
// own, migrated, and gone when the test ends. The server is the one of
// CONVENE_TEST_DATABASE_URL or CONVENE_DATABASE_URL, whose user must be allowed
// to create databases; without them, a private one that ends with the test
// process. CONVENE_KEEP_TEST_DB=1 keeps the database of a test that failed.
package pgtest

import (
	"context"
	"crypto/rand"
	"os"
	"strings"
	"testing"

	"convene/internal/postgres"
)

// New gives a test its own migrated database; tests that have one may run in
// parallel. It is dropped when the test ends.
func New(t testing.TB) *postgres.DB {
	t.Helper()
	db, err := postgres.Open(t.Context(), URL(t))
	if err != nil {
		t.Fatalf("open the test database: %v", err)
	}
	t.Cleanup(func() { _ = db.Close() }) // a connection that fails to close goes with the database
	return db
}

// URL is New for a test that opens the database itself, for instance in
// another process.
func URL(t testing.TB) string {
	t.Helper()
	found, err := prepared()
	if err != nil {
		t.Fatalf("prepare the test databases: %v", err)
	}
	return found.database(t, found.template)
}

// EmptyURL is URL for a database that has no table yet.
func EmptyURL(t testing.TB) string {
	t.Helper()
	found, err := prepared()
	if err != nil {
		t.Fatalf("prepare the test databases: %v", err)
	}
	return found.database(t, "template0")
}

// database makes a database for a test and sees to its end.
func (s *server) database(t testing.TB, template string) string {
	t.Helper()
	name := "convene_test_" + strings.ToLower(rand.Text())
	if err := s.create(t.Context(), name, template); err != nil {
		t.Fatalf("create the test database: %v", err)
	}
	t.Cleanup(func() { s.finish(t, name) })
	return s.url(name)
}

// finish drops a test's database. The test's own context has ended by then.
func (s *server) finish(t testing.TB, name string) {
	if t.Failed() && os.Getenv("CONVENE_KEEP_TEST_DB") == "1" {
		t.Logf("kept the database: %s", s.url(name))
		return
	}
	if err := s.drop(context.Background(), name); err != nil {
		t.Errorf("drop the test database: %v", err)
	}
}
