package pgtest

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/url"
	"os"
	"sync"

	"github.com/jackc/pgx/v5"

	"convene/internal/postgres"
	"convene/migrations"
)

// server is the PostgreSQL that test databases are made on: the address of one
// of its databases, and the name of the migrated one that new ones are copied
// from.
type server struct {
	address  *url.URL
	template string
}

// Address gives the URL of the server named in the environment; "" without one.
func Address() string {
	return cmp.Or(os.Getenv("CONVENE_TEST_DATABASE_URL"), os.Getenv("CONVENE_DATABASE_URL"))
}

// private is this process's own cluster. It is never stopped: its guard sees the
// process end. It stands here because a cluster that nothing refers to is let go
// of by the garbage collector.
var private *postgres.Cluster

// prepared finds or starts the server and migrates the template: once a process.
var prepared = sync.OnceValues(func() (*server, error) {
	ctx := context.Background()
	address := Address()
	if address == "" {
		var err error
		if private, err = postgres.StartThrowaway(ctx, io.Discard); err != nil {
			return nil, err
		}
		address = private.URL("postgres")
	}
	return prepare(ctx, address)
})

func prepare(ctx context.Context, address string) (*server, error) {
	parsed, err := url.Parse(address)
	if err != nil || parsed.Scheme == "" {
		return nil, errors.New("the test database's address must be a URL: postgres://user@host/database")
	}
	template, err := templateName()
	if err != nil {
		return nil, err
	}
	s := &server{address: parsed, template: template}
	return s, s.connect(ctx, s.makeTemplate)
}

// templateName tells templates of different migrations apart.
func templateName() (string, error) {
	names, err := fs.Glob(migrations.Files, "*.sql")
	if err != nil {
		return "", err
	}
	sum := sha256.New()
	for _, name := range names {
		content, err := migrations.Files.ReadFile(name)
		if err != nil {
			return "", err
		}
		fmt.Fprintf(sum, "%s %d\n%s", name, len(content), content)
	}
	return "convene_template_" + hex.EncodeToString(sum.Sum(nil)[:6]), nil
}

// templateLock is the advisory lock under which test processes that share a
// server make the template; any number that nobody else uses will do.
const templateLock = 0x636f6e76656e65

// makeTemplate migrates a database and gives it the template's name only then,
// so that a process which dies half-way leaves no template behind.
func (s *server) makeTemplate(ctx context.Context, conn *pgx.Conn) error {
	if _, err := conn.Exec(ctx, "select pg_advisory_lock($1)", int64(templateLock)); err != nil {
		return err
	}
	var exists bool
	err := conn.QueryRow(ctx, "select exists (select from pg_database where datname = $1)", s.template).Scan(&exists)
	if err != nil || exists {
		return err
	}
	fresh := s.template + "_new"
	if err := errors.Join(s.drop(ctx, fresh), s.create(ctx, fresh, "template0")); err != nil {
		return err
	}
	if err := postgres.Migrate(ctx, s.url(fresh)); err != nil {
		return err
	}
	_, err = conn.Exec(ctx, "alter database "+quote(fresh)+" rename to "+quote(s.template))
	return err
}

func (s *server) create(ctx context.Context, name, template string) error {
	return s.connect(ctx, func(ctx context.Context, conn *pgx.Conn) error {
		_, err := conn.Exec(ctx, "create database "+quote(name)+" template "+quote(template))
		return err
	})
}

func (s *server) drop(ctx context.Context, name string) error {
	return s.connect(ctx, func(ctx context.Context, conn *pgx.Conn) error {
		_, err := conn.Exec(ctx, "drop database if exists "+quote(name)+" with (force)")
		return err
	})
}

func (s *server) connect(ctx context.Context, work func(context.Context, *pgx.Conn) error) error {
	conn, err := pgx.Connect(ctx, s.address.String())
	if err != nil {
		return err
	}
	return errors.Join(work(ctx, conn), conn.Close(ctx))
}

func (s *server) url(database string) string {
	u := *s.address
	u.Path = "/" + database
	return u.String()
}

func quote(name string) string { return pgx.Identifier{name}.Sanitize() }
