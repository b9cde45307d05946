package presence

import (
	"context"
	"encoding/json"

	"github.com/uptrace/bun"

	"convene/internal/event"
)

// Count says how one slot of an activity stands. Expected is everybody on its
// list, those who were added among them.
type Count struct {
	ActivityID                int64
	Slot                      string
	Expected, Present, Absent int
}

// Unmarked is how many of those expected nobody has marked.
func (c Count) Unmarked() int { return c.Expected - c.Present - c.Absent }

// asked is one slot as countsSQL asks for it.
type asked struct {
	ActivityID int64  `json:"activity_id"`
	Slot       string `json:"slot"`
	Sheet      string `json:"sheet"` // slot of its list
	Held       int64  `json:"held"`  // the activity whose places count
}

const countsSQL = `/* presence.Counts */
with asked as materialized (
  select * from jsonb_to_recordset(?0::jsonb) as w(activity_id bigint, slot text, sheet text, held bigint)),
listed as (
  select w.activity_id, w.slot, r.registration_id from asked w
    join sheet s on s.activity_id = w.activity_id and s.slot = w.sheet join sheet_row r on r.sheet_id = s.id
  union select w.activity_id, w.slot, l.registration_id from asked w join place l on l.activity_id = w.held and l.state = 'confirmed'
  union select w.activity_id, w.slot, p.registration_id from asked w
    join presence p on p.activity_id = w.activity_id and (p.slot = w.slot or w.sheet = '') and p.state = 'present')
select l.activity_id, l.slot, count(*) as expected, count(*) filter (where p.state = 'present') as present,
  count(*) filter (where p.state = 'absent') as absent
from listed l left join presence p using (registration_id, activity_id, slot) group by l.activity_id, l.slot`

// Counts counts every slot of an event at which presence is recorded, in the order
// of the programme.
func Counts(ctx context.Context, db bun.IDB, p *event.Programme) ([]Count, error) {
	var wanted []asked
	for i := range p.Activities {
		a := &p.Activities[i]
		if !HasSheet(a) {
			continue
		}
		for _, slot := range Slots(p, a) {
			w := asked{ActivityID: a.ID, Slot: slot, Held: Key{Activity: a}.held(p).ID}
			if a.Kind == event.KindEvent {
				w.Sheet = slot
			}
			wanted = append(wanted, w)
		}
	}
	given, err := json.Marshal(wanted)
	if err != nil || len(wanted) == 0 {
		return nil, err
	}
	var rows []Count
	if err := db.NewRaw(countsSQL, string(given)).Scan(ctx, &rows); err != nil {
		return nil, err
	}
	return counted(wanted, rows), nil
}

// counted puts the counts into the order asked for; a list of nobody has none.
func counted(wanted []asked, rows []Count) []Count {
	known := make(map[asked]Count, len(rows))
	for _, c := range rows {
		known[asked{ActivityID: c.ActivityID, Slot: c.Slot}] = c
	}
	out := make([]Count, len(wanted))
	for i, w := range wanted {
		out[i] = known[asked{ActivityID: w.ActivityID, Slot: w.Slot}]
		out[i].ActivityID, out[i].Slot = w.ActivityID, w.Slot
	}
	return out
}
