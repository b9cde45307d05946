package api

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"

	"convene/internal/locale"
	"convene/internal/registration"
)

// The answer has the fields of the contract and no others.
func TestRegisterAnswersWhatBecameOfIt(t *testing.T) {
	t.Parallel()
	h := open(t)
	a := h.call("organiser", "POST", budapest, anna("Anna", object{"activities": []string{"bp-a1", "bp-t1", "bp-a1"}, "organisation": nil, "country": nil, "authority": "Pécs"})).is(201)
	h.asDocumented("register", a)
	if len(a.body) != 3 || a.body["state"] != "confirmed" || len(a.body["reference"].(string)) != 8 || len(a.list("places")) != 2 {
		t.Errorf("got %s", a.raw)
	}
	p := a.place("bp-t1")
	if len(p) != 4 || p["state"] != "confirmed" || p["position"] != nil || p["reason"] != nil {
		t.Errorf("place %v", p)
	}
	kept := h.kept("Anna")
	if kept.Country != "HU" || kept.Authority != "Pécs" || kept.Badge != "Anna" || kept.Locale != "en" || kept.Email != "anna@example.org" {
		t.Errorf("kept %+v", kept)
	}
}

// kept reads a registration back by a name in it.
func (h *house) kept(name string) *registration.Row {
	h.t.Helper()
	rows, total, err := registration.List(h.t.Context(), h.db, h.programmeOf("budapest").Event.ID, registration.Filter{Query: name})
	h.must(err)
	if total != 1 {
		h.t.Fatalf("%d registrations of %s", total, name)
	}
	return &rows[0]
}

// Rule 12: the reason is the sentence that everybody reads, in the asker's language.
func TestReasonsAreGivenInWords(t *testing.T) {
	t.Parallel()
	h := open(t)
	h.resize("budapest", "bp-a1", 0)
	h.resize("budapest", "bp-b1", 0)
	a := h.call("organiser", "POST", budapest, anna("Anna", object{"activities": []string{"bp-a1"}})).is(201)
	h.asDocumented("register", a)
	reason := a.place("bp-a1")["reason"].(object)
	if a.place("bp-a1")["state"] != "refused" || reason["code"] != "full" || reason["detail"] == "" {
		t.Errorf("refused: %s", a.raw)
	}
	for i, name := range []string{"Bea", "Cili"} {
		a = h.call("organiser", "POST", budapest, anna(name, object{"activities": []string{"bp-b1"}, "join_waiting_list": []string{"bp-b1"}}), "Accept-Language", "fr").is(201)
		p := a.place("bp-b1")
		want := locale.For("fr").T("Full; nobody waits before you.")
		if i > 0 {
			want = locale.For("fr").N("Full; %d person waits before you.", "Full; %d people wait before you.", 1, 1)
		}
		if p["state"] != "waiting" || p["position"] != float64(i+1) || p["reason"].(object)["detail"] != want {
			t.Errorf("waiting: %v, want %q", p, want)
		}
		if a.header.Get("Content-Language") != "fr" {
			t.Errorf("Content-Language %q", a.header.Get("Content-Language"))
		}
	}
}

func TestAFullEvent(t *testing.T) {
	t.Parallel()
	h := open(t)
	h.resize("budapest", "event", 0)
	a := h.call("organiser", "POST", budapest, anna("Anna")).problem(409, "event-full")
	h.asDocumented("register", a)
	for _, wait := range []any{"all", []string{"event"}} {
		a := h.call("organiser", "POST", budapest, anna(fmt.Sprintf("W%d", len(fmt.Sprint(wait))), object{"activities": []string{"bp-a1"}, "join_waiting_list": wait})).is(201)
		h.asDocumented("register", a)
		if a.body["state"] != "waiting" || a.place("event")["position"] == nil || a.place("bp-a1")["state"] != "wished" {
			t.Errorf("%v: %s", wait, a.raw)
		}
	}
}

