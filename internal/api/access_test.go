package api

import (
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/time/rate"

	"convene/internal/account"
	"convene/internal/registration"
)

// Who gets what status, for every operation and everybody. reader and registrar
// have one scope of the organiser; other is the organiser of Madrid.
var matrix = map[string]map[string]int{
	"list-events":        {"": 200, "organiser": 200, "iris": 200, "ended": 200},
	"show-event":         {"": 200, "organiser": 200, "iris": 200, "ended": 200},
	"list-registrations": {"": 401, "ended": 401, "organiser": 200, "reader": 200, "desk": 200, "registrar": 403, "other": 404, "iris": 403},
	"register":           {"": 401, "ended": 401, "organiser": 201, "reader": 403, "desk": 403, "registrar": 409, "other": 404, "iris": 403},
	"change":             {"": 401, "ended": 401, "organiser": 200, "reader": 403, "desk": 403, "registrar": 200, "other": 404, "iris": 403},
	"withdraw":           {"": 401, "ended": 401, "organiser": 200, "reader": 403, "desk": 403, "registrar": 200, "other": 404, "iris": 403},
	"list-attendees":     {"": 401, "ended": 401, "organiser": 403, "reader": 403, "desk": 403, "registrar": 403, "other": 403, "iris": 404},
}

func TestWhoMayDoWhat(t *testing.T) {
	t.Parallel()
	h := open(t)
	h.tokens["ended"] = h.token(account.NewToken{AccountID: h.accountID("organiser"), Scopes: []string{"read", "register"}, ExpiresAt: h.now().Add(time.Hour)})
	h.later(time.Hour)
	reference := h.call("organiser", "POST", budapest, anna("First")).is(201).body["reference"].(string)
	operations := h.operationsByID()
	if len(operations) != len(matrix) {
		t.Errorf("%d operations, %d in the table", len(operations), len(matrix))
	}
	for _, id := range inOrder {
		op := operations[id]
		path := strings.NewReplacer("{slug}", "budapest", "{reference}", reference).Replace(op.Path)
		body := map[string]any{"register": anna("Second"), "change": object{"function": "Adviser"}}[id]
		for _, who := range slices.Sorted(maps.Keys(matrix[id])) {
			a := h.call(who, op.Method, path, body)
			if a.status != matrix[id][who] {
				t.Errorf("%s as %q: %d, want %d: %s", id, who, a.status, matrix[id][who], a.raw)
			}
			h.asDocumented(id, a)
		}
	}
}

func TestTokensThatDoNotOpen(t *testing.T) {
	t.Parallel()
	h := open(t)
	good := h.tokens["organiser"]
	for header, code := range map[string]string{
		"": "no-token", "Bearer": "no-token", "Bearer ": "no-token", "Basic " + good: "no-token", good: "no-token",
		"Bearer " + good[:len(good)-1] + "!": "unknown-token", "Bearer " + good + "a": "unknown-token",
		"Bearer nobody": "unknown-token", "Bearer a b": "unknown-token", "Bearer " + strings.Repeat("x", 5000): "unknown-token",
	} {
		a := h.call("", "GET", budapest, nil, "Authorization", header).problem(401, code)
		if !strings.HasPrefix(a.header.Get("WWW-Authenticate"), `Bearer realm="Convene"`) {
			t.Errorf("%q: WWW-Authenticate %q", header, a.header.Get("WWW-Authenticate"))
		}
	}
	h.call("", "GET", budapest, nil, "Authorization", "bearer  "+good).is(200)
	h.call("", "GET", budapest, nil, "Authorization", "Bearer "+good, "Accept-Language", "fr").is(200)
}

// A token is over at once for this process, a second later at the latest for others.
func TestARevokedTokenIsRefused(t *testing.T) {
	t.Parallel()
	h := open(t)
	h.call("organiser", "GET", budapest, nil).is(200)
	id := h.accountID("organiser")
	tokens, err := account.Tokens(t.Context(), h.db, id, h.programmeOf("budapest").Event.ID)
	h.must(err)
	for _, token := range tokens {
		if token.Mine {
			h.must(account.RevokeToken(t.Context(), h.db, h.now(), id, h.programmeOf("budapest").Event.ID, token.ID))
		}
	}
	time.Sleep(memoLife)
	h.call("organiser", "GET", budapest, nil).problem(401, "unknown-token")
	h.call("desk", "GET", budapest, nil).is(200)
}

