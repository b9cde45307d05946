package account

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"database/sql"
	"encoding/base32"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"slices"
	"strings"
	"time"

	"github.com/uptrace/bun"

	"convene/internal/fault"
)

// The scopes of a token: what a program may do at the events it reaches.
const (
	ScopeRead     = "read"     // see everybody's registrations
	ScopeRegister = "register" // register people, change and withdraw registrations
	ScopePartner  = "partner"  // take what a partner may see
)

// roleScopes bounds the scopes of a token by what its account may do by hand.
var roleScopes = map[string][]string{
	Organiser: {ScopeRead, ScopeRegister},
	Desk:      {ScopeRead},
	Partner:   {ScopePartner},
}

// Token is the leave an account gave to a program. EventIDs narrows it to some
// of the account's events; nil is all of them. LastUsedAt is to the hour; it and
// the other moments are zero when there is none.
type Token struct {
	ID         int64
	AccountID  int64
	Prefix     string // the first characters, for people to know it again
	Name       string
	Scopes     []string
	EventIDs   []int64
	CreatedAt  time.Time
	LastUsedAt time.Time
	ExpiresAt  time.Time
	RevokedAt  time.Time
}

// Live tells whether the token still opens anything.
func (t *Token) Live(now time.Time) bool {
	return t.RevokedAt.IsZero() && (t.ExpiresAt.IsZero() || now.Before(t.ExpiresAt))
}

// Bearer is a token that was presented, with its account and the events it
// reaches at this moment.
type Bearer struct {
	Token   Token
	Account Account
	Events  []int64
}

// May tells whether the token has a scope and its account the role for it.
func (b *Bearer) May(scope string) bool {
	return slices.Contains(b.Token.Scopes, scope) && slices.Contains(roleScopes[b.Account.Role], scope)
}

// Reaches tells whether the token holds for an event.
func (b *Bearer) Reaches(eventID int64) bool { return slices.Contains(b.Events, eventID) }

// tokenRow is a token as it is read.
type tokenRow struct {
	ID         int64
	AccountID  int64
	Prefix     string
	Name       string
	Scopes     []string `bun:",array"`
	EventIDs   []int64  `bun:"event_ids,array"`
	CreatedAt  time.Time
	LastUsedAt bun.NullTime
	ExpiresAt  bun.NullTime
	RevokedAt  bun.NullTime
}

const tokenColumns = `t.id, t.account_id, t.prefix, t.name, t.scopes, t.event_ids, t.created_at, t.last_used_at, t.expires_at, t.revoked_at`

func (r tokenRow) token() Token {
	return Token{ID: r.ID, AccountID: r.AccountID, Prefix: r.Prefix, Name: r.Name, Scopes: r.Scopes, EventIDs: r.EventIDs,
		CreatedAt: r.CreatedAt, LastUsedAt: r.LastUsedAt.Time, ExpiresAt: r.ExpiresAt.Time, RevokedAt: r.RevokedAt.Time}
}

// ByToken finds who presents a token and notes, to the hour, that it was used.
// fault.NotFound: unknown, ended, revoked, or its account is disabled; which of
// them is not said.
func ByToken(ctx context.Context, db bun.IDB, now time.Time, secret string) (*Bearer, error) {
	if !couldBeToken(secret) {
		return nil, noToken()
	}
	var r tokenRow
	err := db.NewRaw("/* account.ByToken */ select "+tokenColumns+" from token t where t.hash = ?", tokenHash(secret)).Scan(ctx, &r)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, noToken()
	}
	if err != nil {
		return nil, err
	}
	b := &Bearer{Token: r.token()}
	if !b.Token.Live(now) {
		return nil, noToken()
	}
	if err := b.fill(ctx, db); err != nil {
		return nil, err
	}
	return b, b.used(ctx, db, now)
}

func noToken() error {
	return fault.New(fault.NotFound, "This token is not known, has ended or was revoked.")
}

func (b *Bearer) fill(ctx context.Context, db bun.IDB) error {
	a, err := ByID(ctx, db, b.Token.AccountID)
	if fault.Is(err, fault.NotFound) {
		return noToken()
	}
	if err != nil {
		return err
	}
	b.Account = *a
	if b.Events, err = EventIDs(ctx, db, a); err != nil {
		return err
	}
	if only := b.Token.EventIDs; only != nil {
		b.Events = slices.DeleteFunc(b.Events, func(id int64) bool { return !slices.Contains(only, id) })
	}
	return nil
}

// used writes at most once an hour, so that a busy program does not write a row
// for each of its requests.
func (b *Bearer) used(ctx context.Context, db bun.IDB, now time.Time) error {
	hour := now.UTC().Truncate(time.Hour)
	if !b.Token.LastUsedAt.Before(hour) {
		return nil
	}
	_, err := db.NewRaw(`/* account.ByToken */ update token set last_used_at = ?
		where id = ? and (last_used_at is null or last_used_at < ?)`, hour, b.Token.ID, hour).Exec(ctx)
	return err
}

// tokenStart marks our tokens for people and for programs that search sources
// for secrets that leaked.
const tokenStart = "convene_"

// tokenLength is that of a token we made: the mark, 32 characters of 160 random
// bits and 7 of their CRC-32.
const tokenLength = len(tokenStart) + 32 + 7

var base32Lower = base32.NewEncoding("abcdefghijklmnopqrstuvwxyz234567").WithPadding(base32.NoPadding)

func newAPIToken() string {
	raw := make([]byte, 20)
	rand.Read(raw) // never fails (crypto/rand, Go 1.24)
	body := base32Lower.EncodeToString(raw)
	return tokenStart + body + checksum(body)
}

func checksum(body string) string {
	return base32Lower.EncodeToString(binary.BigEndian.AppendUint32(nil, crc32.ChecksumIEEE([]byte(body))))
}

// couldBeToken refuses, before any database is asked, what carries our mark and
// was mistyped. Tokens without the mark were set by hand (SetToken).
func couldBeToken(secret string) bool {
	body, ours := strings.CutPrefix(secret, tokenStart)
	if !ours {
		return token68(secret)
	}
	return len(secret) == tokenLength && checksum(body[:32]) == body[32:]
}

// longestToken bounds what is hashed.
const longestToken = 200

// token68 tells whether a text can be sent as a bearer token (RFC 6750, 2.1).
func token68(s string) bool {
	body := strings.TrimRight(s, "=")
	return body != "" && len(s) <= longestToken && strings.IndexFunc(body, func(r rune) bool {
		letter := r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9'
		return !letter && !strings.ContainsRune("-._~+/", r)
	}) < 0
}

func tokenHash(secret string) []byte {
	sum := sha256.Sum256([]byte(secret))
	return sum[:]
}
