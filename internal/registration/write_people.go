package registration

import (
	"time"

	"github.com/jackc/pgx/v5"

	"convene/internal/person"
)

// columns gathers the details of many registrations as one array a column.
type columns struct {
	ids, events, persons, authorities                                 []int64
	references, states, roles, given, family, badge, latin            []string
	organisations, countries, functions, languages, locales, searches []string
	phones                                                            []string
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
	c.phones = append(c.phones, d.Phone)
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
		c.authorities, c.organisations, c.countries, c.functions, c.languages, c.locales, c.searches, c.hashes, c.at, c.phones)
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
			c.functions, c.languages, c.locales, c.searches, c.phones)
	}
}
