package main

import (
	"context"
	"errors"
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
	program, err := s.findPgbench()
	if err != nil {
		return ping{}, err
	}
	script := filepath.Join(s.folder, "ping.sql")
	if err := os.WriteFile(script, []byte(pingScript), 0o644); err != nil {
		return ping{}, err
	}
	return pgbench(ctx, program, "-n", "-M", "prepared", "-c", strconv.Itoa(clients), "-j", strconv.Itoa(min(2, clients)),
		"-T", strconv.Itoa(int(each.Seconds())), "-f", script, s.url)
}

// pgbench runs the program. A failure says all that it said: its exit code alone
// tells nobody what to do.
func pgbench(ctx context.Context, program string, args ...string) (ping, error) {
	cmd := exec.CommandContext(ctx, program, args...)
	cmd.Env = append(os.Environ(), "LC_ALL=C") // its words are read below
	said, err := cmd.CombinedOutput()
	if err == nil {
		p, problem := parsePing(string(said))
		if problem == nil {
			return p, nil
		}
		err = problem
	}
	return ping{}, fmt.Errorf("%s: %w; it said:\n%s", cmd, errors.Join(err, context.Cause(ctx)), said)
}

// findPgbench finds the program beside the server or in the PATH.
func (s *stage) findPgbench() (string, error) {
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

// parsePing reads the two numbers. They are missing, or not numbers, when all the
// time went into opening connections.
func parsePing(said string) (ping, error) {
	rate, latency := rateLine.FindStringSubmatch(said), latencyLine.FindStringSubmatch(said)
	if rate == nil || latency == nil {
		return ping{}, errors.New("pgbench measured nothing; a longer -each may help")
	}
	perSecond, err := strconv.ParseFloat(rate[1], 64)
	if err != nil {
		return ping{}, err
	}
	ms, err := strconv.ParseFloat(latency[1], 64)
	return ping{perSecond, time.Duration(ms * float64(time.Millisecond))}, err
}
