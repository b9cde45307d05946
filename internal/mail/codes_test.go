package mail

import (
	"strings"
	"testing"
	"time"

	"github.com/emersion/go-smtp"

	"convene/internal/postgres/pgtest"
)

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
