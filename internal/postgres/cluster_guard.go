package postgres

import (
	"context"
	"crypto/rand"
	_ "embed"
	"errors"
	"fmt"
	"os"
	"strings"
	"syscall"
	"time"
)

//go:embed guard.sh
var guardScript string

// patience is how long a start or a stop may take; a server that was killed
// replays its log first.
const patience = 2 * time.Minute

// beat is how often we look whether something has happened.
const beat = 20 * time.Millisecond

// hold makes the guard keep the server for this program and waits until it runs.
// The caller has the cluster's lock.
func (c *Cluster) hold(ctx context.Context) error {
	ctx, cancel := context.WithTimeoutCause(ctx, patience, fmt.Errorf("the private PostgreSQL in %s did not start within %s", c.folder, patience))
	defer cancel()
	if err := c.share(); err != nil {
		return err
	}
	for {
		if err := c.joinGuard(ctx); err != nil {
			return err
		}
		if err := c.forgetStranger(); err != nil {
			return err
		}
		ran, err := c.ask(ctx)
		if ran || err != nil {
			return err
		}
		if err := c.letGo(&c.pipe); err != nil { // that guard was already leaving: look again
			return err
		}
	}
}

// joinGuard opens the pipe to the guard that is there or to a new one. Where
// there is no guard there must be no server either: one that lost its guard
// would run for ever, so it is stopped first.
func (c *Cluster) joinGuard(ctx context.Context) (err error) {
	if err := c.makePipe(); err != nil {
		return err
	}
	c.pipe, err = os.OpenFile(c.path("alive"), os.O_WRONLY|syscall.O_NONBLOCK, 0)
	if !errors.Is(err, syscall.ENXIO) {
		return err
	}
	if err := c.stopOrphan(ctx); err != nil {
		return err
	}
	return c.startGuard()
}

func (c *Cluster) makePipe() error {
	err := syscall.Mkfifo(c.path("alive"), 0o600)
	if err != nil && !errors.Is(err, syscall.EEXIST) {
		return fmt.Errorf("make the pipe %s: %w", c.path("alive"), err)
	}
	return c.owner.give(c.path("alive"))
}

// startGuard starts the guard in a session of its own, where Ctrl-C does not
// reach it, and opens the pipe. Both ends are open before the guard is there, so
// that it ends at once should this program die in between.
func (c *Cluster) startGuard() error {
	reading, err := os.OpenFile(c.path("alive"), os.O_RDONLY|syscall.O_NONBLOCK, 0)
	if err != nil {
		return err
	}
	defer func() { _ = reading.Close() }() // the guard has its own
	c.pipe, err = os.OpenFile(c.path("alive"), os.O_WRONLY|syscall.O_NONBLOCK, 0)
	if err != nil {
		return err
	}
	if err := syscall.SetNonblock(int(reading.Fd()), false); err != nil {
		return err
	}
	end := "keep"
	if c.kind.throwaway {
		end = "remove"
	}
	if err := c.writeGuard(); err != nil {
		return err
	}
	guard := c.owner.command(context.Background(), c.folder, "/bin/sh", c.path("guard.sh"), c.server.folder, end)
	guard.ExtraFiles = []*os.File{reading}
	guard.SysProcAttr.Setsid = true
	if err := guard.Start(); err != nil {
		return fmt.Errorf("start the guard of the private PostgreSQL: %w", err)
	}
	go func() { _ = guard.Wait() }() // how it ended shows in guard.log
	return nil
}

// writeGuard puts the script into the cluster's folder, by renaming: a shell
// reads its script bit by bit and must not find another one half-way.
func (c *Cluster) writeGuard() error {
	fresh := c.path("guard.sh.new")
	if err := os.WriteFile(fresh, []byte(guardScript), 0o600); err != nil {
		return err
	}
	return errors.Join(c.owner.give(fresh), os.Rename(fresh, c.path("guard.sh")))
}

// ask writes a name into the pipe and waits for the guard's answer that the
// server runs. False without an error: the guard left without answering.
func (c *Cluster) ask(ctx context.Context) (bool, error) {
	name := rand.Text()
	answer := c.path("answer." + name)
	for {
		if _, err := c.pipe.WriteString(name + "\n"); errors.Is(err, syscall.EPIPE) {
			return false, nil
		} else if err != nil && !errors.Is(err, syscall.EAGAIN) {
			return false, err
		}
		if found, err := waitForFile(ctx, answer, time.Second); err != nil || found {
			return found, errors.Join(err, c.readAnswer(answer))
		}
	}
}

// waitForFile waits until a file appears, at most a while.
func waitForFile(ctx context.Context, path string, while time.Duration) (bool, error) {
	for end := time.Now().Add(while); time.Now().Before(end); {
		if _, err := os.Stat(path); err == nil {
			return true, nil
		}
		if err := pause(ctx); err != nil {
			return false, err
		}
	}
	return false, nil
}

func (c *Cluster) readAnswer(path string) error {
	answer, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	if strings.TrimSpace(string(answer)) == "0" {
		return os.Remove(path)
	}
	return errors.Join(c.whyNotStarted(), os.Remove(path))
}

// whyNotStarted makes a sentence of the last grave line of the server's log.
func (c *Cluster) whyNotStarted() error {
	content, err := os.ReadFile(c.path("server.log"))
	if err != nil {
		return fmt.Errorf("PostgreSQL did not start, its log is in %s", c.path("guard.log"))
	}
	reason := lastLine(content)
	for line := range strings.Lines(string(content)) {
		if strings.Contains(line, "FATAL:") || strings.Contains(line, "PANIC:") {
			reason = strings.TrimSpace(line)
		}
	}
	return fmt.Errorf("PostgreSQL did not start: %s (its log is %s)", reason, c.path("server.log"))
}

// Stop lets go of the cluster. When this program was the last to hold it, Stop
// waits until the server has stopped, every client being sent away at once.
func (c *Cluster) Stop() error {
	err := errors.Join(c.letGo(&c.pipe), c.letGo(&c.users))
	ctx, cancel := context.WithTimeoutCause(context.Background(), patience, fmt.Errorf("the private PostgreSQL in %s did not stop within %s", c.folder, patience))
	defer cancel()
	for !c.abandoned() {
		if gaveUp := pause(ctx); gaveUp != nil {
			return errors.Join(err, gaveUp)
		}
	}
	return err
}

// letGo closes a file that may not be open; a second Stop finds nothing to do.
func (c *Cluster) letGo(file **os.File) error {
	if *file == nil {
		return nil
	}
	err := (*file).Close()
	*file = nil
	return err
}

// abandoned tells whether there is nothing left to wait for: others hold the
// cluster, or its guard is gone and the server with it.
func (c *Cluster) abandoned() bool {
	if c.shared() {
		return true
	}
	pipe, err := os.OpenFile(c.path("alive"), os.O_WRONLY|syscall.O_NONBLOCK, 0)
	if err != nil {
		return true // nobody reads, or a throwaway's folder is gone
	}
	_ = pipe.Close()
	return false
}

// pause waits a beat; it gives the reason when the context has ended.
func pause(ctx context.Context) error {
	select {
	case <-ctx.Done():
		return context.Cause(ctx)
	case <-time.After(beat):
		return nil
	}
}