func TestWhoIsRegisteredIsNotRegisteredAgain(t *testing.T) {
	t.Parallel()
	h := open(t)
	h.call("organiser", "POST", budapest, anna("Anna")).is(201)
	a := h.call("organiser", "POST", budapest, anna("Anna", object{"email": " ANNA@Example.ORG "})).problem(409, "already")
	if !strings.HasPrefix(fmt.Sprint(a.body["instance"]), "urn:convene:request:") {
		t.Errorf("instance %v", a.body["instance"])
	}
	_, err := h.db.NewRaw("update event set closes_at = ? where slug = 'budapest'", midNovember).Exec(t.Context())
	h.must(err)
	h.call("organiser", "POST", budapest, anna("Bea")).problem(409, "closed")
}

func TestWrongFieldsAreNamed(t *testing.T) {
	t.Parallel()
	h := open(t)
	for _, c := range []struct {
		over  object
		wrong string
	}{
		{object{"given_name": "  "}, "given_name"},
		{object{"given_name": "123", "country": "XX", "email": "x", "function": ""}, "given_name badge_name country function email"},
		{object{"badge_name": "Анна"}, "latin_name"},
		{object{"badge_name": "Анна", "latin_name": "Анна"}, "latin_name"},
		{object{"organisation": nil, "country": nil}, "authority country"},
		{object{"organisation": nil, "authority": "Atlantis"}, "authority"},
		{object{"organisation": nil, "country": nil, "authority": "!?"}, "authority"},
		{object{"organisation": nil, "authority": 999999}, "authority"},
		{object{"organisation": nil, "authority": 1e300}, "authority"},
		{object{"country": nil}, "country"},
		{object{"authority": "Pécs"}, "authority"},
		{object{"activities": []string{"md-a1", "event", "\x00"}}, "activities activities activities"},
		{object{"join_waiting_list": []string{"bp-a1"}}, "join_waiting_list"},
		{object{"consents": []string{"list", "partner:iris", "everything"}}, "consents consents"},
		// of the wrong shape
		{object{"given_name": nil, "email": nil}, "email given_name"},
		{object{"given_name": 1}, "given_name"},
		{object{"activities": "bp-a1"}, "activities"},
		{object{"activities": nil, "join_waiting_list": "some"}, "join_waiting_list"},
		{object{"organisation": nil, "authority": []string{"Pécs"}}, "authority"},
		{object{"shoe_size": 38}, "shoe_size"},
		{object{"given_name": strings.Repeat("x", 121)}, "given_name"},
	} {
		a := h.call("organiser", "POST", budapest, anna("Anna", c.over)).wrong(strings.Fields(c.wrong)...)
		h.asDocumented("register", a)
		if strings.Contains(a.raw, "expected") {
			t.Errorf("%v is answered in huma's words: %s", c.over, a.raw)
		}
	}
	if a := h.call("organiser", "GET", budapest, nil).is(200); len(a.list("items")) != 0 {
		t.Errorf("kept all the same: %s", a.raw)
	}
}

func TestBodiesThatCannotBeRead(t *testing.T) {
	t.Parallel()
	h := open(t)
	for _, body := range []string{"", "{", "\x00", `{"given_name": "\ud800`, "given_name=Anna", "[[[[["} {
		h.call("organiser", "POST", budapest, body).problem(400, "unreadable")
	}
	h.call("organiser", "POST", budapest, `{"given_name": "`+strings.Repeat("x", maxBody)+`"}`).problem(413, "too-large")
	h.call("organiser", "POST", budapest, "given_name=Anna", "Content-Type", "application/x-www-form-urlencoded").problem(415, "media-type")
	h.call("organiser", "POST", budapest, "[]").wrong("body")
}

