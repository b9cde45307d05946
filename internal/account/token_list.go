package account

import (
	"context"
	"time"

	"github.com/uptrace/bun"

	"convene/internal/fault"
)

// ListedToken is a token as its event's organisers see it. Mine: the one who
// looks may revoke it.
type ListedToken struct {
	Token
	AccountName string
	Mine        bool
}

// tokensOf are the tokens that reach an event, with who may revoke them: an
// organiser those of the own account and those that hold for this event alone.
const tokensOf = ` from token t join account a on a.id = t.account_id
	where (t.event_ids is null or ? = any(t.event_ids)) and a.disabled_at is null
	and (exists (select 1 from account_event e where e.account_id = a.id and e.event_id = ?)
		or exists (select 1 from agreement g where g.partner_id = a.partner_id and g.event_id = ?))`

const mayRevoke = `(t.account_id = ? or t.event_ids = array[?]::bigint[])`

// Tokens lists the tokens that reach an event, newest first, revoked and ended
// ones among them, for the account that looks. It has been asked before whether
// that account may.
func Tokens(ctx context.Context, db bun.IDB, accountID, eventID int64) ([]ListedToken, error) {
	var rows []struct {
		tokenRow
		AccountName string
		Mine        bool
	}
	err := db.NewRaw(`/* account.Tokens */ select `+tokenColumns+`, a.name as account_name, `+mayRevoke+` as mine`+tokensOf+`
		order by t.id desc`, accountID, eventID, eventID, eventID, eventID).Scan(ctx, &rows)
	if err != nil {
		return nil, err
	}
	all := make([]ListedToken, len(rows))
	for i, r := range rows {
		all[i] = ListedToken{Token: r.token(), AccountName: r.AccountName, Mine: r.Mine}
	}
	return all, nil
}

// RevokeToken ends a token at once; one that was revoked stays so.
// fault.NotFound: the account may not revoke such a token of the event.
func RevokeToken(ctx context.Context, db bun.IDB, now time.Time, accountID, eventID, id int64) error {
	res, err := db.NewRaw(`/* account.RevokeToken */ update token set revoked_at = coalesce(revoked_at, ?)
		where id in (select t.id`+tokensOf+` and t.id = ? and `+mayRevoke+`)`,
		now, eventID, eventID, eventID, id, accountID, eventID).Exec(ctx)
	if err != nil {
		return err
	}
	if n, _ := res.RowsAffected(); n == 0 {
		return fault.New(fault.NotFound, "There is no such token.")
	}
	return nil
}

// Partners lists the accounts of an event's partners, by name: those for which
// an organiser may make a token.
func Partners(ctx context.Context, db bun.IDB, now time.Time, eventID int64) ([]Account, error) {
	var rows []row
	err := db.NewRaw("/* account.Partners */ "+columns+`exists (select 1 from agreement g
		where g.partner_id = a.partner_id and g.event_id = ? and g.ends_at > ?) order by a.name, a.id`, eventID, now).Scan(ctx, &rows)
	all := make([]Account, len(rows))
	for i, r := range rows {
		all[i] = *r.account()
	}
	return all, err
}
