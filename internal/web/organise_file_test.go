package web

import (
	"net/http"
	"net/url"
	"testing"
)

// What is only asked for was not taken: no paper is noted, and nobody's badge.
func TestAskingForAPaperIsNotTakingIt(t *testing.T) {
	t.Parallel()
	s := staffed(t)
	s.registers("Anna|Kovács", "Szeged", "HU", "bp-a1")
	v := s.signedInAs("organiser")
	for _, path := range []string{"/badges.pdf", "/sheets.pdf?what=bp-a1", "/sheets/bp-a1", "/logistics/papers/tents", "/logistics/guide/bp-t1"} {
		if got := v.head("/organise/events/budapest" + path).status; got != http.StatusOK {
			t.Errorf("HEAD %s gets %d", path, got)
		}
	}
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, v.http.URL+"/organise/events/budapest/badges.pdf", nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Sec-Fetch-Site", "cross-site")
	v.do(r).is(200, badgesPath).says("Never printed")
	v.post(sheetsPath+"/check", url.Values{"checksum": {"anna.kovacs@example.org"}}).says("No frozen list of this event has this checksum.")
	var noted, named int
	if err := s.db.NewRaw(`select count(*) filter (where action = 'print') + (select count(*) from print), count(*) filter (where detail::text like '%example.org%')
		from audit`).Scan(t.Context(), &noted, &named); err != nil || noted != 0 || named != 0 {
		t.Errorf("%d papers were noted and %d notes name somebody (%v)", noted, named, err)
	}
	v.get("/organise/events/budapest/sheets/bp-a1")
	if s.audited("print", "budapest/budapest-attendance-bp-a1.pdf") != 1 {
		t.Error("a paper that was taken is not noted")
	}
}