func TestAuthoritiesAreKnownInAnySpelling(t *testing.T) {
	t.Parallel()
	h := open(t)
	_, err := h.db.NewRaw("update event set max_per_delegation = 0").Exec(t.Context())
	h.must(err)
	number := 0
	for i, named := range []any{"Hódmezővásárhely", "HODMEZOVASARHELY", " hódmezővásárhely ", 0, "0"} {
		if n, isNumber := named.(int); isNumber && n == 0 {
			named = number
		} else if named == "0" {
			named = fmt.Sprint(number)
		}
		a := h.call("organiser", "POST", budapest, anna(fmt.Sprintf("P%d", i), object{"organisation": nil, "country": nil, "authority": named})).is(201)
		kept := h.kept(a.body["reference"].(string))
		if number = int(kept.AuthorityID); kept.Authority != "Hódmezővásárhely" || kept.Country != "HU" {
			t.Errorf("%v is %q of %s", named, kept.Authority, kept.Country)
		}
	}
	native := h.call("organiser", "POST", budapest, anna("Ivan", object{"organisation": nil, "country": nil, "authority": "София"})).is(201)
	if kept := h.kept(native.body["reference"].(string)); kept.Authority != "Sofia" || kept.Country != "BG" {
		t.Errorf("София is %q of %s", kept.Authority, kept.Country)
	}
	_, err = h.db.NewRaw("insert into authority (name, native_name, country, kind, search) values ('Pecs', '', 'RO', 'city', 'pecs')").Exec(t.Context())
	h.must(err)
	two := object{"organisation": nil, "country": nil, "authority": "Pécs"}
	h.call("organiser", "POST", budapest, anna("Two", two)).wrong("authority")
	h.call("organiser", "POST", budapest, anna("Two", two, object{"country": "ro"})).is(201)
	if kept := h.kept("Two"); kept.Country != "RO" || kept.Authority != "Pecs" {
		t.Errorf("of the two in Romania: %+v", kept.Registration)
	}
}

// DP-04: what is kept are the words of the web's page in the person's language,
// a no where a purpose was left out, and nothing when nobody asked.
func TestConsentsAreKeptInTheirWords(t *testing.T) {
	t.Parallel()
	h := open(t)
	madrid := h.programmeOf("madrid")
	body := anna("Anna", object{"consents": []string{"partner:iris"}, "locale": "fr-CA"})
	h.call("other", "POST", "/events/madrid/registrations", body).is(201)
	rows, _, err := registration.List(t.Context(), h.db, madrid.Event.ID, registration.Filter{})
	h.must(err)
	consents, err := registration.ConsentsOf(t.Context(), h.db, rows[0].ID)
	h.must(err)
	for _, q := range registration.Questions(locale.For("fr"), madrid) {
		if c := consents[q.Purpose]; c.Text != q.Text || c.Given != (q.Purpose == "partner:iris") {
			t.Errorf("%s: %+v, want the words %q", q.Purpose, c, q.Text)
		}
	}
	var channels []string
	h.must(h.db.NewRaw("select distinct channel from consent").Scan(t.Context(), &channels))
	if len(channels) != 1 || channels[0] != "api" || rows[0].Locale != "fr" {
		t.Errorf("channels %v, language %s", channels, rows[0].Locale)
	}
	h.call("organiser", "POST", budapest, anna("Anna")).is(201)
	if unasked, err := registration.ConsentsOf(t.Context(), h.db, h.kept("Anna").ID); err != nil || len(unasked) != 0 {
		t.Errorf("nobody asked, and kept is %v (%v)", unasked, err)
	}
}

// A desk that is full says so, and when to come again.
func TestABusyDesk(t *testing.T) {
	t.Parallel()
	h := open(t, func(_ *Config, o *registration.Options) { o.Lanes, o.Queue = 1, 1 })
	ctx, cancel := context.WithTimeout(t.Context(), 0)
	cancel()
	lock, err := h.db.Conn(t.Context())
	h.must(err)
	_, err = lock.ExecContext(t.Context(), "begin; lock table counter in access exclusive mode")
	h.must(err)
	var waiting sync.WaitGroup
	busy := h.call("organiser", "GET", "/events/nothing", nil)
	for i := range 20 {
		waiting.Go(func() { _, _ = h.desk.Withdraw(ctx, registration.Withdrawal{EventID: int64(i), Now: midNovember}) })
	}
	waiting.Wait() // the lane holds one batch under the lock, and the queue is full
	for range 20 {
		if busy = h.call("organiser", "POST", budapest, anna("Anna"), "Idempotency-Key", "busy"); busy.status == 503 {
			break
		}
	}
	busy.problem(503, "busy")
	h.asDocumented("register", busy)
	if busy.header.Get("Retry-After") != "2" {
		t.Errorf("Retry-After %q", busy.header.Get("Retry-After"))
	}
	_, err = lock.ExecContext(t.Context(), "rollback")
	h.must(err)
	h.must(lock.Close())
	for a := busy; a.status == 503; {
		a = h.call("organiser", "POST", budapest, anna("Anna"), "Idempotency-Key", "busy")
		if a.status != 503 {
			a.is(201)
		}
	}
}
