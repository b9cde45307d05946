package web

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"convene/internal/registration"
)

func TestTheSharedPageShowsADeedOfThisProcessAtOnce(t *testing.T) {
	t.Parallel()
	s := open(t)
	reader := s.visitor()
	reader.get("/events/budapest").says("120 places left")
	s.visitor().register("ana@example.org")
	reader.get("/events/budapest").says("119 places left").saysNot("120 places left")
}

// elsewhere does what another process would: this one's desk knows nothing of it.
func (s *site) elsewhere(query string, args ...any) {
	s.t.Helper()
	if _, err := s.db.NewRaw(query, args...).Exec(s.t.Context()); err != nil {
		s.t.Fatal(err)
	}
}

func TestTheSharedPageShowsWhatOthersChangeWithinASecond(t *testing.T) {
	t.Parallel()
	s := open(t)
	v := s.visitor()
	v.get("/events/madrid").says("90 places left").saysNot("A new hall")
	other := registration.NewDesk(s.db, registration.Options{Secret: s.Secret, BaseURL: s.BaseURL})
	t.Cleanup(other.Close)
	err := other.Resize(t.Context(), registration.Resize{EventID: s.event("madrid").Event.ID, Activity: "event", Capacity: 70, Actor: "system", Now: s.now()})
	if err != nil {
		t.Fatal(err)
	}
	s.elsewhere(`update event set venue = jsonb_set(venue, '{name}', '"A new hall"') where slug = 'madrid'`)
	time.Sleep(sharedLife)
	v.get("/events/madrid").says("70 places left", "A new hall")
	s.elsewhere("update event set status = 'draft' where slug = 'madrid'")
	time.Sleep(sharedLife)
	v.get("/events/madrid").is(404, "/events/madrid")
}

func TestTheSharedPageFollowsTheClock(t *testing.T) {
	t.Parallel()
	s := open(t)
	v := s.visitor()
	v.get("/events/madrid").says("Registration is open until")
	s.at(s.event("madrid").Event.ClosesAt)
	v.get("/events/madrid").says("Registration closed on").saysNot("You need an e-mail address")
}

func TestTheSharedPageIsMadeOncePerChangeAndLanguage(t *testing.T) {
	t.Parallel()
	s := open(t)
	page := func(lang string) *sharedEvent {
		e, err := s.sharedEvent(t.Context(), "madrid", s.printerOf(lang))
		if err != nil {
			t.Fatal(err)
		}
		return e
	}
	english, french := page("en"), page("fr")
	if string(english.whole) == string(french.whole) || english.tag == french.tag {
		t.Error("both languages get the same page")
	}
	time.Sleep(sharedLife)
	if page("en") != english || page("fr") != french {
		t.Error("a page is made again though nothing changed")
	}
	s.resize("madrid", "event", 50)
	if page("en") == english {
		t.Error("a page is not made again though places changed")
	}
}

func TestTheEventPageSpeaksTheVisitorsLanguage(t *testing.T) {
	t.Parallel()
	s := open(t)
	english, french := s.visitor(), s.visitor()
	french.lang = "fr-BE, en;q=0.5"
	for range 2 {
		english.get("/events/budapest").says("Programme", "Place and access", "45 places left").saysNot("Lieu et accès")
		french.get("/events/budapest").says("45 places").saysNot("Place and access")
	}
	chosen := english.get("/events/budapest?lang=fr").saysNot("Place and access")
	if chosen.body != french.get("/events/budapest").body {
		t.Error("the language chosen by link and the browser's give different pages")
	}
	english.get("/events/budapest").saysNot("Place and access") // the choice is kept
	odd := s.visitor().get("/events/budapest?lang=en&from=poster").says("Place and access")
	if !strings.Contains(odd.body, "/events/budapest?from=poster&amp;lang=fr") {
		t.Error("the language switch loses the rest of the address")
	}
}

