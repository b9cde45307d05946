package account_test

import (
	"strings"
	"sync"
	"testing"
	"time"

	"convene/internal/account"
	"convene/internal/fault"
)

func TestATokenOpensItsEventsUntilItEnds(t *testing.T) {
	t.Parallel()
	db := house(t)
	a := add(t, db, account.New{Email: "organiser@example.org", Role: account.Organiser, Events: []string{"budapest", "madrid"}})
	wide, _, err := account.AddToken(t.Context(), db, now, account.NewToken{AccountID: a.ID, Name: "Wide", Scopes: []string{"read"}, ExpiresAt: now.Add(time.Hour)})
	if err != nil {
		t.Fatal(err)
	}
	madrid := eventID(t, db, "madrid")
	narrow, _, err := account.AddToken(t.Context(), db, now, account.NewToken{AccountID: a.ID, Name: "Narrow", Scopes: []string{"read", "register"}, EventIDs: []int64{madrid}})
	if err != nil {
		t.Fatal(err)
	}
	for secret, events := range map[string]int{wide: 2, narrow: 1} {
		b, err := account.ByToken(t.Context(), db, now, secret)
		if err != nil || len(b.Events) != events || !b.Reaches(madrid) || b.Account.ID != a.ID {
			t.Errorf("%s…: %+v, %v", secret[:12], b, err)
		}
	}
	if _, err := account.ByToken(t.Context(), db, now.Add(time.Hour), wide); !fault.Is(err, fault.NotFound) {
		t.Errorf("after its end: %v", err)
	}
	if _, err := db.ExecContext(t.Context(), "update account set disabled_at = now()"); err != nil {
		t.Fatal(err)
	}
	if _, err := account.ByToken(t.Context(), db, now, narrow); !fault.Is(err, fault.NotFound) {
		t.Errorf("of a disabled account: %v", err)
	}
}

// Whoever reads the table can neither use a token nor make one.
func TestOnlyAHashIsKept(t *testing.T) {
	t.Parallel()
	db := house(t)
	a := add(t, db, account.New{Email: "organiser@example.org", Role: account.Organiser, Events: []string{"budapest"}})
	secret, _, err := account.AddToken(t.Context(), db, now, account.NewToken{AccountID: a.ID, Name: "Program", Scopes: []string{"read"}})
	if err != nil {
		t.Fatal(err)
	}
	var row string
	if err := db.NewRaw("select token::text from token").Scan(t.Context(), &row); err != nil {
		t.Fatal(err)
	}
	if strings.Contains(row, secret[13:]) || !strings.Contains(row, secret[:12]) {
		t.Errorf("%s is kept as %s", secret, row)
	}
	for i := len("convene_"); i < len(secret); i++ { // a mistyped character is noticed before the database is asked
		other := "a"
		if secret[i] == 'a' {
			other = "b"
		}
		if _, err := account.ByToken(t.Context(), nil, now, secret[:i]+other+secret[i+1:]); !fault.Is(err, fault.NotFound) {
			t.Errorf("character %d: %v", i, err)
		}
	}
}

func TestUseIsNotedToTheHour(t *testing.T) {
	t.Parallel()
	db := house(t)
	a := add(t, db, account.New{Email: "organiser@example.org", Role: account.Organiser, Events: []string{"budapest"}})
	secret, _, err := account.AddToken(t.Context(), db, now, account.NewToken{AccountID: a.ID, Name: "Program", Scopes: []string{"read"}})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ at, noted time.Duration }{{25 * time.Minute, 0}, {59 * time.Minute, 0}, {90 * time.Minute, time.Hour}} {
		if _, err := account.ByToken(t.Context(), db, now.Add(c.at), secret); err != nil {
			t.Fatal(err)
		}
		tokens, err := account.Tokens(t.Context(), db, a.ID, eventID(t, db, "budapest"))
		if err != nil || !tokens[0].LastUsedAt.Equal(now.Add(c.noted)) {
			t.Errorf("after %s: %+v, %v", c.at, tokens, err)
		}
	}
}

