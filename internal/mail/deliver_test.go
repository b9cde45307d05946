package mail

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-sasl"
	"github.com/emersion/go-smtp"
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
		"no starttls":          {"smtp", sinkOptions{}, true, "STARTTLS"},
		"unknown certificate":  {"smtp", sinkOptions{startTLS: true}, false, "certificate"},
		"smtps, unknown":       {"smtps", sinkOptions{implicitTLS: true}, false, "certificate"},
		"wrong password":       {"smtp://convene:wrong@", sinkOptions{startTLS: true, auth: true}, true, "AUTH"},
		"server wants a login": {"smtp", sinkOptions{startTLS: true, auth: true, mechanisms: []string{"X-NONE"}}, true, ""},
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
			if name == "server wants a login" {
				return // its refusal is about the letter; see TestRefusedForGood
			}
			if err == nil || !isAway(err) || !strings.Contains(err.Error(), c.because) {
				t.Errorf("error %v, want one about %q", err, c.because)
			}
			wantStates(t, db, "queued 0")
			if r := rowsOf(t, db)[0]; r.LastError == "" {
				t.Error("the outbox does not say why the letter waits")
			}
		})
	}
}

func TestTemporaryRefusalIsTriedAgain(t *testing.T) {
	t.Parallel()
	db, s := pgtest.New(t), newSink(t, sinkOptions{})
	s.answers(func(to string) error {
		if to == "person1@example.org" {
			return &smtp.SMTPError{Code: 451, EnhancedCode: smtp.EnhancedCode{4, 7, 1}, Message: "greylisted, " + to}
		}
		return nil
	})
	enqueue(t, db, message(t, 1), message(t, 2))
	d := loopback(t, db.DB, s)
	once(t, d, made, 2)
	wantStates(t, db, "queued 1", "sent 1")
	if r := rowsOf(t, db)[0]; !strings.Contains(r.LastError, "451 4.7.1") || strings.Contains(r.LastError, "@") {
		t.Errorf("last error %q", r.LastError)
	}
	once(t, d, made.Add(59*time.Second), 0)
	s.answers(nil)
	once(t, d, made.Add(2*time.Minute), 1)
	wantStates(t, db, "sent 2", "sent 1")
	if n := len(s.received()); n != 2 {
		t.Errorf("%d letters", n)
	}
}

func TestRefusedForGood(t *testing.T) {
	t.Parallel()
	db, s := pgtest.New(t), newSink(t, sinkOptions{})
	s.answers(func(to string) error {
		return &smtp.SMTPError{Code: 550, EnhancedCode: smtp.EnhancedCode{5, 1, 1}, Message: "<" + to + ">: no such user"}
	})
	enqueue(t, db, message(t, 1), Message{Key: "entry:1", To: "bo@example.org", Locale: "en", Content: sampleEntry()})
	d := loopback(t, db.DB, s)
	once(t, d, made, 2)
	wantStates(t, db, "failed 1", "failed 1")
	once(t, d, made.Add(100*time.Hour), 0)
	failed, err := Failed(t.Context(), db, 1)
	if err != nil || len(failed) != 1 || failed[0].To != "person1@example.org" {
		t.Fatalf("failed: %+v, %v", failed, err)
	}
	if why := failed[0].LastError; !strings.Contains(why, "550 5.1.1") || strings.Contains(why, "@") {
		t.Errorf("last error %q", why)
	}
	if r := rowsOf(t, db)[0]; strings.Contains(string(r.Data), "402917") || strings.Contains(string(r.Data), "kT3vQ9w") {
		t.Errorf("the code of a failed letter is still in the database: %s", r.Data)
	}
}

func TestGivenUpAfterThreeDays(t *testing.T) {
	t.Parallel()
	db, s := pgtest.New(t), newSink(t, sinkOptions{})
	s.answers(func(string) error { return &smtp.SMTPError{Code: 452, Message: "mailbox full"} })
	enqueue(t, db, message(t, 1))
	d := loopback(t, db.DB, s)
	now := made
	for range len(delays) + 1 {
		once(t, d, now, 1)
		now = now.Add(30 * time.Hour)
	}
	wantStates(t, db, "failed 10")
	if r := rowsOf(t, db)[0]; !strings.HasPrefix(r.LastError, "given up: ") {
		t.Errorf("last error %q", r.LastError)
	}
}

