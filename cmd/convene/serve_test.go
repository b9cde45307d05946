package main

import (
	"encoding/json"
	"net"
	"strings"
	"syscall"
	"testing"

	"convene/internal/postgres"
	"convene/internal/postgres/pgtest"
)

// settings are what `serve` needs, for a site on this machine.
func settings(t *testing.T, databaseURL string) []string {
	t.Helper()
	mailServer, err := net.Listen("tcp", "127.0.0.1:0") // only looked at by the doctor
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = mailServer.Close() })
	return []string{
		"CONVENE_DATABASE_URL=" + databaseURL,
		"CONVENE_SECRET_KEY=" + strings.Repeat("k", secretLength),
		"CONVENE_SMTP_URL=smtp://" + mailServer.Addr().String() + "?tls=none",
		"CONVENE_MAIL_FROM=Registration <registration@example.org>",
		"CONVENE_LOG=json",
	}
}

// freePort gives an address nobody listens on at the moment.
func freePort(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = l.Close() }() // freed for the program
	return l.Addr().String()
}

func TestServe(t *testing.T) {
	t.Parallel()
	address, url := freePort(t), pgtest.EmptyURL(t)
	i := install(t, settings(t, url)...).with("CONVENE_LISTEN="+address, "CONVENE_BASE_URL=http://"+address)
	i.run("serve").wants(t, 1, "empty: run `convene migrate`")
	i.run("doctor").wants(t, 1, "FAIL  schema")
	for range 2 {
		i.run("migrate").wants(t, 0, "up to date")
	}
	s := i.serve("serve")
	if status, _ := s.get(t.Context(), "/readyz"); status != 200 {
		t.Errorf("/readyz answers %d", status)
	}
	if status, _ := s.get(t.Context(), "/demo/mail"); status != 404 {
		t.Errorf("the demo's mail is shown outside the demo: %d", status)
	}
	i.run("healthcheck").wants(t, 0)
	examined := i.run("doctor")
	if durable(t, url) {
		examined.wants(t, 0, "ok    durability")
	} else { // the tests' own server does not wait for the disk
		examined.wants(t, 1, "FAIL  durability", "fsync")
	}
	examined.wants(t, examined.code, "ok    places", "ok    mail", "can be reached")
	s.stop(t, syscall.SIGTERM)
	for line := range strings.Lines(s.notes.String()) {
		if !json.Valid([]byte(line)) {
			t.Errorf("the log has %q", line)
		}
	}
}

func durable(t *testing.T, url string) bool {
	t.Helper()
	db, err := postgres.Open(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }() // only read
	var fsync string
	if err := db.NewRaw("show fsync").Scan(t.Context(), &fsync); err != nil {
		t.Fatal(err)
	}
	return fsync == "on"
}

func TestServeRefuses(t *testing.T) {
	t.Parallel()
	i := install(t, settings(t, pgtest.URL(t))...)
	i.run("serve").wants(t, 1, "CONVENE_BASE_URL is not set")
	i = i.with("CONVENE_BASE_URL=https://register.example.org")
	i.with("CONVENE_SECRET_KEY=").run("serve").wants(t, 1, "CONVENE_SECRET_KEY is not set")
	i.with("CONVENE_SECRET_KEY=short").run("serve").wants(t, 1, "CONVENE_SECRET_KEY: has 5 bytes")
	i.with("CONVENE_SMTP_URL=").run("serve").wants(t, 1, "CONVENE_SMTP_URL is not set")
	i.with("CONVENE_MAIL_FROM=").run("serve").wants(t, 1, "CONVENE_MAIL_FROM is not set")
	i.with("CONVENE_BASE_URL=http://register.example.org").run("serve").wants(t, 1, "https")
}

func TestServeRefusesTheDemosAccounts(t *testing.T) {
	t.Parallel()
	i := install(t, settings(t, pgtest.EmptyURL(t))...).with("CONVENE_BASE_URL=https://register.example.org")
	sample := i.with("CONVENE_SMTP_URL=", "CONVENE_BASE_URL=")
	sample.serve("demo").stop(t, syscall.SIGINT)
	i.run("serve").wants(t, 1, "the demo's accounts")
	sample.serve("demo", "--fresh").stop(t, syscall.SIGINT)
}

func TestDemoRefusesRealData(t *testing.T) {
	t.Parallel()
	i := install(t, settings(t, pgtest.URL(t))...)
	i.run("account", "add", "anna@example.org", "--name", "Anna").wants(t, 0)
	i.run("demo").wants(t, 1, "holds real events or accounts")
	i.run("demo", "--fresh").wants(t, 1, "holds real events or accounts")
	i.run("account", "reset", "anna@example.org").wants(t, 0)
}
