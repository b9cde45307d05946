package postgres

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
)

// folderFor gives a place for a cluster that the server's user can reach, which
// t.TempDir is not when the tests run as root.
func folderFor(t *testing.T) string {
	t.Helper()
	parent, err := os.MkdirTemp("/tmp", "convene-cluster-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(parent) }) // a leftover in /tmp fails no test
	if err := os.Chmod(parent, 0o755); err != nil {
		t.Fatal(err)
	}
	return filepath.Join(parent, "postgres")
}

// begin starts a cluster as StartCluster does, but for what waits for the disk.
func begin(t *testing.T, folder string) *Cluster {
	t.Helper()
	c, err := start(t.Context(), folder, kind{settings: []string{"fsync = off"}}, t.Output())
	if err != nil {
		t.Fatalf("start the cluster: %v", err)
	}
	t.Cleanup(func() { end(t, c) })
	return c
}

func end(t *testing.T, c *Cluster) {
	t.Helper()
	if err := c.Stop(); err != nil {
		t.Errorf("stop the cluster: %v", err)
	}
}

// note writes a word into the database; noted reads it back.
func note(t *testing.T, c *Cluster, word string) {
	t.Helper()
	ask(t, c, "create table if not exists note (word text)")
	ask(t, c, "insert into note values ('"+word+"')")
}

func noted(t *testing.T, c *Cluster) string {
	t.Helper()
	return ask(t, c, "select string_agg(word, ' ' order by word) from note")
}

func ask(t *testing.T, c *Cluster, statement string) string {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), c.URL("postgres"))
	if err != nil {
		t.Fatalf("connect: %v", err)
	}
	defer func() { _ = conn.Close(context.Background()) }() // the answer is there
	var answer string
	if err := conn.QueryRow(t.Context(), statement).Scan(&answer); err != nil && err != pgx.ErrNoRows {
		t.Fatalf("%s: %v", statement, err)
	}
	return answer
}

// gone waits until a process has ended.
func gone(t *testing.T, pid int, what string) {
	t.Helper()
	for end := time.Now().Add(30 * time.Second); exists(pid) && !zombie(pid); time.Sleep(beat) {
		if time.Now().After(end) {
			t.Fatalf("%s (process %d) still runs", what, pid)
		}
	}
}

// zombie tells whether a process has ended and its parent has not looked yet;
// in a container that parent may be slow.
func zombie(pid int) bool {
	status, err := os.ReadFile(filepath.Join("/proc", itoa(pid), "stat"))
	return err == nil && strings.Contains(string(status), ") Z ")
}

func TestSecondStartFindsTheData(t *testing.T) {
	t.Parallel()
	folder := folderFor(t)
	c := begin(t, folder)
	note(t, c, "first")
	pid := c.PID()
	end(t, c)
	gone(t, pid, "the server")
	c = begin(t, folder)
	if got := noted(t, c); got != "first" {
		t.Errorf("the second start found %q", got)
	}
}

func TestClusterIsDurableAndPrivate(t *testing.T) {
	t.Parallel()
	c, err := StartCluster(t.Context(), folderFor(t), t.Output())
	if err != nil {
		t.Fatal(err)
	}
	defer end(t, c)
	for setting, want := range map[string]string{
		"fsync": "on", "synchronous_commit": "on", "full_page_writes": "on",
		"listen_addresses": "", "unix_socket_permissions": "0700", "server_encoding": "UTF8", "timezone": "UTC",
		"log_min_error_statement": "panic", "log_error_verbosity": "terse",
	} {
		if got := ask(t, c, "show "+setting); got != want {
			t.Errorf("%s = %q, want %q", setting, got, want)
		}
	}
	info, err := os.Stat(c.sockets)
	if err != nil || info.Mode().Perm() != 0o700 {
		t.Errorf("the socket's folder: %v, %v", info.Mode(), err)
	}
}

func TestServerKilledThenStarted(t *testing.T) {
	t.Parallel()
	folder := folderFor(t)
	c := begin(t, folder)
	note(t, c, "kept")
	kill(t, c.PID(), "the server")
	other := begin(t, folder) // the guard is there: it starts the server again
	if got := noted(t, other); got != "kept" {
		t.Errorf("after the kill there is %q", got)
	}
	kill(t, other.PID(), "the server")
	end(t, other)
	end(t, c)
	if got := noted(t, begin(t, folder)); got != "kept" {
		t.Errorf("after the kill and a stop there is %q", got)
	}
}

