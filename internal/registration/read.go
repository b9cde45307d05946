package registration

import (
	"context"
	"encoding/json"
	"time"

	"github.com/uptrace/bun"

	"convene/internal/allocation"
	"convene/internal/fault"
)

// selectSQL is the row that every page of a registration starts from.
const selectSQL = `
select r.id, r.event_id, r.person_id, p.email, r.reference, r.state, r.ending, r.role, r.given_name as given, r.family_name as family,
  r.badge_name as badge, r.latin_name as latin, coalesce(r.authority_id, 0) as authority_id, r.organisation, r.country,
  r.phone, r.function, to_json(r.languages)::text as tags, r.locale, coalesce(a.name, '') as authority,
  coalesce(a.native_name, '') as authority_native, r.sequence, r.created_at, r.updated_at
from registration r join person p on p.id = r.person_id left join authority a on a.id = r.authority_id `

// registrationRow is what selectSQL gives; languages travel as JSON because bun
// scans arrays only into models.
type registrationRow struct {
	ID, EventID, PersonID           int64
	Email, Reference, State, Role   string
	Ending                          string
	Given, Family, Badge, Latin     string
	AuthorityID                     int64
	Organisation, Country, Function string
	Phone                           string
	Tags, Locale                    string
	Authority, AuthorityNative      string
	Sequence                        int
	CreatedAt, UpdatedAt            time.Time
}

func (r registrationRow) registration() (Registration, error) {
	out := Registration{ID: r.ID, EventID: r.EventID, PersonID: r.PersonID, Email: r.Email, Reference: r.Reference,
		State: r.State, Ending: r.Ending, Role: r.Role, Authority: r.Authority, AuthorityNative: r.AuthorityNative, Sequence: r.Sequence,
		CreatedAt: r.CreatedAt, UpdatedAt: r.UpdatedAt, Details: Details{Given: r.Given, Family: r.Family, Badge: r.Badge,
			Latin: r.Latin, AuthorityID: r.AuthorityID, Organisation: r.Organisation, Country: r.Country, Function: r.Function, Locale: r.Locale, Phone: r.Phone}}
	return out, json.Unmarshal([]byte(r.Tags), &out.Languages)
}

func registrations(ctx context.Context, db bun.IDB, query string, args ...any) ([]Registration, error) {
	var rows []registrationRow
	if err := db.NewRaw(query, args...).Scan(ctx, &rows); err != nil {
		return nil, err
	}
	out := make([]Registration, len(rows))
	for i, row := range rows {
		r, err := row.registration()
		if err != nil {
			return nil, err
		}
		out[i] = r
	}
	return out, nil
}

// ByReference finds a registration of an event by what people quote;
// fault.NotFound when there is none.
func ByReference(ctx context.Context, db bun.IDB, eventID int64, reference string) (*Registration, error) {
	found, err := registrations(ctx, db, `/* registration.ByReference */`+selectSQL+`where r.event_id = ? and r.reference = ?`, eventID, reference)
	if err != nil {
		return nil, err
	}
	if len(found) == 0 {
		return nil, fault.New(fault.NotFound, "There is no such registration.")
	}
	return &found[0], nil
}

// ByID finds a registration of any event; fault.NotFound when there is none.
func ByID(ctx context.Context, db bun.IDB, id int64) (*Registration, error) {
	found, err := registrations(ctx, db, `/* registration.ByID */`+selectSQL+`where r.id = ?`, id)
	if err != nil {
		return nil, err
	}
	if len(found) == 0 {
		return nil, fault.New(fault.NotFound, "There is no such registration.")
	}
	return &found[0], nil
}

// OfPerson lists a person's registrations for all events, live ones first.
func OfPerson(ctx context.Context, db bun.IDB, personID int64) ([]Registration, error) {
	return registrations(ctx, db, `/* registration.OfPerson */`+selectSQL+`where r.person_id = ? order by (r.state = 'withdrawn'), r.id desc`, personID)
}

// IsRegistered tells whether a person has a live registration for an event. It costs
// a fraction of LiveOf, and in a rush everybody is asked at every step.
func IsRegistered(ctx context.Context, db bun.IDB, eventID, personID int64) (is bool, err error) {
	err = db.NewRaw(`/* registration.IsRegistered */ select exists (
		select from registration where event_id = ? and person_id = ? and state <> 'withdrawn')`, eventID, personID).Scan(ctx, &is)
	return is, err
}

// LiveOf finds the one live registration of a person for an event; nil when there is none.
func LiveOf(ctx context.Context, db bun.IDB, eventID, personID int64) (*Registration, error) {
	found, err := registrations(ctx, db, `/* registration.LiveOf */`+selectSQL+`where r.event_id = ? and r.person_id = ? and r.state <> 'withdrawn'`, eventID, personID)
	if err != nil || len(found) == 0 {
		return nil, err
	}
	return &found[0], nil
}

