package api

import (
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"convene/internal/account"
	"convene/internal/registration"
)

// Issue 3, item 5: a thousand requests with the same key, one registration.
func TestAThousandRequestsWithTheSameKey(t *testing.T) {
	t.Parallel()
	h := open(t)
	var all sync.WaitGroup
	var mu sync.Mutex
	references, fresh := map[string]int{}, 0
	inFlight := make(chan struct{}, 100) // sockets, not requests, are what a test machine lacks
	for range 1000 {
		all.Go(func() {
			inFlight <- struct{}{}
			defer func() { <-inFlight }()
			a, err := h.try("organiser", "POST", budapest, anna("Anna", object{"activities": []string{"bp-a1"}}), "Idempotency-Key", "one")
			mu.Lock()
			defer mu.Unlock()
			if err != nil || a.status != 201 {
				t.Errorf("%v %+v", err, a)
				return
			}
			references[fmt.Sprint(a.body)]++
			if a.header.Get("Idempotency-Replayed") == "" {
				fresh++
			}
		})
	}
	all.Wait()
	if len(references) != 1 || fresh != 1 {
		t.Errorf("%d answers, %d of them said to be the first", len(references), fresh)
	}
	if n := len(h.call("organiser", "GET", budapest, nil).list("items")); n != 1 {
		t.Errorf("%d registrations", n)
	}
}

func TestTheSameKeyWithSomethingElseIsRefused(t *testing.T) {
	t.Parallel()
	h := open(t)
	key := []string{"Idempotency-Key", "k-1"}
	h.call("organiser", "POST", budapest, anna("Anna", object{"email": "broken"}), key...).wrong("email") // claims nothing
	first := h.call("organiser", "POST", budapest, anna("Anna"), key...).is(201)
	reference := first.body["reference"].(string)
	a := h.call("organiser", "POST", budapest, anna("Bea"), key...).problem(422, "key-reused")
	h.asDocumented("register", a)
	h.call("organiser", "PATCH", budapest+"/"+reference, object{}, key...).problem(422, "key-reused")
	h.call("organiser", "DELETE", budapest+"/"+reference, nil, key...).problem(422, "key-reused")
	again := h.call("reader2", "POST", budapest, anna("Anna"), append(key, "Authorization", "Bearer "+h.tokens["registrar"])...).is(201)
	if again.raw != first.raw || again.header.Get("Idempotency-Replayed") != "true" {
		t.Errorf("another token of the same account: %s", again.raw)
	}
	h.call("other", "POST", "/events/madrid/registrations", anna("Anna"), key...).is(201) // another account's key
	for _, bad := range []string{strings.Repeat("x", 256), "a b", "é"} {
		h.call("organiser", "POST", budapest, anna("Bea"), "Idempotency-Key", bad).wrong("Idempotency-Key")
	}
}

// A refusal is an outcome too: the key gets it again, whatever changed since.
func TestARefusalIsRepeated(t *testing.T) {
	t.Parallel()
	h := open(t)
	h.resize("budapest", "event", 0)
	h.call("organiser", "POST", budapest, anna("Anna"), "Idempotency-Key", "full").problem(409, "event-full")
	h.resize("budapest", "event", 10)
	h.call("organiser", "POST", budapest, anna("Anna"), "Idempotency-Key", "full").problem(409, "event-full")
	h.call("organiser", "POST", budapest, anna("Anna"), "Idempotency-Key", "new").is(201)
}

func TestKeysAreKeptForADay(t *testing.T) {
	t.Parallel()
	h := open(t)
	key := []string{"Idempotency-Key", "daily"}
	h.call("organiser", "POST", budapest, anna("Anna"), key...).is(201)
	purge := func() {
		h.must(registration.PurgeOutcomes(t.Context(), h.db, h.now().Add(-registration.KeysLast)))
		h.must(account.PurgeKeys(t.Context(), h.db, h.now().Add(-registration.KeysLast)))
	}
	h.later(24 * time.Hour)
	purge()
	h.call("organiser", "POST", budapest, anna("Anna"), key...).is(201)
	h.later(time.Second)
	purge()
	h.call("organiser", "POST", budapest, anna("Anna"), key...).problem(409, "already")
	h.later(24*time.Hour + time.Second)
	purge()
	h.call("organiser", "POST", budapest, anna("Bea"), key...).is(201)
}

// A withdrawal that is repeated withdraws once.
func TestWithdraw(t *testing.T) {
	t.Parallel()
	h := open(t)
	at := budapest + "/" + h.call("organiser", "POST", budapest, anna("Anna", object{"activities": []string{"bp-a1"}})).is(201).body["reference"].(string)
	for range 2 {
		a := h.call("organiser", "DELETE", at, nil, "Idempotency-Key", "off").is(200)
		h.asDocumented("withdraw", a)
		if a.body["state"] != "withdrawn" || a.place("bp-a1")["state"] != "released" {
			t.Errorf("got %s", a.raw)
		}
	}
	h.call("organiser", "DELETE", at, nil).is(200)
	h.call("organiser", "PATCH", at, object{"function": "Adviser"}).problem(410, "missing")
	h.call("organiser", "POST", budapest, anna("Anna")).is(201)
}
