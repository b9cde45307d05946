package account

import (
	"context"
	"database/sql"
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/uptrace/bun"
	"github.com/uptrace/bun/dialect/pgdialect"

	"convene/internal/fault"
)

// NewToken asks for a token of an account. EventIDs nil is all that the account
// may see, also later; ExpiresAt zero is never.
type NewToken struct {
	AccountID int64
	Name      string
	Scopes    []string
	EventIDs  []int64
	ExpiresAt time.Time
}

// shownOfToken is how much of a token stays readable: its mark and four
// characters of 32, which tell tokens apart and open nothing.
const shownOfToken = len(tokenStart) + 4

// longestTokenName is in bytes; the form says how long a name may be.
const longestTokenName = 300

// AddToken makes a token and gives it, once: only its hash is kept. fault.Invalid
// names the wrong fields: name, scopes, expires, events. fault.NotFound: no such account.
func AddToken(ctx context.Context, db bun.IDB, now time.Time, n NewToken) (secret string, id int64, err error) {
	a, err := ByID(ctx, db, n.AccountID)
	if err != nil {
		return "", 0, err
	}
	n.Name = strings.TrimSpace(n.Name)
	reach, err := EventIDs(ctx, db, a)
	if err != nil {
		return "", 0, err
	}
	if err := fault.WrongInput(n.check(a, reach, now)); err != nil {
		return "", 0, err
	}
	secret = newAPIToken()
	id, err = insertToken(ctx, db, now, n, secret, secret[:shownOfToken])
	return secret, id, err
}

func (n NewToken) check(a *Account, reach []int64, now time.Time) []fault.Field {
	var wrong []fault.Field
	if n.Name == "" || len(n.Name) > longestTokenName {
		wrong = append(wrong, fault.Field{Name: "name", Message: "Give the token a name that says which program uses it."})
	}
	allowed := func(scope string) bool { return slices.Contains(roleScopes[a.Role], scope) }
	if len(n.Scopes) == 0 || slices.ContainsFunc(n.Scopes, func(s string) bool { return !allowed(s) }) {
		wrong = append(wrong, fault.Field{Name: "scopes", Message: "Choose what the program may do; the account must be allowed to do it too."})
	}
	if !n.ExpiresAt.IsZero() && !n.ExpiresAt.After(now) {
		wrong = append(wrong, fault.Field{Name: "expires", Message: "Choose an end that lies ahead."})
	}
	if n.EventIDs != nil && (len(n.EventIDs) == 0 || slices.ContainsFunc(n.EventIDs, func(id int64) bool { return !slices.Contains(reach, id) })) {
		wrong = append(wrong, fault.Field{Name: "events", Message: "The account may not see this event."})
	}
	return wrong
}

func insertToken(ctx context.Context, db bun.IDB, now time.Time, n NewToken, secret, prefix string) (id int64, err error) {
	var events any // a nil of pgdialect.Array would be an empty array
	if n.EventIDs != nil {
		events = pgdialect.Array(n.EventIDs)
	}
	err = db.NewRaw(`/* account.AddToken */ insert into token (account_id, name, hash, prefix, scopes, event_ids, created_at, expires_at)
		values (?, ?, ?, ?, ?, ?, ?, ?) returning id`, n.AccountID, n.Name, tokenHash(secret), prefix,
		pgdialect.Array(n.Scopes), events, now, bun.NullTime{Time: n.ExpiresAt}).Scan(ctx, &id)
	return id, err
}

// FixedToken is a token that somebody chose, of an account known by its address;
// the name tells it from others of the account. An empty Secret is none.
type FixedToken struct {
	Email  string
	Name   string
	Secret string
	Scopes []string
}

// SetToken makes a chosen text the one token of that name of an account, for all
// its events and without an end; an empty Secret takes it away. It is for the
// demo: a token that a person chose can be guessed. fault.Invalid: it could not
// be sent as a token; fault.NotFound: no such account.
func SetToken(ctx context.Context, db *bun.DB, now time.Time, f FixedToken) error {
	if f.Secret != "" && !couldBeToken(f.Secret) {
		return fault.WrongInput([]fault.Field{{Name: f.Name, Message: "A token has letters, digits and -._~+/ only."}})
	}
	return db.RunInTx(ctx, nil, func(ctx context.Context, tx bun.Tx) error {
		var id int64
		err := tx.NewRaw("/* account.SetToken */ select id from account where email = ?", address(f.Email)).Scan(ctx, &id)
		if errors.Is(err, sql.ErrNoRows) {
			return fault.New(fault.NotFound, "There is no such account.")
		}
		if err != nil {
			return err
		}
		_, err = tx.NewRaw("/* account.SetToken */ delete from token where (account_id = ? and name = ?) or hash = ?",
			id, f.Name, tokenHash(f.Secret)).Exec(ctx)
		if err != nil || f.Secret == "" {
			return err
		}
		_, err = insertToken(ctx, tx, now, NewToken{AccountID: id, Name: f.Name, Scopes: f.Scopes}, f.Secret, f.Name)
		return err
	})
}
