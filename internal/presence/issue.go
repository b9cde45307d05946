package presence

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"github.com/uptrace/bun"

	"convene/internal/event"
	"convene/internal/fault"
	"convene/internal/mail"
	"convene/internal/registration"
)

// Order asks for certificates. Only names registrations; nil is everybody who took
// part, except those whose certificate was withdrawn: they are named or left out.
// Letterhead writes to those who get one, in their language; nil tells nobody.
type Order struct {
	Secret     []byte
	Now        time.Time
	AccountID  int64 // 0 the command line
	Only       []int64
	Letterhead func(lang string) registration.Letterhead
}

// Issued is what came of an order, in people: New have their first certificate, or
// one after a withdrawal; Replaced a corrected one; of Same the one they have is
// right; Refused have proved nothing.
type Issued struct{ New, Replaced, Same, Refused int }

// Made is how many certificates were issued.
func (i Issued) Made() int { return i.New + i.Replaced }

// Foresee says what Issue would do, doing nothing.
func Foresee(ctx context.Context, db bun.IDB, p *event.Programme, o Order) (Issued, error) {
	_, counts, err := o.choose(ctx, db, p)
	return counts, err
}

// Issue certifies what is recorded of people now. A certificate that says something
// else is replaced, one that says the same stays. fault.Conflict: nobody is said to
// sign, or nobody of the people named has proved anything.
func Issue(ctx context.Context, db *bun.DB, p *event.Programme, o Order) (issued Issued, err error) {
	err = db.RunInTx(ctx, nil, func(ctx context.Context, tx bun.Tx) error {
		// two organisers at once must not replace the same certificate twice
		if _, err := tx.NewRaw(`/* presence.Issue */ select from event where id = ? for no key update`, p.Event.ID).Exec(ctx); err != nil {
			return err
		}
		signs, err := SignatoryOf(ctx, tx, p.Event.ID)
		if err != nil {
			return err
		}
		if signs.Name == "" {
			return fault.New(fault.Conflict, "Say first who signs the certificates.")
		}
		chosen, counts, err := o.choose(ctx, tx, p)
		if err != nil {
			return err
		}
		if counts.Refused > 0 && counts.Made()+counts.Same == 0 {
			return fault.New(fault.Conflict, "No presence is recorded, so nothing can be certified. Mark first who came.")
		}
		issued = counts
		return o.write(ctx, tx, p, signs, chosen)
	})
	return issued, err
}

// choose finds whom to give a certificate and counts everybody.
func (o *Order) choose(ctx context.Context, db bun.IDB, p *event.Programme) (chosen []Standing, n Issued, err error) {
	all, err := Standings(ctx, db, p)
	if err != nil {
		return nil, n, err
	}
	n.Refused = len(o.Only)
	for _, s := range all {
		named := slices.Contains(o.Only, s.RegistrationID)
		if o.Only != nil && !named || !named && s.State() == Withdrawn {
			continue
		}
		if named && len(s.Today.HalfDays) > 0 {
			n.Refused--
		}
		switch state := s.State(); {
		case len(s.Today.HalfDays) == 0:
			continue
		case state == Current:
			n.Same++
			continue
		case state == Outdated:
			n.Replaced++
		default:
			n.New++
		}
		chosen = append(chosen, s)
	}
	return chosen, n, nil
}

// newCertificate is a row on its way to the database.
type newCertificate struct {
	ID             int64           `json:"id"`
	RegistrationID int64           `json:"registration_id"`
	Name           string          `json:"name"`
	Latin          string          `json:"latin"`
	Body           string          `json:"body"`
	Country        string          `json:"country"`
	Title          json.RawMessage `json:"title"`
	City           string          `json:"city"`
	Timezone       string          `json:"timezone"`
	StartsAt       time.Time       `json:"starts_at"`
	EndsAt         time.Time       `json:"ends_at"`
	HalfDays       []string        `json:"half_days"`
	Sample         bool            `json:"sample"`
	CodeHash       string          `json:"code_hash"` // bytea in hex
}

