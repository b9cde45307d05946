//go:build prove

package allocation

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// mutation leaves one guard out. Old must stand in the file exactly once.
type mutation struct {
	guard, file, old, new string
	tests                 string // the package whose tests must notice
}

var mutations = []mutation{
	{"passing a freed place on", "allocation/grant.go", "d.freed[a.ID] = true", "_ = a", "allocation"},
	{"the capacity", "allocation/grant.go", "case a.Free() > 0:", "case a.Free() >= 0:", "allocation"},
	{"grace", "allocation/grant.go", "a.Grace = max(0, a.Taken-a.Capacity)", "a.Grace = 0", "allocation"},
	{"queue numbers that rise", "allocation/grant.go", "a.NextQueue = max(a.NextQueue, p.QueueNo+1)", "_ = q", "allocation"},
	{"giving up what overlaps", "allocation/passon.go", "		d.dropClashing(r, a)\n", "", "allocation"},
	{"one outcome a key", "allocation/decide.go", `if first, ok := s.outcomes[c.Key]; ok && c.Key != "" {`, `if first, ok := s.outcomes[c.Key]; ok && c.Key == "-" {`, "allocation"},
	{"one live registration a person", "allocation/submit.go", "if _, ok := d.s.live[[2]int64{ev.ID, d.c.Person}]; ok {", "if false {", "allocation"},
	{"the delegation's limit", "allocation/submit.go", ">= ev.Delegation", "> ev.Delegation", "allocation"},
	{"clashes", "allocation/allocation.go", "return a.Start.Before(b.End) && b.Start.Before(a.End)", "return false", "allocation"},
	{"the closing time", "allocation/submit.go", "!d.c.Now.Before(ev.ClosesAt)", "false", "allocation"},
	{"the lock", "registration/load.go", `lockSQL+" for no key update of c"`, "lockSQL", "registration"},
	{"looking up answered keys", "registration/load.go", "b.Queue(answeredSQL, q.keys).Query(in.readAnswered)", "_ = answeredSQL", "registration"},
	{"answering after the commit", "registration/write.go", `b.Queue("commit")`, `b.Queue("rollback")`, "registration"},
	{"a batch taken apart when it fails", "registration/lane.go", "			l.handle([]*job{j})", "			l.fail([]*job{j}, err)", "registration"},
	{"the CHECK on taken places", "../migrations/20261123000400_registration.sql", "check (grace = greatest(0, taken - capacity))", "check (grace >= 0)", "registration"},
	{"the index of live registrations", "../migrations/20261123000400_registration.sql", "create unique index registration_live_key", "create index registration_live_key", "registration"},
}

// TestEveryGuardIsNeeded leaves each guard out in turn and wants a test to fail
// (places.md, proof 5). The compiler's overlay keeps the files as they are.
func TestEveryGuardIsNeeded(t *testing.T) {
	for _, m := range mutations {
		t.Run(strings.ReplaceAll(m.guard, " ", "-"), func(t *testing.T) {
			args := []string{"test", "-count=1", "-overlay", overlay(t, m), "../" + m.tests, "-rapid.nofailfile"}
			out, err := exec.Command("go", args...).CombinedOutput()
			if err == nil {
				t.Fatalf("no test misses %s", m.guard)
			}
			if !strings.Contains(string(out), "--- FAIL") && !strings.Contains(string(out), "panic:") {
				t.Fatalf("it does not even build: %s", out)
			}
		})
	}
}

// overlay writes the changed file and the list that puts it in the other's place.
func overlay(t *testing.T, m mutation) string {
	t.Helper()
	path, err := filepath.Abs(filepath.Join("..", m.file))
	if err != nil {
		t.Fatal(err)
	}
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if n := strings.Count(string(content), m.old); n != 1 {
		t.Fatalf("%q stands %d times in %s", m.old, n, m.file)
	}
	changed := filepath.Join(t.TempDir(), filepath.Base(path))
	list := filepath.Join(t.TempDir(), "overlay.json")
	replace, err := json.Marshal(map[string]map[string]string{"Replace": {path: changed}})
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(changed, []byte(strings.Replace(string(content), m.old, m.new, 1)), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(list, replace, 0o600); err != nil {
		t.Fatal(err)
	}
	return list
}
