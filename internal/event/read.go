package event

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"github.com/uptrace/bun"

	"convene/internal/fault"
)

// columns of an event, in one place so that every read fills every field.
const columns = `id, slug, status, outcome, country, city, timezone, default_locale, title, venue,
	starts_at, ends_at, opens_at, closes_at, changes_until, max_per_delegation, mode, offer_hours, hold_hours, locales,
	outcome_steps, sample, updated_at`

// BySlug finds an event of any status; ask Public before showing it to
// everybody. fault.NotFound when there is none.
func BySlug(ctx context.Context, db bun.IDB, slug string) (*Event, error) {
	return one(ctx, db, `/* event.BySlug */ select `+columns+` from event where slug = ?`, slug)
}

// List gives the published events, the earliest first.
func List(ctx context.Context, db bun.IDB) ([]Event, error) {
	var events []Event
	err := db.NewRaw(`/* event.List */ select `+columns+` from event where status = ?
		order by starts_at, slug`, Published).Scan(ctx, &events)
	if err != nil {
		return nil, fmt.Errorf("list events: %w", err)
	}
	for i := range events {
		events[i].toZone()
	}
	return events, nil
}

// Load reads an event with its activities, rooms and partners. fault.NotFound
// when there is none of that id.
func Load(ctx context.Context, db bun.IDB, eventID int64) (*Programme, error) {
	found, err := one(ctx, db, `/* event.Load */ select `+columns+` from event where id = ?`, eventID)
	if err != nil {
		return nil, err
	}
	p := &Programme{Event: *found}
	for _, read := range []func(context.Context, bun.IDB) error{p.readActivities, p.readRooms, p.readPartners} {
		if err := read(ctx, db); err != nil {
			return nil, fmt.Errorf("load event %d: %w", eventID, err)
		}
	}
	return p, nil
}

func one(ctx context.Context, db bun.IDB, query string, arg any) (*Event, error) {
	var found Event
	err := db.NewRaw(query, arg).Scan(ctx, &found)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, fault.New(fault.NotFound, "There is no such event.")
	}
	if err != nil {
		return nil, fmt.Errorf("read event %v: %w", arg, err)
	}
	found.toZone()
	return &found, nil
}

func (p *Programme) readActivities(ctx context.Context, db bun.IDB) error {
	err := db.NewRaw(`/* event.readActivities */
		select a.id, a.event_id, a.code, a.kind, a.title, a.starts_at, a.ends_at,
			coalesce(a.room_id, 0) as room_id, coalesce(r.name, '') as room, a.location, a.block, a.track,
			a.interpretation, a.chosen, a.vehicle, a.meeting_point, a.guide_languages,
			a.wheelchair_spaces, a.reserved_staff, a.position
		from activity a left join room r on r.id = a.room_id
		where a.event_id = ?`, p.Event.ID).Scan(ctx, &p.Activities)
	at := p.Event.Zone()
	for i := range p.Activities {
		a := &p.Activities[i]
		a.StartsAt, a.EndsAt = a.StartsAt.In(at), a.EndsAt.In(at)
	}
	sortActivities(p.Activities)
	return err
}

func (p *Programme) readRooms(ctx context.Context, db bun.IDB) error {
	return db.NewRaw(`/* event.readRooms */ select id, code, name, capacity, booths from room
		where event_id = ? order by code`, p.Event.ID).Scan(ctx, &p.Rooms)
}

func (p *Programme) readPartners(ctx context.Context, db bun.IDB) error {
	err := db.NewRaw(`/* event.readPartners */
		select p.id, p.code, p.name, a.role, a.fields, a.ends_at
		from agreement a join partner p on p.id = a.partner_id
		where a.event_id = ? order by p.code`, p.Event.ID).Scan(ctx, &p.Partners)
	for i := range p.Partners {
		p.Partners[i].EndsAt = p.Partners[i].EndsAt.In(p.Event.Zone())
	}
	return err
}
