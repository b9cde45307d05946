package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func TestParsePing(t *testing.T) {
	t.Parallel()
	p, err := parsePing("transaction type: ping.sql\nlatency average = 8.402 ms\ninitial connection time = 303.4 ms\ntps = 15234.5 (without initial connection time)\n")
	if err != nil || p.rate != 15234.5 || p.latency != 8402*time.Microsecond {
		t.Errorf("read %+v, %v", p, err)
	}
	for _, said := range []string{"", "latency average = nan ms\ntps = nan (without initial connection time)\n", "latency average = -nan ms\ntps = 0.0\n"} {
		if _, err := parsePing(said); err == nil {
			t.Errorf("%q passes for a measurement", said)
		}
	}
}

// A failure that leaves only an exit code behind cannot be understood later.
func TestAPingThatFailsSaysAll(t *testing.T) {
	t.Parallel()
	program := filepath.Join(t.TempDir(), "pgbench")
	for name, script := range map[string]string{
		"exit status 2":    "echo 'FATAL: sorry, too many clients already'; echo 'on stderr' >&2; exit 2",
		"measured nothing": "echo 'FATAL: sorry, too many clients already'; echo 'on stderr' >&2; echo 'tps = nan'",
	} {
		if err := os.WriteFile(program, []byte("#!/bin/sh\n"+script+"\n"), 0o755); err != nil {
			t.Fatal(err)
		}
		_, err := pgbench(t.Context(), program, "-c", "128")
		if err == nil {
			t.Fatalf("%s: no error", name)
		}
		for _, part := range []string{name, "too many clients already", "on stderr", "-c 128"} {
			if !strings.Contains(err.Error(), part) {
				t.Errorf("the error does not say %q: %v", part, err)
			}
		}
	}
}
