package web

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
)

// Each page of the organisers' with the status each role gets for its own event;
// everybody gets 404 for an event that is not theirs. A route that is not in this
// table fails the test.
var organiseAccess = map[string]struct{ organiser, desk int }{
	"GET /organise":                                                 {200, 200},
	"GET /organise/events/:slug":                                    {200, 200},
	"GET /organise/events/:slug/registrations":                      {200, 200},
	"POST /organise/events/:slug/registrations":                     {303, 303},
	"GET /organise/events/:slug/registrations/:reference":           {200, 200},
	"GET /organise/events/:slug/registrations/:reference/withdraw":  {200, 403},
	"POST /organise/events/:slug/registrations/:reference/withdraw": {303, 403},
	"POST /organise/events/:slug/mail/:id":                          {404, 403}, // a mail that is not there
	"GET /organise/events/:slug/print":                              {200, 200},
	"GET /organise/events/:slug/badges.pdf":                         {200, 200},
	"GET /organise/events/:slug/sheets/:activity":                   {200, 200},
	"GET /organise/events/:slug/exports":                            {200, 403},
	"POST /organise/events/:slug/exports":                           {200, 403},
}

func TestWhoMayDoWhat(t *testing.T) {
	t.Parallel()
	s := staffed(t)
	reference := s.registers("Anna|Kovács", "Szeged", "HU", "bp-a1").Reference
	visitors := s.everyKind()
	for _, r := range organiseRoutes(s.Server) {
		if !strings.HasPrefix(r.path, "/organise") || r.path == "/organise/sign-in" {
			continue
		}
		want, listed := organiseAccess[r.method+" "+r.path]
		if !listed {
			t.Errorf("%s %s is not in the table of this test", r.method, r.path)
			continue
		}
		path := strings.NewReplacer(":slug", "budapest", ":reference", reference, ":activity", "bp-a1", ":id", "1").Replace(r.path)
		expected := map[string]int{"nobody": 303, "iris": 403, "other": 404, "organiser": want.organiser, "desk": want.desk}
		if r.path == "/organise" {
			expected["other"] = 200
		}
		// the desk before the organiser, who withdraws the registration
		for _, name := range []string{"nobody", "iris", "other", "desk", "organiser"} {
			if got := visitors[name].asks(r.method, path); got.status != expected[name] {
				t.Errorf("%s %s as %s: %d, want %d", r.method, path, name, got.status, expected[name])
			}
		}
	}
}

func (v *visitor) asks(method, path string) *answer {
	v.t.Helper()
	if method == http.MethodGet {
		return v.get(path)
	}
	return v.post(path, url.Values{"format": {"csv"}})
}

func TestWhatIsNotThereIsNotFound(t *testing.T) {
	t.Parallel()
	s := staffed(t)
	v := s.signedInAs("organiser")
	for _, path := range []string{"", "/registrations/NOBODY00", "/registrations/NOBODY00/withdraw", "/sheets/nothing", "/badges.pdf?activity=nothing"} {
		if got := v.get("/organise/events/budapest" + path); path != "" && got.status != 404 {
			t.Errorf("%s: %d", path, got.status)
		}
	}
	v.get("/organise/events/atlantis").is(404, "/organise/events/atlantis")
	v.post("/organise/events/budapest/exports", url.Values{"format": {"pdf"}}).is(404, "/organise/events/budapest/exports")
	v.post("/organise/events/budapest/mail/x", nil).is(404, "/organise/events/budapest/mail/x")
}

// A registration of another event is not reached through one's own.
func TestAReferenceOfAnotherEventIsNotFound(t *testing.T) {
	t.Parallel()
	s := staffed(t)
	reference := s.registers("Anna|Kovács", "Szeged", "HU").Reference
	s.signedInAs("other").get("/organise/events/madrid/registrations/"+reference).is(404, "/organise/events/madrid/registrations/"+reference)
}

func TestFormsOfOtherSitesAreRefused(t *testing.T) {
	t.Parallel()
	s := staffed(t)
	o := s.registers("Anna|Kovács", "Szeged", "HU")
	v := s.signedInAs("organiser")
	path := "/organise/events/budapest/registrations/" + o.Reference + "/withdraw"
	for _, path := range []string{path, "/organise/events/budapest/exports", "/sign-in", "/sign-out", "/organise/events/budapest/registrations"} {
		v.postFrom("https://evil.example", "cross-site", path, url.Values{"format": {"csv"}}).is(403, path)
	}
	v.get("/organise/events/budapest/registrations/" + o.Reference).says("Confirmed").saysNot("Withdrawn by")
}

// No page of people may be kept by a cache or found by a search engine.
func TestOrganisersPagesAreKeptByNobody(t *testing.T) {
	t.Parallel()
	s := staffed(t)
	v := s.signedInAs("organiser")
	for _, path := range []string{"/sign-in", "/organise", "/organise/events/budapest", "/organise/events/budapest/registrations",
		"/organise/events/budapest/badges.pdf", "/organise/events/budapest/exports"} {
		h := v.get(path).header
		if h.Get("Cache-Control") != "no-store" || h.Get("X-Robots-Tag") != "noindex" {
			t.Errorf("%s: Cache-Control %q, X-Robots-Tag %q", path, h.Get("Cache-Control"), h.Get("X-Robots-Tag"))
		}
	}
}
