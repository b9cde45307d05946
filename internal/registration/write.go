package registration

import (
	"crypto/sha256"
	"encoding/json"
	"time"

	"github.com/jackc/pgx/v5"

	"convene/internal/allocation"
	"convene/internal/event"
	"convene/internal/mail"
	"convene/internal/person"
)

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
  authority_id, organisation, country, function, languages, locale, search, badge_hash, created_at, updated_at)
select n.id, n.event_id, n.person_id, n.reference, n.state, n.role, n.given, n.family, n.badge, n.latin,
  nullif(n.authority, 0), n.organisation, n.country, n.function, string_to_array(n.languages, ' '), n.locale, n.search, n.hash, n.at, n.at
from unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[], $10::text[],
  $11::bigint[], $12::text[], $13::text[], $14::text[], $15::text[], $16::text[], $17::text[], $18::bytea[], $19::timestamptz[])
  as n (id, event_id, person_id, reference, state, role, given, family, badge, latin,
  authority, organisation, country, function, languages, locale, search, hash, at)`

	updateStatesSQL = `/* registration.updateStates */
update registration r set state = n.state, ending = n.ending, sequence = n.sequence, role = coalesce(nullif(n.role, ''), r.role), updated_at = $6
from unnest($1::bigint[], $2::text[], $3::text[], $4::int[], $5::text[]) as n (id, state, ending, sequence, role) where r.id = n.id`

	updateDetailsSQL = `/* registration.updateDetails */
update registration r set given_name = n.given, family_name = n.family, badge_name = n.badge, latin_name = n.latin,
  authority_id = nullif(n.authority, 0), organisation = n.organisation, country = n.country, function = n.function,
  languages = string_to_array(n.languages, ' '), locale = n.locale, search = n.search
from unnest($1::bigint[], $2::text[], $3::text[], $4::text[], $5::text[], $6::bigint[], $7::text[], $8::text[], $9::text[], $10::text[], $11::text[], $12::text[])
  as n (id, given, family, badge, latin, authority, organisation, country, function, languages, locale, search)
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

// queuePeople writes who they are, and what they did. They come first: places refer to them.
func (r *batchRun) queuePeople(b *pgx.Batch) error {
	r.queueInserts(b)
	r.queueUpdates(b)
	r.queueDetails(b)
	r.queueOutcomes(b)
	return r.queueHistory(b)
}

// queueSeats writes who has which place.
func (r *batchRun) queueSeats(b *pgx.Batch) error {
	r.queueCounters(b)
	r.queueContingents(b)
	r.queueMoved(b)
	return r.queuePlaces(b)
}

// queueLetters writes what they agreed to and what they are told, and commits.
func (r *batchRun) queueLetters(b *pgx.Batch) error {
	queueConsents(b, r.consent)
	if err := mail.Queue(b, r.now, r.mails); err != nil {
		return err
	}
	b.Queue("commit")
	return nil
}

func (r *batchRun) queueCounters(b *pgx.Batch) {
	ids := r.in.state.ChangedActivities()
	if len(ids) == 0 {
		return
	}
	var capacity, grace, taken, waiting []int
	var next []int64
	for _, id := range ids {
		a := r.in.state.Activities[id]
		capacity, grace, taken = append(capacity, a.Capacity), append(grace, a.Grace), append(taken, a.Taken)
		waiting, next = append(waiting, a.Waiting), append(next, a.NextQueue)
	}
	b.Queue(writeCountersSQL, ids, capacity, grace, taken, waiting, next)
}

// queueContingents makes the new ones first: places refer to them.
func (r *batchRun) queueContingents(b *pgx.Batch) {
	for _, id := range sortedIDs(r.in.contingents) {
		c, kept := r.in.state.Contingents[id], r.in.contingents[id]
		b.Queue(reserveSQL, id, c.Activity, kept.Kind, kept.Name, c.Capacity, when(c.ReleaseAt))
	}
	ids := r.in.state.ChangedContingents()
	if len(ids) == 0 {
		return
	}
	var capacity, taken []int
	var released []bool
	for _, id := range ids {
		c := r.in.state.Contingents[id]
		capacity, taken, released = append(capacity, c.Capacity), append(taken, c.Taken), append(released, c.Released)
	}
	b.Queue(writeContingentsSQL, ids, capacity, taken, released)
}

func (r *batchRun) queueMoved(b *pgx.Batch) {
	for _, j := range r.moved {
		event.QueueMove(b, r.activity(j.Event, j.activity), j.Start, j.End, r.now)
	}
}