// write replaces what stands and adds the new ones, in statements that do not grow
// with their number.
func (o *Order) write(ctx context.Context, tx bun.Tx, p *event.Programme, signs Signatory, chosen []Standing) error {
	if len(chosen) == 0 {
		return nil
	}
	ids, err := newIDs(ctx, tx, len(chosen))
	if err != nil {
		return err
	}
	rows := make([]newCertificate, len(chosen))
	for i := range chosen {
		if rows[i], err = o.row(ids[i], &chosen[i]); err != nil {
			return err
		}
	}
	given, err := json.Marshal(rows)
	if err != nil {
		return err
	}
	if _, err := tx.NewRaw(replaceSQL, o.Now, string(given)).Exec(ctx); err != nil {
		return err
	}
	if _, err := tx.NewRaw(issueSQL, string(given), signs.Name, signs.Function, o.Now, o.AccountID).Exec(ctx); err != nil {
		return err
	}
	return o.tell(ctx, tx, p, ids, chosen)
}

func newIDs(ctx context.Context, tx bun.Tx, n int) (ids []int64, err error) {
	err = tx.NewRaw(`/* presence.newIDs */ select nextval(pg_get_serial_sequence('certificate', 'id')) from generate_series(1, ?)`, n).Scan(ctx, &ids)
	slices.Sort(ids)
	return ids, err
}

func (o *Order) row(id int64, s *Standing) (newCertificate, error) {
	title, err := json.Marshal(s.Today.Title)
	f := &s.Today
	return newCertificate{ID: id, RegistrationID: s.RegistrationID, Name: f.Name, Latin: f.Latin, Body: f.Body, Country: f.Country, Title: title,
		City: f.City, Timezone: f.Timezone, StartsAt: f.StartsAt, EndsAt: f.EndsAt, HalfDays: f.HalfDays, Sample: f.Sample,
		CodeHash: fmt.Sprintf(`\x%x`, hashOf(code(o.Secret, id)))}, err
}

func hashOf(code string) []byte {
	sum := sha256.Sum256([]byte(code))
	return sum[:]
}

const replaceSQL = `/* presence.Issue */ update certificate set replaced_at = ?0
where replaced_at is null and revoked_at is null
  and registration_id in (select g.registration_id from jsonb_to_recordset(?1::jsonb) as g(registration_id bigint))`

const issueSQL = `/* presence.Issue */
insert into certificate (id, registration_id, name, latin, body, country, title, city, timezone, starts_at, ends_at, half_days, sample,
  code_hash, signatory, signatory_function, issued_at, issued_by)
select id, registration_id, name, latin, body, country, title, city, timezone, starts_at, ends_at,
  array(select jsonb_array_elements_text(half_days)), sample, code_hash::bytea, ?1, ?2, ?3, nullif(?4, 0)
from jsonb_to_recordset(?0::jsonb) as g(id bigint, registration_id bigint, name text, latin text, body text, country text, title jsonb, city text,
  timezone text, starts_at timestamptz, ends_at timestamptz, half_days jsonb, sample boolean, code_hash text)`

// tell writes to the people, each in their own language.
func (o *Order) tell(ctx context.Context, tx bun.Tx, p *event.Programme, ids []int64, chosen []Standing) error {
	if o.Letterhead == nil {
		return nil
	}
	letters := make([]mail.Message, len(chosen))
	for i, s := range chosen {
		l := o.Letterhead(s.Locale).Certificate(p, s.Reference, s.State() == Outdated)
		letters[i] = mail.Message{Key: fmt.Sprint("certificate:", ids[i]), To: s.Email, Locale: l.Locale, EventID: p.Event.ID,
			RegistrationID: s.RegistrationID, Content: l.Content}
	}
	return mail.Enqueue(ctx, tx, o.Now, letters...)
}
