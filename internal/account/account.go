// Package account owns who may work behind the counter: the accounts of
// organisers, of the check-in desk and of partners, which events each may see,
// the browser sessions, the codes and links by which participants enter, and
// the record of what was done. The rule it keeps: a secret is stored only as a
// hash, and an address or a password that is wrong is answered in the same
// words and the same time as one that is unknown.
package account

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"strings"

	"github.com/uptrace/bun"

	"convene/internal/fault"
)

// The roles. A partner's account belongs to one partner.
const (
	Organiser = "organiser"
	Desk      = "desk"
	Partner   = "partner"
)

// Account is somebody who may sign in with a password. PartnerID is 0 for all
// but partners. Stamp changes whenever the password does: a session that
// remembers another stamp is over (ASVS 7.4.3).
type Account struct {
	ID          int64
	Email       string
	Name        string
	Role        string
	PartnerID   int64
	PartnerCode string
	PartnerName string
	Demo        bool
	Stamp       string
}

// row is an account as it is read; the hash of the password stays in here.
type row struct {
	ID           int64
	Email        string
	Name         string
	Role         string
	PartnerID    int64
	PartnerCode  string
	PartnerName  string
	Demo         bool
	PasswordHash string
}

// columns is what row needs, of accounts that are not disabled.
const columns = `select a.id, a.email, a.name, a.role, coalesce(a.partner_id, 0) as partner_id,
	coalesce(p.code, '') as partner_code, coalesce(p.name, '') as partner_name, a.demo, a.password_hash
	from account a left join partner p on p.id = a.partner_id
	where a.disabled_at is null and `

func (r row) account() *Account {
	sum := sha256.Sum256([]byte(r.PasswordHash))
	return &Account{
		ID: r.ID, Email: r.Email, Name: r.Name, Role: r.Role,
		PartnerID: r.PartnerID, PartnerCode: r.PartnerCode, PartnerName: r.PartnerName,
		Demo: r.Demo, Stamp: hex.EncodeToString(sum[:8]),
	}
}

// ByID finds an account that may still sign in; fault.NotFound otherwise.
func ByID(ctx context.Context, db bun.IDB, id int64) (*Account, error) {
	var r row
	err := db.NewRaw("/* account.ByID */ "+columns+"a.id = ?", id).Scan(ctx, &r)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, fault.New(fault.NotFound, "There is no such account.")
	}
	if err != nil {
		return nil, err
	}
	return r.account(), nil
}

// MaySee tells whether the account may see an event: organisers and the desk
// those they were given, partners those they have an agreement for.
func MaySee(ctx context.Context, db bun.IDB, a *Account, eventID int64) (bool, error) {
	var may bool
	err := db.NewRaw(`/* account.MaySee */ select exists (select 1 from account_event where account_id = ? and event_id = ?)
		or exists (select 1 from agreement where partner_id = ? and event_id = ?)`,
		a.ID, eventID, a.PartnerID, eventID).Scan(ctx, &may)
	return may, err
}

// EventIDs gives the events the account may see, lowest id first.
func EventIDs(ctx context.Context, db bun.IDB, a *Account) ([]int64, error) {
	ids := []int64{}
	err := db.NewRaw(`/* account.EventIDs */ select event_id from account_event where account_id = ?
		union select event_id from agreement where partner_id = ? order by 1`,
		a.ID, a.PartnerID).Scan(ctx, &ids)
	return ids, err
}

// HasDemo tells whether an account of the demo exists; its password is public.
func HasDemo(ctx context.Context, db bun.IDB) (bool, error) {
	var has bool
	err := db.NewRaw("/* account.HasDemo */ select exists (select 1 from account where demo)").Scan(ctx, &has)
	return has, err
}

// address is an e-mail address as accounts and entries keep it.
func address(s string) string { return strings.ToLower(strings.TrimSpace(s)) }
