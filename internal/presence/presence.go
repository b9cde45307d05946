// Package presence owns who was there: one record for each person, activity and
// time, who wrote it down, and every correction. What is proved by it, frozen
// sheets and certificates of attendance, stands beside it. The rule it keeps:
// nothing about presence is overwritten without a trace, and nothing is certified
// that was not recorded.
package presence

import (
	"context"
	"encoding/json"
	"time"

	"github.com/uptrace/bun"

	"convene/internal/event"
)

// The states of a record.
const (
	Present = "present"
	Absent  = "absent"
	Cleared = "cleared" // marked by mistake: nothing is known
)

// How a record came about.
const (
	FromSheet = "sheet" // an organiser read it from the signed sheet
	ByScan    = "scan"  // a hand scanner read the badge
	AtDoor    = "door"  // the person came unannounced and was registered there
)

// The slots of a field trip, which is counted twice. An activity of any other kind
// has the slot "", the event itself one for each half-day: event.HalfDay.Code.
const (
	Out  = "out"
	Back = "back"
)

// Record says of one person whether they were at an activity. AccountID is whose
// hand it is, 0 the command line.
type Record struct {
	RegistrationID, ActivityID int64
	Slot, State, How           string
	AccountID                  int64
	At                         time.Time
}

// Slots gives the times at which presence at an activity is recorded, in order.
func Slots(p *event.Programme, a *event.Activity) []string {
	switch a.Kind {
	case event.KindTrip:
		return []string{Out, Back}
	case event.KindEvent:
		var codes []string
		for _, h := range p.HalfDays() {
			codes = append(codes, h.Code())
		}
		return codes
	}
	return []string{""}
}

// Mark is what somebody writes down of one person.
type Mark struct {
	RegistrationID int64  `json:"registration_id"`
	ActivityID     int64  `json:"activity_id"`
	Slot           string `json:"slot"`
	State          string `json:"state"`
	How            string `json:"how"`
}

// Write records marks, all or none, and gives how many of them changed something. A
// mark that says what is recorded already leaves the first hand and time as they
// are; registrations and activities of another event are passed over.
func Write(ctx context.Context, db bun.IDB, now time.Time, accountID, eventID int64, marks []Mark) (int, error) {
	if len(marks) == 0 {
		return 0, nil
	}
	given, err := json.Marshal(marks)
	if err != nil {
		return 0, err
	}
	result, err := db.NewRaw(writeSQL, string(given), accountID, now, eventID).Exec(ctx)
	if err != nil {
		return 0, err
	}
	n, err := result.RowsAffected()
	return int(n), err
}

// Rows are written in the order of registrations, so that two people marking the
// same list wait for each other instead of stopping each other.
const writeSQL = `/* presence.Write */
with given as (
  select distinct on (g.registration_id, g.activity_id, g.slot) g.*
  from jsonb_to_recordset(?0::jsonb) as g(registration_id bigint, activity_id bigint, slot text, state text, how text)
  join registration r on r.id = g.registration_id and r.event_id = ?3
  join activity a on a.id = g.activity_id and a.event_id = ?3
  left join presence p using (registration_id, activity_id, slot)
  where g.state <> 'cleared' or p.state is not null
  order by g.registration_id, g.activity_id, g.slot),
written as (
  insert into presence (registration_id, activity_id, slot, state, how, account_id, at)
  select registration_id, activity_id, slot, state, how, nullif(?1, 0), ?2 from given
  on conflict (registration_id, activity_id, slot) do update
  set state = excluded.state, how = excluded.how, account_id = excluded.account_id, at = excluded.at
  where presence.state <> excluded.state
  returning *)
insert into presence_history (registration_id, activity_id, slot, state, how, account_id, at)
select registration_id, activity_id, slot, state, how, account_id, at from written`
