package main

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"

	"convene/internal/postgres/pgtest"
)

// Two programs on one database need nothing of each other: a person and a program
// may ask either of them at every step.
func TestTwoProgramsAreOne(t *testing.T) {
	t.Parallel()
	s := prepareSite(t, pgtest.EmptyURL(t))
	leftovers(t, s)
	s.open(2)

	const email = "guest@example.org"
	c := s.client("192.0.2.7")
	here, there := newProxy(s.proxy.to[0]), newProxy(s.proxy.to[1])
	t.Cleanup(func() { here.CloseIdleConnections(); there.CloseIdleConnections() })
	c.http.Transport = here
	c.askCode(seminar, email)
	c.http.Transport = there
	c.comeIn(seminar, email)
	c.http.Transport = s.proxy // to both in turn
	form := c.fillIn(seminar, "choice.bp-w1=bp-c1")
	reference := referenceIn(t, c.at("/events/"+seminar+"/register/result", checkPage, form).body)

	// A second code would leave the first in doubt: whichever program is asked
	// knows that one was sent a moment ago.
	other := s.client("192.0.2.8")
	other.http.Transport = here
	if a, err := other.send(t.Context(), "/enter", map[string][]string{"email": {email}, "to": {"/me"}}); err != nil || a.status != http.StatusTooManyRequests {
		t.Errorf("a second code within the minute: %+v, %v", a, err)
	}
	s.makeToken()
	keysAreShared(t, s)
	if seen := c.at("/me/"+reference, "/me/"+reference, nil); !strings.Contains(plain(seen.body), reference) {
		t.Errorf("one's own page: %s", plain(seen.body))
	}
	leftoversAreGone(t, s)
	s.close()
}

// keysAreShared sends the same twice, to one program after the other.
func keysAreShared(t *testing.T, s *site) {
	t.Helper()
	var first string
	for n := range 2 {
		a, err := s.call(t.Context(), "POST", registrations, "the-same", sampleBody("program@example.org"))
		if err != nil || a.status != http.StatusCreated {
			t.Fatalf("%+v, %v", a, err)
		}
		var got struct{ Reference string }
		if err := json.Unmarshal([]byte(a.body), &got); err != nil {
			t.Fatal(err)
		}
		if n == 1 && (got.Reference != first || a.header.Get("Idempotency-Replayed") != "true") {
			t.Errorf("the second answer is %s, the first was for %s", a.body, first)
		}
		first = got.Reference
	}
}

const registrations = "/events/" + seminar + "/registrations"

// sampleBody is a registration as programs send it; who finds everything full
// waits.
func sampleBody(email string) map[string]any {
	return map[string]any{"given_name": "Sample", "family_name": "Guest", "email": email, "organisation": "Sample Office", "country": "AT",
		"function": "Clerk", "activities": []string{"bp-c1"}, "join_waiting_list": "all"}
}

// leftovers are what the periodic tasks remove: both programs do so when they
// start, at the same time.
func leftovers(t *testing.T, s *site) {
	t.Helper()
	long := time.Now().AddDate(0, 0, -2)
	db := s.db()
	for _, statement := range []string{
		"insert into session (token, data, expiry) select 'old' || n, '', ? from generate_series(1, 2000) n",
		"insert into outcome (key, event_id, outcome, created_at) select 'old' || n, 1, '{}', ? from generate_series(1, 2000) n",
		`insert into entry (email, locale, target, code_hash, link_hash, created_at, expires_at)
			select 'old@example.org', 'en', '/me', '', n::text::bytea, m.at, m.at from generate_series(1, 2000) n, (select ?::timestamptz as at) m`,
	} {
		if _, err := db.NewRaw(statement, long).Exec(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
}

func leftoversAreGone(t *testing.T, s *site) {
	t.Helper()
	db := s.db()
	eventually(t, "what is left over is removed", func() bool {
		var left int
		err := db.NewRaw(`select (select count(*) from session where token like 'old%') + (select count(*) from outcome where key like 'old%')
			+ (select count(*) from entry where email = 'old@example.org')`).Scan(t.Context(), &left)
		return err == nil && left == 0
	})
}
