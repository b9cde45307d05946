package registration

import (
	"context"
	"fmt"

	"github.com/uptrace/bun"
)

// Discrepancy is one thing that must never be: any row is an alarm.
type Discrepancy struct {
	Rule   string // the invariant of places.md
	Object string
	Detail string
}

func (d Discrepancy) String() string { return fmt.Sprintf("%s: %s: %s", d.Rule, d.Object, d.Detail) }

// reconcileSQL looks for counters that differ from the places behind them (I1),
// for places beyond the capacity (I2), for registrations that hold what they may
// not (I3), for idle places while someone waits (I4), for offers long past their
// end (I9), for contingents that differ from the places in them (rule 7), for queue
// numbers given twice (I10) and for places held that overlap (rule 8).
const reconcileSQL = `/* registration.Reconcile */
with counted as (
  select c.activity_id, c.event_id, c.capacity, c.grace, c.taken, c.waiting, c.next_queue,
    count(*) filter (where l.state in ('confirmed', 'held', 'offered') and l.contingent_id is null) as held,
    count(*) filter (where l.state = 'waiting') as queued,
    coalesce(max(l.queue_no), 0) as last
  from counter c left join place l on l.activity_id = c.activity_id group by c.activity_id)
select 'I1' as rule, 'activity ' || activity_id as object, format('counter says %s taken, %s waiting; places say %s, %s', taken, waiting, held, queued) as detail
from counted where taken <> held or waiting <> queued
union all
select 'I2', 'activity ' || activity_id, format('%s held, capacity %s, grace %s', held, capacity, grace)
from counted where held > capacity + grace or grace <> greatest(0, held - capacity)
union all
select 'I3', 'registration ' || r.id, format('is %s, its place on the event is %s, it has %s other live places', r.state, coalesce(root.state, 'missing'),
  (select count(*) from place o where o.registration_id = r.id and o.activity_id <> a.id and o.state in ('confirmed', 'held', 'offered', 'waiting')))
from registration r join activity a on a.event_id = r.event_id and a.kind = 'event'
left join place root on root.registration_id = r.id and root.activity_id = a.id
where (r.state = 'withdrawn' and exists (select from place o where o.registration_id = r.id and o.state in ('confirmed', 'held', 'offered', 'waiting', 'wished')))
   or (r.state in ('confirmed', 'waiting', 'offered') and root.state is distinct from r.state)
   or (r.state = 'pending' and root.state is distinct from 'wished')
   or (r.state = 'nominated' and coalesce(root.state not in ('held', 'waiting', 'wished'), true))
   or (r.state in ('waiting', 'offered', 'pending') and exists (select from place o where o.registration_id = r.id and o.activity_id <> a.id
       and o.state in ('confirmed', 'held', 'offered', 'waiting')))
   or (r.state = 'confirmed' and exists (select from place o where o.registration_id = r.id and o.state in ('wished', 'held')))
union all
select 'I4', 'activity ' || activity_id, format('%s of %s taken while %s wait', taken, capacity, waiting)
from counted where taken < capacity and waiting > 0
union all
select 'I9', 'registration ' || l.registration_id, format('activity %s is %s until %s, which is over for an hour', l.activity_id, l.state, l.until)
from place l where l.until < now() - interval '1 hour'
union all
select 'rule 7', 'contingent ' || c.id, format('counter says %s of %s taken; places say %s', c.taken, c.capacity, count(l.*))
from contingent c left join place l on l.contingent_id = c.id group by c.id having c.taken <> count(l.*)
union all
select 'I10', 'activity ' || activity_id, format('queue number %s is not below the next one, %s', last, next_queue)
from counted where last >= next_queue
union all
select 'rule 8', 'registration ' || p.registration_id, format('holds %s and %s, which overlap', a.code, b.code)
from place p join place q on q.registration_id = p.registration_id and q.activity_id > p.activity_id
join activity a on a.id = p.activity_id and a.kind <> 'event' join activity b on b.id = q.activity_id and b.kind <> 'event'
where p.state in ('confirmed', 'held') and q.state in ('confirmed', 'held')
  and ((a.block <> '' and a.block = b.block) or (a.starts_at < b.ends_at and b.starts_at < a.ends_at))
order by 1, 2`

// Reconcile looks for everything the rules forbid. An empty answer is the proof
// that counters, places and registrations agree.
func Reconcile(ctx context.Context, db bun.IDB) ([]Discrepancy, error) {
	var found []Discrepancy
	err := db.NewRaw(reconcileSQL).Scan(ctx, &found)
	return found, err
}