// when is a moment as the database keeps it: null for never.
func when(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	return &t
}

// columns gathers the details of many registrations as one array a column.
type columns struct {
	ids, events, persons, authorities                                 []int64
	references, states, roles, given, family, badge, latin            []string
	organisations, countries, functions, languages, locales, searches []string
	hashes                                                            [][]byte
	at                                                                []time.Time
}

func (c *columns) add(r *batchRun, id int64) {
	d := r.details[id]
	c.ids, c.authorities = append(c.ids, id), append(c.authorities, d.AuthorityID)
	c.given, c.family = append(c.given, d.Given), append(c.family, d.Family)
	c.badge, c.latin = append(c.badge, d.Badge), append(c.latin, d.Latin)
	c.organisations, c.countries = append(c.organisations, d.Organisation), append(c.countries, d.Country)
	c.functions, c.locales = append(c.functions, d.Function), append(c.locales, d.Locale)
	c.languages, c.searches = append(c.languages, joinTags(d.Languages)), append(c.searches, r.search(id, d))
}

// joinTags writes language tags as one text: arrays of arrays do not travel
// through unnest, and a tag holds no space.
func joinTags(tags []string) string {
	out := ""
	for i, t := range tags {
		if i > 0 {
			out += " "
		}
		out += t
	}
	return out
}

// search is what the organisers' search box finds: names in every spelling we
// have, the body, the reference and the address, folded.
func (r *batchRun) search(id int64, d *Details) string {
	body, f := r.in.authorities[d.AuthorityID], r.in.faces[id]
	return searchText(d, body.name, body.native, f.reference, f.email)
}

func searchText(d *Details, authority, native, reference, email string) string {
	return person.Fold(d.Given + " " + d.Family + " " + d.Badge + " " + d.Latin + " " +
		authority + " " + native + " " + d.Organisation + " " + reference + " " + email)
}

func (r *batchRun) queueInserts(b *pgx.Batch) {
	if len(r.created) == 0 {
		return
	}
	var c columns
	for _, id := range sortedIDs(r.created) {
		s, reg := r.created[id], r.in.state.Registrations[id]
		c.add(r, id)
		c.events, c.persons = append(c.events, reg.Event), append(c.persons, reg.Person)
		c.references, c.states = append(c.references, r.in.faces[id].reference), append(c.states, string(reg.State))
		c.roles, c.at = append(c.roles, s.role), append(c.at, s.at)
		c.hashes = append(c.hashes, badgeHash(r.lane.desk.o.Secret, id))
	}
	b.Queue(insertRegistrationsSQL, c.ids, c.events, c.persons, c.references, c.states, c.roles, c.given, c.family, c.badge, c.latin,
		c.authorities, c.organisations, c.countries, c.functions, c.languages, c.locales, c.searches, c.hashes, c.at)
}

// queueUpdates writes state and sequence of what changed; a registration made in
// this batch is written too when a later deed of the batch moved it on.
func (r *batchRun) queueUpdates(b *pgx.Batch) {
	var ids []int64
	var states, endings, roles []string
	var sequences []int
	for _, id := range r.touched() {
		if f := r.in.faces[id]; r.created[id] == nil || f.sequence > 0 {
			reg := r.in.state.Registrations[id]
			ids, sequences, roles = append(ids, id), append(sequences, f.sequence), append(roles, r.roles[id])
			states, endings = append(states, string(reg.State)), append(endings, string(reg.Ending))
		}
	}
	if len(ids) > 0 {
		b.Queue(updateStatesSQL, ids, states, endings, sequences, roles, r.now)
	}
}

// touched are the registrations of which something is new, by id: a new time of an
// activity is news for its holders too, though no place of theirs changed.
func (r *batchRun) touched() []int64 {
	ids := map[int64]bool{}
	for _, id := range r.in.state.ChangedRegistrations() {
		ids[id] = true
	}
	for _, h := range r.history {
		ids[h.registration] = true
	}
	return sortedIDs(ids)
}

func (r *batchRun) queueDetails(b *pgx.Batch) {
	var c columns
	for _, id := range sortedIDs(r.details) {
		if r.created[id] == nil {
			c.add(r, id)
		}
	}
	if len(c.ids) > 0 {
		b.Queue(updateDetailsSQL, c.ids, c.given, c.family, c.badge, c.latin, c.authorities, c.organisations, c.countries,
			c.functions, c.languages, c.locales, c.searches)
	}
}

