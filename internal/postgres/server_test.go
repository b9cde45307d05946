package postgres

import (
	"errors"
	"strings"
	"testing"
)

func TestMajorOf(t *testing.T) {
	t.Parallel()
	for said, want := range map[string]int{
		"postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)\n": 15,
		"postgres (PostgreSQL) 18devel\n":                        18,
		"postgres (PostgreSQL) 17beta2":                          17,
		"postgres (PostgreSQL) ":                                 0,
		"something else":                                         0,
		"":                                                       0,
	} {
		if got := majorOf(said); got != want {
			t.Errorf("majorOf(%q) = %d, want %d", said, got, want)
		}
	}
}

func TestFindBinariesKeepsToTheMajorVersion(t *testing.T) {
	t.Parallel()
	newest, ok := findBinaries(0)
	if !ok || newest.major < oldest {
		t.Fatalf("found %+v; the tests need a PostgreSQL on this machine", newest)
	}
	if same, ok := findBinaries(newest.major); !ok || same.major != newest.major {
		t.Errorf("looked for %d, found %+v", newest.major, same)
	}
	if other, ok := findBinaries(7); ok {
		t.Errorf("looked for 7, found %+v", other)
	}
}

func TestNoServerNamesACommand(t *testing.T) {
	t.Parallel()
	err := noServer(16, errors.New("no network"))
	for _, words := range []string{"PostgreSQL 16", "no network", "install", "CONVENE_DATABASE_URL"} {
		if !strings.Contains(err.Error(), words) {
			t.Errorf("%q does not say %q", err, words)
		}
	}
}

func TestFetchable(t *testing.T) {
	t.Parallel()
	for major, want := range map[int]string{0: "17.", 15: "15.", 16: "16."} {
		if got, err := fetchable(major); err != nil || !strings.HasPrefix(string(got), want) {
			t.Errorf("fetchable(%d) = %s, %v", major, got, err)
		}
	}
	if got, err := fetchable(9); err == nil {
		t.Errorf("version 9 can be fetched: %s", got)
	}
}
