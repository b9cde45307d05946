package api

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"golang.org/x/time/rate"

	"convene/internal/account"
	"convene/internal/event"
	"convene/internal/person"
	"convene/internal/postgres"
	"convene/internal/postgres/pgtest"
	"convene/internal/registration"
)

// house is the real server on a database of its own with the two events of the
// sample, and a clock the test holds.
type house struct {
	*Server
	t      *testing.T
	db     *postgres.DB
	desk   *registration.Desk
	http   *httptest.Server
	log    *lockedBuffer
	tokens map[string]string // by who holds them

	mu    sync.Mutex
	clock time.Time
}

// lockedBuffer takes log lines from many requests.
type lockedBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *lockedBuffer) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *lockedBuffer) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

// midNovember is when the tests' programs ask: both events are open then.
var midNovember = time.Date(2012, time.November, 15, 10, 0, 0, 0, time.UTC)

// open starts a house; adjust may change its configuration.
func open(t *testing.T, adjust ...func(*Config, *registration.Options)) *house {
	t.Helper()
	h := &house{t: t, db: pgtest.New(t), log: &lockedBuffer{}, clock: midNovember, tokens: map[string]string{}}
	t.Cleanup(func() {
		if t.Failed() {
			t.Log(h.log)
		}
	})
	h.fill()
	h.http = httptest.NewUnstartedServer(nil)
	c := Config{BaseURL: "http://" + h.http.Listener.Addr().String(), Secret: []byte("a secret of the tests, long enough"),
		Log: slog.New(slog.NewTextHandler(h.log, nil)), Now: h.now, Rate: rate.Inf}
	o := registration.Options{Secret: c.Secret, BaseURL: c.BaseURL, Log: c.Log}
	for _, change := range adjust {
		change(&c, &o)
	}
	h.desk = registration.NewDesk(h.db, o)
	t.Cleanup(h.desk.Close)
	h.Server = New(h.db, h.desk, c)
	h.http.Config.Handler = h.Handler()
	h.http.Start()
	t.Cleanup(h.http.Close)
	return h
}

// fill imports authorities, events and one account of each role, with a token of
// every scope it may have: organiser, desk and reader of Budapest, other of
// Madrid, and iris and warwick, partners of Madrid.
func (h *house) fill() {
	h.t.Helper()
	_, err := person.ImportAuthorities(h.t.Context(), h.db.DB, "members.csv", h.file("members.csv"), h.file("members_native.csv"))
	h.must(err)
	sources, err := event.ParseFile("events.json", h.file("events.json"))
	h.must(err)
	for i, slug := range []string{"budapest", "madrid"} {
		_, err := registration.ImportEvent(h.t.Context(), h.db.DB, sources[i].Shift(0, slug), midNovember.AddDate(0, 0, -30))
		h.must(err)
	}
	for name, n := range map[string]account.New{
		"organiser": {Role: account.Organiser, Events: []string{"budapest"}}, "desk": {Role: account.Desk, Events: []string{"budapest"}},
		"other": {Role: account.Organiser, Events: []string{"madrid"}},
		"iris":  {Role: account.Partner, PartnerCode: "iris"}, "warwick": {Role: account.Partner, PartnerCode: "warwick"},
	} {
		n.Email, n.Name, n.Password = name+"@example.org", name, "ten characters and more"
		id, err := account.Add(h.t.Context(), h.db.DB, midNovember, n)
		h.must(err)
		scopes := map[string][]string{account.Organiser: {"read", "register"}, account.Desk: {"read"}, account.Partner: {"partner"}}[n.Role]
		h.tokens[name] = h.token(account.NewToken{AccountID: id, Scopes: scopes})
		if name == "organiser" {
			h.tokens["reader"] = h.token(account.NewToken{AccountID: id, Scopes: []string{"read"}})
			h.tokens["registrar"] = h.token(account.NewToken{AccountID: id, Scopes: []string{"register"}})
		}
	}
}

func (h *house) token(n account.NewToken) string {
	h.t.Helper()
	n.Name = "A program"
	secret, _, err := account.AddToken(h.t.Context(), h.db, midNovember, n)
	h.must(err)
	return secret
}

func (h *house) must(err error) {
	h.t.Helper()
	if err != nil {
		h.t.Fatal(err)
	}
}

func (h *house) file(name string) io.Reader {
	h.t.Helper()
	body, err := os.ReadFile("../demo/data/" + name)
	h.must(err)
	return bytes.NewReader(body)
}

func (h *house) now() time.Time {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.clock
}

// later moves the clock on.
func (h *house) later(d time.Duration) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.clock = h.clock.Add(d)
}

func (h *house) programmeOf(slug string) *event.Programme {
	h.t.Helper()
	e, err := event.BySlug(h.t.Context(), h.db, slug)
	h.must(err)
	pr, err := event.Load(h.t.Context(), h.db, e.ID)
	h.must(err)
	return pr
}

