// Command convene runs registration for international meetings: the server, its
// demo, and what an administrator does from the command line. It owns no rule of
// the field; it reads the environment, wires the packages together and says in
// one line what went wrong.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"runtime/debug"
	"strings"
	"syscall"
	"time"
	_ "time/tzdata" // the container image has no time zones of its own

	"github.com/alecthomas/kong"

	"convene/internal/fault"
)

// Exit codes, as the contract has them.
const (
	exitDone = iota
	exitFailed
	exitUsage
)

// commands is the command line. Each subcommand is in a file of its own.
type commands struct {
	Demo         demoCommand         `cmd:"" help:"Run Convene with sample data on this machine."`
	Serve        serveCommand        `cmd:"" help:"Run Convene for real events."`
	Migrate      migrateCommand      `cmd:"" help:"Bring the database's schema up to date."`
	Account      accountCommands     `cmd:"" help:"Accounts of organisers, the check-in desk and partners."`
	Import       importCommands      `cmd:"" help:"Read events and member authorities from files."`
	Capacity     capacityCommand     `cmd:"" help:"Change how many places an activity has."`
	Badges       badgesCommand       `cmd:"" help:"Write the badges of an event as a PDF."`
	Sheet        sheetCommand        `cmd:"" help:"Write an attendance list, or a trip's passenger list, as a PDF."`
	Paper        paperCommand        `cmd:"" help:"Write a paper for the venue as a PDF: manifests, signs, tents, seating, counts, the list of participants."`
	Certificates certificatesCommand `cmd:"" help:"Write the certificates of attendance of an event as a PDF."`
	Pack         packCommand         `cmd:"" help:"Write all papers of an event as a ZIP."`
	Export       exportCommand       `cmd:"" help:"Write the attendees that a partner may receive."`
	Doctor       doctorCommand       `cmd:"" help:"Check the database, the places, mail and settings."`
	Healthcheck  healthcheckCommand  `cmd:"" help:"Ask the running server whether it is ready; for containers."`

	Version kong.VersionFlag `help:"Show the version."`
}

// invocation is one run of a command: what it may use of the outside.
type invocation struct {
	ctx    context.Context
	config Config
	in     io.Reader
	out    io.Writer // what was asked for
	notes  io.Writer // what a person may want to know meanwhile
	now    func() time.Time
}

// rubbish is how much memory may be rubbish before it is collected, in percent of
// what is in use. That is some ten megabytes: at the usual 100 a third of the work
// in a rush would be collecting.
const rubbish = 400

func main() {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(rubbish)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // a second Ctrl-C ends the program at once
	in := &invocation{ctx: ctx, in: os.Stdin, out: os.Stdout, notes: os.Stderr, now: time.Now}
	os.Exit(run(in, os.Args[1:], os.Getenv))
}

// run parses the command line and the environment, runs the command and gives
// the exit code. --help and --version end the program there and then.
func run(in *invocation, args []string, getenv func(string) string) int {
	var line commands
	parser := kong.Must(&line, kong.Name("convene"), kong.Writers(in.out, in.notes),
		kong.Description("Registration for international meetings of cities and regions."),
		kong.Vars{"version": version()})
	chosen, err := parser.Parse(args)
	if err != nil {
		fmt.Fprintf(in.notes, "convene: %v; see `convene --help`\n", err)
		return exitUsage
	}
	if in.config, err = readConfig(getenv); err == nil {
		err = chosen.Run(in)
	}
	return report(in.notes, err)
}

// usage is an error of the command line that kong does not know of.
type usage string

func (u usage) Error() string { return string(u) }

// report writes an error, each of its lines with the program's name, and gives
// the exit code.
func report(w io.Writer, err error) int {
	if err == nil {
		return exitDone
	}
	for line := range strings.Lines(words(err)) {
		fmt.Fprintf(w, "convene: %s\n", strings.TrimSpace(line))
	}
	var wrong usage
	if errors.As(err, &wrong) {
		return exitUsage
	}
	return exitFailed
}

// words are what an error says on the command line: of wrong input, the fields.
func words(err error) string {
	f := fault.As(err)
	if f == nil || len(f.Fields) == 0 {
		return strings.ReplaceAll(err.Error(), "\n\t", " ") // pgx breaks its lines so
	}
	lines := make([]string, len(f.Fields))
	for i, field := range f.Fields {
		lines[i] = field.Name + ": " + fault.Sentence(field.Message, field.Args)
	}
	return strings.Join(lines, "\n")
}

// version is what the build knows of its source.
func version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "unknown"
	}
	for _, s := range info.Settings {
		if s.Key == "vcs.revision" {
			return s.Value
		}
	}
	return info.Main.Version
}
