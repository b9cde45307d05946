package postgres

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
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

// chooseServer finds the programs that fit the data, and fetches them when this
// machine has none.
func (c *Cluster) chooseServer(log io.Writer) error {
	major, err := c.majorOfData()
	if err != nil {
		return err
	}
	found, ok := findBinaries(major)
	if !ok {
		if found, err = fetchBinaries(major, log); err != nil {
			return noServer(major, err)
		}
	}
	c.server = found
	return nil
}

// majorOfData reads which major version wrote the data; 0 when there is none.
func (c *Cluster) majorOfData() (int, error) {
	content, err := os.ReadFile(c.path("data", "PG_VERSION"))
	if errors.Is(err, os.ErrNotExist) {
		return 0, nil
	}
	if err != nil {
		return 0, fmt.Errorf("read PostgreSQL's data (does it belong to another user?): %w", err)
	}
	return strconv.Atoi(strings.TrimSpace(string(content)))
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

// initialise makes the data on the first start and writes our settings on every
// start.
func (c *Cluster) initialise(ctx context.Context, log io.Writer) error {
	if _, err := os.Stat(c.path("data", "PG_VERSION")); err == nil {
		return c.writeSettings(c.path("data"))
	}
	fmt.Fprintf(log, "Making a private PostgreSQL %d in %s.\n", c.server.major, c.folder)
	fresh := c.path("data.new") // renamed when whole: an initdb cut short leaves half a cluster
	if err := os.RemoveAll(fresh); err != nil {
		return err
	}
	if err := c.initdb(ctx, fresh); err != nil {
		return err
	}
	if err := c.writeSettings(fresh); err != nil {
		return err
	}
	return os.Rename(fresh, c.path("data"))
}

// initdb makes an empty cluster. Anybody who reaches the socket is let in: its
// folder is open to one user only. Texts sort by their bytes; for people, names
// are sorted in their own language by internal/locale.
func (c *Cluster) initdb(ctx context.Context, data string) error {
	args := []string{"-D", data, "-U", superuser, "-A", "trust", "-E", "UTF8", "--no-locale"}
	if c.kind.throwaway {
		args = append(args, "--no-sync")
	}
	said, err := c.owner.command(ctx, c.folder, c.server.path("initdb"), args...).CombinedOutput()
	if err != nil {
		return fmt.Errorf("make the data of the private PostgreSQL: %w: %s", err, lastLine(said))
	}
	return c.appendTo(filepath.Join(data, "postgresql.conf"), "include = 'convene.conf'\n")
}

// writeSettings writes convene.conf. The log gets no statements and no details
// of errors, because both hold what people typed.
func (c *Cluster) writeSettings(data string) error {
	settings := append([]string{
		"listen_addresses = ''",
		"unix_socket_directories = '" + strings.ReplaceAll(c.sockets, "'", "''") + "'",
		"unix_socket_permissions = 0700",
		"port = 5432",
		"logging_collector = off",
		"log_statement = none",
		"log_min_error_statement = panic",
		"log_error_verbosity = terse",
		"timezone = 'UTC'",
		"log_timezone = 'UTC'",
	}, c.kind.settings...)
	path := filepath.Join(data, "convene.conf")
	if err := os.WriteFile(path, []byte(strings.Join(settings, "\n")+"\n"), 0o600); err != nil {
		return err
	}
	return c.owner.give(path)
}

func (c *Cluster) appendTo(path, text string) error {
	file, err := os.OpenFile(path, os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	_, err = file.WriteString(text)
	return errors.Join(err, file.Close())
}

func lastLine(output []byte) string {
	lines := bytes.Split(bytes.TrimSpace(output), []byte("\n"))
	return string(lines[len(lines)-1])
}
