package presence

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"time"

	"github.com/uptrace/bun"

	"convene/internal/event"
)

// freeze keeps the list of people as it stands. Only the first to come keeps
// theirs: the others wait for it and find that there is one. A list that is frozen
// stays, whatever the programme does later.
func freeze(ctx context.Context, db bun.IDB, p *event.Programme, k Key, now time.Time) error {
	var is bool
	err := db.NewRaw(`/* presence.isFrozen */ select exists (select from sheet where activity_id = ? and slot = ?)`, k.Activity.ID, k.Slot).Scan(ctx, &is)
	if err != nil || is {
		return err
	}
	s := &Sheet{Activity: k.Activity, Slot: k.Slot, StartsAt: k.StartsAt, FrozenAt: now.Truncate(time.Second)}
	if s.Rows, err = expected(ctx, db, p, k); err != nil {
		return err
	}
	sum := sha256.Sum256(s.File(p))
	rows, err := json.Marshal(s.Rows)
	if err != nil {
		return err
	}
	_, err = db.NewRaw(freezeSQL, p.Event.ID, k.Activity.ID, k.Slot, k.StartsAt, s.FrozenAt, hex.EncodeToString(sum[:]), string(rows)).Exec(ctx)
	return err
}

const freezeSQL = `/* presence.freeze */
with made as (
  insert into sheet (event_id, activity_id, slot, starts_at, frozen_at, checksum)
  values (?0, ?1, ?2, ?3, ?4, decode(?5, 'hex'))
  on conflict on constraint sheet_key do nothing returning id)
insert into sheet_row (sheet_id, number, registration_id, reference, name, latin, body, country, function, email)
select made.id, r."Number", r."RegistrationID", r."Reference", r."Name", r."Latin", r."Body", r."Country", r."Function", r."Email"
from made, jsonb_to_recordset(?6::jsonb) as r("Number" int, "RegistrationID" bigint, "Reference" text, "Name" text, "Latin" text,
  "Body" text, "Country" text, "Function" text, "Email" text)`

// freezeWithin bounds how long after its end an event is looked at: one that the
// program slept through for longer is frozen when a list of it is asked for.
const freezeWithin = 7 * 24 * time.Hour

// FreezeDue freezes every list whose time has come, of all events that people may
// see. It can be run twice, and on two machines at once.
func FreezeDue(ctx context.Context, db bun.IDB, now time.Time) error {
	var ids []int64
	err := db.NewRaw(`/* presence.due */ select id from event where status = 'published' and starts_at <= ? and ends_at > ? order by id`,
		now, now.Add(-freezeWithin)).Scan(ctx, &ids)
	if err != nil {
		return err
	}
	for _, id := range ids {
		err = errors.Join(err, freezeEvent(ctx, db, id, now)) // one event must not keep the others
	}
	return err
}

func freezeEvent(ctx context.Context, db bun.IDB, eventID int64, now time.Time) error {
	p, err := event.Load(ctx, db, eventID)
	if err != nil {
		return err
	}
	kept, err := Frozen(ctx, db, eventID)
	if err != nil {
		return err
	}
	done := map[[2]any]bool{}
	for _, s := range kept {
		done[[2]any{s.ActivityID, s.Slot}] = true
	}
	for _, k := range Keys(p) {
		if k.StartsAt.After(now) || done[[2]any{k.Activity.ID, k.Slot}] {
			continue
		}
		if err := freeze(ctx, db, p, k, now); err != nil {
			return err
		}
	}
	return nil
}
