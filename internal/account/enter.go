package account

import (
	"context"
	"crypto/hmac"
	"strings"
	"time"

	"github.com/uptrace/bun"

	"convene/internal/fault"
)

// Entry is a way in that was used: the address has shown that it can read its
// mail.
type Entry struct {
	Email  string
	Locale string
	Target string
}

// entryRow is a way in as it is read.
type entryRow struct {
	Email    string
	Locale   string
	Target   string
	CodeHash []byte
	LinkHash []byte
	Tries    int
}

func (r entryRow) entry() *Entry { return &Entry{Email: r.Email, Locale: r.Locale, Target: r.Target} }

// EnterByCode enters with the six digits of the mail. Every call counts as a
// try, in one statement and before the code is looked at, so that guesses made
// at the same time cannot be more than five. fault.Invalid: wrong, tries are
// left; fault.TooMany: wrong five times; fault.Gone: expired, used or unknown.
func EnterByCode(ctx context.Context, db *bun.DB, now time.Time, entryID int64, code string) (*Entry, error) {
	var tried []entryRow
	err := db.NewRaw(`/* account.EnterByCode */ update entry set tries = tries + 1
		where id = ? and used_at is null and expires_at > ? and tries < ?
		returning email, locale, target, code_hash, link_hash, tries`, entryID, now, entryTries).Scan(ctx, &tried)
	if err != nil {
		return nil, err
	}
	if len(tried) == 0 {
		return nil, whyNot(ctx, db, now, entryID)
	}
	if !hmac.Equal(codeHash(tried[0].LinkHash, digits(code)), tried[0].CodeHash) {
		return nil, wrongCode(entryTries - tried[0].Tries)
	}
	return useEntry(ctx, db, now, tried[0].LinkHash)
}

// EnterByLink enters with the token of the mail's link. It is for POST only: a
// GET, which mail scanners make too, must use nothing up. Wrong codes do not
// close the link, or whoever guesses at a stranger's code could lock them out;
// the token is too long to be guessed. fault.Gone: expired, used or unknown.
func EnterByLink(ctx context.Context, db *bun.DB, now time.Time, token string) (*Entry, error) {
	return useEntry(ctx, db, now, linkHash(token))
}

// useEntry uses a way in up; only the first of two at the same time succeeds.
func useEntry(ctx context.Context, db *bun.DB, now time.Time, link []byte) (*Entry, error) {
	var used []entryRow
	err := db.NewRaw(`/* account.useEntry */ update entry set used_at = ?
		where link_hash = ? and used_at is null and expires_at > ?
		returning email, locale, target`, now, link, now).Scan(ctx, &used)
	if err != nil {
		return nil, err
	}
	if len(used) == 0 {
		return nil, errGone()
	}
	return used[0].entry(), nil
}

// whyNot tells a way in that is closed by five wrong codes from one that is
// over.
func whyNot(ctx context.Context, db *bun.DB, now time.Time, entryID int64) error {
	var closed bool
	err := db.NewRaw(`/* account.EnterByCode */ select exists (select 1 from entry
		where id = ? and used_at is null and expires_at > ? and tries >= ?)`, entryID, now, entryTries).Scan(ctx, &closed)
	switch {
	case err != nil:
		return err
	case closed:
		return wrongCode(0)
	}
	return errGone()
}

// errGone answers alike whether the way in was used, is too old or never was.
func errGone() error {
	return fault.New(fault.Gone, "This code or link is no longer valid. Ask for a new one.")
}

func wrongCode(left int) error {
	switch left {
	case 0:
		return &fault.Error{Kind: fault.TooMany, RetryAfter: resendIn, Message: "That was wrong five times. Ask for a new code."}
	case 1:
		return fault.New(fault.Invalid, "This is not the code of our mail. You can try once more.")
	}
	return fault.New(fault.Invalid, "This is not the code of our mail. You can try %d times more.", left)
}

// digits leaves out the spaces and dashes that people and mail programs put
// between the digits.
func digits(code string) string {
	return strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, code)
}
