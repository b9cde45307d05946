package presence

import (
	"context"

	"github.com/uptrace/bun"

	"convene/internal/event"
)

const columns = `registration_id, activity_id, slot, state, how, coalesce(account_id, 0) as account_id, at`

// At reads the records of an activity at one of its slots, by registration. Who is
// not in the map was not marked.
func At(ctx context.Context, db bun.IDB, activityID int64, slot string) (map[int64]Record, error) {
	var rows []Record
	err := db.NewRaw(`/* presence.At */ select `+columns+` from presence where activity_id = ? and slot = ? and state <> 'cleared'`,
		activityID, slot).Scan(ctx, &rows)
	out := make(map[int64]Record, len(rows))
	for _, r := range rows {
		out[r.RegistrationID] = r
	}
	return out, err
}

// History reads every mark and correction of one registration, the oldest first.
func History(ctx context.Context, db bun.IDB, registrationID int64) ([]Record, error) {
	var rows []Record
	err := db.NewRaw(`/* presence.History */ select `+columns+` from presence_history where registration_id = ? order by id`,
		registrationID).Scan(ctx, &rows)
	return rows, err
}

// Attended reads the half-days in which each person of an event took part: who was
// at some work of it, or marked present for the half-day as a whole. Who is not in
// the map has proved none.
func Attended(ctx context.Context, db bun.IDB, p *event.Programme) (map[int64][]event.HalfDay, error) {
	var rows []Record
	err := db.NewRaw(`/* presence.Attended */
select p.registration_id, p.activity_id, p.slot from presence p join activity a on a.id = p.activity_id
where a.event_id = ? and p.state = 'present'`, p.Event.ID).Scan(ctx, &rows)
	if err != nil {
		return nil, err
	}
	seen := map[int64]map[string]bool{}
	for _, r := range rows {
		if seen[r.RegistrationID] == nil {
			seen[r.RegistrationID] = map[string]bool{}
		}
		seen[r.RegistrationID][halfDay(p, r)] = true
	}
	return inOrder(p, seen), nil
}

// halfDay is the code of the half-day that a record proves; "" when it proves none.
func halfDay(p *event.Programme, r Record) string {
	switch a := p.ByID(r.ActivityID); {
	case a == nil:
		return ""
	case a.Kind == event.KindEvent:
		return r.Slot
	case a.IsWork():
		return a.HalfDay().Code()
	}
	return ""
}

func inOrder(p *event.Programme, seen map[int64]map[string]bool) map[int64][]event.HalfDay {
	out := make(map[int64][]event.HalfDay, len(seen))
	for id, codes := range seen {
		for _, h := range p.HalfDays() {
			if codes[h.Code()] {
				out[id] = append(out[id], h)
			}
		}
	}
	return out
}
