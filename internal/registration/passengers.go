package registration

import (
	"context"

	"github.com/uptrace/bun"
)

// Seat is what the guide of a trip needs to know of somebody's place beside who
// they are: the kind of the contingent whose place it is, "" for everybody's, and
// a number in E.164, "" when none was given.
type Seat struct{ Kind, Phone string }

// SeatsOf reads the confirmed places of an activity by registration. It is read for
// one trip at a time, since the guide of one bus has no use for the numbers of
// another.
func SeatsOf(ctx context.Context, db bun.IDB, eventID int64, activity string) (map[int64]Seat, error) {
	var rows []struct {
		RegistrationID int64
		Seat
	}
	err := db.NewRaw(`/* registration.SeatsOf */
select l.registration_id, coalesce(c.kind, '') as kind, r.phone
from activity a join place l on l.activity_id = a.id and l.state = 'confirmed' join registration r on r.id = l.registration_id
left join contingent c on c.id = l.contingent_id
where a.event_id = ? and a.code = ?`, eventID, activity).Scan(ctx, &rows)
	seats := make(map[int64]Seat, len(rows))
	for _, row := range rows {
		seats[row.RegistrationID] = row.Seat
	}
	return seats, err
}