func TestATokenMayNoMoreThanItsAccount(t *testing.T) {
	t.Parallel()
	db := house(t)
	desk := add(t, db, account.New{Email: "desk@example.org", Role: account.Desk, Events: []string{"budapest"}})
	for _, c := range []struct {
		n     account.NewToken
		field string
	}{
		{account.NewToken{Name: " ", Scopes: []string{"read"}}, "name"}, {account.NewToken{Name: "P"}, "scopes"},
		{account.NewToken{Name: "P", Scopes: []string{"register"}}, "scopes"}, {account.NewToken{Name: "P", Scopes: []string{"everything"}}, "scopes"},
		{account.NewToken{Name: "P", Scopes: []string{"read"}, ExpiresAt: now}, "expires"},
		{account.NewToken{Name: "P", Scopes: []string{"read"}, EventIDs: []int64{eventID(t, db, "madrid")}}, "events"},
		{account.NewToken{Name: "P", Scopes: []string{"read"}, EventIDs: []int64{}}, "events"},
	} {
		c.n.AccountID = desk.ID
		_, _, err := account.AddToken(t.Context(), db, now, c.n)
		if f := fault.As(err); f == nil || len(f.Fields) != 1 || f.Fields[0].Name != c.field {
			t.Errorf("%+v: %v", c.n, err)
		}
	}
}

// The demo's tokens are texts that somebody chose, one of a name.
func TestAChosenTokenTakesThePlaceOfTheLast(t *testing.T) {
	t.Parallel()
	db := house(t)
	add(t, db, account.New{Email: "organiser@example.org", Role: account.Organiser, Events: []string{"budapest", "madrid"}})
	set := func(secret string) error {
		return account.SetToken(t.Context(), db.DB, now, account.FixedToken{Email: "organiser@example.org", Name: "CONVENE_DEMO_TOKEN",
			Secret: secret, Scopes: []string{"read", "register", "partner"}})
	}
	opens := func(secret string) bool {
		_, err := account.ByToken(t.Context(), db, now, secret)
		return err == nil
	}
	for range 2 {
		if err := set("first-token"); err != nil || !opens("first-token") {
			t.Fatal(err)
		}
	}
	if err := set("second-token"); err != nil || opens("first-token") || !opens("second-token") {
		t.Error(err)
	}
	if err := set("with a space"); !fault.Is(err, fault.Invalid) {
		t.Error(err)
	}
	if err := set(""); err != nil || opens("second-token") {
		t.Error(err)
	}
	err := account.SetToken(t.Context(), db.DB, now, account.FixedToken{Email: "nobody@example.org", Name: "N", Secret: "x"})
	if !fault.Is(err, fault.NotFound) {
		t.Error(err)
	}
}

// Many requests with one key at once agree on what it stands for.
func TestAKeyStandsForTheFirstRequest(t *testing.T) {
	t.Parallel()
	db := house(t)
	a := add(t, db, account.New{Email: "organiser@example.org", Role: account.Organiser, Events: []string{"budapest"}})
	var all sync.WaitGroup
	var mu sync.Mutex
	taken := map[byte]int{}
	for i := range 40 {
		all.Go(func() {
			what := byte(i % 2)
			err := account.ClaimKey(t.Context(), db, now, a.ID, "key", []byte{what})
			mu.Lock()
			defer mu.Unlock()
			if err == nil {
				taken[what]++
			} else if !fault.Is(err, fault.Invalid) {
				t.Error(err)
			}
		})
	}
	all.Wait()
	if len(taken) != 1 || taken[0]+taken[1] != 20 {
		t.Errorf("taken for %v", taken)
	}
	if err := account.PurgeKeys(t.Context(), db, now); err != nil {
		t.Fatal(err)
	}
	if err := account.ClaimKey(t.Context(), db, now, a.ID, "key", []byte{2}); !fault.Is(err, fault.Invalid) {
		t.Errorf("purged too early: %v", err)
	}
	if err := account.PurgeKeys(t.Context(), db, now.Add(time.Second)); err != nil {
		t.Fatal(err)
	}
	if err := account.ClaimKey(t.Context(), db, now, a.ID, "key", []byte{2}); err != nil {
		t.Errorf("still there: %v", err)
	}
}