func TestATokenOfOneEventReachesNoOther(t *testing.T) {
	t.Parallel()
	h := open(t)
	_, err := h.db.NewRaw("insert into account_event select account.id, event.id from account, event where email = 'organiser@example.org' and slug = 'madrid'").Exec(t.Context())
	h.must(err)
	h.tokens["narrow"] = h.token(account.NewToken{AccountID: h.accountID("organiser"), Scopes: []string{"read"}, EventIDs: []int64{h.programmeOf("madrid").Event.ID}})
	h.call("organiser", "GET", "/events/madrid/registrations", nil).is(200)
	h.call("narrow", "GET", "/events/madrid/registrations", nil).is(200)
	h.call("narrow", "GET", budapest, nil).problem(404, "not-found")
}

func TestWhatIsNotThereIsNotFound(t *testing.T) {
	t.Parallel()
	h := open(t)
	for _, path := range []string{"/events/atlantis", "/events/%00", "/events/%ff", "/events/" + strings.Repeat("x", 3000), "/events/budapest%20"} {
		h.call("", "GET", path, nil).problem(404, "not-found")
		h.call("organiser", "GET", path+"/registrations", nil).problem(404, "not-found")
	}
	for _, reference := range []string{"NOBODY00", "%00", "%ff%fe", strings.Repeat("x", 3000)} {
		h.call("organiser", "PATCH", budapest+"/"+reference, object{}).problem(404, "not-found")
		h.call("organiser", "DELETE", budapest+"/"+reference, nil).problem(404, "not-found")
	}
	h.call("", "GET", "/nothing", nil).problem(404, "not-found")
	h.call("organiser", "PUT", budapest, object{}).problem(405, "method")
	_, err := h.db.NewRaw("update event set status = 'draft' where slug = 'madrid'").Exec(t.Context())
	h.must(err)
	h.call("", "GET", "/events/madrid", nil).problem(404, "not-found")
}

func TestTooManyRequestsAreRefused(t *testing.T) {
	t.Parallel()
	h := open(t, func(c *Config, _ *registration.Options) { c.Rate = rate.Every(time.Hour) })
	h.call("", "GET", "/events", nil).is(200)
	a := h.call("", "GET", "/events", nil).problem(429, "too-many")
	if a.header.Get("Retry-After") != "10" {
		t.Errorf("Retry-After %q", a.header.Get("Retry-After"))
	}
	h.call("organiser", "GET", budapest, nil).is(200) // a token has its own count
	h.call("organiser", "GET", budapest, nil).problem(429, "too-many")
	h.call("reader", "GET", budapest, nil).is(200)
	h.call("", "GET", budapest, nil, "Authorization", "Bearer guess").problem(429, "too-many")
}

// Neither the log nor an address names a person or holds a secret.
func TestTheLogNamesNobody(t *testing.T) {
	t.Parallel()
	h := open(t)
	reference := h.call("organiser", "POST", budapest, anna("Secretperson")).is(201).body["reference"].(string)
	h.call("organiser", "POST", budapest, anna("Secretperson", object{"email": "broken"})).wrong("email")
	h.call("organiser", "GET", budapest+"?limit=1", nil).is(200)
	h.call("organiser", "DELETE", budapest+"/"+reference, nil).is(200)
	for _, word := range []string{"Secretperson", "secretperson", "example.org", reference, h.tokens["organiser"]} {
		if strings.Contains(h.log.String(), word) {
			t.Errorf("the log says %q", word)
		}
	}
	if !strings.Contains(h.log.String(), "route=/api/v1/events/:slug/registrations") {
		t.Error("the log does not say what was asked for")
	}
}

// The API has no ambient credentials: a cookie opens nothing, and a page of
// another site that posts is told to send a token.
func TestCookiesOpenNothing(t *testing.T) {
	t.Parallel()
	h := open(t)
	h.call("", "POST", budapest, anna("Anna"), "Cookie", "session=anything", "Origin", "https://evil.example", "Sec-Fetch-Site", "cross-site").problem(401, "no-token")
	a := h.call("organiser", "POST", budapest, anna("Anna"), "Origin", "https://elsewhere.example", "Sec-Fetch-Site", "cross-site").is(201)
	for _, name := range []string{"Set-Cookie", "Access-Control-Allow-Origin"} {
		if a.header.Get(name) != "" {
			t.Errorf("%s: %q", name, a.header.Get(name))
		}
	}
	if a.header.Get("Cache-Control") != "no-store" || a.header.Get("X-Content-Type-Options") != "nosniff" {
		t.Errorf("headers %v", a.header)
	}
}

func (h *house) accountID(name string) (id int64) {
	h.t.Helper()
	h.must(h.db.NewRaw("select id from account where email = ?", name+"@example.org").Scan(h.t.Context(), &id))
	return id
}
