package mail

import (
	"crypto/tls"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/emersion/go-sasl"
	"github.com/uptrace/bun"

	"convene/internal/postgres/pgtest"
)

// loopback delivers to a sink without encryption.
func loopback(t *testing.T, db *bun.DB, s *sink) *Deliverer {
	t.Helper()
	return deliverer(t, db, s.url("smtp", "", "?tls=none"), nil)
}

func deliverer(t *testing.T, db *bun.DB, url string, config *tls.Config) *Deliverer {
	t.Helper()
	server, err := ParseURL(url)
	if err != nil {
		t.Fatal(err)
	}
	return NewDeliverer(db, Options{
		SMTP: server, From: "Convene <convene@mail.example.org>", BaseURL: "https://convene.example.org",
		TLSConfig: config, Now: func() time.Time { return made },
	})
}

// once takes a round and wants it to handle so many letters without trouble.
func once(t *testing.T, d *Deliverer, now time.Time, want int) {
	t.Helper()
	if handled, err := d.Once(t.Context(), now); err != nil || handled != want {
		t.Fatalf("handled %d letters, want %d: %v", handled, want, err)
	}
}

// wantStates compares the outbox, in order of key, with "state attempts".
func wantStates(t *testing.T, db bun.IDB, want ...string) {
	t.Helper()
	var got []string
	for _, r := range rowsOf(t, db) {
		got = append(got, fmt.Sprintf("%s %d", r.State, r.Attempts))
	}
	if !slices.Equal(got, want) {
		t.Errorf("outbox %q, want %q", got, want)
	}
}

const credentials = "convene:s%20p%3Ac%2F%25@"

func TestDeliversEncryptedWithPassword(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		scheme string
		o      sinkOptions
	}{
		"starttls plain": {"smtp", sinkOptions{startTLS: true, auth: true}},
		"starttls login": {"smtp", sinkOptions{startTLS: true, auth: true, mechanisms: []string{sasl.Login}}},
		"smtps":          {"smtps", sinkOptions{implicitTLS: true, auth: true}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			db, s := pgtest.New(t), newSink(t, c.o)
			enqueue(t, db, message(t, 1))
			once(t, deliverer(t, db.DB, s.url(c.scheme, credentials, ""), s.roots), made, 1)
			wantStates(t, db, "sent 1")
			if to := s.recipients(); !slices.Equal(to, []string{"person1@example.org"}) {
				t.Fatalf("letters to %v", to)
			}
			p := parse(t, s.received()[0])
			if len(p.leaves) != 3 || p.field(t, "Subject") != "You have a place: "+sampleRegistration(t, Confirmed).EventTitle {
				t.Errorf("%d parts, subject %q", len(p.leaves), p.field(t, "Subject"))
			}
			if greeted := s.greetings(); slices.ContainsFunc(greeted, func(name string) bool { return name != "" && name != "convene.example.org" }) {
				t.Errorf("the client calls itself %q", greeted)
			}
		})
	}
}

func TestNoLetterOverAnUnsafeWay(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		url     string
		o       sinkOptions
		trusted bool
		because string
	}{
		"no starttls":         {"smtp", sinkOptions{}, true, "STARTTLS"},
		"unknown certificate": {"smtp", sinkOptions{startTLS: true}, false, "certificate"},
		"smtps, unknown":      {"smtps", sinkOptions{implicitTLS: true}, false, "certificate"},
		"wrong password":      {"smtp://convene:wrong@", sinkOptions{startTLS: true, auth: true}, true, "AUTH"},
		"no password":         {"smtp", sinkOptions{startTLS: true, auth: true}, true, "502"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			db, s := pgtest.New(t), newSink(t, c.o)
			enqueue(t, db, message(t, 1))
			scheme, user, _ := strings.Cut(c.url, "://")
			config := s.roots
			if !c.trusted {
				config = nil
			}
			_, err := deliverer(t, db.DB, s.url(scheme, user, ""), config).Once(t.Context(), made)
			if len(s.received()) != 0 {
				t.Fatal("the letter went out")
			}
			if err == nil || !isAway(err) || !strings.Contains(err.Error(), c.because) {
				t.Errorf("error %v, want one about %q", err, c.because)
			}
			wantStates(t, db, "queued 0")
			if r := rowsOf(t, db)[0]; !strings.Contains(r.LastError, c.because) {
				t.Errorf("the outbox says %q, not that the letter waits for %q", r.LastError, c.because)
			}
		})
	}
}

func TestKeptWithoutServer(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	enqueue(t, db, message(t, 1), Message{Key: "entry:1", To: "bo@example.org", Locale: "en", Content: sampleEntry()})
	d := NewDeliverer(db.DB, Options{From: "convene@example.org"})
	once(t, d, made, 2)
	wantStates(t, db, "kept 0", "kept 0")
	once(t, d, made, 0)
	if data := string(rowsOf(t, db)[0].Data); !strings.Contains(data, "402917") {
		t.Errorf("a kept code is not readable: %s", data)
	}
}

func TestRunNeedsASender(t *testing.T) {
	t.Parallel()
	d := NewDeliverer(nil, Options{From: "nobody"})
	if err := d.Run(t.Context()); err == nil {
		t.Error("Run began without a sender")
	}
	if _, err := d.Once(t.Context(), made); err == nil {
		t.Error("Once began without a sender")
	}
}

func TestHelo(t *testing.T) {
	t.Parallel()
	for base, want := range map[string]string{
		"https://convene.example.org":  "convene.example.org",
		"http://127.0.0.1:8080":        "[127.0.0.1]",
		"http://[::1]:8080":            "[IPv6:::1]",
		"":                             "mail.example.org",
		"https://convene.example.org/": "convene.example.org",
	} {
		d := NewDeliverer(nil, Options{From: "convene@mail.example.org", BaseURL: base})
		if got := d.helo(); got != want {
			t.Errorf("%s: greets as %q, want %q", base, got, want)
		}
	}
}

func TestLetterThatCannotBeWrittenFails(t *testing.T) {
	t.Parallel()
	db, s := pgtest.New(t), newSink(t, sinkOptions{})
	nowhere, nobody := message(t, 1), message(t, 2)
	r := nowhere.Content.(Registration)
	r.Timezone = "Europe/Nowhere"
	nowhere.Content, nobody.To = r, "not an address"
	enqueue(t, db, nowhere, nobody, message(t, 3))
	once(t, loopback(t, db.DB, s), made, 3)
	wantStates(t, db, "failed 1", "failed 1", "sent 1")
}
