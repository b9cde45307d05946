package web

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"
)

func TestAnAddressThatIsNoneIsKeptAndNamed(t *testing.T) {
	t.Parallel()
	v := open(t).visitor()
	for _, typed := range []string{"", "ana", "ana@", "ana@example", "a b@example.org", "ana@example.org, bo@example.org"} {
		page := v.post("/enter?to="+url.QueryEscape(budapest), url.Values{"email": {typed}}).is(422, "/enter").says("One answer needs another look")
		if got := attr(page.field("email", ""), "value"); got != typed {
			t.Errorf("typed %q, shown %q", typed, got)
		}
		for _, kept := range []string{`action="/enter?to=%2fevents%2fbudapest%2fregister"`, `href="/enter?lang=fr&amp;to=%2Fevents%2Fbudapest%2Fregister"`} {
			if !strings.Contains(page.body, kept) {
				t.Errorf("the page forgot where to go: no %s in\n%s", kept, page.body)
			}
		}
	}
}

func TestTheAnswerDoesNotTellWhoIsRegistered(t *testing.T) {
	t.Parallel()
	s := open(t)
	s.visitor().register("known@example.org")
	s.later(2 * time.Minute)
	page := func(email string) string {
		a := s.visitor().post("/enter", url.Values{"email": {email}}).is(200, "/enter/code")
		return strings.ReplaceAll(a.body, email, "ADDRESS")
	}
	if known, unknown := page("known@example.org"), page("unknown@example.org"); known != unknown {
		t.Errorf("the pages differ:\n%s\n---\n%s", known, unknown)
	}
}

func TestAWrongCodeIsKeptAndCounted(t *testing.T) {
	t.Parallel()
	s := open(t)
	v := s.visitor()
	v.post("/enter", url.Values{"email": {"ana@example.org"}, "to": {budapest}})
	right := v.code("ana@example.org")
	wrong := "111111"
	if right == wrong {
		wrong = "222222"
	}
	v.post("/enter/code", url.Values{"code": {""}}).is(422, "/enter/code").says("Enter the six digits of our mail.")
	page := v.post("/enter/code", url.Values{"code": {wrong}}).is(422, "/enter/code").says("You can try 4 times more.")
	if got := attr(page.field("code", ""), "value"); got != wrong {
		t.Errorf("typed %q, shown %q", wrong, got)
	}
	for range 3 {
		v.post("/enter/code", url.Values{"code": {wrong}}).is(422, "/enter/code")
	}
	v.post("/enter/code", url.Values{"code": {wrong}}).is(429, "/enter/code").says("That was wrong five times. Ask for a new code.", "Send a new code")
	v.post("/enter/code", url.Values{"code": {right}}).is(429, "/enter/code")
	v.get("/me").is(200, "/enter")
}

func TestAnOldCodeSaysSoAndANewOneWorks(t *testing.T) {
	t.Parallel()
	s := open(t)
	v := s.visitor()
	v.post("/enter", url.Values{"email": {"ana@example.org"}, "to": {budapest}})
	old := v.code("ana@example.org")
	v.post("/enter/again", nil).is(200, "/enter/code").says("You can ask for another in 60 seconds.")
	s.later(11 * time.Minute)
	v.post("/enter/code", url.Values{"code": {old}}).is(410, "/enter/code").says("no longer valid", "Send a new code")
	v.post("/enter/again", nil).is(200, "/enter/code").says("We sent a new code.", "ana@example.org")
	v.post("/enter/code", url.Values{"code": {v.code("ana@example.org")}}).is(200, budapest+"/you")
}

func TestAskingTwiceInAMinuteLeadsToTheCodeUnderWay(t *testing.T) {
	t.Parallel()
	s := open(t)
	v := s.visitor()
	v.post("/enter", url.Values{"email": {"ana@example.org"}}).is(200, "/enter/code")
	v.post("/enter", url.Values{"email": {"ana@example.org"}}).is(200, "/enter/code")
	other := s.visitor().post("/enter", url.Values{"email": {"ana@example.org"}}).is(429, "/enter").says("A code was sent to this address a short while ago.")
	if other.header.Get("Retry-After") != "60" {
		t.Errorf("Retry-After is %q", other.header.Get("Retry-After"))
	}
}

func TestTheLinkWorksOnceAndOnlyByItsButton(t *testing.T) {
	t.Parallel()
	s := open(t)
	s.visitor().post("/enter", url.Values{"email": {"ana@example.org"}, "to": {budapest}})
	link := s.link("ana@example.org")

	// A mail scanner fetches it, twice; then the person opens it on another device.
	for range 2 {
		page := s.visitor().get(link).is(200, link).says("The link works once.")
		if page.header.Get("Referrer-Policy") != "no-referrer" || page.header.Get("Cache-Control") != "no-store" {
			t.Errorf("the page of a secret address says %v", page.header)
		}
	}
	v := s.visitor()
	v.get(link)
	v.post(link, nil).is(200, budapest+"/you").says("You register with ana@example.org")
	s.visitor().post(link, nil).is(410, link).says("This link is no longer valid", "Ask for a new code")
	s.visitor().post("/enter/abcdefgh", nil).is(410, "/enter/abcdefgh")
}

func TestTheSessionGetsANewTokenWhenSomebodyEnters(t *testing.T) {
	t.Parallel()
	s := open(t)
	v := s.visitor()
	token := func() string {
		home, err := url.Parse(s.BaseURL)
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range v.client.Jar.Cookies(home) {
			if c.Name == "convene" {
				return c.Value
			}
		}
		return ""
	}
	v.get("/")
	if token() != "" {
		t.Error("a visitor who only reads got a session")
	}
	v.post("/enter", url.Values{"email": {"ana@example.org"}})
	before := token()
	v.post("/enter/code", url.Values{"code": {v.code("ana@example.org")}}).is(200, "/me")
	if after := token(); before == "" || after == before {
		t.Errorf("the token was %q and is %q", before, after)
	}
	v.post("/leave", nil).is(200, "/")
	v.get("/me").is(200, "/enter")
}

func TestEntryTargets(t *testing.T) {
	t.Parallel()
	for to, want := range map[string]string{
		"":                                  "/me",
		"/me":                               "/me",
		"/me/ABC123":                        "/me/ABC123",
		"/me/ABC123/sharing":                "/me/ABC123",
		"/me/../organise":                   "/me",
		"/events/budapest/register":         "/events/budapest/register",
		"/events/budapest/register/a":       "/events/budapest/register/a",
		"/events/budapest/register/sharing": "/events/budapest/register/sharing",
		"/events/budapest":                  "/me",
		"/authorities.json":                 "/me",
		"//evil.example/me":                 "/me",
		"https://evil.example/me":           "/me",
		"/organise":                         "/me",
	} {
		if got := entryTarget(to); got != want {
			t.Errorf("entryTarget(%q) = %q, want %q", to, got, want)
		}
	}
}

func TestWhoProvedAnAddressIsNotAskedAgain(t *testing.T) {
	t.Parallel()
	v := open(t).visitor()
	v.enters("ana@example.org", "/me").is(200, "/me").says("There is no registration with this address.")
	v.get("/enter?to="+url.QueryEscape(budapest)).is(http.StatusOK, budapest+"/you")
	v.get(budapest).is(200, budapest+"/you")
	v.get("/enter/code").is(200, "/me")
}