func (r *batchRun) queuePlaces(b *pgx.Batch) error {
	keys := r.in.state.ChangedPlaces()
	if len(keys) == 0 {
		return nil
	}
	var registrations, activities, queue, contingents []int64
	var states []string
	var until []*time.Time
	var mayWait []bool
	var priorities []int
	var reasons []*string
	for _, k := range keys {
		p := r.in.state.Registrations[k.Registration].Places[k.Activity]
		reason, err := reasonJSON(p)
		if err != nil {
			return err
		}
		registrations, activities = append(registrations, k.Registration), append(activities, k.Activity)
		states, mayWait = append(states, string(p.State)), append(mayWait, p.MayWait)
		priorities, queue, reasons = append(priorities, p.Priority), append(queue, p.QueueNo), append(reasons, reason)
		until, contingents = append(until, when(p.Until)), append(contingents, p.Contingent)
	}
	b.Queue(writePlacesSQL, registrations, activities, states, mayWait, priorities, queue, until, contingents, reasons, r.now)
	return nil
}

func reasonJSON(p allocation.Place) (*string, error) {
	if p.Reason == nil {
		return nil, nil
	}
	raw, err := json.Marshal(p.Reason)
	s := string(raw)
	return &s, err
}

func (r *batchRun) queueHistory(b *pgx.Batch) error {
	if len(r.history) == 0 {
		return nil
	}
	var events, registrations []int64
	var actors, deeds, moves []string
	for _, h := range r.history {
		if h.moves == nil {
			h.moves = []storedMove{}
		}
		raw, err := json.Marshal(h.moves)
		if err != nil {
			return err
		}
		events, registrations = append(events, h.event), append(registrations, h.registration)
		actors, deeds, moves = append(actors, h.actor), append(deeds, h.deed), append(moves, string(raw))
	}
	b.Queue(writeHistorySQL, events, registrations, actors, deeds, moves, r.now)
	return nil
}

func (r *batchRun) queueOutcomes(b *pgx.Batch) {
	if len(r.stored) == 0 {
		return
	}
	var keys, bodies []string
	var events []int64
	var registrations []*int64
	for _, o := range r.stored {
		keys, bodies = append(keys, o.key), append(bodies, string(o.body))
		events, registrations = append(events, o.event), append(registrations, o.registration)
	}
	b.Queue(writeOutcomesSQL, keys, events, registrations, bodies, r.now)
}

// consentRow is one answer to be kept.
type consentRow struct {
	registration    int64
	consent         Consent
	locale, channel string
	at              time.Time
}

const (
	writeConsentTextsSQL = `/* registration.writeConsentTexts */
insert into consent_text (hash, locale, body)
select distinct on (n.hash) n.hash, n.locale, n.body from unnest($1::bytea[], $2::text[], $3::text[]) as n (hash, locale, body)
order by n.hash on conflict (hash) do nothing`

	writeConsentsSQL = `/* registration.writeConsents */
insert into consent (registration_id, purpose, given, fields, text_hash, at, channel)
select n.registration_id, n.purpose, n.given, string_to_array(n.fields, ' '), n.hash, n.at, n.channel
from unnest($1::bigint[], $2::text[], $3::bool[], $4::text[], $5::bytea[], $6::timestamptz[], $7::text[])
  as n (registration_id, purpose, given, fields, hash, at, channel)`
)

// queueConsents keeps each answer with the exact words it answered; words are
// stored once and never changed (DP-04).
func queueConsents(b *pgx.Batch, rows []consentRow) {
	if len(rows) == 0 {
		return
	}
	var registrations []int64
	var purposes, fields, channels, locales, texts []string
	var given []bool
	var hashes [][]byte
	var at []time.Time
	for _, row := range rows {
		registrations, purposes = append(registrations, row.registration), append(purposes, row.consent.Purpose)
		given, fields = append(given, row.consent.Given), append(fields, joinTags(row.consent.Fields))
		hashes, at, channels = append(hashes, textHash(row.locale, row.consent.Text)), append(at, row.at), append(channels, row.channel)
		locales, texts = append(locales, row.locale), append(texts, row.consent.Text)
	}
	b.Queue(writeConsentTextsSQL, hashes, locales, texts)
	b.Queue(writeConsentsSQL, registrations, purposes, given, fields, hashes, at, channels)
}

func textHash(locale, text string) []byte {
	h := sha256.Sum256([]byte(locale + "\x00" + text))
	return h[:]
}
