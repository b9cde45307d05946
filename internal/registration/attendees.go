package registration

import (
	"cmp"
	"context"
	"encoding/json"

	"github.com/uptrace/bun"

	"convene/internal/locale"
	"convene/internal/person"
)

// Attendee is a person who holds a place, as badges, lists and exports need them.
type Attendee struct {
	RegistrationID, PersonID    int64
	Reference, Email            string // Email "" has nobody who came without one
	Given, Family, Badge, Latin string
	Body, BodyNative            string // authority or organisation
	Country, Function           string
	Role, Locale                string
	Languages                   []string
	Token                       string // of the badge; "" unless asked for
}

// Attendees lists who holds a confirmed place on an activity, or on the event
// itself when activity is "". Tokens are filled in when the secret is given. The
// order is by registration; documents sort in the language they are printed in.
func Attendees(ctx context.Context, db bun.IDB, eventID int64, activity string, secret []byte) ([]Attendee, error) {
	var rows []struct {
		Attendee
		Tags string
	}
	err := db.NewRaw(`/* registration.Attendees */
select r.id as registration_id, r.person_id, r.reference, p.email, r.given_name as given, r.family_name as family, r.badge_name as badge,
  r.latin_name as latin, coalesce(a.name, r.organisation) as body, coalesce(a.native_name, '') as body_native, r.country,
  r.function, r.role, r.locale, to_json(r.languages)::text as tags
from activity x join registration r on r.event_id = x.event_id join place l on l.registration_id = r.id and l.activity_id = x.id
join person p on p.id = r.person_id left join authority a on a.id = r.authority_id
where x.event_id = ? and l.state = 'confirmed' and (x.code = ? or (? = '' and x.kind = 'event'))
order by r.id`, eventID, activity, activity).Scan(ctx, &rows)
	if err != nil {
		return nil, err
	}
	out := make([]Attendee, len(rows))
	for i, row := range rows {
		out[i] = row.Attendee
		out[i].Email = person.Mailbox(row.Email)
		if secret != nil {
			out[i].Token = BadgeToken(secret, row.RegistrationID)
		}
		if err := json.Unmarshal([]byte(row.Tags), &out[i].Languages); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// InPrintOrder sorts people as they stand on paper: country, authority or
// organisation, family name, given name, each by the collation of the printer's
// language (domain.md 1.5, rule 6).
func InPrintOrder(p *locale.Printer, people []Attendee) {
	locale.Sort(p, people,
		func(a Attendee) string { return p.Country(a.Country) },
		func(a Attendee) string { return person.Latin(a.Body) },
		func(a Attendee) string { return person.Latin(cmp.Or(a.Family, a.Given)) },
		func(a Attendee) string { return person.Latin(a.Given) })
}

// PlacesHeld gives the codes of the activities on which each registration of an
// event has a confirmed place, those that nobody chooses left out.
func PlacesHeld(ctx context.Context, db bun.IDB, eventID int64) (map[int64][]string, error) {
	var rows []struct {
		RegistrationID int64
		Code           string
	}
	err := db.NewRaw(`/* registration.PlacesHeld */ select l.registration_id, x.code from activity x join place l on l.activity_id = x.id
where x.event_id = ? and x.chosen and l.state = 'confirmed' order by l.registration_id, x.starts_at, x.code`, eventID).Scan(ctx, &rows)
	held := map[int64][]string{}
	for _, r := range rows {
		held[r.RegistrationID] = append(held[r.RegistrationID], r.Code)
	}
	return held, err
}