// placeRow is one place with its position in the queue, counted when it is read.
type placeRow struct {
	RegistrationID, ActivityID int64
	Activity, State            string
	MayWait                    bool
	Priority, Position         int
	Until                      time.Time
	ContingentID               int64
	Reason                     string
	ChangedAt                  time.Time
}

const placesReadSQL = `
select l.registration_id, l.activity_id, a.code as activity, l.state, l.may_wait, l.priority, l.until,
  coalesce(l.contingent_id, 0) as contingent_id, coalesce(l.reason::text, '') as reason, l.changed_at,
  case when l.state = 'waiting' then (select count(*) from place o where o.activity_id = l.activity_id and o.state = 'waiting'
    and (o.priority > l.priority or (o.priority = l.priority and o.queue_no <= l.queue_no))) else 0 end as position
from place l join activity a on a.id = l.activity_id
where l.registration_id in (?) order by l.registration_id, a.starts_at, a.position, a.id`

func (r placeRow) place() (Place, error) {
	p := Place{ActivityID: r.ActivityID, Activity: r.Activity, State: r.State, MayWait: r.MayWait, Priority: r.Priority,
		Position: r.Position, Until: r.Until, Contingent: r.ContingentID, ChangedAt: r.ChangedAt}
	if r.State == string(allocation.Waiting) {
		p.Reason = &allocation.Reason{Code: allocation.Full, Ahead: r.Position - 1}
	}
	if r.Reason == "" {
		return p, nil
	}
	p.Reason = &allocation.Reason{}
	return p, json.Unmarshal([]byte(r.Reason), p.Reason)
}

// placesOf reads the places of many registrations at once.
func placesOf(ctx context.Context, db bun.IDB, ids []int64) (map[int64][]Place, error) {
	out := map[int64][]Place{}
	if len(ids) == 0 {
		return out, nil
	}
	var rows []placeRow
	if err := db.NewRaw(`/* registration.placesOf */`+placesReadSQL, bun.List(ids)).Scan(ctx, &rows); err != nil {
		return nil, err
	}
	for _, row := range rows {
		p, err := row.place()
		if err != nil {
			return nil, err
		}
		out[row.RegistrationID] = append(out[row.RegistrationID], p)
	}
	return out, nil
}

// PlacesOf reads the places of a registration in the order of the programme, the
// event's own among them. Position is 1 for the next in line.
func PlacesOf(ctx context.Context, db bun.IDB, registrationID int64) ([]Place, error) {
	all, err := placesOf(ctx, db, []int64{registrationID})
	return all[registrationID], err
}

// Counter is how full an activity is.
type Counter struct {
	ActivityID                      int64
	Code                            string
	Capacity, Grace, Taken, Waiting int
}

// Left is how many places can be given now.
func (c Counter) Left() int { return max(0, c.Capacity-c.Taken) }

// Counters reads how full the activities of an event are, by code; the event
// itself is among them.
func Counters(ctx context.Context, db bun.IDB, eventID int64) (map[string]Counter, error) {
	rows, err := counters(ctx, db, eventID)
	out := make(map[string]Counter, len(rows))
	for _, c := range rows {
		out[c.Code] = c
	}
	return out, err
}

func counters(ctx context.Context, db bun.IDB, eventID int64) ([]Counter, error) {
	var rows []Counter
	err := db.NewRaw(`/* registration.Counters */
select c.activity_id, a.code, c.capacity, c.grace, c.taken, c.waiting
from counter c join activity a on a.id = c.activity_id where c.event_id = ?
order by (a.kind <> 'event'), a.starts_at, a.position, a.id`, eventID).Scan(ctx, &rows)
	return rows, err
}

// Move is one place that changed state.
type Move struct {
	Activity, From, To string // code of the activity; From "" when there was none
	Position           int    // when To is waiting
}

// Deed is one entry of a registration's history.
type Deed struct {
	At          time.Time
	Actor, Deed string
	Moves       []Move
}

// HistoryOf reads what happened to a registration, oldest first.
func HistoryOf(ctx context.Context, db bun.IDB, registrationID int64) ([]Deed, error) {
	var rows []struct {
		At          time.Time
		Actor, Deed string
		Moves       string
	}
	err := db.NewRaw(`/* registration.HistoryOf */
select h.at, h.actor, h.deed, (select coalesce(json_agg(json_build_object('activity', a.code, 'from', coalesce(m ->> 'f', ''),
    'to', m ->> 't', 'position', coalesce((m ->> 'p')::int, 0)) order by n), '[]')
  from jsonb_array_elements(h.moves) with ordinality as e (m, n) join activity a on a.id = (m ->> 'a')::bigint)::text as moves
from history h where h.registration_id = ? order by h.id`, registrationID).Scan(ctx, &rows)
	if err != nil {
		return nil, err
	}
	deeds := make([]Deed, len(rows))
	for i, row := range rows {
		deeds[i] = Deed{At: row.At, Actor: row.Actor, Deed: row.Deed}
		if err := json.Unmarshal([]byte(row.Moves), &deeds[i].Moves); err != nil {
			return nil, err
		}
	}
	return deeds, nil
}
