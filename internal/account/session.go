package account

import (
	"context"
	"time"

	"github.com/alexedwards/scs/v2"
	"github.com/uptrace/bun"
)

// sessions keeps browser sessions in the table session. It is given the
// SHA-256 of a cookie's token as the key (scs HashTokenInStore): who reads the
// table cannot take over a session.
type sessions struct{ db *bun.DB }

// Sessions is the store of browser sessions for scs.
func Sessions(db *bun.DB) scs.CtxStore { return sessions{db} }

// FindCtx gives the data of a session that has not ended.
func (s sessions) FindCtx(ctx context.Context, token string) ([]byte, bool, error) {
	var found [][]byte
	err := s.db.NewRaw("/* account.Sessions */ select data from session where token = ? and expiry > now()", token).Scan(ctx, &found)
	if err != nil || len(found) == 0 {
		return nil, false, err
	}
	return found[0], true, nil
}

// CommitCtx writes a session, new or known.
func (s sessions) CommitCtx(ctx context.Context, token string, data []byte, expiry time.Time) error {
	_, err := s.db.NewRaw(`/* account.Sessions */ insert into session (token, data, expiry) values (?, ?, ?)
		on conflict (token) do update set data = excluded.data, expiry = excluded.expiry`, token, data, expiry).Exec(ctx)
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
