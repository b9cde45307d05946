// Command convene-bench measures the desk beside what this machine can do at
// best, and beside the usual way of doing it: `make bench`. Both sides run in
// turn, in the same run and on the same durable PostgreSQL, so that a ratio says
// something about Convene and not about the machine. After each round the places
// are reconciled: a fast wrong answer is none.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"
	"time"
)

// options say where the result goes and how long to measure.
type options struct {
	output string
	each   time.Duration // one measurement
	rounds int
}

func main() {
	var o options
	flag.StringVar(&o.output, "o", "build/bench.json", "`file` for the result")
	flag.DurationVar(&o.each, "each", 5*time.Second, "how long one measurement takes")
	flag.IntVar(&o.rounds, "rounds", 3, "rounds; the median counts")
	flag.Parse()
	ctx, cancel := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer cancel()
	if err := run(ctx, o); err != nil {
		fmt.Fprintln(os.Stderr, "convene-bench:", err)
		cancel()
		os.Exit(1)
	}
}

// run measures everything, prints the table and writes the file.
func run(ctx context.Context, o options) (err error) {
	s, err := openStage(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.close()) }()
	var results []result
	for _, measure := range []func(context.Context, *stage, options) ([]result, error){measureRates, measureRush, measureLatency} {
		found, err := measure(ctx, s, o)
		if err != nil {
			return err
		}
		results = append(results, found...)
	}
	printTable(os.Stdout, results)
	if err := os.MkdirAll(filepath.Dir(o.output), 0o755); err != nil {
		return err
	}
	return writeJSON(o.output, results)
}
