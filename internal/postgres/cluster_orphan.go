package postgres

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// stopOrphan stops a server that has lost its guard, which would run for ever.
func (c *Cluster) stopOrphan(ctx context.Context) error {
	pid := c.PID()
	if !c.isServer(pid) {
		return nil
	}
	said, err := c.owner.command(ctx, c.folder, c.server.path("pg_ctl"), "-D", c.path("data"), "stop", "-w", "-t", "60", "-m", "fast").CombinedOutput()
	if err != nil && c.isServer(pid) {
		return fmt.Errorf("stop the PostgreSQL that was left running (process %d): %w: %s", pid, err, lastLine(said))
	}
	return nil
}

// nobody is a process id that no system gives out: Linux ends at 2^22.
const nobody = 1<<31 - 1

// forgetStranger puts right what a killed server leaves behind: its process id,
// which may be another process by now, or a dead one that its parent has not
// looked at yet. Either would keep PostgreSQL from starting. Only the id is
// replaced, since PostgreSQL reads in the rest of the file which shared memory
// to check for survivors.
func (c *Cluster) forgetStranger() error {
	pid := c.PID()
	if pid <= 0 || !exists(pid) || c.isServer(pid) {
		return nil
	}
	file, err := os.OpenFile(c.path("data", "postmaster.pid"), os.O_RDWR, 0)
	if errors.Is(err, os.ErrNotExist) {
		return nil // a server on its way out has just removed it
	}
	if err != nil {
		return err
	}
	return errors.Join(replacePID(file, pid), file.Close())
}

func replacePID(file *os.File, pid int) error {
	content, err := io.ReadAll(file)
	if err != nil {
		return err
	}
	rest := strings.TrimPrefix(string(content), strconv.Itoa(pid))
	_, err = file.WriteAt([]byte(strconv.Itoa(nobody)+rest), 0) // longer than before: nothing of the old remains
	return err
}

// exists tells whether the system knows a process of that id.
func exists(pid int) bool {
	err := syscall.Kill(pid, 0)
	return err == nil || errors.Is(err, syscall.EPERM)
}

// isServer tells whether a process is the living server of this data: it works
// in the data's folder. Without /proc (macOS) its name has to do.
func (c *Cluster) isServer(pid int) bool {
	if pid <= 0 || !exists(pid) {
		return false
	}
	if _, err := os.Stat("/proc/self"); err == nil {
		folder, err := os.Readlink(filepath.Join("/proc", strconv.Itoa(pid), "cwd"))
		return err == nil && folder == c.path("data")
	}
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	name, err := c.owner.command(ctx, c.folder, "ps", "-o", "comm=", "-p", strconv.Itoa(pid)).Output()
	return err == nil && strings.Contains(string(name), "postgres")
}
