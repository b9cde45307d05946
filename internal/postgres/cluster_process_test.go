package postgres

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"os/user"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"syscall"
	"testing"
)

func itoa(n int) string { return strconv.Itoa(n) }

// The tests below need programs to kill: this test binary, started once more,
// runs a cluster until it is told to stop.
func TestMain(m *testing.M) {
	if len(os.Args) == 3 && os.Args[1] == "run-cluster" {
		if err := runCluster(os.Args[2]); err != nil {
			fmt.Println("failed:", err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// runCluster prints "PID FOLDER", waits for Ctrl-C, stops and prints "stopped".
func runCluster(folder string) error {
	ctx, cancel := signal.NotifyContext(context.Background(), os.Interrupt)
	defer cancel()
	c, err := clusterFor(ctx, folder)
	if err != nil {
		return err
	}
	fmt.Println(c.PID(), c.folder)
	<-ctx.Done()
	if err := c.Stop(); err != nil {
		return err
	}
	fmt.Println("stopped")
	return nil
}

func clusterFor(ctx context.Context, folder string) (*Cluster, error) {
	if folder == "throwaway" {
		return StartThrowaway(ctx, io.Discard)
	}
	return start(ctx, folder, kind{settings: []string{"fsync = off"}}, io.Discard)
}

// program is a running copy of this binary that holds a cluster.
type program struct {
	*exec.Cmd
	lines  *bufio.Scanner
	server int
	folder string
}

// launch starts a program in a process group of its own, as a shell does.
func launch(t *testing.T, binary, folder string, credential *syscall.Credential) *program {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), binary, "run-cluster", folder)
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true, Credential: credential}
	cmd.Dir = "/"
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	p := &program{Cmd: cmd, lines: bufio.NewScanner(out)}
	p.lines.Scan()
	if _, err := fmt.Sscan(p.lines.Text(), &p.server, &p.folder); err != nil {
		t.Fatalf("the program said %q", p.lines.Text())
	}
	return p
}

func self(t *testing.T) string {
	t.Helper()
	binary, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	return binary
}

func TestCtrlCStopsTheServer(t *testing.T) {
	t.Parallel()
	p := launch(t, self(t), folderFor(t), nil)
	if err := syscall.Kill(-p.Process.Pid, syscall.SIGINT); err != nil {
		t.Fatal(err)
	}
	if p.lines.Scan(); p.lines.Text() != "stopped" {
		t.Errorf("the program said %q", p.lines.Text())
	}
	if exists(p.server) && !zombie(p.server) {
		t.Error("the program has stopped and its server still runs")
	}
	if err := p.Wait(); err != nil {
		t.Error(err)
	}
}

func TestServerEndsWithAKilledProgram(t *testing.T) {
	t.Parallel()
	folder := folderFor(t)
	p := launch(t, self(t), folder, nil)
	kill(t, p.Process.Pid, "the program")
	gone(t, p.server, "the server")
	end(t, begin(t, folder))
}

func TestThrowawayVanishesWithAKilledProgram(t *testing.T) {
	t.Parallel()
	p := launch(t, self(t), "throwaway", nil)
	kill(t, p.Process.Pid, "the program")
	gone(t, p.server, "the server")
	for range 500 {
		if _, err := os.Stat(p.folder); err != nil {
			return
		}
		if err := pause(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	t.Errorf("%s is still there", p.folder)
}

// As root this shows that an ordinary user gets a cluster too; as an ordinary
// user every other test shows it.
func TestOrdinaryUser(t *testing.T) {
	t.Parallel()
	folder, credential := folderFor(t), (*syscall.Credential)(nil)
	binary := self(t)
	if os.Geteuid() == 0 {
		credential = nobodyElse(t)
		binary = copyOf(t, binary, filepath.Dir(folder))
		if err := os.Chown(filepath.Dir(folder), int(credential.Uid), int(credential.Gid)); err != nil {
			t.Fatal(err)
		}
	}
	p := launch(t, binary, folder, credential)
	info, err := os.Stat(filepath.Join(folder, "data"))
	if err != nil {
		t.Fatal(err)
	}
	if uid := int(info.Sys().(*syscall.Stat_t).Uid); credential != nil && uid != int(credential.Uid) {
		t.Errorf("the data belongs to user %d", uid)
	}
	if err := p.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	if p.lines.Scan(); p.lines.Text() != "stopped" {
		t.Errorf("the program said %q", p.lines.Text())
	}
}

func nobodyElse(t *testing.T) *syscall.Credential {
	t.Helper()
	found, err := user.Lookup("nobody")
	if err != nil {
		t.Fatal(err)
	}
	nobody, err := newOwner(found)
	if err != nil {
		t.Fatal(err)
	}
	return &syscall.Credential{Uid: nobody.uid, Gid: nobody.gid}
}

// copyOf copies this binary to where another user can run it.
func copyOf(t *testing.T, binary, folder string) string {
	t.Helper()
	content, err := os.ReadFile(binary)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(folder, "program")
	if err := os.WriteFile(path, content, 0o755); err != nil {
		t.Fatal(err)
	}
	return path
}

// guardOf finds the guard's process: the shell that works in the cluster's folder.
func guardOf(t *testing.T, c *Cluster) int {
	t.Helper()
	if runtime.GOOS != "linux" {
		return guardByName(t, c)
	}
	folders, err := filepath.Glob("/proc/[0-9]*/cwd")
	if err != nil {
		t.Fatal(err)
	}
	for _, link := range folders {
		if folder, err := os.Readlink(link); err == nil && folder == c.folder {
			pid, err := strconv.Atoi(filepath.Base(filepath.Dir(link)))
			if err != nil {
				t.Fatal(err)
			}
			return pid
		}
	}
	t.Fatal("there is no guard")
	return 0
}

func guardByName(t *testing.T, c *Cluster) int {
	t.Helper()
	said, err := exec.CommandContext(t.Context(), "pgrep", "-f", c.path("guard.sh")).Output()
	if err != nil {
		t.Fatal(err)
	}
	pid, err := strconv.Atoi(strings.Fields(string(said))[0])
	if err != nil {
		t.Fatal(err)
	}
	return pid
}
