package registration

import (
	"context"
	"slices"
	"time"

	"github.com/uptrace/bun"

	"convene/internal/fault"
)

// CorrectName gives a registration other names where they were misspelt: those of
// named, whose other fields do not count. Places and everything else stay as they
// are and nobody is written to. fault.Invalid: a name is missing or in the wrong
// letters.
func CorrectName(ctx context.Context, db *bun.DB, r *Registration, named Details, actor string, now time.Time) error {
	d := r.Details
	d.Given, d.Family, d.Badge, d.Latin = named.Given, named.Family, named.Badge, named.Latin
	d = d.Clean()
	wrong := slices.DeleteFunc(d.Check(""), func(f fault.Field) bool {
		return f.Name != "given_name" && f.Name != "badge_name" && f.Name != "latin_name"
	})
	if len(wrong) > 0 {
		return fault.WrongInput(wrong)
	}
	return db.RunInTx(ctx, nil, func(ctx context.Context, tx bun.Tx) error {
		_, err := tx.NewRaw(`/* registration.CorrectName */ update registration set given_name = ?, family_name = ?, badge_name = ?, latin_name = ?,
			search = ?, updated_at = ? where id = ?`, d.Given, d.Family, d.Badge, d.Latin,
			searchText(&d, r.Authority, r.AuthorityNative, r.Reference, r.Email), now, r.ID).Exec(ctx)
		if err != nil {
			return err
		}
		return remember(ctx, tx, r.ID, actor, Changed, now)
	})
}
