package presence

import (
	"context"
	"database/sql"
	"errors"
	"strings"
	"time"

	"github.com/uptrace/bun"

	"convene/internal/fault"
	"convene/internal/registration"
)

// SignatoryOf reads who signs the certificates of an event; nobody when its Name is "".
func SignatoryOf(ctx context.Context, db bun.IDB, eventID int64) (Signatory, error) {
	var s Signatory
	err := db.NewRaw(`/* presence.SignatoryOf */ select name, function from signatory where event_id = ?`, eventID).Scan(ctx, &s)
	if errors.Is(err, sql.ErrNoRows) {
		err = nil
	}
	return s, err
}

// SetSignatory says who signs the certificates of an event from now on; those that
// are issued keep theirs. fault.Invalid: there is no name.
func SetSignatory(ctx context.Context, db bun.IDB, eventID int64, s Signatory) error {
	if s.Name = strings.TrimSpace(s.Name); s.Name == "" {
		return fault.WrongInput([]fault.Field{{Name: "signatory", Message: "Write the name of the person who signs."}})
	}
	_, err := db.NewRaw(`/* presence.SetSignatory */ insert into signatory (event_id, name, function) values (?, ?, ?)
		on conflict (event_id) do update set name = excluded.name, function = excluded.function`, eventID, s.Name, s.Function).Exec(ctx)
	return err
}

// CertificateOf reads the newest certificate of a registration, which may be
// withdrawn; nil when it never had one.
func CertificateOf(ctx context.Context, db bun.IDB, eventID, registrationID int64) (*Certificate, error) {
	all, err := certificates(ctx, db, eventID, registrationID)
	return all[registrationID], err
}

// Certificates reads those of an event that stand, in the order of registrations.
func Certificates(ctx context.Context, db bun.IDB, eventID int64) ([]Certificate, error) {
	var rows []Certificate
	err := db.NewRaw(`/* presence.Certificates */ select `+certificateColumns+`, r.reference, r.given_name as given, r.family_name as family
		from certificate c join registration r on r.id = c.registration_id
		where r.event_id = ? and c.replaced_at is null and c.revoked_at is null order by r.id`, eventID).Scan(ctx, &rows)
	for i := range rows {
		rows[i].toZone()
	}
	return rows, err
}

// Revoke withdraws the certificate of a registration. fault.Invalid: there is no
// reason; fault.Conflict: none stands.
func Revoke(ctx context.Context, db bun.IDB, now time.Time, accountID, registrationID int64, why string) error {
	if why = strings.TrimSpace(why); why == "" {
		return fault.WrongInput([]fault.Field{{Name: "why", Message: "Write why the certificate is withdrawn."}})
	}
	result, err := db.NewRaw(`/* presence.Revoke */ update certificate set revoked_at = ?, revoked_by = nullif(?, 0), why = ?
		where registration_id = ? and replaced_at is null and revoked_at is null`, now, accountID, why, registrationID).Exec(ctx)
	if err != nil {
		return err
	}
	n, err := result.RowsAffected()
	if err == nil && n == 0 {
		err = fault.New(fault.Conflict, "There is no certificate to withdraw.")
	}
	return err
}

// Proof is what a code tells: whose certificate it is, of which event, and the
// half-days. The other facts are not read. Both times are zero while it stands.
type Proof struct {
	Facts
	ReplacedAt, RevokedAt time.Time
}

// Verify finds what a typed code proves. fault.Invalid: it is mistyped;
// fault.NotFound: there is no such certificate.
func Verify(ctx context.Context, db bun.IDB, typed string) (*Proof, error) {
	code := registration.Typed(typed)
	if !registration.WellFormed(code, codeBits) {
		return nil, fault.WrongInput([]fault.Field{{Name: "code",
			Message: "This is not a whole code, or one of its characters is wrong. Compare it with the certificate."}})
	}
	var p Proof
	err := db.NewRaw(`/* presence.Verify */ select name, latin, title, city, timezone, starts_at, ends_at, half_days, replaced_at, revoked_at, sample
		from certificate where code_hash = ?`, hashOf(code)).Scan(ctx, &p)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, fault.New(fault.NotFound, "There is no such certificate.")
	}
	p.StartsAt, p.EndsAt = p.StartsAt.In(p.Zone()), p.EndsAt.In(p.Zone())
	return &p, err
}
