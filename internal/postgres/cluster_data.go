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
)

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
