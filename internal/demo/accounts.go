package demo

import (
	"context"

	"github.com/uptrace/bun"

	"convene/internal/account"
	"convene/internal/fault"
	"convene/internal/postgres"
)

// accounts are the ones the contract names; partners see what they have an
// agreement for.
var accounts = []account.New{
	{Email: "organiser@example.org", Name: "Demo organiser", Role: account.Organiser, Events: slugs, Demo: true},
	{Email: "desk@example.org", Name: "Demo check-in desk", Role: account.Desk, Events: slugs, Demo: true},
	{Email: "iris@example.org", Name: "Demo account of IRIS", Role: account.Partner, PartnerCode: "iris", Demo: true},
	{Email: "warwick@example.org", Name: "Demo account of Warwick", Role: account.Partner, PartnerCode: "warwick", Demo: true},
}

// seeded tells whether the demo is complete: its accounts are made last.
func seeded(ctx context.Context, db bun.IDB) (bool, error) {
	var made int
	err := db.NewRaw(`/* demo.seeded */ select count(*) from account where demo`).Scan(ctx, &made)
	return made >= len(accounts), err
}

// provideAccounts makes the accounts and sees to it that the password of this
// run opens them, should an earlier run have had another.
func provideAccounts(ctx context.Context, db *postgres.DB, o Options) error {
	for _, a := range accounts {
		a.Password = o.Password
		_, err := account.SignIn(ctx, db.DB, a.Email, a.Password)
		if fault.Is(err, fault.Invalid) {
			err = makeAccount(ctx, db, o, a)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func makeAccount(ctx context.Context, db *postgres.DB, o Options, a account.New) error {
	_, err := account.Add(ctx, db.DB, o.Now, a)
	if fault.Is(err, fault.Conflict) {
		return account.Reset(ctx, db.DB, a.Email, a.Password)
	}
	return err
}
