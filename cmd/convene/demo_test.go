package main

import (
	"os"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
)

func TestDemoFromStartToEnd(t *testing.T) {
	t.Parallel()
	i := install(t)
	s := i.serve("demo")
	for path, want := range map[string]string{
		"/": "Budapest", "/events/budapest": "", "/events/madrid": "", "/readyz": "ready", "/healthz": "ok", "/demo/mail": "",
	} {
		if status, page := s.get(t.Context(), path); status != 200 || !strings.Contains(page, want) {
			t.Errorf("%s answers %d, and %q is %v", path, status, want, strings.Contains(page, want))
		}
	}
	first := i.run("export", "madrid", "--partner", "iris", "-o", "-").wants(t, 2) // no name, no format
	first = i.run("export", "madrid", "--partner", "iris", "--format", "csv", "-o", "-").wants(t, 0)
	i.with("CONVENE_LISTEN="+strings.TrimPrefix(s.url, "http://")).run("healthcheck").wants(t, 0)
	s.stop(t, syscall.SIGINT)
	if pid := i.postgres(); pid != 0 {
		t.Errorf("PostgreSQL still runs as process %d", pid)
	}
	i.with("CONVENE_LISTEN="+strings.TrimPrefix(s.url, "http://")).run("healthcheck").wants(t, 1, "does not answer")

	s = i.serve("demo")
	if again := i.run("export", "madrid", "--partner", "iris", "--format", "csv", "-o", "-"); again.out != first.out {
		t.Errorf("the second start has other people:\n%s\nand had:\n%s", again.out, first.out)
	}
	s.stop(t, syscall.SIGTERM)
}

func TestDemoKilled(t *testing.T) {
	t.Parallel()
	i := install(t)
	s := i.serve("demo")
	before := i.run("export", "madrid", "--partner", "iris", "--format", "csv", "-o", "-").wants(t, 0)
	if err := s.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = s.Wait() // "signal: killed"
	eventually(t, "PostgreSQL ends with its program", func() bool { return i.postgres() == 0 })

	s = i.serve("demo")
	if err := syscall.Kill(i.postgres(), syscall.SIGKILL); err != nil {
		t.Fatal(err)
	}
	eventually(t, "PostgreSQL is started again", func() bool {
		status, _ := s.get(t.Context(), "/readyz")
		return status == 200
	})
	if after := i.run("export", "madrid", "--partner", "iris", "--format", "csv", "-o", "-"); after.out != before.out {
		t.Errorf("after the kills there is:\n%s\nand there was:\n%s", after.out, before.out)
	}
	i.run("doctor").wants(t, 0, "counters, places and queues agree")
	s.stop(t, syscall.SIGINT)
}

func TestTwoDemosAtOnce(t *testing.T) {
	t.Parallel()
	i := install(t)
	servers := make([]*server, 2)
	var both sync.WaitGroup
	for n := range servers {
		both.Go(func() { servers[n] = i.serve("demo") })
	}
	both.Wait()
	i.with("CONVENE_LISTEN="+strings.TrimPrefix(servers[0].url, "http://")).run("demo").
		wants(t, 1, "is in use", "CONVENE_LISTEN")
	i.run("demo", "--fresh").wants(t, 1, "in use by another program")
	servers[0].stop(t, syscall.SIGINT)
	if status, _ := servers[1].get(t.Context(), "/readyz"); status != 200 {
		t.Errorf("the other demo answers %d", status)
	}
	i.run("doctor").wants(t, 0)
	servers[1].stop(t, syscall.SIGINT)
	if pid := i.postgres(); pid != 0 {
		t.Errorf("PostgreSQL still runs as process %d", pid)
	}
}

func TestFreshDemoBeginsAgain(t *testing.T) {
	t.Parallel()
	i := install(t)
	i.serve("demo").stop(t, syscall.SIGINT)
	i.run("account", "add", "anna@example.org", "--name", "Anna", "--events", "budapest").wants(t, 0, "Password: ")
	key, err := os.ReadFile(filepath.Join(i.dir, "demo-secret-key"))
	if err != nil || len(key) < secretLength {
		t.Fatalf("the demo's key: %d bytes, %v", len(key), err)
	}
	if info, err := os.Stat(filepath.Join(i.dir, "demo-secret-key")); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the demo's key: %v, %v", info.Mode(), err)
	}
	i.serve("demo", "--fresh").stop(t, syscall.SIGINT)
	i.run("account", "reset", "anna@example.org").wants(t, 1, "there is no account anna@example.org")
}

func TestDemoListensOnThisMachineOnly(t *testing.T) {
	t.Parallel()
	i := install(t, "CONVENE_LISTEN=0.0.0.0:0")
	i.run("demo").wants(t, 1, "this machine only", "CONVENE_LISTEN")
}
