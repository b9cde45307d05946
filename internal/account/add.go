package account

import (
	"context"
	"fmt"
	"net/mail"
	"slices"
	"strings"
	"time"

	"github.com/uptrace/bun"

	"convene/internal/fault"
	"convene/internal/postgres"
)

// New is an account to be made. PartnerCode is asked of partners only, Events
// (slugs) of organisers and the desk. Demo marks an account whose password is
// public.
type New struct {
	Email       string
	Name        string
	Role        string
	PartnerCode string
	Password    string
	Events      []string
	Demo        bool
}

// Add makes an account and returns its id. fault.Invalid names every wrong
// field; fault.Conflict: the address has an account.
func Add(ctx context.Context, db *bun.DB, now time.Time, n New) (int64, error) {
	n.Email, n.Name = address(n.Email), strings.TrimSpace(n.Name)
	if err := fault.WrongInput(n.check()); err != nil {
		return 0, err
	}
	hash, err := hashPassword(ctx, n.Password)
	if err != nil {
		return 0, err
	}
	var id int64
	err = db.RunInTx(ctx, nil, func(ctx context.Context, tx bun.Tx) error {
		if id, err = insert(ctx, tx, now, n, hash); err != nil {
			return err
		}
		return allow(ctx, tx, id, n.Events)
	})
	if postgres.Constraint(err) == "account_email_key" {
		return 0, fault.New(fault.Conflict, "There is an account with this e-mail address already.")
	}
	return id, err
}

// Reset gives the account of that address a new password, which ends its
// sessions; fault.NotFound when there is no such account.
func Reset(ctx context.Context, db *bun.DB, email, password string) error {
	if err := fault.WrongInput(checkPassword(password, email)); err != nil {
		return err
	}
	hash, err := hashPassword(ctx, password)
	if err != nil {
		return err
	}
	res, err := db.NewRaw("/* account.Reset */ update account set password_hash = ? where email = ?", hash, address(email)).Exec(ctx)
	if err != nil {
		return err
	}
	if n, _ := res.RowsAffected(); n == 0 {
		return fault.New(fault.NotFound, "There is no such account.")
	}
	return nil
}

func (n New) check() []fault.Field {
	var wrong []fault.Field
	if a, err := mail.ParseAddress(n.Email); err != nil || a.Address != n.Email {
		wrong = append(wrong, fault.Field{Name: "email", Message: "This is not an e-mail address."})
	}
	if n.Name == "" {
		wrong = append(wrong, fault.Field{Name: "name", Message: "Give the name of the person or office."})
	}
	switch {
	case n.Role != Organiser && n.Role != Desk && n.Role != Partner:
		wrong = append(wrong, fault.Field{Name: "role", Message: "A role is organiser, desk or partner."})
	case (n.Role == Partner) != (n.PartnerCode != ""):
		wrong = append(wrong, fault.Field{Name: "partner", Message: "A partner's account names its partner, no other account does."})
	case n.Role == Partner && len(n.Events) > 0:
		wrong = append(wrong, fault.Field{Name: "events", Message: "Partners see the events they have an agreement for."})
	}
	return append(wrong, checkPassword(n.Password, n.Email)...)
}

func insert(ctx context.Context, tx bun.Tx, now time.Time, n New, hash string) (int64, error) {
	var partner *int64
	if n.PartnerCode != "" {
		var ids []int64
		if err := tx.NewRaw("/* account.Add */ select id from partner where code = ?", n.PartnerCode).Scan(ctx, &ids); err != nil {
			return 0, err
		}
		if len(ids) == 0 {
			return 0, fault.WrongInput([]fault.Field{{Name: "partner", Message: "There is no partner %s.", Args: []any{n.PartnerCode}}})
		}
		partner = &ids[0]
	}
	var id int64
	err := tx.NewRaw(`/* account.Add */ insert into account (email, name, role, partner_id, password_hash, demo, created_at)
		values (?, ?, ?, ?, ?, ?, ?) returning id`, n.Email, n.Name, n.Role, partner, hash, n.Demo, now).Scan(ctx, &id)
	return id, err
}

// allow lets the account see the events of those slugs.
func allow(ctx context.Context, tx bun.Tx, id int64, slugs []string) error {
	slugs = slices.Sorted(slices.Values(slugs))
	for _, slug := range slices.Compact(slugs) {
		res, err := tx.NewRaw(`/* account.Add */ insert into account_event (account_id, event_id)
			select ?, id from event where slug = ?`, id, slug).Exec(ctx)
		if err != nil {
			return fmt.Errorf("account: allow an event: %w", err)
		}
		if n, _ := res.RowsAffected(); n == 0 {
			return fault.WrongInput([]fault.Field{{Name: "events", Message: "There is no event %s.", Args: []any{slug}}})
		}
	}
	return nil
}
