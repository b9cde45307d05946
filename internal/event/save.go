package event

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/uptrace/bun"
	"github.com/uptrace/bun/dialect/pgdialect"

	"convene/internal/fault"
)

// Save stores an event of a file, found again by its slug, in the caller's
// transaction. Rows that differ are brought up to date; changed tells whether
// any did, so that a second Save of the same source changes nothing. The
// capacities, by activity id, are those for participants, of the event itself
// and of every chosen activity; they are kept by the caller.
//
// Activities are never deleted, because people may hold places on them: a file
// that has lost one, or its places, is a fault.Conflict. A partner that has
// gone from the file loses its agreement.
func Save(ctx context.Context, tx bun.IDB, src Source, now time.Time) (
	eventID int64, capacities map[int64]int, changed bool, err error,
) {
	s := &saving{tx: tx, src: src, activities: append([]Planned{src.root()}, src.Activities...)}
	for _, step := range []func(context.Context, time.Time) error{
		s.event, s.nothingLost, s.rooms, s.plan, s.partners, s.tidy, s.stamp,
	} {
		if err := step(ctx, now); err != nil {
			if fault.As(err) == nil {
				err = fmt.Errorf("save event %s: %w", src.Event.Slug, err)
			}
			return 0, nil, false, err
		}
	}
	capacities, err = s.capacities(ctx)
	return s.id, capacities, s.changed, err
}

// saving is one Save on its way.
type saving struct {
	tx         bun.IDB
	src        Source
	activities []Planned // the event itself first
	id         int64
	changed    bool
}

// write runs a statement and notes whether it touched a row.
func (s *saving) write(ctx context.Context, query string, args ...any) error {
	result, err := s.tx.NewRaw(query, args...).Exec(ctx)
	if err != nil {
		return err
	}
	rows, err := result.RowsAffected()
	s.changed = s.changed || rows > 0
	return err
}

// orUpdate ends an insert: a row that is there already is updated, but only
// when it differs, so that the rows touched are the rows changed.
func orUpdate(table, key, columns string) string {
	was, will := []string{}, []string{}
	for column := range strings.FieldsFuncSeq(columns, func(c rune) bool { return c == ',' || c == ' ' }) {
		was, will = append(was, table+"."+column), append(will, "excluded."+column)
	}
	old, fresh := strings.Join(was, ", "), strings.Join(will, ", ")
	return fmt.Sprintf(` on conflict (%s) do update set (%s) = row(%s) where row(%s) is distinct from row(%s)`,
		key, columns, fresh, old, fresh)
}

const eventColumns = `status, title, outcome, country, city, timezone, venue, starts_at, ends_at, opens_at, closes_at, ` +
	`changes_until, max_per_delegation, default_locale, locales, outcome_steps, sample`

// event stores the event's own row. The conflict locks it, so that two imports
// of one event come one after the other.
func (s *saving) event(ctx context.Context, now time.Time) error {
	e := s.src.Event
	venue, err := json.Marshal(e.Venue)
	if err != nil {
		return err
	}
	steps, err := json.Marshal(e.OutcomeSteps)
	if err != nil {
		return err
	}
	err = s.write(ctx, `/* event.Save */ insert into event (slug, updated_at, mode, offer_hours, hold_hours, `+eventColumns+`)
		values (?, ?, ?, ?, ?, ?, ?::jsonb, ?, ?, ?, ?, ?::jsonb, ?, ?, ?, ?, ?, ?, ?, ?, ?::jsonb, ?)`+
		orUpdate("event", "slug", eventColumns),
		e.Slug, now, cmp.Or(e.Mode, ModeOpen), e.OfferHours, cmp.Or(e.HoldHours, holdHours), e.Status, e.Title, e.Outcome, e.Country, e.City, e.Timezone, string(venue), e.StartsAt, e.EndsAt,
		e.OpensAt, e.ClosesAt, e.ChangesUntil, e.MaxPerDelegation, e.DefaultLocale, pgdialect.Array(e.Locales),
		string(steps), e.Sample)
	if err != nil {
		return err
	}
	return s.tx.NewRaw(`/* event.Save */ select id from event where slug = ?`, e.Slug).Scan(ctx, &s.id)
}

// nothingLost refuses a file from which an activity, or the places of one, has gone.
func (s *saving) nothingLost(ctx context.Context, _ time.Time) error {
	planned := map[string]Planned{}
	for _, a := range s.activities {
		planned[a.Code] = a
	}
	var stored []Activity
	err := s.tx.NewRaw(`/* event.nothingLost */ select code, chosen from activity where event_id = ? order by position, id`,
		s.id).Scan(ctx, &stored)
	if err != nil {
		return err
	}
	for _, old := range stored {
		a, there := planned[old.Code]
		if !there {
			return fault.New(fault.Conflict,
				"The file has lost the activity %s of %s. Put it back: people may hold places on it.", old.Code, s.src.Event.Slug)
		}
		if old.Chosen && !a.Chosen {
			return fault.New(fault.Conflict,
				"In the file the activity %s of %s has no places any more. Put its capacity back: people may hold them.",
				old.Code, s.src.Event.Slug)
		}
	}
	return nil
}