func TestServerDownThenUp(t *testing.T) {
	t.Parallel()
	db, s := pgtest.New(t), newSink(t, sinkOptions{})
	addr := s.addr.String()
	s.down()
	enqueue(t, db, message(t, 1), message(t, 2))
	d := loopback(t, db.DB, s)
	for range 20 { // a server that is down costs no letter its attempts
		if handled, err := d.Once(t.Context(), made); handled != 0 || !isAway(err) {
			t.Fatalf("handled %d, %v", handled, err)
		}
	}
	wantStates(t, db, "queued 0", "queued 0")
	up := newSink(t, sinkOptions{addr: addr})
	once(t, d, made, 2)
	wantStates(t, db, "sent 1", "sent 1")
	if n := len(up.received()); n != 2 {
		t.Errorf("%d letters", n)
	}
}

func TestServerThatEndsTheConnection(t *testing.T) {
	t.Parallel()
	db, s := pgtest.New(t), newSink(t, sinkOptions{})
	var once1 sync.Once
	s.answers(func(string) (err error) {
		once1.Do(func() { err = &smtp.SMTPError{Code: 421, EnhancedCode: smtp.EnhancedCode{4, 3, 2}, Message: "closing"} })
		return err
	})
	enqueue(t, db, message(t, 1), message(t, 2), message(t, 3))
	once(t, loopback(t, db.DB, s), made, 3)
	wantStates(t, db, "queued 1", "sent 1", "sent 1")
	if n := len(s.greetings()); n < 2 {
		t.Errorf("%d connections: the broken one was used again", n)
	}
}

// TestTwoProgramsSendEachLetterOnce runs two deliverers of four workers each on
// one outbox; what they claim must never overlap.
func TestTwoProgramsSendEachLetterOnce(t *testing.T) {
	t.Parallel()
	db, s := pgtest.New(t), newSink(t, sinkOptions{})
	const letters = 300
	var ms []Message
	for id := range letters {
		ms = append(ms, message(t, id))
	}
	enqueue(t, db, ms...)
	ctx, stop := context.WithCancel(t.Context())
	var programs sync.WaitGroup
	for range 2 {
		d := loopback(t, db.DB, s)
		d.o.Workers = 4
		programs.Go(func() {
			if err := d.Run(ctx); err != nil {
				t.Error(err)
			}
		})
	}
	waitFor(t, func() bool { return count(t, db, "sent") == letters })
	stop()
	programs.Wait()
	to := s.recipients()
	slices.Sort(to)
	if people := len(slices.Compact(slices.Clone(to))); people != letters || len(to) != letters {
		t.Errorf("%d letters to %d people, want %d each", len(to), people, letters)
	}
}

func count(t *testing.T, db bun.IDB, state string) (n int) {
	t.Helper()
	if err := db.NewRaw("select count(*) from mail where state = ?", state).Scan(t.Context(), &n); err != nil {
		t.Fatal(err)
	}
	return n
}

func waitFor(t *testing.T, done func() bool) {
	t.Helper()
	for deadline := time.Now().Add(time.Minute); !done(); time.Sleep(10 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatal("waited for a minute")
		}
	}
}

// TestKilledBetweenSendingAndMarking leaves a letter as a killed program does:
// with the mail server, claimed, not marked.
func TestKilledBetweenSendingAndMarking(t *testing.T) {
	t.Parallel()
	db, s := pgtest.New(t), newSink(t, sinkOptions{})
	enqueue(t, db, message(t, 1))
	d := loopback(t, db.DB, s)
	rows, err := d.claim(t.Context(), made)
	if err != nil || len(rows) != 1 {
		t.Fatalf("%d rows, %v", len(rows), err)
	}
	_, msg, err := rows[0].letter(d.from)
	if err != nil {
		t.Fatal(err)
	}
	killed := &session{server: d.o.SMTP, helo: d.helo()}
	if err := killed.send(t.Context(), msg); err != nil {
		t.Fatal(err)
	}
	killed.drop()

	once(t, d, made.Add(lease-time.Second), 0) // still its claim
	once(t, d, made.Add(lease), 1)
	wantStates(t, db, "sent 2")
	got := s.received()
	if len(got) != 2 {
		t.Fatalf("%d letters", len(got))
	}
	one, two := parse(t, got[0]), parse(t, got[1])
	for _, name := range []string{"Message-Id", "Date", "Subject"} {
		if one.header.Get(name) == "" || one.header.Get(name) != two.header.Get(name) {
			t.Errorf("%s: %q, then %q", name, one.header.Get(name), two.header.Get(name))
		}
	}
}

