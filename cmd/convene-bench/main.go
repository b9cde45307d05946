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
	"runtime/debug"
	"runtime/pprof"
	"slices"
	"strings"
	"syscall"
	"time"
)

// options say where the result goes and how long to measure.
type options struct {
	output  string
	table   string
	only    string
	profile string
	program string
	each    time.Duration // one measurement
	rounds  int
	drawing drawing // what this process draws instead, for one of documents
}

// measurement is one chapter of the table.
type measurement struct {
	name string
	run  func(context.Context, *stage, options) ([]result, error)
}

var measurements = []measurement{
	{"rates", measureRates}, {"rush", measureRush}, {"latency", measureLatency},
	{"signups", measureSignUps}, {"page", measureEventPage}, {"memory", measureMemory}, {"documents", measureDocuments},
	{"packs", measurePacks},
}

func main() {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(400) // as convene does
	}
	var o options
	flag.StringVar(&o.output, "o", "build/bench.json", "`file` for the result")
	flag.StringVar(&o.table, "md", "build/bench.md", "`file` for the table as Markdown")
	flag.StringVar(&o.only, "only", "", "measure only these, separated by commas: "+names(measurements))
	flag.StringVar(&o.profile, "profile", "", "`file` for a profile of this program's processor time")
	flag.StringVar(&o.program, "program", "bin/convene", "the built `program`, whose memory is measured")
	flag.DurationVar(&o.each, "each", 5*time.Second, "how long one measurement takes, 2s at least")
	flag.IntVar(&o.rounds, "rounds", 3, "rounds; the median counts")
	flag.StringVar(&o.drawing.kind, "draw", "", "only draw one document of `kind`, for \"documents\"; prints how many seconds it took")
	flag.StringVar(&o.drawing.from, "from", "", "with -draw: `file` of the people")
	flag.StringVar(&o.drawing.to, "to", "", "with -draw: `file` to write")
	flag.Parse()
	ctx, cancel := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer cancel()
	work := run
	if o.drawing.kind != "" {
		work = draw
	}
	if err := work(ctx, o); err != nil {
		fmt.Fprintln(os.Stderr, "convene-bench:", err)
		cancel()
		os.Exit(1)
	}
}

// run measures what was asked for, prints the table and writes the files.
func run(ctx context.Context, o options) (err error) {
	chosen, err := choose(o.only)
	if err != nil {
		return err
	}
	if o.each < 2*time.Second || o.rounds < 1 {
		return errors.New("-each must be 2s or more, since opening 128 connections may take one, and -rounds 1 or more")
	}
	s, err := openStage(ctx)
	if err != nil {
		return fmt.Errorf("start PostgreSQL: %w", err)
	}
	defer func() { err = errors.Join(err, s.close()) }()
	stop, err := startProfile(o.profile)
	if err != nil {
		return err
	}
	defer stop()
	var results []result
	for _, m := range chosen {
		found, err := m.run(ctx, s, o)
		if err != nil {
			return fmt.Errorf("%s: %w", m.name, err)
		}
		results = append(results, found...)
	}
	return report(o, results)
}

// choose gives the measurements of a list of names, all for none.
func choose(only string) ([]measurement, error) {
	if only == "" {
		return measurements, nil
	}
	var chosen []measurement
	for name := range strings.SplitSeq(only, ",") {
		i := slices.IndexFunc(measurements, func(m measurement) bool { return m.name == name })
		if i < 0 {
			return nil, fmt.Errorf("there is no measurement %q, but %s", name, names(measurements))
		}
		chosen = append(chosen, measurements[i])
	}
	return chosen, nil
}

func names(ms []measurement) string {
	var all []string
	for _, m := range ms {
		all = append(all, m.name)
	}
	return strings.Join(all, ", ")
}

// startProfile begins a processor profile, if a file was named; stop ends it.
func startProfile(path string) (stop func(), err error) {
	if path == "" {
		return func() {}, nil
	}
	file, err := os.Create(path)
	if err != nil {
		return nil, err
	}
	return func() {
		pprof.StopCPUProfile()
		_ = file.Close() // a profile cut short is seen when it is read
	}, pprof.StartCPUProfile(file)
}
