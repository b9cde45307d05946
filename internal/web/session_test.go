package web

import (
	"net/url"
	"testing"
)

// A session that cannot be saved must not look like one that was: the database
// goes away between reading it and writing it.
func TestASessionThatCannotBeSavedMeansLater(t *testing.T) {
	t.Parallel()
	s := open(t)
	v := s.visitor()
	activities, trip := nothing()
	check := v.upToCheck("ana@example.org", activities, trip, nil)
	s.exec(`create function going() returns trigger language plpgsql as $$ begin raise exception 'going' using errcode = '57P01'; end $$`)
	s.exec(`create trigger going before insert or update on session execute function going()`)

	wrong := v.post(budapest+"/you", url.Values{}).is(503, budapest+"/you")
	sent := v.send(check, false).is(503, budapest+"/check").says("The service is away for a moment", "Please try again in a few seconds.")
	for _, a := range []*answer{wrong, sent} {
		if a.header.Get("Retry-After") != "10" {
			t.Errorf("%s with Retry-After %q", a.path, a.header.Get("Retry-After"))
		}
	}

	s.exec(`drop trigger going on session`)
	// The registration was kept, its answer was not: the same form leads to it.
	v.send(check, false).is(200, budapest+"/result")
}

func (s *site) exec(statement string) {
	s.t.Helper()
	if _, err := s.db.ExecContext(s.t.Context(), statement); err != nil {
		s.t.Fatal(err)
	}
}
