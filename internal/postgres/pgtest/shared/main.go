// Command shared runs a command, as a rule `go test ./...`, with one private
// PostgreSQL for all the test processes it starts, and stops it afterwards:
//
//	go run ./internal/postgres/pgtest/shared go test ./...
//
// Where the environment names a database server already, it only runs the command.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"syscall"

	"convene/internal/postgres"
	"convene/internal/postgres/pgtest"
)

func main() {
	if len(os.Args) < 2 {
		fmt.Fprintln(os.Stderr, "usage: shared COMMAND [ARGUMENT ...]")
		os.Exit(2)
	}
	// Ctrl-C reaches the command as well, being in the same group; we wait for it.
	ctx, cancel := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer cancel()
	code, err := run(ctx, os.Args[1:])
	if err != nil {
		fmt.Fprintln(os.Stderr, "shared:", err)
	}
	os.Exit(code)
}

// run gives the command's exit code.
func run(ctx context.Context, args []string) (code int, err error) {
	env := os.Environ()
	if pgtest.Address() == "" {
		cluster, err := postgres.StartThrowaway(ctx, os.Stderr)
		if err != nil {
			return 1, err
		}
		defer func() { err = errors.Join(err, cluster.Stop()) }()
		env = append(env, "CONVENE_TEST_DATABASE_URL="+cluster.URL("postgres"))
	}
	cmd := exec.CommandContext(ctx, args[0], args[1:]...)
	cmd.Cancel = func() error { return cmd.Process.Signal(syscall.SIGTERM) }
	cmd.Env, cmd.Stdin, cmd.Stdout, cmd.Stderr = env, os.Stdin, os.Stdout, os.Stderr
	err = cmd.Run()
	var ended *exec.ExitError
	if errors.As(err, &ended) {
		return max(ended.ExitCode(), 1), nil // -1: ended by a signal
	}
	if err != nil {
		return 1, err
	}
	return 0, nil
}