func TestEnsureStartsAKilledServer(t *testing.T) {
	t.Parallel()
	c := begin(t, folderFor(t))
	note(t, c, "kept")
	if err := c.Ensure(t.Context()); err != nil {
		t.Errorf("nothing was wrong, and: %v", err)
	}
	kill(t, c.PID(), "the server")
	if err := c.Ensure(t.Context()); err != nil {
		t.Fatal(err)
	}
	if got := noted(t, c); got != "kept" {
		t.Errorf("found %q", got)
	}
	kill(t, c.PID(), "the server")
	kill(t, guardOf(t, c), "the guard")
	if err := c.Ensure(t.Context()); err == nil || !strings.Contains(err.Error(), "guard") {
		t.Errorf("without a guard: %v", err)
	}
}

func TestOrphanIsStopped(t *testing.T) {
	t.Parallel()
	folder := folderFor(t)
	c := begin(t, folder)
	note(t, c, "kept")
	orphan := c.PID()
	kill(t, guardOf(t, c), "the guard")
	letGo(t, c) // as if this program had been killed as well
	if !c.isServer(orphan) {
		t.Fatal("the server did not outlive its guard: this test shows nothing")
	}
	c = begin(t, folder)
	if got := noted(t, c); got != "kept" {
		t.Errorf("after the orphan there is %q", got)
	}
	gone(t, orphan, "the orphan")
	pid := c.PID()
	end(t, c)
	gone(t, pid, "the server")
}

