package postgres

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"slices"

	"github.com/jackc/pgx/v5/pgconn"
	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"
	"github.com/uptrace/bun"

	"convene/migrations"
)

// Migrate brings the schema up to the one this program was built with. Each
// file is one transaction. Two programs may migrate at once: the second waits,
// at most five minutes, and finds nothing left to do.
func Migrate(ctx context.Context, url string) error {
	config, err := parse(url)
	if err != nil {
		return err
	}
	queries := openQueries(config.ConnConfig)
	defer func() { _ = queries.Close() }() // every statement has its answer by then
	provider, err := newProvider(queries)
	if err != nil {
		return fmt.Errorf("read the migrations: %w", err)
	}
	if _, err := provider.Up(ctx); err != nil {
		return fmt.Errorf("migrate the database: %w", err)
	}
	return nil
}

func newProvider(queries *sql.DB) (*goose.Provider, error) {
	locker, err := lock.NewPostgresSessionLocker(lock.WithLockTimeout(1, 300)) // every second, 300 times
	if err != nil {
		return nil, err
	}
	return goose.NewProvider(goose.DialectPostgres, queries, migrations.Files,
		goose.WithSessionLocker(locker), goose.WithDisableGlobalRegistry(true))
}

// Current says whether the schema is exactly the one this program was built
// with: nil, or a sentence that says what to do. It is one short query, fit for
// a health check.
func Current(ctx context.Context, db *bun.DB) error {
	have, err := applied(ctx, db)
	if err != nil {
		return err
	}
	want, err := builtIn()
	if err != nil {
		return err
	}
	switch last := want[len(want)-1]; {
	case len(have) == 0:
		return errors.New("the database is empty: run `convene migrate`")
	case have[len(have)-1] > last:
		return fmt.Errorf("the database has schema %d, newer than this program's %d: install the newer program", have[len(have)-1], last)
	case !slices.Equal(have, want):
		return fmt.Errorf("the database has schema %d, this program needs %d: run `convene migrate`", have[len(have)-1], last)
	}
	return nil
}

// applied lists the versions in the database, oldest first; none when it was
// never migrated. Version 0 is goose's own mark.
func applied(ctx context.Context, db bun.IDB) ([]int64, error) {
	var versions []int64
	err := db.NewRaw("/* postgres.Current */ select version_id from goose_db_version where is_applied and version_id > 0 order by 1").Scan(ctx, &versions)
	var refused *pgconn.PgError
	if errors.As(err, &refused) && refused.Code == "42P01" { // undefined_table
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read the schema's version: %w", err)
	}
	return versions, nil
}

// builtIn lists the versions this program brings along, oldest first.
func builtIn() ([]int64, error) {
	names, err := fs.Glob(migrations.Files, "*.sql")
	if err != nil {
		return nil, err
	}
	versions := make([]int64, len(names))
	for i, name := range names {
		if versions[i], err = goose.NumericComponent(name); err != nil {
			return nil, err
		}
	}
	slices.Sort(versions)
	return versions, nil
}
