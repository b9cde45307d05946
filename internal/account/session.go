package account

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"github.com/alexedwards/scs/v2"
	"github.com/jackc/pgx/v5"
	"github.com/uptrace/bun"
)

// sessions keeps browser sessions in the table session. It is given the
// SHA-256 of a cookie's token as the key (scs HashTokenInStore): who reads the
// table cannot take over a session.
type sessions struct{ db *bun.DB }

// Sessions is the store of browser sessions for scs.
func Sessions(db *bun.DB) scs.CtxStore { return sessions{db} }

// The two statements of nearly every request are kept prepared: they go to the
// driver by themselves, since bun writes arguments into the text.
const (
	findSQL   = "/* account.Sessions */ select data from session where token = $1 and expiry > now()"
	commitSQL = `/* account.Sessions */ insert into session (token, data, expiry) values ($1, $2, $3)
		on conflict (token) do update set data = excluded.data, expiry = excluded.expiry`
)

// FindCtx gives the data of a session that has not ended.
func (s sessions) FindCtx(ctx context.Context, token string) (data []byte, found bool, err error) {
	err = s.db.DB.QueryRowContext(ctx, findSQL, pgx.QueryExecModeCacheStatement, token).Scan(&data)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, false, nil
	}
	return data, err == nil, err
}

// CommitCtx writes a session, new or known.
func (s sessions) CommitCtx(ctx context.Context, token string, data []byte, expiry time.Time) error {
	_, err := s.db.DB.ExecContext(ctx, commitSQL, pgx.QueryExecModeCacheStatement, token, data, expiry)
	return err
}

// DeleteCtx ends a session; one that is not there is ended already.
func (s sessions) DeleteCtx(ctx context.Context, token string) error {
	_, err := s.db.NewRaw("/* account.Sessions */ delete from session where token = ?", token).Exec(ctx)
	return err
}

// Find, Commit and Delete are what scs asks of stores that know no context; it
// does not call them when the methods above exist.
func (s sessions) Find(token string) ([]byte, bool, error) {
	return s.FindCtx(context.Background(), token)
}

// Commit writes a session, new or known.
func (s sessions) Commit(token string, data []byte, expiry time.Time) error {
	return s.CommitCtx(context.Background(), token, data, expiry)
}

// Delete ends a session.
func (s sessions) Delete(token string) error { return s.DeleteCtx(context.Background(), token) }

// Purge removes sessions that have ended and the ways in that are neither good
// for entering nor needed to count how many were sent within the hour.
func Purge(ctx context.Context, db bun.IDB, now time.Time) error {
	if _, err := db.NewRaw("/* account.Purge */ delete from session where expiry <= ?", now).Exec(ctx); err != nil {
		return err
	}
	_, err := db.NewRaw("/* account.Purge */ delete from entry where created_at <= ?", now.Add(-countedFor)).Exec(ctx)
	return err
}
