package export

import (
	"context"
	"time"

	"github.com/uptrace/bun"

	"convene/internal/event"
	"convene/internal/locale"
	"convene/internal/registration"
)

// ForDelegation hands a coordinator the people of r.AuthorityID at an event, in the
// form that opens with a double click, and notes it in the same transaction. The
// caller has asked whether the coordinator may. It holds what the page of the
// delegation shows.
func ForDelegation(ctx context.Context, db *bun.DB, now time.Time, r Request) (*File, error) {
	r.AccountID, r.PartnerID, r.Format = 0, 0, CSVExcel
	return deliver(ctx, db, now, r, func(ctx context.Context, tx bun.IDB) (*sheet, error) {
		pr, err := event.Load(ctx, tx, r.EventID)
		if err != nil {
			return nil, err
		}
		d, err := registration.DelegationOf(ctx, tx, r.EventID, r.AuthorityID)
		if err != nil {
			return nil, err
		}
		return delegationSheet(pr, d, locale.For(r.Lang)), nil
	})
}

func delegationSheet(pr *event.Programme, d *registration.Delegation, p *locale.Printer) *sheet {
	s := &sheet{about: about{printer: p, event: pr.Event}, columns: []column{
		{key: "given_name", heading: p.T("Given names")}, {key: "family_name", heading: p.T("Family name")},
		{key: "badge_name", heading: p.T("Name on the badge")}, {key: "authority", heading: p.T("Authority")},
		{key: "function", heading: p.T("Function")}, {key: "state", heading: p.T("State")}}}
	s.about.fields = s.keys()
	for i := range d.Members {
		m := &d.Members[i]
		s.rows = append(s.rows, []string{m.Given, m.Family, m.Badge, d.Authority, m.Function, m.Standing(p, pr.Event.Zone())})
	}
	return s
}