// A process id left in postmaster.pid may be somebody else's by now. PostgreSQL
// itself would refuse to start.
func TestStalePIDOfAnotherProcess(t *testing.T) {
	t.Parallel()
	folder := folderFor(t)
	c := begin(t, folder)
	note(t, c, "kept")
	old, err := os.ReadFile(c.path("data", "postmaster.pid"))
	if err != nil {
		t.Fatal(err)
	}
	pid := itoa(c.PID())
	end(t, c)
	stranger := c.owner.command(t.Context(), "/", "sleep", "600")
	if err := stranger.Start(); err != nil {
		t.Fatal(err)
	}
	stale := strings.Replace(string(old), pid, itoa(stranger.Process.Pid), 1)
	if err := os.WriteFile(c.path("data", "postmaster.pid"), []byte(stale), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := c.owner.give(c.path("data", "postmaster.pid")); err != nil {
		t.Fatal(err)
	}
	if got := noted(t, begin(t, folder)); got != "kept" {
		t.Errorf("after the stale process id there is %q", got)
	}
	if !exists(stranger.Process.Pid) || zombie(stranger.Process.Pid) {
		t.Error("the other process was ended")
	}
}

// The same while the cluster runs: ending it must not end the other process.
func TestStopSparesAnotherProcess(t *testing.T) {
	t.Parallel()
	c := begin(t, folderFor(t))
	content, err := os.ReadFile(c.path("data", "postmaster.pid"))
	if err != nil {
		t.Fatal(err)
	}
	pid := c.PID()
	kill(t, pid, "the server")
	stranger := c.owner.command(t.Context(), "/", "sleep", "600")
	if err := stranger.Start(); err != nil {
		t.Fatal(err)
	}
	stale := strings.Replace(string(content), itoa(pid), itoa(stranger.Process.Pid), 1)
	if err := os.WriteFile(c.path("data", "postmaster.pid"), []byte(stale), 0o600); err != nil {
		t.Fatal(err)
	}
	end(t, c)
	if !exists(stranger.Process.Pid) || zombie(stranger.Process.Pid) {
		t.Error("the other process was ended")
	}
}

func TestTwoProgramsShareACluster(t *testing.T) {
	t.Parallel()
	folder := folderFor(t)
	one := begin(t, folder)
	two := begin(t, folder)
	if one.PID() != two.PID() {
		t.Fatalf("two servers: %d and %d", one.PID(), two.PID())
	}
	note(t, one, "shared")
	end(t, one)
	if got := noted(t, two); got != "shared" {
		t.Errorf("the other one finds %q", got)
	}
	pid := two.PID()
	end(t, two)
	gone(t, pid, "the server")
}

// Programs that come and go at any moment: whoever has started may use it.
func TestComingAndGoing(t *testing.T) {
	t.Parallel()
	folder := folderFor(t)
	begin(t, folder).Stop()
	var all sync.WaitGroup
	for range 3 {
		all.Go(func() {
			for range 4 {
				c, err := start(t.Context(), folder, kind{settings: []string{"fsync = off"}}, t.Output())
				if err != nil {
					t.Errorf("start: %v", err)
					return
				}
				if err := c.ping(t.Context()); err != nil {
					t.Errorf("started, and: %v", err)
				}
				if err := c.Stop(); err != nil {
					t.Errorf("stop: %v", err)
				}
			}
		})
	}
	all.Wait()
	c := begin(t, folder)
	pid := c.PID()
	end(t, c)
	gone(t, pid, "the server")
}

func TestDatabasesOfTheCluster(t *testing.T) {
	t.Parallel()
	c := begin(t, folderFor(t))
	for range 2 {
		if err := c.CreateDatabase(t.Context(), `odd "name"`); err != nil {
			t.Fatal(err)
		}
	}
	db, err := Open(t.Context(), c.URL(`odd "name"`))
	if err != nil {
		t.Fatal(err)
	}
	if err := c.DropDatabase(t.Context(), `odd "name"`); err == nil || !strings.Contains(err.Error(), "in use") {
		t.Errorf("dropped while in use: %v", err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if err := c.DropDatabase(t.Context(), `odd "name"`); err != nil {
			t.Fatal(err)
		}
	}
	if db, err := Open(t.Context(), c.URL(`odd "name"`)); err == nil {
		t.Errorf("the database is still there, and closing it gives %v", db.Close())
	}
}

// What root keeps in a closed folder, PostgreSQL's user cannot reach.
func TestClosedFolder(t *testing.T) {
	t.Parallel()
	parent := filepath.Dir(folderFor(t))
	if err := os.Mkdir(filepath.Join(parent, "closed"), 0o700); err != nil {
		t.Fatal(err)
	}
	folder := filepath.Join(parent, "closed", "postgres")
	sheltered := kind{shelter: filepath.Join(parent, "shelter"), settings: []string{"fsync = off"}}
	for _, want := range []string{"", "kept"} {
		c, err := start(t.Context(), folder, sheltered, t.Output())
		if err != nil {
			t.Fatal(err)
		}
		if want == "" {
			note(t, c, "kept")
		} else if got := noted(t, c); got != want {
			t.Errorf("the second start found %q", got)
		}
		if inShelter := strings.HasPrefix(c.folder, sheltered.shelter); inShelter != (os.Geteuid() == 0) {
			t.Errorf("the cluster is in %s", c.folder)
		}
		end(t, c)
	}
}

// A socket's path is at most 107 bytes on Linux, 103 on macOS.
func TestLongFolder(t *testing.T) {
	t.Parallel()
	folder := filepath.Join(filepath.Dir(folderFor(t)), strings.Repeat("long ", 30)+"it's", "postgres")
	c := begin(t, folder)
	note(t, c, "kept")
	t.Cleanup(func() { _ = os.RemoveAll(c.sockets) }) // a leftover in /tmp fails no test
	other := begin(t, folder)
	if c.sockets != other.sockets || noted(t, other) != "kept" {
		t.Errorf("one uses %s, the other %s", c.sockets, other.sockets)
	}
	end(t, other)
	end(t, c)
	if err := os.RemoveAll(c.sockets); err != nil { // as a system does that tidies /tmp
		t.Fatal(err)
	}
	again := begin(t, folder)
	t.Cleanup(func() { _ = os.RemoveAll(again.sockets) }) // a leftover in /tmp fails no test
	if got := noted(t, again); got != "kept" {
		t.Errorf("found %q", got)
	}
}

func TestStartSaysWhyItFailed(t *testing.T) {
	t.Parallel()
	folder := folderFor(t)
	end(t, begin(t, folder))
	_, err := start(t.Context(), folder, kind{settings: []string{"shared_buffers = 'many'"}}, t.Output())
	if err == nil || !strings.Contains(err.Error(), "PostgreSQL did not start") || !strings.Contains(err.Error(), "server.log") {
		t.Errorf("a wrong setting gives %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := start(ctx, folder, kind{}, t.Output()); err == nil {
		t.Error("started for a caller that had given up")
	}
}

func kill(t *testing.T, pid int, what string) {
	t.Helper()
	if pid <= 0 {
		t.Fatalf("%s has no process id", what)
	}
	if err := syscall.Kill(pid, syscall.SIGKILL); err != nil {
		t.Fatalf("kill %s: %v", what, err)
	}
	gone(t, pid, what)
}

// letGo drops what this program holds, without waiting.
func letGo(t *testing.T, c *Cluster) {
	t.Helper()
	if err := c.letGo(&c.pipe); err != nil {
		t.Fatal(err)
	}
	if err := c.letGo(&c.users); err != nil {
		t.Fatal(err)
	}
}
