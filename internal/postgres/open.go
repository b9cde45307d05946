// Package postgres owns the way to the database: opening it, bringing its schema
// up to date, naming what it refused, and the private server that `convene demo`
// and the tests run when nobody gave them one. It owns no table and no rule; a
// package with tables writes its SQL itself.
package postgres

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/uptrace/bun"
	"github.com/uptrace/bun/dialect/pgdialect"
)

// oldest is the first major version of PostgreSQL that Convene runs on.
const oldest = 15

// Sizes of the two ways in. Together they stay well below the hundred
// connections a PostgreSQL takes by default, so that two programs and an
// administrator fit beside each other.
const (
	queryConnections = 20
	deskConnections  = 4
)

// DB is the database. The embedded bun.DB serves queries; Pool is small, keeps
// its statements prepared and pipelines them: it is there for the desk, which runs
// the same few statements thousands of times a second.
type DB struct {
	*bun.DB
	Pool *pgxpool.Pool
}

// Open connects to the database at a postgres:// URL or keyword/value string and
// makes sure that it answers and is new enough. Errors never hold the password.
func Open(ctx context.Context, url string) (*DB, error) {
	config, err := parse(url)
	if err != nil {
		return nil, err
	}
	config.AfterConnect = planForGood
	pool, err := pgxpool.NewWithConfig(ctx, config)
	if err != nil {
		return nil, fmt.Errorf("open the database: %w", err)
	}
	db := &DB{DB: bun.NewDB(openQueries(config.ConnConfig), pgdialect.New()), Pool: pool}
	if err := checkVersion(ctx, db.DB); err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return db, nil
}

// planForGood makes the desk's connections plan each statement once, for tables
// of any size. The desk looks everything up by key; a plan that reads whole tables
// looks cheap only while they are empty, when registration opens, and statistics
// lag behind in a rush. Planning costs more than running: a sign-up on an idle
// system took half as long again and more with a plan for each time.
func planForGood(ctx context.Context, conn *pgx.Conn) error {
	_, err := conn.Exec(ctx, `set plan_cache_mode = force_generic_plan; set jit = off;
		set enable_seqscan = off; set enable_bitmapscan = off; set enable_hashjoin = off; set enable_mergejoin = off`,
		pgx.QueryExecModeSimpleProtocol)
	return err
}

// Close ends all connections; it waits for those in use.
func (db *DB) Close() error {
	db.Pool.Close()
	return db.DB.Close()
}

// parse reads the URL and sets what every connection of ours has: a name that
// shows in pg_stat_activity, and UTC, so that a time reads the same on any server.
func parse(url string) (*pgxpool.Config, error) {
	config, err := pgxpool.ParseConfig(url)
	if err != nil {
		return nil, fmt.Errorf("read the database URL: %w", err)
	}
	params := config.ConnConfig.RuntimeParams
	params["timezone"] = "UTC"
	if params["application_name"] == "" {
		params["application_name"] = "convene"
	}
	config.MaxConns = deskConnections
	config.MaxConnIdleTime = 5 * time.Minute
	return config, nil
}

// openQueries opens database/sql for bun. bun writes the arguments into the text
// itself, so no two statements are alike and keeping them prepared would only
// fill the server's memory: hence exec mode, one round trip and nothing kept.
func openQueries(config *pgx.ConnConfig) *sql.DB {
	config = config.Copy()
	config.DefaultQueryExecMode = pgx.QueryExecModeExec
	queries := stdlib.OpenDB(*config)
	queries.SetMaxOpenConns(queryConnections)
	queries.SetMaxIdleConns(queryConnections)
	queries.SetConnMaxIdleTime(5 * time.Minute)
	return queries
}

// Version gives the server's version as PostgreSQL counts it: 150018 is 15.18.
func Version(ctx context.Context, db bun.IDB) (int, error) {
	var number int
	err := db.NewRaw("/* postgres.Version */ select current_setting('server_version_num')::int").Scan(ctx, &number)
	return number, err
}

func checkVersion(ctx context.Context, db bun.IDB) error {
	number, err := Version(ctx, db)
	if err != nil {
		return fmt.Errorf("open the database: %w", err)
	}
	if number/10000 < oldest {
		return fmt.Errorf("the database is PostgreSQL %d; Convene needs %d or newer", number/10000, oldest)
	}
	return nil
}
