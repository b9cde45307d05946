package registration

import (
	"testing"

	"convene/internal/fault"
)

// A misspelt name is put right without touching anything else, and found by its new
// spelling.
func TestANameIsCorrected(t *testing.T) {
	t.Parallel()
	h := setup(t, capacities{event: 5, a1: 5})
	o := h.submit(t, 1)
	before, err := ByID(t.Context(), h.db, o.RegistrationID)
	if err != nil {
		t.Fatal(err)
	}
	if err := CorrectName(t.Context(), h.db.DB, before, Details{Given: "ნინო", Family: "Ghviniashvili", Function: "is not taken"}, "account:1", now); !fault.Is(err, fault.Invalid) {
		t.Errorf("another script without its Latin spelling: %v", err)
	}
	if err := CorrectName(t.Context(), h.db.DB, before, Details{Given: "ნინო", Family: "ღვინიაშვილი", Latin: "Nino Ghviniashvili"}, "account:1", now); err != nil {
		t.Fatal(err)
	}
	after, err := ByID(t.Context(), h.db, o.RegistrationID)
	if err != nil {
		t.Fatal(err)
	}
	if after.Badge != "ნინო ღვინიაშვილი" || after.Latin != "Nino Ghviniashvili" || after.Function != before.Function || after.State != before.State || after.Sequence != before.Sequence {
		t.Errorf("%+v", after)
	}
	found, _, err := List(t.Context(), h.db, before.EventID, Filter{Query: "ghvini", Sort: "name", Locale: "en", Limit: 10})
	if err != nil || len(found) != 1 {
		t.Errorf("%d found by the new spelling, %v", len(found), err)
	}
	deeds, err := HistoryOf(t.Context(), h.db, o.RegistrationID)
	if last := deeds[len(deeds)-1]; err != nil || last.Deed != Changed || last.Actor != "account:1" {
		t.Errorf("%+v, %v", deeds, err)
	}
}

func TestWordsAreReadAsTheyAreTyped(t *testing.T) {
	t.Parallel()
	word := Derive([]byte("secret"), "use", 7, 95)
	if len(word) != 20 || !WellFormed(word, 95) || WellFormed(word, 96) || word == Derive([]byte("secret"), "other", 7, 95) {
		t.Errorf("%s", word)
	}
	for typed, want := range map[string]string{" ab\u00a0c-d–1\n": "ABCD1", "oO0 iIlL1": "00011111", "ß": "ß"} {
		if got := Typed(typed); got != want {
			t.Errorf("%q is read as %q, want %q", typed, got, want)
		}
	}
}
