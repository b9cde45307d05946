package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/uptrace/bun"

	"convene/internal/account"
	"convene/internal/demo"
	"convene/internal/mail"
	"convene/internal/postgres"
	"convene/internal/registration"
)

// openSample opens the database the demo may use, emptied when that was asked.
func (d *demoCommand) openSample(in *invocation) (*store, error) {
	s, err := in.locate()
	if err != nil {
		return nil, err
	}
	return s.finish(d.prepare(in.ctx, s))
}

func (d *demoCommand) prepare(ctx context.Context, s *store) error {
	if d.Fresh {
		if err := s.empty(ctx); err != nil {
			return err
		}
	}
	if err := postgres.Migrate(ctx, s.url); err != nil {
		return err
	}
	if err := s.connect(ctx); err != nil {
		return err
	}
	return refuseReal(ctx, s.DB.DB)
}

// empty deletes everything in the demo's database.
func (s *store) empty(ctx context.Context) error {
	if s.cluster == nil {
		return emptyOther(ctx, s.url)
	}
	if err := s.cluster.DropDatabase(ctx, database); err != nil {
		return err
	}
	return s.cluster.CreateDatabase(ctx, database)
}

// emptyOther empties the database of CONVENE_DATABASE_URL, if it has nothing but
// the demo.
func emptyOther(ctx context.Context, url string) error {
	db, err := postgres.Open(ctx, url)
	if err != nil {
		return err
	}
	err = refuseReal(ctx, db.DB)
	if err == nil {
		_, err = db.ExecContext(ctx, "/* convene demo --fresh */ drop schema public cascade; create schema public")
	}
	return errors.Join(err, db.Close())
}

// refuseReal protects a database that is not the demo's: it has events or
// accounts, and no account of the demo.
func refuseReal(ctx context.Context, db *bun.DB) error {
	var tables bool
	if err := db.NewRaw("/* convene demo */ select to_regclass('account') is not null").Scan(ctx, &tables); err != nil || !tables {
		return err
	}
	demo, err := account.HasDemo(ctx, db)
	if err != nil || demo {
		return err
	}
	var real bool
	err = db.NewRaw("/* convene demo */ select exists (select from account) or exists (select from event where not sample)").Scan(ctx, &real)
	if err == nil && real {
		return errors.New("the database of CONVENE_DATABASE_URL holds real events or accounts: give the demo a database of its own, or leave CONVENE_DATABASE_URL unset")
	}
	return err
}

// seedLock is the advisory lock under which the sample is made: two demos may
// start at once on the same database. Any number that nobody else uses will do.
const seedLock = 0x636f6e64656d6f

// seed makes the sample unless it is there. The letters that went out in the
// sample's past are never sent to anybody: they are kept.
func (in *invocation) seed(s *store, desk *registration.Desk) (summary demo.Summary, err error) {
	conn, err := s.Conn(in.ctx)
	if err != nil {
		return summary, err
	}
	defer func() { _ = conn.Close() }() // ends the lock's session or hands it back unlocked
	if _, err := conn.ExecContext(in.ctx, "/* convene demo */ select pg_advisory_lock(?)", int64(seedLock)); err != nil {
		return summary, err
	}
	defer func() {
		_, unlocking := conn.ExecContext(context.WithoutCancel(in.ctx), "/* convene demo */ select pg_advisory_unlock(?)", int64(seedLock))
		err = errors.Join(err, unlocking)
	}()
	fmt.Fprintln(in.notes, "Looking for the sample data; making it takes a moment the first time.")
	summary, err = demo.Seed(in.ctx, s.DB, desk, demo.Options{Now: in.now(), Password: in.config.DemoPassword})
	if err == nil {
		err = in.setTokens(s)
	}
	if err != nil || !summary.Fresh {
		return summary, err
	}
	return summary, in.keepLetters(s)
}

func (in *invocation) keepLetters(s *store) error {
	keeper := mail.NewDeliverer(s.DB.DB, mail.Options{From: demoFrom.String()})
	for {
		handled, err := keeper.Once(in.ctx, in.now())
		if err != nil || handled == 0 {
			return err
		}
	}
}