func TestNobodyGetsAnothersPage(t *testing.T) {
	t.Parallel()
	s := open(t)
	ana, leila, stranger := s.visitor(), s.visitor(), s.visitor()
	r := ana.register("ana@example.org")
	leila.enters("leila@example.org", "/me")
	mine := []string{"ana@example.org", r.Reference, "leila@example.org", "Sign out", "You have a place"}
	check := func(name string, a *answer, has ...string) error {
		for _, word := range mine {
			want := false
			for _, h := range has {
				want = want || h == word
			}
			if strings.Contains(a.body, word) != want {
				return fmt.Errorf("%s's page has %q: %v", name, word, !want)
			}
		}
		return nil
	}
	if err := check("Ana", ana.get("/events/budapest"), "ana@example.org", r.Reference, "Sign out", "You have a place"); err != nil {
		t.Fatal(err)
	}
	var all sync.WaitGroup
	for i := range 24 {
		all.Go(func() {
			if i%8 == 0 { // pages are made anew meanwhile
				s.resize("budapest", "event", 110+i)
			}
			for _, err := range []error{
				check("Ana", ana.get("/events/budapest"), "ana@example.org", r.Reference, "Sign out", "You have a place"),
				check("Leila", leila.get("/events/budapest"), "leila@example.org", "Sign out"),
				check("a stranger", stranger.get("/events/budapest")),
			} {
				if err != nil {
					t.Error(err)
				}
			}
		})
	}
	all.Wait()
}

func TestAMessageIsSaidOnceToItsVisitorAlone(t *testing.T) {
	t.Parallel()
	s := open(t)
	ana, stranger := s.visitor(), s.visitor()
	ana.enters("ana@example.org", "/me")
	ana.client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	ana.post("/leave", nil).is(303, "/leave")
	stranger.get("/events/madrid").saysNot("You are signed out.")
	ana.get("/events/madrid").says("You are signed out.")
	ana.get("/events/madrid").saysNot("You are signed out.")
	stranger.get("/events/madrid").saysNot("You are signed out.")
}

func TestAStrangersPageIsNotSentTwice(t *testing.T) {
	t.Parallel()
	s := open(t)
	first := s.visitor().get("/events/madrid")
	tag := first.header.Get("ETag")
	if tag == "" || first.header.Get("Set-Cookie") != "" || first.header.Get("Cache-Control") != "private, no-cache" {
		t.Fatalf("the headers are %v", first.header)
	}
	again := func(v *visitor, known string) *answer {
		r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, s.http.URL+"/events/madrid", nil)
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("If-None-Match", known)
		return v.do(r)
	}
	for _, known := range []string{tag, "W/" + tag, `"other", ` + tag} {
		if a := again(s.visitor(), known); a.status != 304 || a.body != "" || a.header.Get("ETag") != tag {
			t.Errorf("who has %s gets %d with %d bytes", known, a.status, len(a.body))
		}
	}
	again(s.visitor(), `"other"`).is(200, "/events/madrid")
	ana := s.visitor()
	ana.enters("ana@example.org", "/me")
	own := again(ana, tag).is(200, "/events/madrid").says("ana@example.org")
	if own.header.Get("ETag") != "" {
		t.Error("a person's own page has a tag")
	}
	s.resize("madrid", "event", 60)
	again(s.visitor(), tag).is(200, "/events/madrid").says("60 places left")
}

func TestManyWhoAskAtOnceReadTheEventOnce(t *testing.T) {
	t.Parallel()
	s := open(t)
	var all sync.WaitGroup
	pages := make([]*sharedEvent, 64)
	for i := range pages {
		all.Go(func() {
			var err error
			if pages[i], err = s.sharedEvent(t.Context(), "budapest", s.printerOf("en")); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	for _, p := range pages {
		if p != pages[0] {
			t.Fatal("a page was made more than once")
		}
	}
}

func TestADraftsAnswersDoNotReachTheSharedPage(t *testing.T) {
	t.Parallel()
	s := open(t)
	v := s.visitor()
	v.enters("ana@example.org", budapest)
	v.post(budapest+"/you", url.Values{"given_name": {"Quetzalcoatl"}})
	v.get("/events/budapest")
	s.resize("budapest", "event", 99)
	v.get("/events/budapest").says("99 places left")
	s.visitor().get("/events/budapest").says("99 places left").saysNot("ana@example.org", "Quetzalcoatl")
}
