package registration

import (
	"context"
	"time"

	"github.com/uptrace/bun"
)

// Numbers are what an organiser looks at first.
type Numbers struct {
	Confirmed, Waiting, Withdrawn int
	Offered, Pending, Nominated   int
	Requests                      int       // that wait for an answer
	Activities                    []Counter // the event itself first
	Countries                     []CountryCount
	Days                          []DayCount
}

// CountryCount counts the live registrations of a country.
type CountryCount struct {
	Country            string
	Confirmed, Waiting int
}

// DayCount counts the deeds of one day in the event's zone.
type DayCount struct {
	Day                  time.Time // midnight UTC of that date
	Submitted, Withdrawn int
}

// Overview reads the numbers of an event. Days without a deed are left out.
func Overview(ctx context.Context, db bun.IDB, eventID int64) (*Numbers, error) {
	n := &Numbers{}
	if err := states(ctx, db, eventID, n); err != nil {
		return nil, err
	}
	var err error
	if n.Activities, err = counters(ctx, db, eventID); err != nil {
		return nil, err
	}
	err = db.NewRaw(`/* registration.Overview countries */
select country, count(*) filter (where state = 'confirmed') as confirmed, count(*) filter (where state = 'waiting') as waiting
from registration where event_id = ? and state <> 'withdrawn' group by country order by 2 desc, 1`, eventID).Scan(ctx, &n.Countries)
	if err != nil {
		return nil, err
	}
	err = db.NewRaw(`/* registration.Overview days */
select (h.at at time zone e.timezone)::date as day, count(*) filter (where h.deed = 'submitted') as submitted,
  count(*) filter (where h.deed = 'withdrawn') as withdrawn
from history h join event e on e.id = h.event_id
where h.event_id = ? and h.deed in ('submitted', 'withdrawn') group by 1 order by 1`, eventID).Scan(ctx, &n.Days)
	return n, err
}

func states(ctx context.Context, db bun.IDB, eventID int64, n *Numbers) error {
	return db.NewRaw(`/* registration.Overview states */
select count(*) filter (where state = 'confirmed'), count(*) filter (where state = 'waiting'), count(*) filter (where state = 'withdrawn'),
  count(*) filter (where state = 'offered'), count(*) filter (where state = 'pending'), count(*) filter (where state = 'nominated'),
  (select count(*) from request q where q.event_id = ?0 and q.state = 'open')
from registration where event_id = ?0`, eventID).Scan(ctx, &n.Confirmed, &n.Waiting, &n.Withdrawn, &n.Offered, &n.Pending, &n.Nominated, &n.Requests)
}
