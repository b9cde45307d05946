package account_test

import (
	"bytes"
	"testing"
	"time"

	"convene/internal/account"
	"convene/internal/postgres/pgtest"
)

func TestASessionIsKeptChangedAndEnded(t *testing.T) {
	t.Parallel()
	store := account.Sessions(pgtest.New(t).DB)
	soon := time.Now().Add(time.Hour)
	for _, data := range []string{"first", "second \x00\xff", ""} {
		if err := store.Commit("key", []byte(data), soon); err != nil {
			t.Fatal(err)
		}
		got, found, err := store.FindCtx(t.Context(), "key")
		if !found || err != nil || !bytes.Equal(got, []byte(data)) {
			t.Errorf("kept %q, found %q %v, error %v", data, got, found, err)
		}
	}
	for range 2 {
		if err := store.Delete("key"); err != nil {
			t.Errorf("ending it: %v", err)
		}
	}
	if _, found, err := store.Find("key"); found || err != nil {
		t.Errorf("after its end: %v, %v", found, err)
	}
}

func TestASessionPastItsTimeIsNotFound(t *testing.T) {
	t.Parallel()
	store := account.Sessions(pgtest.New(t).DB)
	if err := store.CommitCtx(t.Context(), "key", []byte("data"), time.Now().Add(-time.Second)); err != nil {
		t.Fatal(err)
	}
	if _, found, err := store.FindCtx(t.Context(), "key"); found || err != nil {
		t.Errorf("found %v, error %v", found, err)
	}
}

func TestPurgeRemovesWhatIsOverAndNothingElse(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	store := account.Sessions(db.DB)
	for key, end := range map[string]time.Time{"over": now, "on": now.Add(time.Second)} {
		if err := store.CommitCtx(t.Context(), key, []byte("data"), end); err != nil {
			t.Fatal(err)
		}
	}
	start(t, db, now.Add(-time.Hour), "ana@example.org")
	start(t, db, now.Add(-59*time.Minute), "béla@example.org")
	for range 2 {
		if err := account.Purge(t.Context(), db, now); err != nil {
			t.Fatal(err)
		}
	}
	var left []string
	if err := db.NewRaw("select token from session union all select email from entry order by 1").Scan(t.Context(), &left); err != nil {
		t.Fatal(err)
	}
	if len(left) != 2 || left[0] != "béla@example.org" || left[1] != "on" {
		t.Errorf("left are %q", left)
	}
}
