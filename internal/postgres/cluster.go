package postgres

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
)

// superuser is the role that owns everything in a private cluster.
const superuser = "convene"

// Cluster is a private PostgreSQL server: its own data in a folder, reached
// through a unix socket only, kept running by a guard (guard.sh) for as long as
// a program holds it. Several programs may hold the same cluster.
type Cluster struct {
	folder  string // real path, no symbolic link
	sockets string // folder of the socket
	owner   *owner // nil: the server runs as this program's own user
	server  binaries
	kind    kind
	pipe    *os.File // held open for writing: the guard keeps the server
	users   *os.File // held with a shared lock: others see that they are not alone
}

// kind is what a cluster is for.
type kind struct {
	settings  []string
	throwaway bool
	shelter   string // where it goes when the server's user cannot reach its folder
}

// StartCluster starts the private cluster of a folder, which it makes on the
// first start, or joins it when another program already runs it. What a person
// may want to know (a download, the place of the data) is written to log.
// Durability is PostgreSQL's default: what was committed survives a crash.
func StartCluster(ctx context.Context, folder string, log io.Writer) (*Cluster, error) {
	return start(ctx, folder, kind{shelter: shelter, settings: []string{"max_connections = 200"}}, log)
}

// StartThrowaway starts a cluster of its own for tests in a temporary folder;
// both vanish with the program, even when it is killed.
func StartThrowaway(ctx context.Context, log io.Writer) (*Cluster, error) {
	folder, err := temporaryFolder()
	if err != nil {
		return nil, err
	}
	c, err := start(ctx, folder, kind{throwaway: true, settings: []string{
		"max_connections = 400",
		// A test that loses its data in a power cut loses nothing: not waiting for
		// the disk makes creating a database per test several times faster.
		"fsync = off",
		"synchronous_commit = off",
		"full_page_writes = off",
	}}, log)
	if err != nil {
		return nil, errors.Join(err, os.RemoveAll(folder))
	}
	return c, nil
}

func start(ctx context.Context, folder string, kind kind, log io.Writer) (_ *Cluster, err error) {
	c, err := settle(folder, kind, log)
	if err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, c.Stop())
		}
	}()
	release, err := c.lock(ctx)
	if err != nil {
		return nil, err
	}
	defer release()
	if err := c.initialise(ctx, log); err != nil {
		return nil, err
	}
	if err := c.hold(ctx); err != nil {
		return nil, err
	}
	return c, c.ping(ctx)
}

// URL gives the address of a database of the cluster for Open and Migrate.
func (c *Cluster) URL(database string) string {
	u := url.URL{Scheme: "postgres", User: url.User(superuser), Path: "/" + database}
	u.RawQuery = url.Values{"host": {c.sockets}}.Encode()
	return u.String()
}

// Programs gives the folder of the server's programs, pgbench among them where
// the system has it.
func (c *Cluster) Programs() string { return c.server.folder }

// PID gives the process id of the server; 0 when there is none.
func (c *Cluster) PID() int {
	content, err := os.ReadFile(c.path("data", "postmaster.pid"))
	if err != nil {
		return 0
	}
	line, _, _ := strings.Cut(string(content), "\n")
	pid, err := strconv.Atoi(line)
	if err != nil {
		return 0
	}
	return pid
}

// CreateDatabase makes a database of the cluster unless it exists.
func (c *Cluster) CreateDatabase(ctx context.Context, name string) error {
	return c.administer(ctx, func(conn *pgx.Conn) error {
		var exists bool
		err := conn.QueryRow(ctx, "/* postgres.CreateDatabase */ select exists (select from pg_database where datname = $1)", name).Scan(&exists)
		if err != nil || exists {
			return err
		}
		_, err = conn.Exec(ctx, "/* postgres.CreateDatabase */ create database "+pgx.Identifier{name}.Sanitize())
		return err
	})
}

// DropDatabase removes a database if it exists. It refuses while somebody is
// connected to it.
func (c *Cluster) DropDatabase(ctx context.Context, name string) error {
	return c.administer(ctx, func(conn *pgx.Conn) error {
		_, err := conn.Exec(ctx, "/* postgres.DropDatabase */ drop database if exists "+pgx.Identifier{name}.Sanitize())
		var refused *pgconn.PgError
		if errors.As(err, &refused) && refused.Code == "55006" { // object_in_use
			return fmt.Errorf("the database %s is in use by another program: stop that first", name)
		}
		return err
	})
}

// administer runs work as the cluster's superuser, one program at a time:
// PostgreSQL knows no "create database if not exists".
func (c *Cluster) administer(ctx context.Context, work func(*pgx.Conn) error) error {
	release, err := c.lock(ctx)
	if err != nil {
		return err
	}
	defer release()
	conn, err := pgx.Connect(ctx, c.URL("postgres"))
	if err != nil {
		return err
	}
	return errors.Join(work(conn), conn.Close(ctx))
}

// Ensure starts the server again if it was killed. It costs one connection when
// all is well.
func (c *Cluster) Ensure(ctx context.Context) error {
	if c.ping(ctx) == nil {
		return nil
	}
	release, err := c.lock(ctx)
	if err != nil {
		return err
	}
	defer release()
	if err := c.forgetStranger(); err != nil {
		return err
	}
	if ran, err := c.ask(ctx); err != nil || ran {
		return err
	}
	return fmt.Errorf("the guard of the private PostgreSQL in %s is gone: start the program again", c.folder)
}

// ping waits until the server answers; the guard says it runs.
func (c *Cluster) ping(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, 30*time.Second)
	defer cancel()
	conn, err := pgx.Connect(ctx, c.URL("postgres"))
	if err != nil {
		return fmt.Errorf("the private PostgreSQL in %s does not answer: %w", c.folder, err)
	}
	return conn.Close(ctx)
}

func (c *Cluster) path(parts ...string) string {
	return filepath.Join(append([]string{c.folder}, parts...)...)
}
