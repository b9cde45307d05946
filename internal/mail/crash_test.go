package mail

import (
	"context"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/uptrace/bun"

	"convene/internal/postgres/pgtest"
)

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
