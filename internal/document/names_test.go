package document

import (
	"slices"
	"strings"
	"testing"
)

// saysName fails the test unless what was printed says a person's name, its letters
// in the order they are read in, as often as it should, and the Latin spelling with
// it where one belongs.
func saysName(t *testing.T, what string, p person, printed string, times int) {
	t.Helper()
	for _, want := range wantName(p) {
		if n := strings.Count(squeezed(printed), squeezed(want)); n < times {
			t.Errorf("%s, %s: %q stands there %d times in %q", what, p.Case, want, n, printed)
		}
	}
}

// saysNames is that of all people on one paper, and of whom somebody is told.
func saysNames(t *testing.T, what string, list []person, body []byte, warnings []Warning) {
	t.Helper()
	printed := squeezed(readAsDrawn(t, body))
	for _, p := range list {
		saysName(t, what, p, printed, 1)
	}
	tellsOf(t, what, list, warnings)
}

// tellsOf fails the test unless everybody who is printed in another spelling than
// their own is among the warnings, and nobody is left out.
func tellsOf(t *testing.T, what string, list []person, warnings []Warning) {
	t.Helper()
	for _, p := range list {
		c := text(p.Name, maxName)
		if len(c.Missing) > 0 && !warned(warnings, c.Plain, LatinInstead) || c.Unjoined && !warned(warnings, c.Plain, LatinScript) {
			t.Errorf("%s: nobody is told of %s: %v", what, p.Case, warnings)
		}
		if warned(warnings, c.Plain, NoRoom) {
			t.Errorf("%s: %s has no room", what, p.Case)
		}
	}
}

// everybody are all names of the tests, which are printed on one paper.
func everybody(t testing.TB) []person {
	t.Helper()
	return append(edgePeople(t), people...)
}

// seeds are names that fuzzing starts from: those that take ways of their own.
func seeds(t testing.TB) (list []person) {
	t.Helper()
	ways := []string{"longest plausible", "nfd input", "header injection", "whitespace", "georgian", "hebrew", "arabic", "emoji", "cyrillic", "one word"}
	for _, p := range everybody(t) {
		if slices.Contains(ways, p.Case) {
			list = append(list, p)
		}
	}
	return list
}

// pagesOf gives the text of each page of a paper as it was drawn.
func pagesOf(t testing.TB, body []byte) []string {
	t.Helper()
	return strings.Split(strings.TrimSuffix(readAsDrawn(t, body), "\f"), "\f")
}
