package mail

import (
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-smtp"

	"convene/internal/postgres/pgtest"
)

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
	if r := rowsOf(t, db)[0]; !strings.Contains(r.LastError, "connection refused") {
		t.Errorf("the outbox says %q", r.LastError)
	}
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
	var first sync.Once
	s.answers(func(string) (err error) {
		first.Do(func() { err = &smtp.SMTPError{Code: 421, EnhancedCode: smtp.EnhancedCode{4, 3, 2}, Message: "closing"} })
		return err
	})
	enqueue(t, db, message(t, 1), message(t, 2), message(t, 3))
	once(t, loopback(t, db.DB, s), made, 3)
	wantStates(t, db, "queued 1", "sent 1", "sent 1")
	if n := len(s.greetings()); n < 2 {
		t.Errorf("%d connections: the broken one was used again", n)
	}
}

func TestAwayExplainsItself(t *testing.T) {
	t.Parallel()
	cause := errors.New("connection refused")
	if err := (away{cause}); !errors.Is(err, cause) || err.Error() != "the mail server is away: connection refused" {
		t.Errorf("%v", err)
	}
}
