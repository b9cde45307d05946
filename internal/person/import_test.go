package person_test

import (
	"bytes"
	"context"
	"errors"
	"os"
	"strings"
	"sync"
	"testing"

	"convene/internal/person"
	"convene/internal/postgres"
	"convene/internal/postgres/pgtest"
)

const header = "city_or_region,country_code,kind\r\n"
const nativeHeader = "city_or_region,country_code,native_name\r\n"

// load imports two small files; without native names when that one is empty.
func load(t testing.TB, db *postgres.DB, members, native string) (person.ImportReport, error) {
	t.Helper()
	if native == "" {
		return person.ImportAuthorities(t.Context(), db.DB, "members.csv", strings.NewReader(members), nil)
	}
	return person.ImportAuthorities(t.Context(), db.DB, "members.csv", strings.NewReader(members), strings.NewReader(native))
}

func loadSample(t testing.TB, db *postgres.DB) person.ImportReport {
	t.Helper()
	files := [2][]byte{}
	for i, name := range []string{"members.csv", "members_native.csv"} {
		body, err := os.ReadFile("../demo/data/" + name)
		if err != nil {
			t.Fatal(err)
		}
		files[i] = body
	}
	report, err := person.ImportAuthorities(t.Context(), db.DB, "members.csv", bytes.NewReader(files[0]), bytes.NewReader(files[1]))
	if err != nil {
		t.Fatal(err)
	}
	return report
}

func authorities(t testing.TB, db *postgres.DB) []person.Authority {
	t.Helper()
	all, err := person.Authorities(t.Context(), db)
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func TestImportOfTheSample(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	if got, want := loadSample(t, db), (person.ImportReport{Read: 130, Added: 130}); got != want {
		t.Errorf("first import: %+v", got)
	}
	before := authorities(t, db)
	if got, want := loadSample(t, db), (person.ImportReport{Read: 130}); got != want {
		t.Errorf("second import: %+v", got)
	}
	after := authorities(t, db)
	if len(before) != 130 || len(after) != 130 {
		t.Fatalf("%d, then %d authorities", len(before), len(after))
	}
	for i := range before {
		if before[i] != after[i] {
			t.Errorf("%+v became %+v", before[i], after[i])
		}
	}
	assertStored(t, after, person.Authority{Name: "'s-Hertogenbosch", Country: "NL", Kind: "city"})
	assertStored(t, after, person.Authority{Name: "Niš", NativeName: "Ниш", Country: "RS", Kind: "city"})
}

func assertStored(t *testing.T, all []person.Authority, want person.Authority) {
	t.Helper()
	for _, a := range all {
		want.ID = a.ID
		if a == want {
			return
		}
	}
	t.Errorf("%+v is not stored", want)
}

func TestImportChanges(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	steps := []struct {
		name, members, native string
		want                  person.ImportReport
		niš                   person.Authority
	}{
		{"new", header + "Niš,RS,city\r\nBrno,CZ,city\r\n", nativeHeader + "Niš,RS,Ниш\r\n",
			person.ImportReport{Read: 2, Added: 2}, person.Authority{Name: "Niš", NativeName: "Ниш", Country: "RS", Kind: "city"}},
		{"native names not mentioned", header + "Niš,RS,city\r\n", "",
			person.ImportReport{Read: 1}, person.Authority{Name: "Niš", NativeName: "Ниш", Country: "RS", Kind: "city"}},
		{"another kind", header + "Niš,RS,region\r\n", "",
			person.ImportReport{Read: 1, Changed: 1}, person.Authority{Name: "Niš", NativeName: "Ниш", Country: "RS", Kind: "region"}},
		{"another native name, a new one", header + "Niš,RS,region\r\nTivat,ME,city\r\n", nativeHeader + "Niš,RS,Град Ниш\r\n",
			person.ImportReport{Read: 2, Added: 1, Changed: 1}, person.Authority{Name: "Niš", NativeName: "Град Ниш", Country: "RS", Kind: "region"}},
	}
	for _, s := range steps {
		report, err := load(t, db, s.members, s.native)
		if err != nil || report != s.want {
			t.Errorf("%s: %+v, %v", s.name, report, err)
		}
		assertStored(t, authorities(t, db), s.niš)
	}
	if n := len(authorities(t, db)); n != 3 {
		t.Errorf("%d authorities: those a file does not mention stay", n)
	}
	assertFinds(t, db, "grad nis", "Niš")
}

// A release that folds differently repairs the search keys with the next import.
func TestImportRepairsSearchKeys(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	if _, err := load(t, db, header+"Niš,RS,city\r\n", ""); err != nil {
		t.Fatal(err)
	}
	if _, err := db.ExecContext(t.Context(), `update authority set search = 'nish'`); err != nil {
		t.Fatal(err)
	}
	report, err := load(t, db, header+"Niš,RS,city\r\n", "")
	if err != nil || report != (person.ImportReport{Read: 1, Changed: 1}) {
		t.Errorf("%+v, %v", report, err)
	}
	assertFinds(t, db, "nis", "Niš")
}

func TestImportOfWrongInputChangesNothing(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	if _, err := load(t, db, header+"Niš,RS,city\r\n", ""); err != nil {
		t.Fatal(err)
	}
	before := authorities(t, db)
	_, err := load(t, db, header+"Niš,RS,region\r\nBrno,CZ,city\r\nParis,FR,town\r\n", "")
	var wrong person.InputErrors
	if !errors.As(err, &wrong) || len(wrong) != 1 || wrong[0].Line != 4 || wrong[0].Field != "kind" || wrong[0].File != "members.csv" {
		t.Errorf("got %v", err)
	}
	after := authorities(t, db)
	if len(after) != 1 || after[0] != before[0] {
		t.Errorf("%+v became %+v", before, after)
	}
}

// Two organisers who import at the same time do not count, or fail on, each
// other's rows.
func TestImportTwiceAtOnce(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	var wg sync.WaitGroup
	reports := make([]person.ImportReport, 8)
	for i := range reports {
		wg.Go(func() { reports[i] = loadSample(t, db) })
	}
	wg.Wait()
	added := 0
	for _, r := range reports {
		added += r.Added
	}
	if added != 130 || len(authorities(t, db)) != 130 {
		t.Errorf("%d added in all, %d stored", added, len(authorities(t, db)))
	}
}

func TestImportStopsWithItsContext(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := person.ImportAuthorities(ctx, db.DB, "members.csv", strings.NewReader(header+"Niš,RS,city\r\n"), nil)
	if !errors.Is(err, context.Canceled) || len(authorities(t, db)) != 0 {
		t.Errorf("got %v", err)
	}
}
