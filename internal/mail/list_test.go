package mail

import (
	"bytes"
	"encoding/json"
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/emersion/go-smtp"

	"convene/internal/fault"
	"convene/internal/postgres/pgtest"
)

func TestListIsNewestFirst(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	for id := range 3 {
		enqueue(t, db, message(t, id))
	}
	enqueue(t, db, Message{Key: "entry:1", To: "bo@example.org", Locale: "en", Content: sampleEntry()})
	all, err := List(t.Context(), db, 10, 0)
	if err != nil || len(all) != 4 {
		t.Fatalf("%d letters, %v", len(all), err)
	}
	newest, oldest := all[0], all[3]
	if newest.Kind != "entry" || newest.To != "bo@example.org" || newest.State != "queued" || !newest.CreatedAt.Equal(made) {
		t.Errorf("the newest is %+v", newest)
	}
	if want := "Your code to enter: " + sampleEntry().EventTitle; newest.Subject != want || oldest.To != "person0@example.org" {
		t.Errorf("subject %q, want %q; the oldest to %s", newest.Subject, want, oldest.To)
	}
	if some, err := List(t.Context(), db, 2, 1); err != nil || len(some) != 2 || some[0].ID != all[1].ID {
		t.Errorf("the second page is %+v, %v", some, err)
	}
}

func TestReadGivesTheLetterAsSent(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	enqueue(t, db, message(t, 1))
	id := rowsOf(t, db)[0].ID
	before, err := Read(t.Context(), db, id)
	if err != nil {
		t.Fatal(err)
	}
	if from := parse(t, before.Raw).header.Get("From"); from != `"Convene" <convene@convene.example.org>` {
		t.Errorf("a letter in the queue is from %q", from)
	}
	once(t, NewDeliverer(db.DB, Options{From: "Alliance <mail@example.org>"}), made, 1)
	kept, err := Read(t.Context(), db, id)
	if err != nil {
		t.Fatal(err)
	}
	p := parse(t, kept.Raw)
	if p.header.Get("From") != `"Alliance" <mail@example.org>` || !strings.HasSuffix(p.header.Get("Message-Id"), "@example.org>") || kept.State != "kept" {
		t.Errorf("a kept letter is from %q, id %q, state %s", p.header.Get("From"), p.header.Get("Message-Id"), kept.State)
	}
	if unix := strings.ReplaceAll(p.leaves[0].body, "\r\n", "\n"); unix != kept.Text || !strings.Contains(kept.HTML, "<h1") || len(p.leaves) != 3 {
		t.Errorf("the raw letter and its parts differ")
	}
}

func TestReadWhatIsNotThere(t *testing.T) {
	t.Parallel()
	db, s := pgtest.New(t), newSink(t, sinkOptions{})
	if _, err := Read(t.Context(), db, 1); !fault.Is(err, fault.NotFound) {
		t.Errorf("a letter that does not exist: %v", err)
	}
	enqueue(t, db, Message{Key: "entry:1", To: "bo@example.org", Locale: "en", Content: sampleEntry()})
	once(t, loopback(t, db.DB, s), made, 1)
	if _, err := Read(t.Context(), db, rowsOf(t, db)[0].ID); !fault.Is(err, fault.Gone) {
		t.Errorf("a code that was sent: %v", err)
	}
}

func TestOfRegistration(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	second := message(t, 1)
	second.Key, second.Content = "registration:1:2", sampleRegistration(t, Withdrawn)
	enqueue(t, db, message(t, 1), message(t, 2))
	enqueue(t, db, second)
	letters, err := OfRegistration(t.Context(), db, 1)
	if err != nil || len(letters) != 2 || letters[0].Kind != Confirmed || letters[1].Kind != Withdrawn {
		t.Errorf("%+v, %v", letters, err)
	}
}

func TestRetry(t *testing.T) {
	t.Parallel()
	db, s := pgtest.New(t), newSink(t, sinkOptions{})
	s.answers(func(string) error { return &smtp.SMTPError{Code: 550, Message: "no such user"} })
	code := Message{Key: "entry:1", To: "bo@example.org", Locale: "en", EventID: 1, Content: sampleEntry()}
	enqueue(t, db, message(t, 1), code)
	d := loopback(t, db.DB, s)
	once(t, d, made, 2)
	rows := rowsOf(t, db)
	later := made.Add(time.Hour)
	for _, wrong := range []struct{ id, event int64 }{{rows[1].ID, 2}, {rows[1].ID + 100, 1}, {rows[0].ID, 1}} {
		if err := Retry(t.Context(), db, wrong.id, wrong.event, later); !fault.Is(err, fault.NotFound) {
			t.Errorf("letter %d of event %d: %v", wrong.id, wrong.event, err)
		}
	}
	if err := Retry(t.Context(), db, rows[1].ID, 1, later); err != nil {
		t.Fatal(err)
	}
	wantStates(t, db, "failed 1", "queued 0")
	s.answers(nil)
	once(t, d, later, 1)
	wantStates(t, db, "failed 1", "sent 1")
	if err := Retry(t.Context(), db, rows[1].ID, 1, later); !fault.Is(err, fault.NotFound) {
		t.Errorf("a letter that was sent can be sent again: %v", err)
	}
}

func TestLogNamesNobody(t *testing.T) {
	t.Parallel()
	db, s := pgtest.New(t), newSink(t, sinkOptions{})
	s.answers(func(to string) error { return &smtp.SMTPError{Code: 550, Message: "no such user: " + to} })
	enqueue(t, db, message(t, 1))
	var log bytes.Buffer
	d := loopback(t, db.DB, s)
	d.o.Log = slog.New(slog.NewJSONHandler(&log, nil))
	once(t, d, made, 1)
	var entry struct{ Msg, Kind, Because string }
	if err := json.Unmarshal(log.Bytes(), &entry); err != nil {
		t.Fatal(err)
	}
	if entry.Msg != "mail failed" || entry.Kind != Confirmed || !strings.Contains(entry.Because, "550") || strings.Contains(log.String(), "person1") {
		t.Errorf("logged %s", log.String())
	}
}
