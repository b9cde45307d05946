package main

import (
	"io"
	"net/http"
	"strings"
	"syscall"
	"testing"
)

// The API stands beside the site, and the environment's tokens open it.
func TestDemoTokens(t *testing.T) {
	t.Parallel()
	i := install(t).with("CONVENE_DEMO_TOKEN=organiser-token", "CONVENE_DEMO_PARTNER_TOKEN=iris-token")
	s := i.serve("demo")
	for _, c := range []struct {
		token, path string
		status      int
		says        string
	}{
		{"", "/api/v1/openapi.json", 200, `"openapi":"3.1.0"`},
		{"", "/api/v1/events", 200, `"slug":"madrid"`},
		{"", "/api/v1/events/budapest/registrations", 401, "no-token"},
		{"organiser-token", "/api/v1/events/budapest/registrations?limit=1", 200, `"next":"` + s.url + "/api/v1/"},
		{"organiser-token", "/api/v1/events/madrid/registrations?limit=1", 200, `"items"`},
		{"organiser-token", "/api/v1/partner/events/madrid/attendees", 403, "missing-scope"},
		{"iris-token", "/api/v1/partner/events/madrid/attendees", 200, `"partner": "iris"`},
		{"iris-token", "/api/v1/partner/events/budapest/attendees", 404, "not-found"},
		{"iris-token", "/api/v1/events/madrid/registrations", 403, "missing-scope"},
		{"another", "/api/v1/events/madrid/registrations", 401, "unknown-token"},
	} {
		if status, body := s.ask(t, c.token, c.path); status != c.status || !strings.Contains(body, c.says) {
			t.Errorf("%s with %q: %d %.300s", c.path, c.token, status, body)
		}
	}
	s.stop(t, syscall.SIGINT)
	s = i.with("CONVENE_DEMO_TOKEN=", "CONVENE_DEMO_PARTNER_TOKEN=").serve("demo")
	if status, _ := s.ask(t, "organiser-token", "/api/v1/events/budapest/registrations"); status != 401 {
		t.Errorf("a token that is not set any more: %d", status)
	}
	s.stop(t, syscall.SIGINT)
	i.with("CONVENE_DEMO_TOKEN=with a space").run("demo").wants(t, 1, "CONVENE_DEMO_TOKEN", "letters")
}

func (s *server) ask(t *testing.T, token, path string) (int, string) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, s.url+path, nil)
	if err != nil {
		t.Fatal(err)
	}
	if token != "" {
		r.Header.Set("Authorization", "Bearer "+token)
	}
	resp, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = resp.Body.Close() }() // everything was read
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return resp.StatusCode, string(body)
}
