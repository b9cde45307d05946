package account_test

import (
	"sync"
	"testing"
	"time"

	"convene/internal/account"
	"convene/internal/fault"
)

func TestUnknownAndWrongAreOneAnswer(t *testing.T) {
	t.Parallel()
	db := house(t)
	add(t, db, account.New{Email: "o@example.org", Role: account.Organiser})
	_, wrong := account.SignIn(t.Context(), db.DB, "o@example.org", "not "+password)
	_, unknown := account.SignIn(t.Context(), db.DB, "nobody@example.org", password)
	_, empty := account.SignIn(t.Context(), db.DB, "nobody@example.org", "")
	for _, err := range []error{wrong, unknown, empty} {
		if !fault.Is(err, fault.Invalid) || err.Error() != "The e-mail address or the password is wrong." {
			t.Errorf("the answer was %v", err)
		}
	}
}

// The fastest of several runs is what the work itself takes; the rest is the
// machine's noise, which both share by turns. Without the hash of nobody an unknown
// address answers some fifty times sooner, in every round.
func TestUnknownTakesAsLongAsWrong(t *testing.T) {
	db := house(t)
	add(t, db, account.New{Email: "o@example.org", Role: account.Organiser})
	try := func(email string) time.Duration {
		start := time.Now()
		account.SignIn(t.Context(), db.DB, email, "a wrong password")
		return time.Since(start)
	}
	wrong, unknown := time.Hour, time.Hour
	for range 40 {
		wrong, unknown = min(wrong, try("o@example.org")), min(unknown, try("nobody@example.org"))
		if unknown*3 >= wrong && wrong*3 >= unknown {
			return
		}
	}
	t.Errorf("wrong took %v, unknown %v", wrong, unknown)
}

func TestResetChangesPasswordAndStamp(t *testing.T) {
	t.Parallel()
	db := house(t)
	before := add(t, db, account.New{Email: "o@example.org", Role: account.Organiser})
	if err := account.Reset(t.Context(), db.DB, "O@example.org", "short"); !fault.Is(err, fault.Invalid) {
		t.Errorf("a short password: %v", err)
	}
	if err := account.Reset(t.Context(), db.DB, "nobody@example.org", "another password"); !fault.Is(err, fault.NotFound) {
		t.Errorf("nobody's password: %v", err)
	}
	if err := account.Reset(t.Context(), db.DB, "O@example.org", "another password"); err != nil {
		t.Fatal(err)
	}
	if _, err := account.SignIn(t.Context(), db.DB, "o@example.org", password); !fault.Is(err, fault.Invalid) {
		t.Errorf("the old password: %v", err)
	}
	after, err := account.SignIn(t.Context(), db.DB, "o@example.org", "another password")
	if err != nil || after.Stamp == before.Stamp || after.Stamp == "" {
		t.Errorf("the new password: %v, stamps %q and %q", err, before.Stamp, after.Stamp)
	}
}

// A crowd is served, four at a time; nobody is refused for it.
func TestACrowdSignsIn(t *testing.T) {
	t.Parallel()
	db := house(t)
	add(t, db, account.New{Email: "o@example.org", Role: account.Organiser})
	var crowd sync.WaitGroup
	for range 12 {
		crowd.Go(func() {
			if _, err := account.SignIn(t.Context(), db.DB, "o@example.org", password); err != nil {
				t.Error(err)
			}
		})
	}
	crowd.Wait()
}
