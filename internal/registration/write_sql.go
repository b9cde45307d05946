package registration

// Every statement writes one column list of a whole batch: arrays in, rows out,
// a third faster than one statement a row (places.md).
const (
	writeCountersSQL = `/* registration.writeCounters */
update counter c set capacity = n.capacity, grace = n.grace, taken = n.taken, waiting = n.waiting, next_queue = n.next_queue
from unnest($1::bigint[], $2::int[], $3::int[], $4::int[], $5::int[], $6::bigint[])
  as n (activity_id, capacity, grace, taken, waiting, next_queue)
where c.activity_id = n.activity_id`

	insertRegistrationsSQL = `/* registration.insert */
insert into registration (id, event_id, person_id, reference, state, role, given_name, family_name, badge_name, latin_name,
  authority_id, organisation, country, function, languages, locale, search, badge_hash, created_at, updated_at, phone)
select n.id, n.event_id, n.person_id, n.reference, n.state, n.role, n.given, n.family, n.badge, n.latin,
  nullif(n.authority, 0), n.organisation, n.country, n.function, string_to_array(n.languages, ' '), n.locale, n.search, n.hash, n.at, n.at, n.phone
from unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[], $10::text[],
  $11::bigint[], $12::text[], $13::text[], $14::text[], $15::text[], $16::text[], $17::text[], $18::bytea[], $19::timestamptz[], $20::text[])
  as n (id, event_id, person_id, reference, state, role, given, family, badge, latin,
  authority, organisation, country, function, languages, locale, search, hash, at, phone)`

	updateStatesSQL = `/* registration.updateStates */
update registration r set state = n.state, ending = n.ending, sequence = n.sequence, role = coalesce(nullif(n.role, ''), r.role), updated_at = $6
from unnest($1::bigint[], $2::text[], $3::text[], $4::int[], $5::text[]) as n (id, state, ending, sequence, role) where r.id = n.id`

	updateDetailsSQL = `/* registration.updateDetails */
update registration r set given_name = n.given, family_name = n.family, badge_name = n.badge, latin_name = n.latin,
  authority_id = nullif(n.authority, 0), organisation = n.organisation, country = n.country, function = n.function,
  languages = string_to_array(n.languages, ' '), locale = n.locale, search = n.search, phone = n.phone
from unnest($1::bigint[], $2::text[], $3::text[], $4::text[], $5::text[], $6::bigint[], $7::text[], $8::text[], $9::text[], $10::text[], $11::text[], $12::text[], $13::text[])
  as n (id, given, family, badge, latin, authority, organisation, country, function, languages, locale, search, phone)
where r.id = n.id`

	writePlacesSQL = `/* registration.writePlaces */
insert into place (registration_id, activity_id, state, may_wait, priority, queue_no, until, contingent_id, reason, changed_at)
select n.registration_id, n.activity_id, n.state, n.may_wait, n.priority, nullif(n.queue_no, 0), n.until, nullif(n.contingent_id, 0), n.reason, $10
from unnest($1::bigint[], $2::bigint[], $3::text[], $4::bool[], $5::int[], $6::bigint[], $7::timestamptz[], $8::bigint[], $9::jsonb[])
  as n (registration_id, activity_id, state, may_wait, priority, queue_no, until, contingent_id, reason)
on conflict (registration_id, activity_id) do update set state = excluded.state, may_wait = excluded.may_wait, priority = excluded.priority,
  queue_no = excluded.queue_no, until = excluded.until, contingent_id = excluded.contingent_id, reason = excluded.reason, changed_at = excluded.changed_at`

	writeContingentsSQL = `/* registration.writeContingents */
update contingent c set capacity = n.capacity, taken = n.taken, released = n.released
from unnest($1::bigint[], $2::int[], $3::int[], $4::bool[]) as n (id, capacity, taken, released) where c.id = n.id`

	reserveSQL = `/* registration.reserve */
insert into contingent (id, event_id, activity_id, kind, name, capacity, taken, release_at, released)
select $1, a.event_id, a.id, $3, $4, $5, 0, $6, false from activity a where a.id = $2
on conflict (id) do update set name = excluded.name, release_at = excluded.release_at`

	writeHistorySQL = `/* registration.writeHistory */
insert into history (event_id, registration_id, at, actor, deed, moves)
select n.event_id, n.registration_id, $6, n.actor, n.deed, n.moves
from unnest($1::bigint[], $2::bigint[], $3::text[], $4::text[], $5::jsonb[]) as n (event_id, registration_id, actor, deed, moves)`

	writeOutcomesSQL = `/* registration.writeOutcomes */
insert into outcome (key, event_id, registration_id, outcome, created_at)
select n.key, n.event_id, n.registration_id, n.outcome, $5
from unnest($1::text[], $2::bigint[], $3::bigint[], $4::json[]) as n (key, event_id, registration_id, outcome)`
)
