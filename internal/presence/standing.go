package presence

import (
	"cmp"
	"context"

	"github.com/uptrace/bun"

	"convene/internal/event"
)

// The states of a person as to certificates.
const (
	NotIssued = "none"      // took part and has no certificate yet
	Current   = "current"   // has one that says what is so
	Outdated  = "outdated"  // has one that says something else
	Unproved  = "unproved"  // has one, and no presence is recorded any more
	Withdrawn = "withdrawn" // had one that was revoked
)

// States are all of them, what needs a hand first.
var States = []string{Unproved, Outdated, NotIssued, Current, Withdrawn}

// Standing is how a person who took part stands as to certificates: Today is what
// one would say now, Certificate the newest there is, nil for none.
type Standing struct {
	RegistrationID           int64
	Reference, Given, Family string
	Email, Locale            string
	Today                    Facts
	Certificate              *Certificate
}

// State is one of States.
func (s *Standing) State() string {
	switch c := s.Certificate; {
	case c == nil:
		return NotIssued
	case !c.Stands():
		return Withdrawn
	case len(s.Today.HalfDays) == 0:
		return Unproved
	case len(s.Changes()) > 0:
		return Outdated
	}
	return Current
}

// Changes are what the certificate that stands says otherwise than is so now.
func (s *Standing) Changes() []string {
	if s.Certificate == nil || !s.Certificate.Stands() {
		return nil
	}
	return s.Certificate.changes(&s.Today)
}

const certificateColumns = `c.id, c.registration_id, c.name, c.latin, c.body, c.country, c.title, c.city, c.timezone, c.starts_at, c.ends_at,
  c.half_days, c.sample, c.signatory as signatory_name, c.signatory_function, c.issued_at, c.replaced_at, c.revoked_at, c.why`

// Standings reads everybody of an event who took part or has a certificate, in the
// order of registrations.
func Standings(ctx context.Context, db bun.IDB, p *event.Programme) ([]Standing, error) {
	proved, err := Attended(ctx, db, p)
	if err != nil {
		return nil, err
	}
	newest, err := certificates(ctx, db, p.Event.ID, 0)
	if err != nil {
		return nil, err
	}
	people, err := people(ctx, db, p.Event.ID)
	if err != nil {
		return nil, err
	}
	var out []Standing
	for _, r := range people {
		s := r.standing(&p.Event, proved[r.RegistrationID])
		s.Certificate = newest[r.RegistrationID]
		if s.Certificate != nil || len(s.Today.HalfDays) > 0 {
			out = append(out, s)
		}
	}
	return out, nil
}

// certificates reads the newest certificate of each registration, or of one.
func certificates(ctx context.Context, db bun.IDB, eventID, registrationID int64) (map[int64]*Certificate, error) {
	rows := []Certificate{}
	err := db.NewRaw(`/* presence.certificates */
select distinct on (c.registration_id) `+certificateColumns+`, r.reference
from certificate c join registration r on r.id = c.registration_id
where r.event_id = ?0 and (?1 = 0 or r.id = ?1) order by c.registration_id, c.id desc`, eventID, registrationID).Scan(ctx, &rows)
	out := make(map[int64]*Certificate, len(rows))
	for i := range rows {
		rows[i].toZone()
		out[rows[i].RegistrationID] = &rows[i]
	}
	return out, err
}

func (c *Certificate) toZone() {
	zone := c.Zone()
	c.StartsAt, c.EndsAt, c.IssuedAt = c.StartsAt.In(zone), c.EndsAt.In(zone), c.IssuedAt.In(zone)
	if !c.ReplacedAt.IsZero() {
		c.ReplacedAt = c.ReplacedAt.In(zone)
	}
	if !c.RevokedAt.IsZero() {
		c.RevokedAt = c.RevokedAt.In(zone)
	}
}

// personRow is what a certificate says of a person, as the registration has it.
type personRow struct {
	RegistrationID           int64
	Reference, Given, Family string
	Email, Locale            string
	Badge, Latin             string
	Authority, Organisation  string
	Country                  string
}

func people(ctx context.Context, db bun.IDB, eventID int64) (rows []personRow, err error) {
	err = db.NewRaw(`/* presence.people */
select r.id as registration_id, r.reference, r.given_name as given, r.family_name as family, p.email, r.locale, r.badge_name as badge,
  r.latin_name as latin, coalesce(a.name, '') as authority, r.organisation, r.country
from registration r join person p on p.id = r.person_id left join authority a on a.id = r.authority_id
where r.event_id = ? order by r.id`, eventID).Scan(ctx, &rows)
	return rows, err
}

func (r *personRow) standing(e *event.Event, proved []event.HalfDay) Standing {
	s := Standing{RegistrationID: r.RegistrationID, Reference: r.Reference, Given: r.Given, Family: r.Family, Email: r.Email, Locale: r.Locale,
		Today: Facts{Name: r.Badge, Latin: r.Latin, Body: cmp.Or(r.Authority, r.Organisation), Country: r.Country, Title: e.Title,
			City: e.City, Timezone: e.Timezone, StartsAt: e.StartsAt, EndsAt: e.EndsAt, Sample: e.Sample}}
	for _, h := range proved {
		s.Today.HalfDays = append(s.Today.HalfDays, h.Code())
	}
	return s
}
