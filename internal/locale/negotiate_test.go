package locale

import (
	"fmt"
	"slices"
	"testing"
)

func TestNegotiate(t *testing.T) {
	tests := []struct{ name, chosen, accept, event, want string }{
		{"chosen wins", "fr", "en", "en", "fr"},
		{"chosen regional", "fr-CH", "en", "en", "fr"},
		{"chosen we do not speak", "rom", "fr, en;q=0.5", "en", "fr"},
		{"chosen broken", "??", "fr", "en", "fr"},
		{"the browser's best", "", "fr-CA,fr;q=0.9,en;q=0.8", "en", "fr"},
		{"weights count", "", "en;q=0.4, fr;q=0.8", "en", "fr"},
		{"weight nought is no", "", "de;q=0.9, fr;q=0", "en", "en"},
		{"later ones count", "", "hu, de;q=0.9, fr;q=0.1", "en", "fr"},
		{"Romani alone takes the event's", "", "rom", "fr", "fr"},
		{"anything takes the event's", "", "*", "fr", "fr"},
		{"one broken range", "", "xx-!!, fr", "en", "fr"},
		{"all broken", "", ";;;,q=,", "fr", "fr"},
		{"event regional", "", "", "fr-FR", "fr"},
		{"event we do not speak", "", "", "hu", "en"},
		{"nothing said", "", "", "", "en"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := Negotiate(tt.chosen, tt.accept, tt.event); got != tt.want {
				t.Errorf("got %s, want %s", got, tt.want)
			}
		})
	}
}

// Whatever a browser sends, the answer is a language we speak.
func FuzzNegotiate(f *testing.F) {
	for _, seed := range []string{"fr-CA,fr;q=0.9", "x-private", "*;q=0", "a-b-c-d-e-f-g-h-i", "fr;q=NaN", "en_US_POSIX"} {
		f.Add(seed, seed, seed)
	}
	f.Fuzz(func(t *testing.T, chosen, accept, event string) {
		if got := Negotiate(chosen, accept, event); !slices.Contains(Supported(), got) {
			t.Errorf("Negotiate(%q, %q, %q) = %q", chosen, accept, event, got)
		}
	})
}

func TestTag(t *testing.T) {
	for in, want := range map[string]string{
		"en": "en", "FR": "fr", "sr-latn": "sr-Latn", "pt_BR": "pt-BR", "cnr": "cnr",
		"rom": "rom", "rmn": "rmn", "rmy": "rmy", "rmc": "rmc", "iw": "he",
		"x-mine": "", "fr-x-mine": "", "qaa": "", "und": "", "und-Latn": "", "": "", "zz": "", "english": "", "e n": "",
	} {
		if got, ok := Tag(in); got != want || ok != (want != "") {
			t.Errorf("Tag(%q) = %q, %t, want %q", in, got, ok, want)
		}
	}
}

func TestWhatStrangersSendFillsNoMemory(t *testing.T) {
	t.Parallel()
	m := memo{known: map[string]string{}}
	for i := range 3 * mostKnown {
		list := fmt.Sprintf("fr;q=0.9,x%d", i)
		if got := m.of(list); got != "fr" {
			t.Fatalf("%q reads %q", list, got)
		}
		if got := m.of("!!"); got != "" {
			t.Fatalf("what cannot be read reads %q", got)
		}
	}
	if len(m.known) > mostKnown {
		t.Errorf("%d lists are remembered", len(m.known))
	}
}
