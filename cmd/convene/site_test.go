package main

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"sync"
	"syscall"
	"testing"

	"convene/internal/postgres"
)

// site is a real event with what `serve` needs: the first of the sample, open now,
// in one database, with a mail server. Any number of programs may serve it.
type site struct {
	installation
	database string
	letters  *sink
	proxy    *proxy
	programs []*server // those that run
	token    string    // of an organiser, to register people with
	outages  int       // of the database: periodic tasks may fail in one

	mu      sync.Mutex
	started []*server // all that ever ran
}

// prepareSite makes everything but the programs.
func prepareSite(t *testing.T, database string) *site {
	t.Helper()
	s := &site{database: database, letters: newSink(t), proxy: newProxy(freePort(t))}
	t.Cleanup(s.proxy.CloseIdleConnections)
	address := s.proxy.to[0]
	s.installation = install(t, settings(t, database)...).with(s.letters.env()...).with(
		"CONVENE_LISTEN="+address, "CONVENE_BASE_URL=http://"+address, "CONVENE_TRUSTED_PROXIES=127.0.0.1")
	s.run("migrate").wants(t, 0)
	write(t, s.installation, "events.json", comingEvent(t))
	s.run("import", "event", "events.json").wants(t, 0)
	return s
}

// open starts so many programs at once, all with the base URL of the first.
func (s *site) open(programs int) {
	s.t.Helper()
	for len(s.proxy.to) < programs {
		s.proxy.to = append(s.proxy.to, freePort(s.t))
	}
	s.programs = make([]*server, programs)
	var all sync.WaitGroup
	for n := range programs {
		all.Go(func() { s.start(n) })
	}
	all.Wait()
	if s.t.Failed() {
		s.t.FailNow()
	}
}

// start starts the n-th program, or another in its place.
func (s *site) start(n int) {
	s.t.Helper()
	s.programs[n] = s.with("CONVENE_LISTEN=" + s.proxy.to[n]).serve("serve")
	s.mu.Lock()
	defer s.mu.Unlock()
	s.started = append(s.started, s.programs[n])
}

// close ends the programs as a service manager does and looks for what none of
// them, from the first to the last, should have had to write.
func (s *site) close() {
	s.t.Helper()
	for _, p := range s.programs {
		p.stop(s.t, syscall.SIGTERM)
	}
	for _, p := range s.started {
		for line := range strings.Lines(p.notes.String()) {
			if complaint.MatchString(line) || s.outages == 0 && strings.Contains(line, "a periodic task failed") {
				s.t.Errorf("a program wrote %s", line)
			}
		}
	}
}

var complaint = regexp.MustCompile(`do not agree|panic|goroutine \d|"status":500`)

// db opens the database for the test to look into.
func (s *site) db() *postgres.DB {
	s.t.Helper()
	db, err := postgres.Open(s.t.Context(), s.database)
	if err != nil {
		s.t.Fatal(err)
	}
	s.t.Cleanup(func() { _ = db.Close() }) // its answers have been read
	return db
}

var shownToken = regexp.MustCompile(`<code class="hash">([^<]+)</code>`)

// makeToken does what an organiser does: sign in and make a token that registers
// people.
func (s *site) makeToken() {
	s.t.Helper()
	const email, password = "organiser@example.org", "ten characters and more"
	s.runWith(password, "account", "add", email, "--name", "Anna", "--events", seminar, "--password-stdin").wants(s.t, 0)
	c := s.client("192.0.2.1")
	tokens := "/organise/events/" + seminar + "/tokens"
	c.at(tokens, "/sign-in", url.Values{"email": {email}, "password": {password}, "to": {tokens}})
	page := c.at(tokens, tokens, url.Values{"name": {"The form of our own site"}, "scopes": {"register"}, "end": {"30"}})
	found := shownToken.FindStringSubmatch(page.body)
	if found == nil {
		s.t.Fatalf("no token was made: %s", plain(page.body))
	}
	s.token = found[1]
}

// client is somebody who comes to the site through the proxy, from an address of
// their own.
func (s *site) client(from string) *client {
	s.t.Helper()
	c := newClient(s.t, "http://"+s.proxy.to[0], func(to string) string { return s.letters.code(s.t, to) })
	c.from, c.http.Transport = from, s.proxy
	return c
}

// call is what a program does with the token: a request with a key and JSON.
func (s *site) call(ctx context.Context, method, path, key string, body any) (*answer, error) {
	raw, err := json.Marshal(body)
	if err != nil {
		return nil, err
	}
	r, err := http.NewRequestWithContext(ctx, method, "http://"+s.proxy.to[0]+"/api/v1"+path, bytes.NewReader(raw))
	if err != nil {
		return nil, err
	}
	r.Header.Set("Authorization", "Bearer "+s.token)
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Idempotency-Key", key)
	response, err := s.proxy.RoundTrip(r)
	if err != nil {
		return nil, err
	}
	content, err := io.ReadAll(response.Body)
	return &answer{response.StatusCode, response.Header, path, string(content)}, err
}
