//go:build prove

package registration

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"convene/internal/allocation"
	"convene/internal/event"
	"convene/internal/postgres"
)

// The proofs of places.md that take minutes: `make prove`. They kill programs and
// databases with SIGKILL and count what was acknowledged and is not there.

// kills is how often each thing is killed.
const kills = 20

// TestMain lets this binary be started once more as a worker: a second program on
// the same database.
func TestMain(m *testing.M) {
	if url := os.Getenv("CONVENE_PROVE_WORKER"); url != "" {
		if err := work(url); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// work sends mixed deeds from 64 people at once until it is killed or its input
// ends. Each acknowledged registration is a line "ack REFERENCE" on its output,
// written before the next deed of that person begins.
func work(url string) error {
	ctx := context.Background()
	db, err := postgres.Open(ctx, url)
	if err != nil {
		return err
	}
	ev, err := event.BySlug(ctx, db.DB, "seminar")
	if err != nil {
		return err
	}
	f := &fixture{ctx: ctx, db: db, event: ev.ID}
	f.desk = NewDesk(db, Options{Secret: []byte("a secret of thirty-two bytes long"), BaseURL: "http://127.0.0.1:8080"})
	var mu sync.Mutex
	acknowledge := func(line string) {
		mu.Lock()
		defer mu.Unlock()
		fmt.Println(line)
	}
	for range 64 {
		go f.person(acknowledge)
	}
	_, err = io.Copy(io.Discard, os.Stdin)
	return err
}

// person registers under a new address again and again and then does, or has done
// to them, anything the desk can decide.
func (f *fixture) person(acknowledge func(string)) {
	for {
		choices := []Choice{{[]string{"a1", "b1"}[rand.IntN(2)], rand.IntN(2) == 0}, {"bus", rand.IntN(3) > 0}}
		s := f.submission(rand.IntN(1<<40), choices...)
		o, err := f.desk.Submit(f.ctx, s)
		if err != nil {
			continue
		}
		acknowledge("ack " + o.Reference)
		switch rand.IntN(6) {
		case 0, 1:
			if _, err := f.desk.Withdraw(f.ctx, Withdrawal{EventID: f.event, RegistrationID: o.RegistrationID, Now: now}); err == nil {
				acknowledge("withdrawn " + o.Reference)
			}
		case 2:
			_, _ = f.desk.Change(f.ctx, Change{EventID: f.event, RegistrationID: o.RegistrationID, Details: s.Details, Choices: choices[1:], Now: now})
		default:
			f.disturb(o.RegistrationID)
		}
	}
}

// disturb lets an organiser or a coordinator do something about a registration.
// What comes of it is nobody's to acknowledge here: the rules are checked at the end.
func (f *fixture) disturb(id int64) {
	n := Decision{EventID: f.event, RegistrationID: id, Activity: "bus", Priority: 1, Role: Speaker, Staff: true, Now: now}
	switch rand.IntN(200) { // these two read the whole event
	case 0:
		n.Kind, n.Now = allocation.Expire, now.Add(15*24*time.Hour)
	case 1:
		n.Kind, n.Start = allocation.Move, time.Date(2026, 12, 14, 9+rand.IntN(6), 0, 0, 0, time.UTC)
		n.End, n.KeepMoved = n.Start.Add(2*time.Hour), rand.IntN(2) == 0
	default:
		f.annoy(n)
		return
	}
	_, _ = f.desk.Decide(f.ctx, n)
}

// annoy does what concerns one registration, or one number.
func (f *fixture) annoy(n Decision) {
	switch rand.IntN(5) {
	case 0:
		_ = f.desk.Resize(f.ctx, Resize{EventID: f.event, Activity: "bus", Capacity: 15 + rand.IntN(10), Now: now})
		return
	case 1:
		s := f.submission(rand.IntN(1 << 40))
		_, _ = f.desk.Substitute(f.ctx, Substitution{EventID: f.event, RegistrationID: n.RegistrationID, Email: s.Email, Details: s.Details, Confirmed: rand.IntN(2) == 0, Now: now})
		return
	case 2:
		n.Kind = allocation.Prioritise
	case 3:
		n.Kind = allocation.SetExempt
	default:
		n.Kind, n.Capacity, n.Contingent = allocation.Reserve, 1, Contingent{Kind: Guests, Name: fmt.Sprint(n.RegistrationID)}
	}
	_, _ = f.desk.Decide(f.ctx, n)
}

// worker is one started copy of this binary.
type worker struct {
	command *exec.Cmd
	stdin   io.WriteCloser
	done    chan struct{}
}

// ledger gathers what all workers were told.
type ledger struct {
	mu           sync.Mutex
	acknowledged map[string]bool
	withdrawn    map[string]bool
}

func newLedger() *ledger {
	return &ledger{acknowledged: map[string]bool{}, withdrawn: map[string]bool{}}
}

func (l *ledger) note(line string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	switch word, reference, _ := strings.Cut(line, " "); word {
	case "ack":
		l.acknowledged[reference] = true
	case "withdrawn":
		l.withdrawn[reference] = true
	}
}

func startWorker(t *testing.T, url string, l *ledger) *worker {
	t.Helper()
	w := &worker{command: exec.Command(os.Args[0]), done: make(chan struct{})}
	w.command.Env = append(os.Environ(), "CONVENE_PROVE_WORKER="+url)
	stdout, err := w.command.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if w.stdin, err = w.command.StdinPipe(); err != nil {
		t.Fatal(err)
	}
	if err := w.command.Start(); err != nil {
		t.Fatal(err)
	}
	go func() {
		defer close(w.done)
		for lines := bufio.NewScanner(stdout); lines.Scan(); {
			l.note(lines.Text())
		}
	}()
	return w
}

// kill ends a worker with SIGKILL and reads what it still said.
func (w *worker) kill() {
	_ = w.command.Process.Kill()
	<-w.done
	_ = w.command.Wait() // killed: the error says so
}

// prove opens a durable cluster of its own with one small event.
func prove(t *testing.T) (*fixture, *postgres.Cluster) {
	t.Helper()
	ctx := context.Background()
	folder, err := os.MkdirTemp("", "convene-prove-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(folder) }) // best effort: it is in the temporary folder
	if err := os.Chmod(folder, 0o755); err != nil {
		t.Fatal(err)
	}
	c, err := postgres.StartCluster(ctx, filepath.Join(folder, "cluster"), io.Discard)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.Stop() }) // the cluster ends with this process at the latest
	if err := c.CreateDatabase(ctx, "prove"); err != nil {
		t.Fatal(err)
	}
	if err := postgres.Migrate(ctx, c.URL("prove")); err != nil {
		t.Fatal(err)
	}
	db, err := postgres.Open(ctx, c.URL("prove"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	src := source(capacities{400, 30, 40, 20})
	if _, err := ImportEvent(ctx, db.DB, src, now); err != nil {
		t.Fatal(err)
	}
	return &fixture{ctx: ctx, db: db}, c
}

// settleAccounts compares the ledger with the rows, and the rows with the rules.
func (f *fixture) settleAccounts(t *testing.T, l *ledger) (lost int) {
	t.Helper()
	var rows []struct{ Reference, State string }
	if err := f.db.NewRaw(`select reference, state from registration`).Scan(f.ctx, &rows); err != nil {
		t.Fatal(err)
	}
	states := map[string]string{}
	for _, r := range rows {
		states[r.Reference] = r.State
	}
	for reference := range l.acknowledged {
		if states[reference] == "" || l.withdrawn[reference] && states[reference] != "withdrawn" {
			lost++
		}
	}
	t.Logf("%d acknowledged, %d lost", len(l.acknowledged), lost)
	if len(l.acknowledged) == 0 {
		t.Error("nothing was acknowledged: this proves nothing")
	}
	return lost
}

// Two programs on one database, one of them killed again and again.
func TestKilledProgramsLoseNothing(t *testing.T) {
	f, c := prove(t)
	l := newLedger()
	steady := startWorker(t, c.URL("prove"), l)
	for range kills {
		w := startWorker(t, c.URL("prove"), l)
		time.Sleep(300*time.Millisecond + rand.N(700*time.Millisecond))
		w.kill()
	}
	steady.kill()
	time.Sleep(time.Second) // the server notices that they are gone
	if lost := f.settleAccounts(t, l); lost > 0 {
		t.Errorf("%d acknowledged deeds are not in the database", lost)
	}
	f.everythingHappened(t)
	f.reconcile(t)
}

// everythingHappened wants every deed of the crowd to have come about at least once,
// or the test has proved less than it says.
func (f *fixture) everythingHappened(t *testing.T) {
	t.Helper()
	for _, deed := range []string{Submitted, Changed, Withdrawn, Promoted, Substituted, TookOver, Prioritised, RoleSet, Moved} {
		if f.count(t, `select count(*) from history where deed = ?`, deed) == 0 {
			t.Errorf("nothing was ever %s", deed)
		}
	}
	if f.count(t, `select count(*) from contingent`) == 0 {
		t.Error("no contingent was ever made")
	}
}

// PostgreSQL killed under two programs, which go on by themselves.
func TestKilledDatabaseLosesNothing(t *testing.T) {
	f, c := prove(t)
	if lost := killDatabases(t, f, c, ""); lost > 0 {
		t.Errorf("%d acknowledged deeds are not in the database", lost)
	}
	f.reconcile(t)
}

// The control: told not to wait for the disk, PostgreSQL must lose what it had
// acknowledged, or the test above proves nothing.
func TestKilledDatabaseLosesWithoutDurability(t *testing.T) {
	f, c := prove(t)
	if lost := killDatabases(t, f, c, "&synchronous_commit=off"); lost == 0 {
		t.Error("without durability nothing was lost: the proof proves nothing")
	}
}

func killDatabases(t *testing.T, f *fixture, c *postgres.Cluster, settings string) int {
	l := newLedger()
	url := c.URL("prove") + settings
	one, two := startWorker(t, url, l), startWorker(t, url, l)
	for range kills {
		time.Sleep(200*time.Millisecond + rand.N(600*time.Millisecond))
		killAll(t, c.PID())
		if err := c.Ensure(f.ctx); err != nil {
			t.Fatal(err)
		}
	}
	time.Sleep(2 * time.Second) // both find the database again by themselves
	one.kill()
	two.kill()
	return f.settleAccounts(t, l)
}

// killAll kills a postmaster and its children at once, as a power cut would: the
// children first stop, so that none of them finishes a commit in between.
func killAll(t *testing.T, postmaster int) {
	t.Helper()
	if postmaster == 0 {
		t.Fatal("the server is not running")
	}
	processes := append([]int{postmaster}, childrenOf(t, postmaster)...)
	for _, signal := range []syscall.Signal{syscall.SIGSTOP, syscall.SIGKILL} {
		for _, pid := range processes {
			_ = syscall.Kill(pid, signal) // one that ended by itself is as good
		}
	}
}

func childrenOf(t *testing.T, parent int) (children []int) {
	stats, err := filepath.Glob("/proc/[0-9]*/stat")
	if err != nil {
		t.Fatal(err)
	}
	for _, stat := range stats {
		content, err := os.ReadFile(stat)
		if err != nil {
			continue // it ended
		}
		_, after, _ := strings.Cut(string(content), ") ")
		fields := strings.Fields(after)
		if len(fields) > 1 && fields[1] == strconv.Itoa(parent) {
			pid, _ := strconv.Atoi(filepath.Base(filepath.Dir(stat)))
			children = append(children, pid)
		}
	}
	return children
}
