package account

import (
	"context"
	"database/sql"
	"errors"

	"github.com/uptrace/bun"

	"convene/internal/fault"
)

// SignIn finds the account of an address and a password. An unknown address, a
// disabled account and a wrong password are answered by the same fault.Invalid,
// after the same work, so that nobody learns who has an account.
func SignIn(ctx context.Context, db *bun.DB, email, password string) (*Account, error) {
	r := row{PasswordHash: nobody}
	err := db.NewRaw("/* account.SignIn */ "+columns+"a.email = ?", address(email)).Scan(ctx, &r)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return nil, err
	}
	same, err := samePassword(ctx, r.PasswordHash, password)
	if err != nil {
		return nil, err
	}
	if !same || r.ID == 0 {
		return nil, fault.New(fault.Invalid, "The e-mail address or the password is wrong.")
	}
	return r.account(), nil
}