// TestLateWorkerChangesNothing lets a worker wake up after its claim passed to
// another, which sent the letter.
func TestLateWorkerChangesNothing(t *testing.T) {
	t.Parallel()
	db, s := pgtest.New(t), newSink(t, sinkOptions{})
	enqueue(t, db, message(t, 1), message(t, 2))
	d := loopback(t, db.DB, s)
	late, err := d.claim(t.Context(), made)
	if err != nil || len(late) != 2 {
		t.Fatal(len(late), err)
	}
	next, err := d.claim(t.Context(), made.Add(lease))
	if err != nil || len(next) != 2 {
		t.Fatal(len(next), err)
	}
	for _, mark := range []error{
		d.markLater(t.Context(), late[0], made, "late"), d.markFailed(t.Context(), late[0], made, "late"),
		d.giveBack(t.Context(), late, made, "late"),
	} {
		if mark != nil {
			t.Fatal(mark)
		}
	}
	wantStates(t, db, "queued 2", "queued 2")
	once(t, d, made.Add(lease), 0) // nothing came back early
}

func TestStopGivesBackWhatWasNotBegun(t *testing.T) {
	t.Parallel()
	db, s := pgtest.New(t), newSink(t, sinkOptions{})
	ctx, stop := context.WithCancel(t.Context())
	s.ended = stop // told to stop during the first letter
	enqueue(t, db, message(t, 1), message(t, 2), message(t, 3))
	d := loopback(t, db.DB, s)
	if handled, err := d.Once(ctx, made); err != nil || handled != 1 {
		t.Fatalf("handled %d, %v", handled, err)
	}
	wantStates(t, db, "sent 1", "queued 0", "queued 0")
	s.mu.Lock()
	s.ended = nil
	s.mu.Unlock()
	once(t, d, made, 2)
}

func TestCodesGoFirst(t *testing.T) {
	t.Parallel()
	db, s := pgtest.New(t), newSink(t, sinkOptions{})
	for id := range 30 {
		enqueue(t, db, message(t, id))
	}
	enqueue(t, db, Message{Key: "entry:1", To: "bo@example.org", Locale: "en", Content: sampleEntry()})
	once(t, loopback(t, db.DB, s), made, roundSize)
	if first := s.recipients()[0]; first != "bo@example.org" {
		t.Errorf("the first letter went to %s", first)
	}
}

func TestCodeIsNotLeftBehind(t *testing.T) {
	t.Parallel()
	db, s := pgtest.New(t), newSink(t, sinkOptions{})
	enqueue(t, db, Message{Key: "entry:1", To: "bo@example.org", Locale: "en", Content: sampleEntry()})
	once(t, loopback(t, db.DB, s), made, 1)
	if text := parse(t, s.received()[0]).leaves[0].body; !strings.Contains(text, "402917") {
		t.Errorf("the code did not arrive:\n%s", text)
	}
	if data := string(rowsOf(t, db)[0].Data); strings.Contains(data, "402917") || strings.Contains(data, "kT3vQ9w") || !strings.Contains(data, "Education") {
		t.Errorf("the row of a sent code holds %s", data)
	}
}

func TestExpiredCodeIsNotSent(t *testing.T) {
	t.Parallel()
	db, s := pgtest.New(t), newSink(t, sinkOptions{})
	s.answers(func(string) error { return &smtp.SMTPError{Code: 451, Message: "later"} })
	enqueue(t, db, Message{Key: "entry:1", To: "bo@example.org", Locale: "en", Content: sampleEntry()})
	d := loopback(t, db.DB, s)
	once(t, d, made, 1)
	once(t, d, made.Add(2*time.Minute), 1)
	once(t, d, made.Add(8*time.Minute+30*time.Second), 1) // the next wait would go beyond the end
	wantStates(t, db, "queued 3")
	once(t, d, made.Add(10*time.Minute), 1)
	wantStates(t, db, "failed 4")
	if data := string(rowsOf(t, db)[0].Data); strings.Contains(data, "402917") {
		t.Errorf("the row of an expired code holds %s", data)
	}
	if n := len(s.received()); n != 0 {
		t.Errorf("%d letters", n)
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

func TestRunWakesUp(t *testing.T) {
	t.Parallel()
	db, s := pgtest.New(t), newSink(t, sinkOptions{})
	d := loopback(t, db.DB, s)
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error)
	go func() { ended <- d.Run(ctx) }()
	for id := range 3 { // each within the rest of an idle worker
		begin := time.Now()
		enqueue(t, db, message(t, id))
		d.Wake()
		waitFor(t, func() bool { return len(s.received()) == id+1 })
		if took := time.Since(begin); took > restIdle-time.Second {
			t.Errorf("a wake-up took %v", took)
		}
		waitFor(t, func() bool { return count(t, db, "sent") == id+1 })
	}
	stop()
	if err := <-ended; err != nil {
		t.Error(err)
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

func TestAwayExplainsItself(t *testing.T) {
	t.Parallel()
	cause := errors.New("connection refused")
	if err := (away{cause}); !errors.Is(err, cause) || err.Error() != "the mail server is away: connection refused" {
		t.Errorf("%v", err)
	}
}
