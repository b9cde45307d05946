package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"time"
)

// pingScript is the least a registration could be: one row, one commit.
const pingScript = "insert into bench_ping (word) values ('ping');\n"

// ping is what pgbench finds: commits a second and the mean time of one.
type ping struct {
	rate    float64
	latency time.Duration
}

// runPing lets pgbench insert and commit single rows from so many clients.
func (s *stage) runPing(ctx context.Context, clients int, each time.Duration) (ping, error) {
	if _, err := s.db.ExecContext(ctx, "create table if not exists bench_ping (id bigint generated always as identity primary key, word text not null)"); err != nil {
		return ping{}, err
	}
	program, err := s.pgbench()
	if err != nil {
		return ping{}, err
	}
	script := filepath.Join(s.folder, "ping.sql")
	if err := os.WriteFile(script, []byte(pingScript), 0o644); err != nil {
		return ping{}, err
	}
	seconds := max(1, int(each.Seconds()))
	said, err := exec.CommandContext(ctx, program, "-n", "-M", "prepared", "-c", strconv.Itoa(clients), "-j", strconv.Itoa(min(2, clients)),
		"-T", strconv.Itoa(seconds), "-f", script, s.url).CombinedOutput()
	if err != nil {
		return ping{}, fmt.Errorf("pgbench: %w: %s", err, said)
	}
	return parsePing(string(said))
}

// pgbench finds the program beside the server or in the PATH.
func (s *stage) pgbench() (string, error) {
	beside := filepath.Join(s.cluster.Programs(), "pgbench")
	if _, err := os.Stat(beside); err == nil {
		return beside, nil
	}
	program, err := exec.LookPath("pgbench")
	if err != nil {
		return "", fmt.Errorf("pgbench is not on this machine; it comes with PostgreSQL: apt-get install postgresql (or postgresql-contrib)")
	}
	return program, nil
}

var (
	rateLine    = regexp.MustCompile(`(?m)^tps = ([0-9.]+)`)
	latencyLine = regexp.MustCompile(`(?m)^latency average = ([0-9.]+) ms`)
)

func parsePing(said string) (ping, error) {
	rate, latency := rateLine.FindStringSubmatch(said), latencyLine.FindStringSubmatch(said)
	if rate == nil || latency == nil { // the latency is NaN when connecting took all the time
		return ping{}, fmt.Errorf("pgbench measured nothing: %s", said)
	}
	perSecond, err := strconv.ParseFloat(rate[1], 64)
	if err != nil {
		return ping{}, err
	}
	ms, err := strconv.ParseFloat(latency[1], 64)
	return ping{perSecond, time.Duration(ms * float64(time.Millisecond))}, err
}
