package person_test

import (
	"slices"
	"testing"

	"convene/internal/fault"
	"convene/internal/person"
	"convene/internal/postgres"
	"convene/internal/postgres/pgtest"
)

func found(t testing.TB, db *postgres.DB, query string, limit int) []string {
	t.Helper()
	all, err := person.SearchAuthorities(t.Context(), db, query, limit)
	if err != nil {
		t.Fatal(err)
	}
	names := []string{}
	for _, a := range all {
		names = append(names, a.Name)
	}
	return names
}

func assertFinds(t testing.TB, db *postgres.DB, query string, want ...string) {
	t.Helper()
	if got := found(t, db, query, 10); !slices.Equal(got, want) {
		t.Errorf("%q finds %v, want %v", query, got, want)
	}
}

func TestSearchAuthorities(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	loadSample(t, db)
	for query, want := range map[string][]string{
		"Niš": {"Niš"}, "nis": {"Niš"}, "Ниш": {"Niš"}, "НИ": {"Niš"},
		"irakleio": {"Heraklion"}, "Heraklion": {"Heraklion"}, "Ηράκλειο": {"Heraklion"}, "ηρακ": {"Heraklion"},
		"თბილისი": {"Tbilisi"}, "Գյում": {"Gyumri"},
		"Praha": {"Prague"}, "hertogenbosch": {"'s-Hertogenbosch"}, "'s-hert": {"'s-Hertogenbosch"},
		"hodmezovas": {"Hódmezővásárhely"}, "vármegye borsod": {"Borsod-Abaúj-Zemplén County"},
		"no such place": {}, "ni_": {"Niš"}, "n%s": {"Novi Sad", "Spišská Nová Ves"},
	} {
		assertFinds(t, db, query, want...)
	}
	for _, nothing := range []string{"", " ", "%", "🌍"} {
		if n := len(found(t, db, nothing, 200)); n != 130 {
			t.Errorf("%q finds %d", nothing, n)
		}
	}
	if n := len(found(t, db, "s", 5)); n != 5 {
		t.Errorf("a limit of 5 gives %d", n)
	}
}

// Someone who types "ma" means Madrid or Mannheim before "… de Madrid".
func TestSearchPutsBeginningsFirst(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	if _, err := load(t, db, header+"Alba Madre,ES,city\r\nMadrid,ES,city\r\nZahara Madrigal,ES,city\r\n", ""); err != nil {
		t.Fatal(err)
	}
	assertFinds(t, db, "mad", "Madrid", "Alba Madre", "Zahara Madrigal")
}

func TestAuthorityByID(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	if _, err := load(t, db, header+"Niš,RS,city\r\n", nativeHeader+"Niš,RS,Ниш\r\n"); err != nil {
		t.Fatal(err)
	}
	stored := authorities(t, db)[0]
	got, err := person.AuthorityByID(t.Context(), db, stored.ID)
	if err != nil || *got != stored {
		t.Errorf("%+v, %v", got, err)
	}
	if _, err := person.AuthorityByID(t.Context(), db, stored.ID+1); !fault.Is(err, fault.NotFound) {
		t.Errorf("an unknown id: %v", err)
	}
}
