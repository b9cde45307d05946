package postgres

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"syscall"
)

// shelter is where root keeps what its folder would hide from the server's
// unprivileged user.
const shelter = "/var/lib/convene"

// longestSocket is the longest path of a unix socket's folder that every system
// takes: macOS has 104 bytes in all, and PostgreSQL adds "/.s.PGSQL.5432".
const longestSocket = 104 - len("/.s.PGSQL.5432") - 1

// settle finds the folder, the user and the programs of a cluster. It starts
// nothing and makes only folders.
func settle(folder string, kind kind, log io.Writer) (*Cluster, error) {
	folder, err := filepath.Abs(folder)
	if err != nil {
		return nil, err
	}
	c := &Cluster{folder: folder, kind: kind}
	if c.owner, err = chooseOwner(filepath.Join(folder, "data")); err != nil {
		return nil, err
	}
	if err := c.makeFolder(log); err != nil {
		return nil, fmt.Errorf("make the folder for PostgreSQL's data: %w", err)
	}
	if err := c.chooseServer(log); err != nil {
		return nil, err
	}
	return c, c.makeSocketFolder()
}

// makeFolder makes the cluster's folder, open to the server's user alone, and
// resolves it to its real path.
func (c *Cluster) makeFolder(log io.Writer) error {
	parent := filepath.Dir(c.folder)
	if err := os.MkdirAll(parent, 0o755); err != nil {
		return err
	}
	parent, err := filepath.EvalSymlinks(parent)
	if err != nil {
		return err
	}
	c.folder = filepath.Join(parent, filepath.Base(c.folder))
	if closed := c.owner.blocked(parent); closed != "" {
		if err := c.takeShelter(closed, log); err != nil {
			return err
		}
	}
	if err := os.Mkdir(c.folder, 0o700); err != nil && !errors.Is(err, os.ErrExist) {
		return err
	}
	real, err := filepath.EvalSymlinks(c.folder)
	if err != nil {
		return err
	}
	c.folder = real
	return c.owner.give(real)
}

// takeShelter puts a symbolic link where the folder should be, to a new folder
// in a place that the server's user can reach. A link that is there stays.
func (c *Cluster) takeShelter(closed string, log io.Writer) error {
	if target, err := os.Readlink(c.folder); err == nil {
		if _, err := os.Stat(target); err == nil {
			return nil
		}
	}
	if err := os.MkdirAll(c.kind.shelter, 0o755); err != nil {
		return fmt.Errorf("%s is closed to the user %s, who runs PostgreSQL: %w", closed, c.owner.name, err)
	}
	target, err := os.MkdirTemp(c.kind.shelter, "cluster-")
	if err != nil {
		return err
	}
	fmt.Fprintf(log, "%s is closed to the user %s, who runs PostgreSQL: its data is kept in %s\n", closed, c.owner.name, target)
	if err := os.Remove(c.folder); err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	return os.Symlink(target, c.folder)
}

// makeSocketFolder chooses the socket's folder: inside the cluster's, unless the
// path is too long for a socket; then a temporary one, remembered in a link, so
// that every program finds the same.
func (c *Cluster) makeSocketFolder() error {
	c.sockets = c.path("s")
	if len(c.sockets) > longestSocket {
		if target, err := os.Readlink(c.sockets); err == nil && c.isPrivate(target) {
			c.sockets = target
			return nil
		}
		return c.linkSocketFolder()
	}
	if err := os.Mkdir(c.sockets, 0o700); err != nil && !errors.Is(err, os.ErrExist) {
		return err
	}
	return c.owner.give(c.sockets)
}

func (c *Cluster) linkSocketFolder() error {
	target, err := os.MkdirTemp("/tmp", "convene-")
	if err != nil {
		return err
	}
	if err := os.Remove(c.sockets); err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	link := c.sockets
	c.sockets = target
	return errors.Join(c.owner.give(target), os.Symlink(target, link))
}

// isPrivate tells whether a folder exists and only the server's user may enter
// it: in /tmp, a name that was ours once may be anybody's now.
func (c *Cluster) isPrivate(folder string) bool {
	info, err := os.Lstat(folder)
	if err != nil || !info.IsDir() || info.Mode().Perm() != 0o700 {
		return false
	}
	uid := uint32(os.Geteuid())
	if c.owner != nil {
		uid = c.owner.uid
	}
	return info.Sys().(*syscall.Stat_t).Uid == uid
}

// temporaryFolder makes a folder that the server's user can reach.
func temporaryFolder() (string, error) {
	owner, err := chooseOwner("")
	if err != nil {
		return "", err
	}
	parent := os.TempDir()
	if owner.blocked(parent) != "" {
		parent = "/tmp"
	}
	return os.MkdirTemp(parent, "convene-test-")
}
