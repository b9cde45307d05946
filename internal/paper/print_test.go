package paper

import (
	"crypto/sha256"
	"encoding/hex"
	"testing"
)

func TestPrintsAreListedNewestFirst(t *testing.T) {
	t.Parallel()
	db, id := seminar(t)
	for i, kind := range []string{"badges", "attendance", "badges"} {
		n := PrintNote{EventID: id, At: now, Kind: kind, Selection: map[string]int{"number": i}, People: i, Body: []byte(kind)}
		if _, err := RecordPrint(t.Context(), db, n); err != nil {
			t.Fatal(err)
		}
	}
	all, err := Prints(t.Context(), db, id, "", 0)
	if err != nil || len(all) != 3 || all[0].People != 2 {
		t.Fatalf("all prints: %+v, error %v", all, err)
	}
	badges, err := Prints(t.Context(), db, id, "badges", 1)
	if err != nil || len(badges) != 1 {
		t.Fatalf("the last badges: %+v, error %v", badges, err)
	}
	sum := sha256.Sum256([]byte("badges"))
	if p := badges[0]; p.SHA256 != hex.EncodeToString(sum[:]) || string(p.Selection) != `{"number": 2}` || p.Account != "" || !p.At.Equal(now) {
		t.Errorf("the print is noted as %+v", p)
	}
	if others, err := Prints(t.Context(), db, id+1, "", 0); err != nil || len(others) != 0 {
		t.Errorf("another event has %+v, error %v", others, err)
	}
}
