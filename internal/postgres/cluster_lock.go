package postgres

import (
	"context"
	"errors"
	"fmt"
	"os"
	"syscall"
)

// lock lets one program at a time start the cluster or change its databases. The
// lock goes with the program, however it ends.
func (c *Cluster) lock(ctx context.Context) (release func(), err error) {
	file, err := os.OpenFile(c.path("lock"), os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, err
	}
	for {
		err := syscall.Flock(int(file.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
		if err == nil {
			return func() { _ = file.Close() }, nil // closing unlocks
		}
		if !errors.Is(err, syscall.EWOULDBLOCK) && !errors.Is(err, syscall.EINTR) {
			return nil, errors.Join(fmt.Errorf("lock %s: %w", file.Name(), err), file.Close())
		}
		if err := pause(ctx); err != nil {
			return nil, errors.Join(err, file.Close())
		}
	}
}

// share marks this program as one of the cluster's users.
func (c *Cluster) share() (err error) {
	if c.users, err = os.OpenFile(c.path("users"), os.O_CREATE|os.O_RDWR, 0o600); err != nil {
		return err
	}
	return syscall.Flock(int(c.users.Fd()), syscall.LOCK_SH)
}

// shared tells whether some program uses the cluster: then nobody else may lock
// it alone.
func (c *Cluster) shared() bool {
	file, err := os.OpenFile(c.path("users"), os.O_RDWR, 0)
	if err != nil {
		return false
	}
	defer func() { _ = file.Close() }() // closing unlocks
	return errors.Is(syscall.Flock(int(file.Fd()), syscall.LOCK_EX|syscall.LOCK_NB), syscall.EWOULDBLOCK)
}
