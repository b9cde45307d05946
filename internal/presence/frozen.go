package presence

import (
	"cmp"
	"context"
	"slices"
	"time"

	"github.com/uptrace/bun"
	"github.com/uptrace/bun/dialect/pgdialect"

	"convene/internal/event"
	"convene/internal/fault"
	"convene/internal/person"
)

// Kept tells of a frozen sheet without its people.
type Kept struct {
	ID, ActivityID     int64
	Slot               string
	StartsAt, FrozenAt time.Time
	Checksum           string // SHA-256 in hexadecimal
	People             int
}

const keptSQL = `select s.id, s.activity_id, s.slot, s.starts_at, s.frozen_at, encode(s.checksum, 'hex') as checksum,
  (select count(*) from sheet_row r where r.sheet_id = s.id) as people from sheet s `

// Frozen lists the frozen sheets of an event in the order of their start.
func Frozen(ctx context.Context, db bun.IDB, eventID int64) ([]Kept, error) {
	var all []Kept
	err := db.NewRaw(`/* presence.Frozen */ `+keptSQL+`where s.event_id = ? order by s.starts_at, s.id`, eventID).Scan(ctx, &all)
	return all, err
}

// frozen reads a sheet as it was frozen; ID 0 when it was not.
func frozen(ctx context.Context, db bun.IDB, k Key) (*Sheet, error) {
	s := &Sheet{Activity: k.Activity, Slot: k.Slot, StartsAt: k.StartsAt}
	var found []Kept
	err := db.NewRaw(`/* presence.frozen */ `+keptSQL+`where s.activity_id = ? and s.slot = ?`, k.Activity.ID, k.Slot).Scan(ctx, &found)
	if err != nil || len(found) == 0 {
		return s, err
	}
	return s, s.fill(ctx, db, found[0])
}

func (s *Sheet) fill(ctx context.Context, db bun.IDB, k Kept) error {
	s.ID, s.StartsAt, s.FrozenAt, s.Checksum = k.ID, k.StartsAt, k.FrozenAt, k.Checksum
	return db.NewRaw(`/* presence.rows */ select number, registration_id, reference, name, latin, body, country, function, email
from sheet_row where sheet_id = ? order by number`, k.ID).Scan(ctx, &s.Rows)
}

// atVenue puts the times into the zone of the event.
func (s *Sheet) atVenue(p *event.Programme) {
	s.StartsAt = s.StartsAt.In(p.Event.Zone())
	if !s.FrozenAt.IsZero() {
		s.FrozenAt = s.FrozenAt.In(p.Event.Zone())
	}
}

// FrozenByID reads a frozen sheet of an event, its people without those added
// later. fault.NotFound: the event has none of that number.
func FrozenByID(ctx context.Context, db bun.IDB, p *event.Programme, id int64) (*Sheet, error) {
	var found []Kept
	err := db.NewRaw(`/* presence.FrozenByID */ `+keptSQL+`where s.event_id = ? and s.id = ?`, p.Event.ID, id).Scan(ctx, &found)
	if err != nil {
		return nil, err
	}
	if len(found) == 0 || p.ByID(found[0].ActivityID) == nil {
		return nil, fault.New(fault.NotFound, "There is no such list.")
	}
	s := &Sheet{Activity: p.ByID(found[0].ActivityID), Slot: found[0].Slot}
	err = s.fill(ctx, db, found[0])
	s.atVenue(p)
	return s, err
}

// laterSQL gives who is at an activity, or was marked present there, as things are
// now. Places of withdrawn people are released, so only a mark keeps those.
const laterSQL = `/* presence.later */
select r.id as registration_id, r.reference, r.badge_name as name, r.latin_name as latin, coalesce(a.name, r.organisation) as body,
  r.country, r.function, p.email, l.registration_id is not null as has_place,
  coalesce(l.changed_at, m.at) as at
from registration r join person p on p.id = r.person_id left join authority a on a.id = r.authority_id
left join place l on l.registration_id = r.id and l.activity_id = ?1 and l.state = 'confirmed'
left join (select registration_id, min(at) as at from presence where activity_id = ?2 and (slot = ?3 or ?3 = '') and state = 'present'
  group by registration_id) m on m.registration_id = r.id
where r.event_id = ?0 and (l.registration_id is not null or m.registration_id is not null)
order by at, r.id`

// addLater finds who is not among the rows and belongs to the sheet, and what
// became of those who are.
func (s *Sheet) addLater(ctx context.Context, db bun.IDB, p *event.Programme) error {
	var there []Row
	k := Key{Activity: s.Activity}
	if err := db.NewRaw(laterSQL, p.Event.ID, k.held(p).ID, s.Activity.ID, s.Slot).Scan(ctx, &there); err != nil {
		return err
	}
	listed := make(map[int64]*Row, len(s.Rows))
	for i := range s.Rows {
		s.Rows[i].HasPlace = false
		listed[s.Rows[i].RegistrationID] = &s.Rows[i]
	}
	for _, r := range there {
		if row := listed[r.RegistrationID]; row != nil {
			row.HasPlace = r.HasPlace
			continue
		}
		r.Number, r.At = len(s.Rows)+len(s.Added)+1, r.At.In(p.Event.Zone())
		r.Email = person.Mailbox(r.Email)
		s.Added = append(s.Added, r)
	}
	s.atVenue(p)
	return s.numberAdded(ctx, db)
}

// numberAdded gives those who were added to a frozen sheet the numbers they keep.
func (s *Sheet) numberAdded(ctx context.Context, db bun.IDB) error {
	if s.ID == 0 || len(s.Added) == 0 {
		return nil
	}
	ids := make([]int64, len(s.Added))
	for i, r := range s.Added {
		ids[i] = r.RegistrationID
	}
	numbers, err := s.keepNumbers(ctx, db, ids)
	if err != nil {
		return err
	}
	for i := range s.Added {
		s.Added[i].Number = numbers[s.Added[i].RegistrationID]
	}
	slices.SortFunc(s.Added, func(a, b Row) int { return cmp.Compare(a.Number, b.Number) })
	return nil
}

// keepNumbers numbers whoever has none yet, in their order, behind all before. Two
// who read at once want the same numbers: the second asks again.
func (s *Sheet) keepNumbers(ctx context.Context, db bun.IDB, ids []int64) (map[int64]int, error) {
	numbers := map[int64]int{}
	for range 10 {
		var rows []struct {
			RegistrationID int64
			Number         int
		}
		err := db.NewRaw(`/* presence.numbers */ select registration_id, number from sheet_added where sheet_id = ?`, s.ID).Scan(ctx, &rows)
		if err != nil {
			return nil, err
		}
		for _, r := range rows {
			numbers[r.RegistrationID] = r.Number
		}
		if !slices.ContainsFunc(ids, func(id int64) bool { return numbers[id] == 0 }) {
			return numbers, nil
		}
		_, err = db.NewRaw(keepSQL, s.ID, len(s.Rows), pgdialect.Array(ids)).Exec(ctx)
		if err != nil {
			return nil, err
		}
	}
	return nil, fault.New(fault.Conflict, "Too many people change this list at this moment. Open it again.")
}

const keepSQL = `/* presence.keepNumbers */
insert into sheet_added (sheet_id, registration_id, number)
select ?0, g.id, (select coalesce(max(number), ?1) from sheet_added where sheet_id = ?0) + row_number() over (order by g.n)
from unnest(?2::bigint[]) with ordinality as g (id, n)
where not exists (select from sheet_added a where a.sheet_id = ?0 and a.registration_id = g.id)
on conflict do nothing`
