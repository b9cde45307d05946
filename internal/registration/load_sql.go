package registration

const lockSQL = `/* registration.lock */
select c.activity_id, c.event_id, c.capacity, c.grace, c.taken, c.waiting, c.next_queue,
       a.code, a.kind = 'event', a.block, a.starts_at, a.ends_at, e.opens_at,
       case when e.status = 'published' then e.closes_at else '-infinity' end,
       case when e.status = 'published' then e.changes_until else '-infinity' end, e.max_per_delegation,
       e.starts_at, e.mode, e.offer_hours, e.hold_hours,
       (e.starts_at at time zone e.timezone)::date, (e.ends_at at time zone e.timezone)::date
from counter c join activity a on a.id = c.activity_id join event e on e.id = c.event_id
where c.event_id = any($1) order by c.activity_id`

const answeredSQL = `/* registration.answered */
select o.key, o.outcome, coalesce(r.reference, '')
from outcome o left join registration r on r.id = o.registration_id where o.key = any($1)`

// The live registrations of the people who register: for the same event (rule 13),
// and for others, which may be on the same day (rule 8).
const liveSQL = `/* registration.live */
select q.event_id, r.event_id, r.person_id, r.id, e.title ->> e.default_locale,
       (e.starts_at at time zone e.timezone)::date, (e.ends_at at time zone e.timezone)::date
from unnest($1::bigint[], $2::text[]) as q (event_id, email)
join person p on p.email = q.email
join registration r on r.person_id = p.id and r.state <> 'withdrawn'
join event e on e.id = r.event_id`

// The same of the people behind registrations: of those who were named and confirm.
const elsewhereSQL = `/* registration.elsewhere */
select n.event_id, r.event_id, r.person_id, r.id, e.title ->> e.default_locale,
       (e.starts_at at time zone e.timezone)::date, (e.ends_at at time zone e.timezone)::date
from registration n join registration r on r.person_id = n.person_id and r.event_id <> n.event_id and r.state <> 'withdrawn'
join event e on e.id = r.event_id where n.id = any($1)`

// Who of them was invited, and a number for the registration of each.
const (
	invitedSQL = `q.event_id, p.id, p.email, i.email is not null
from unnest($1::bigint[], $2::text[]) as q (event_id, email)
join person p on p.email = q.email left join invitation i on i.event_id = q.event_id and i.email = q.email`

	newcomersSQL = `/* registration.newcomers */ select nextval('registration_id_seq'), ` + invitedSQL
	lookersSQL   = `/* registration.lookers */ select -1, ` + invitedSQL
)

const contingentsSQL = `/* registration.contingents */
select id, activity_id, capacity, taken, kind = 'wheelchair', release_at, released
from contingent where event_id = any($1)`

// How many live registrations of an authority count (rule 9).
const delegationsSQL = `/* registration.delegations */
select q.event_id, q.authority_id, count(*)
from (select distinct * from unnest($1::bigint[], $2::bigint[]) as u (event_id, authority_id)) q
join registration r on r.event_id = q.event_id and r.authority_id = q.authority_id and r.state <> 'withdrawn' and r.role <> all($3)
group by 1, 2`

// The heads of every queue of the events and the registrations behind them: only
// where a job of the batch may free a place.
const headsSQL = `/* registration.heads */
select h.activity_id, h.registration_id, h.priority, h.queue_no
from counter c cross join lateral (
  select p.activity_id, p.registration_id, p.priority, p.queue_no from place p
  where p.activity_id = c.activity_id and p.state = 'waiting'
  order by p.priority desc, p.queue_no limit $2) h
where c.event_id = any($1)
order by h.activity_id, h.priority desc, h.queue_no`

const involvedSQL = `with involved as (
  select unnest($3::bigint[]) as id
  union select h.registration_id from counter c cross join lateral (
    select p.registration_id from place p where p.activity_id = c.activity_id and p.state = 'waiting'
    order by p.priority desc, p.queue_no limit $2) h
  where c.event_id = any($1) and $2 > 0
  union select p.registration_id from place p join counter c on c.activity_id = p.activity_id
  where p.until <= $5 and c.event_id = any($6::bigint[]) and cardinality($6) > 0
  union select p.registration_id from unnest($7::bigint[], $8::text[]) as m (event_id, code)
  join activity a on a.event_id = m.event_id and a.code = m.code join registration r on r.event_id = a.event_id
  join place p on p.registration_id = r.id and p.activity_id = a.id and p.state not in ('refused', 'released')) `

const registrationsSQL = `/* registration.load */ ` + involvedSQL + `
select r.id, r.event_id, r.person_id, coalesce(r.authority_id, 0), r.role = any($4), r.state, r.ending,
  r.reference, p.email, r.badge_name, r.locale, r.role, coalesce(a.name, r.organisation), r.sequence
from involved i join registration r on r.id = i.id join person p on p.id = r.person_id left join authority a on a.id = r.authority_id`

const placesSQL = `/* registration.loadPlaces */ ` + involvedSQL + `
select l.registration_id, l.activity_id, l.state, l.may_wait, l.priority, coalesce(l.queue_no, 0), l.until, coalesce(l.contingent_id, 0), l.reason
from involved i join place l on l.registration_id = i.id where $4::text[] is not null`
