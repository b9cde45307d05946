package export

import (
	"runtime"
	"testing"
	"time"
)

// Generous beside what it takes, a fraction of a second: the test is there to
// notice work that grows faster than the file.
const (
	few, many = 1_000, 10_000
	maxTook   = 30 * time.Second
	maxGrowth = 2 * many / few
)

// crowd fills Madrid with people straight in the database: all hold a place, all
// wait for the same workshop, all agree to everything.
func (f *fixture) crowd(n int) {
	root, workshop := f.madrid.Root().ID, f.madrid.Chosen()[0].ID
	f.exec(`insert into person (email, created_at) select 'p' || n || '@example.org', ?::timestamptz from generate_series(1, ?) n`, now, n)
	f.exec(`insert into registration (event_id, person_id, reference, state, given_name, family_name, badge_name, organisation, country, function,
		languages, locale, search, badge_hash, created_at, updated_at)
		select ?, id, 'R' || id, 'confirmed', 'Zoë', 'Kovács ' || id, 'Zoë Kovács ' || id,
		'Municipality of ' || id % 500, (array['HU', 'ES', 'FR', 'DE'])[1 + id % 4], 'Deputy mayor, schools; housing', '{en,hu}', 'en', '',
		sha256(int8send(id)), ?::timestamptz, ?::timestamptz from person`, f.madrid.Event.ID, now, now)
	f.exec(`insert into place (registration_id, activity_id, state, may_wait, queue_no, changed_at)
		select r.id, a.id, a.state, true, case when a.state = 'waiting' then r.id end, r.updated_at
		from registration r, (values (?::bigint, 'confirmed'), (?, 'waiting')) a (id, state)`, root, workshop)
	f.exec(`insert into consent_text (hash, locale, body) values (sha256('words'), 'en', 'words')`)
	f.exec(`insert into consent (registration_id, purpose, given, fields, text_hash, at, channel)
		select id, purpose, true, '{name,authority,country,function,email}', sha256('words'), updated_at, 'web'
		from registration, unnest(array['list', 'partner:iris', 'partner:warwick']) purpose`)
	f.exec(`analyze`)
}

// Ten thousand people go into every format in bounded time, with memory that
// grows as the file does.
func TestTenThousandPeople(t *testing.T) {
	small, large := setup(t), setup(t)
	small.crowd(few)
	large.crowd(many)
	for _, format := range []string{CSV, CSVExcel, XLSX, JSON} {
		compare(t, "partner "+format, small, large, func(f *fixture) *File { return f.partnerFile(f.iris, format) })
	}
	for _, format := range []string{CSV, CSVExcel, XLSX} {
		compare(t, "organiser "+format, small, large, func(f *fixture) *File { return f.organiserFile(format, "fr") })
	}
}

func compare(t *testing.T, name string, small, large *fixture, export func(*fixture) *File) {
	t.Helper()
	_, less, _ := measure(small, export)
	took, more, file := measure(large, export)
	t.Logf("%s: %d people, %d kB in %v, %d MB allocated", name, file.Rows, len(file.Body)>>10, took.Round(time.Millisecond), more>>20)
	if file.Rows != many || took > maxTook || more > maxGrowth*less {
		t.Errorf("%s: %d people took %v and %d bytes, %d people %d bytes", name, file.Rows, took, more, few, less)
	}
}

func measure(f *fixture, export func(*fixture) *File) (time.Duration, uint64, *File) {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	begun := time.Now()
	file := export(f)
	took := time.Since(begun)
	runtime.ReadMemStats(&after)
	return took, after.TotalAlloc - before.TotalAlloc, file
}