func (s *saving) rooms(ctx context.Context, _ time.Time) error {
	for _, r := range s.src.Rooms {
		err := s.write(ctx, `/* event.Save */ insert into room (event_id, code, name, capacity, booths)
			values (?, ?, ?, ?, ?)`+orUpdate("room", "event_id, code", "name, capacity, booths"),
			s.id, r.Code, r.Name, r.Capacity, r.Booths)
		if err != nil {
			return err
		}
	}
	return nil
}

const activityColumns = `kind, title, starts_at, ends_at, room_id, location, block, track, interpretation, chosen, vehicle, ` +
	`meeting_point, guide_languages, wheelchair_spaces, reserved_staff, position`

// plan stores the activities, the event itself among them.
func (s *saving) plan(ctx context.Context, _ time.Time) error {
	for _, a := range s.activities {
		err := s.write(ctx, `/* event.Save */ insert into activity (event_id, code, `+activityColumns+`)
			values (?0, ?1, ?2, ?3::jsonb, ?4, ?5, (select id from room where event_id = ?0 and code = ?6),
				?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17)`+
			orUpdate("activity", "event_id, code", activityColumns),
			s.id, a.Code, a.Kind, a.Title, a.StartsAt, a.EndsAt, a.RoomCode, a.Location, a.Block, a.Track,
			pgdialect.Array(a.Interpretation), a.Chosen, a.Vehicle, a.MeetingPoint,
			pgdialect.Array(a.GuideLanguages), a.WheelchairSpaces, a.ReservedStaff, a.Position)
		if err != nil {
			return err
		}
	}
	return nil
}

// partners stores the partners, which all events share, and their agreements
// with this one: in order of code, so that imports of two events at once do not
// lock each other out.
func (s *saving) partners(ctx context.Context, _ time.Time) error {
	byCode := func(a, b Partner) int { return strings.Compare(a.Code, b.Code) }
	for _, p := range slices.SortedFunc(slices.Values(s.src.Partners), byCode) {
		err := s.write(ctx, `/* event.Save */ insert into partner (code, name) values (?, ?)`+
			orUpdate("partner", "code", "name"), p.Code, p.Name)
		if err != nil {
			return err
		}
		err = s.write(ctx, `/* event.Save */ insert into agreement (event_id, partner_id, role, fields, ends_at)
			values (?, (select id from partner where code = ?), ?, ?, ?)`+
			orUpdate("agreement", "event_id, partner_id", "role, fields, ends_at"),
			s.id, p.Code, p.Role, pgdialect.Array(p.Fields), p.EndsAt)
		if err != nil {
			return err
		}
	}
	return nil
}

// tidy removes rooms that nothing happens in any more and agreements that the
// file no longer names.
func (s *saving) tidy(ctx context.Context, _ time.Time) error {
	rooms, partners := []string{}, []string{}
	for _, r := range s.src.Rooms {
		rooms = append(rooms, r.Code)
	}
	for _, p := range s.src.Partners {
		partners = append(partners, p.Code)
	}
	err := s.write(ctx, `/* event.tidy */ delete from room where event_id = ? and code <> all (?::text[])`,
		s.id, pgdialect.Array(rooms))
	if err != nil {
		return err
	}
	return s.write(ctx, `/* event.tidy */ delete from agreement a using partner p
		where a.event_id = ? and p.id = a.partner_id and p.code <> all (?::text[])`, s.id, pgdialect.Array(partners))
}

// stamp dates the event when anything of it has changed.
func (s *saving) stamp(ctx context.Context, now time.Time) error {
	if !s.changed {
		return nil
	}
	return s.write(ctx, `/* event.stamp */ update event set updated_at = ? where id = ?`, now, s.id)
}

// capacities gives the places for participants by activity id.
func (s *saving) capacities(ctx context.Context) (map[int64]int, error) {
	var stored []Activity
	err := s.tx.NewRaw(`/* event.capacities */ select id, code from activity where event_id = ?`, s.id).Scan(ctx, &stored)
	if err != nil {
		return nil, fmt.Errorf("read the activities of %s: %w", s.src.Event.Slug, err)
	}
	ids := map[string]int64{}
	for _, a := range stored {
		ids[a.Code] = a.ID
	}
	places := map[int64]int{}
	for _, a := range s.activities {
		if a.Chosen || a.Kind == KindEvent {
			places[ids[a.Code]] = a.Places()
		}
	}
	return places, nil
}
