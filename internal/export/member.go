package export

import (
	"context"
	"fmt"
	"time"

	"github.com/uptrace/bun"

	"convene/internal/person"
)

// member is one registration with all that an organiser's file says of it. One
// of Authority and Organisation is empty. Languages are tags with spaces between.
type member struct {
	ID                               int64
	Reference, State, Ending, Role   string
	Given, Family, Badge, Latin      string
	Email                            string
	Authority, Organisation, Country string
	Function, Languages, Locale      string
	CreatedAt, UpdatedAt             time.Time
	places                           map[string]place // by code of the activity
	consents                         map[string]bool  // by purpose
}

// place is what became of a wish; position is 1 for the next in line, 0 for who
// does not wait. A contingent is told by its kind and name, "" for everybody's
// places.
type place struct {
	state            string
	position         int
	priority         int
	kind, contingent string
}

// members reads a whole event in three statements, however many people it has.
func members(ctx context.Context, db bun.IDB, eventID int64) ([]member, error) {
	var all []member
	err := db.NewRaw(`/* export.members */
select r.id, r.reference, r.state, r.ending, r.role, r.given_name as given, r.family_name as family, r.badge_name as badge, r.latin_name as latin,
  p.email, coalesce(a.name, '') as authority, r.organisation, r.country, r.function, array_to_string(r.languages, ' ') as languages,
  r.locale, r.created_at, r.updated_at
from registration r join person p on p.id = r.person_id left join authority a on a.id = r.authority_id
where r.event_id = ?`, eventID).Scan(ctx, &all)
	if err != nil {
		return nil, fmt.Errorf("read the registrations of event %d: %w", eventID, err)
	}
	byID := make(map[int64]*member, len(all))
	for i := range all {
		all[i].Email = person.Mailbox(all[i].Email)
		all[i].places, all[i].consents = map[string]place{}, map[string]bool{}
		byID[all[i].ID] = &all[i]
	}
	if err := readPlaces(ctx, db, eventID, byID); err != nil {
		return nil, fmt.Errorf("read the places of event %d: %w", eventID, err)
	}
	if err := readConsents(ctx, db, eventID, byID); err != nil {
		return nil, fmt.Errorf("read the consents of event %d: %w", eventID, err)
	}
	return all, nil
}

// readPlaces numbers each queue in one pass, in its own order: priority, then the
// number drawn. Counting for each person who stands before them takes ten seconds
// where ten thousand wait.
func readPlaces(ctx context.Context, db bun.IDB, eventID int64, byID map[int64]*member) error {
	var rows []struct {
		RegistrationID  int64
		Activity, State string
		Position        int
		Priority        int
		Kind, Name      string
	}
	err := db.NewRaw(`/* export.readPlaces */
select l.registration_id, a.code as activity, l.state, case when l.state = 'waiting' then
  row_number() over (partition by l.activity_id, l.state order by l.priority desc, l.queue_no) else 0 end as position,
  l.priority, coalesce(c.kind, '') as kind, coalesce(c.name, '') as name
from registration r join place l on l.registration_id = r.id join activity a on a.id = l.activity_id
left join contingent c on c.id = l.contingent_id where r.event_id = ?`, eventID).Scan(ctx, &rows)
	for _, row := range rows {
		byID[row.RegistrationID].places[row.Activity] = place{row.State, row.Position, row.Priority, row.Kind, row.Name}
	}
	return err
}

// readConsents takes the newest answer to each question of sharing.
func readConsents(ctx context.Context, db bun.IDB, eventID int64, byID map[int64]*member) error {
	var rows []struct {
		RegistrationID int64
		Purpose        string
		Given          bool
	}
	err := db.NewRaw(`/* export.readConsents */
select distinct on (c.registration_id, c.purpose) c.registration_id, c.purpose, c.given
from consent c join registration r on r.id = c.registration_id
where r.event_id = ? order by c.registration_id, c.purpose, c.id desc`, eventID).Scan(ctx, &rows)
	for _, row := range rows {
		byID[row.RegistrationID].consents[row.Purpose] = row.Given
	}
	return err
}