// resize changes the capacity of an activity through the desk.
func (h *house) resize(slug, code string, capacity int) {
	h.t.Helper()
	h.must(h.desk.Resize(h.t.Context(), registration.Resize{EventID: h.programmeOf(slug).Event.ID, Activity: code, Capacity: capacity, Actor: "system", Now: h.now()}))
}

// object is a JSON object as a program reads it.
type object = map[string]any

// answer is what a program gets.
type answer struct {
	t      *testing.T
	status int
	header http.Header
	raw    string
	body   object
}

// call sends a request as somebody ("" is nobody). A body is sent as JSON unless
// it is text already; headers come in pairs.
func (h *house) call(who, method, path string, body any, headers ...string) *answer {
	h.t.Helper()
	a, err := h.try(who, method, path, body, headers...)
	h.must(err)
	return a
}

// try is call for goroutines.
func (h *house) try(who, method, path string, body any, headers ...string) (*answer, error) {
	text, ready := body.(string)
	if !ready && body != nil {
		raw, err := json.Marshal(body)
		if err != nil {
			return nil, err
		}
		text = string(raw)
	}
	if !strings.HasPrefix(path, "http") {
		path = h.http.URL + version + path
	}
	r, err := http.NewRequestWithContext(h.t.Context(), method, path, strings.NewReader(text))
	if err != nil {
		return nil, err
	}
	if body != nil {
		r.Header.Set("Content-Type", "application/json")
	}
	if who != "" {
		r.Header.Set("Authorization", "Bearer "+h.tokens[who])
	}
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	return h.send(r)
}

func (h *house) send(r *http.Request) (*answer, error) {
	resp, err := h.http.Client().Do(r)
	if err != nil {
		return nil, err
	}
	defer func() { _ = resp.Body.Close() }() // everything was read
	raw, err := io.ReadAll(resp.Body)
	a := &answer{t: h.t, status: resp.StatusCode, header: resp.Header, raw: string(raw)}
	if strings.Contains(resp.Header.Get("Content-Type"), "json") && len(raw) > 0 && err == nil {
		err = json.Unmarshal(raw, &a.body)
	}
	return a, err
}

// is fails the test unless the answer has a status.
func (a *answer) is(status int) *answer {
	a.t.Helper()
	if a.status != status {
		a.t.Fatalf("got %d, want %d: %s", a.status, status, a.raw)
	}
	return a
}

// problem fails the test unless the answer is one of a status and a code.
func (a *answer) problem(status int, code string) *answer {
	a.t.Helper()
	a.is(status)
	if a.body["code"] != code || a.body["type"] != "urn:convene:problem:"+code || a.body["status"] != float64(status) ||
		a.body["title"] == "" || a.body["detail"] == "" || a.header.Get("Content-Type") != "application/problem+json" {
		a.t.Fatalf("no problem %q: %s: %s", code, a.header.Get("Content-Type"), a.raw)
	}
	return a
}

// wrong fails the test unless exactly these fields are wrong.
func (a *answer) wrong(names ...string) *answer {
	a.t.Helper()
	a.problem(422, "invalid")
	var got []string
	for _, e := range a.list("errors") {
		if e["detail"] == "" {
			a.t.Errorf("%s says nothing", e["name"])
		}
		got = append(got, fmt.Sprint(e["name"]))
	}
	if strings.Join(got, " ") != strings.Join(names, " ") {
		a.t.Fatalf("wrong: %v, want %v: %s", got, names, a.raw)
	}
	return a
}

// list gives the objects of a list.
func (a *answer) list(name string) (all []object) {
	a.t.Helper()
	items, ok := a.body[name].([]any)
	if !ok {
		a.t.Fatalf("%s is no list: %s", name, a.raw)
	}
	for _, item := range items {
		all = append(all, item.(object))
	}
	return all
}

// place gives what became of an activity.
func (a *answer) place(code string) object {
	a.t.Helper()
	for _, p := range a.list("places") {
		if p["activity"] == code {
			return p
		}
	}
	a.t.Fatalf("no place on %s: %s", code, a.raw)
	return nil
}

const budapest = "/events/budapest/registrations"

// anna is a body that is right; more fields may be put over it.
func anna(name string, over ...object) object {
	// An organisation has no limit to its delegation, as authorities have.
	b := object{"given_name": name, "email": strings.ToLower(name) + "@example.org", "organisation": "Sample Office", "country": "HU", "function": "Mayor"}
	for _, o := range over {
		for k, v := range o {
			b[k] = v
			if v == nil {
				delete(b, k)
			}
		}
	}
	return b
}

// inOrder are the operations as a program comes to need them.
var inOrder = []string{"list-events", "show-event", "register", "list-registrations", "change", "withdraw", "list-attendees"}

func (h *house) operationsByID() map[string]*huma.Operation {
	all := map[string]*huma.Operation{}
	for _, item := range h.api.OpenAPI().Paths {
		for _, op := range []*huma.Operation{item.Get, item.Post, item.Put, item.Patch, item.Delete} {
			if op != nil {
				all[op.OperationID] = op
			}
		}
	}
	return all
}
