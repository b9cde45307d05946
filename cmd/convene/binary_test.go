package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// The tests run the real program, built once.
var binary string

func TestMain(m *testing.M) {
	os.Exit(buildAndRun(m))
}

func buildAndRun(m *testing.M) int {
	dir, err := os.MkdirTemp("", "convene-binary-")
	if err != nil {
		fmt.Println(err)
		return 1
	}
	defer func() { _ = os.RemoveAll(dir) }() // a leftover in the temporary folder harms nobody
	binary = filepath.Join(dir, "convene")
	if said, err := exec.Command("go", "build", "-o", binary, ".").CombinedOutput(); err != nil {
		fmt.Printf("build the program: %v\n%s", err, said)
		return 1
	}
	return m.Run()
}

// installation is where a program under test keeps its things: a data folder and
// an environment of its own.
type installation struct {
	t   *testing.T
	dir string
	env []string
}

func install(t *testing.T, env ...string) installation {
	t.Helper()
	// not t.TempDir: PostgreSQL's user could not reach it when root runs the tests
	dir, err := os.MkdirTemp("/tmp", "convene-install-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) }) // a leftover in /tmp fails no test
	if err := os.Chmod(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	env = append([]string{"PATH=" + os.Getenv("PATH"), "HOME=" + dir, "CONVENE_DATA_DIR=" + dir, "CONVENE_LISTEN=127.0.0.1:0"}, env...)
	return installation{t, dir, env}
}

// with is the same installation with more in its environment.
func (i installation) with(env ...string) installation {
	i.env = append(append([]string{}, i.env...), env...)
	return i
}

func (i installation) command(args ...string) *exec.Cmd {
	cmd := exec.CommandContext(i.t.Context(), binary, args...)
	cmd.Env, cmd.Dir = i.env, i.dir
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true} // as a shell starts it
	return cmd
}

// result is what a command said and how it ended.
type result struct {
	code     int
	out, err string
}

func (i installation) run(args ...string) result {
	i.t.Helper()
	return i.runWith("", args...)
}

func (i installation) runWith(input string, args ...string) result {
	i.t.Helper()
	var out, notes strings.Builder
	cmd := i.command(args...)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = strings.NewReader(input), &out, &notes
	err := cmd.Run()
	var ended *exec.ExitError
	if err != nil && !errors.As(err, &ended) {
		i.t.Fatalf("convene %s: %v", strings.Join(args, " "), err)
	}
	return result{cmd.ProcessState.ExitCode(), out.String(), notes.String()}
}

// wants checks a result: its code, and words in what it said on both ways out.
func (r result) wants(t *testing.T, code int, words ...string) result {
	t.Helper()
	if r.code != code {
		t.Errorf("the exit code is %d, want %d; it said %s%s", r.code, code, r.out, r.err)
	}
	for _, w := range words {
		if !strings.Contains(r.out+r.err, w) {
			t.Errorf("it does not say %q, but: %s%s", w, r.out, r.err)
		}
	}
	return r
}

// server is a program that serves.
type server struct {
	*exec.Cmd
	url   string
	notes *safeBuilder
}

// safeBuilder takes what the program writes while a test reads it.
type safeBuilder struct {
	mu sync.Mutex
	strings.Builder
}

func (b *safeBuilder) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.Builder.Write(p)
}

func (b *safeBuilder) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.Builder.String()
}

// serve starts a program and waits for its "ready:" line.
func (i installation) serve(args ...string) *server {
	i.t.Helper()
	s := &server{Cmd: i.command(args...), notes: &safeBuilder{}}
	s.Stderr = s.notes
	out, err := s.StdoutPipe()
	if err != nil {
		i.t.Fatal(err)
	}
	if err := s.Start(); err != nil {
		i.t.Fatal(err)
	}
	i.t.Cleanup(func() { _ = s.Process.Kill() }) // it has ended, unless the test failed
	lines := bufio.NewScanner(out)
	if !lines.Scan() {
		i.t.Fatalf("convene %s ended: %s", strings.Join(args, " "), s.notes)
	}
	url, ok := strings.CutPrefix(lines.Text(), "ready: ")
	if !ok {
		i.t.Fatalf("the first line is %q", lines.Text())
	}
	s.url = url
	go func() { _, _ = io.Copy(io.Discard, out) }() // until it ends
	return s
}

// get asks for a page and gives its status and text.
func (s *server) get(ctx context.Context, path string) (int, string) {
	ctx, cancel := context.WithTimeout(ctx, 10*time.Second)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, s.url+path, nil)
	if err != nil {
		return 0, err.Error()
	}
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		return 0, err.Error()
	}
	defer func() { _ = answer.Body.Close() }() // read to its end below
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		return 0, err.Error()
	}
	return answer.StatusCode, string(body)
}

// stop sends Ctrl-C to the program's group, as a terminal does, and waits.
func (s *server) stop(t *testing.T, signal syscall.Signal) {
	t.Helper()
	if err := syscall.Kill(-s.Process.Pid, signal); err != nil {
		t.Fatal(err)
	}
	if err := s.Wait(); err != nil {
		t.Errorf("it ended with %v: %s", err, s.notes)
	}
}

// postgres gives the process id of the installation's own server; 0 for none.
func (i installation) postgres() int {
	content, err := os.ReadFile(filepath.Join(i.dir, "postgres", "data", "postmaster.pid"))
	if err != nil {
		return 0
	}
	var pid int
	if _, err := fmt.Sscan(string(content), &pid); err != nil {
		return 0
	}
	return pid
}

// eventually waits for something that happens soon.
func eventually(t *testing.T, what string, happened func() bool) {
	t.Helper()
	for end := time.Now().Add(30 * time.Second); !happened(); time.Sleep(50 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("%s: not within half a minute", what)
		}
	}
}
