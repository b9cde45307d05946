package web

import (
	"net/http"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"convene/internal/account"
)

const tokensPath = "/organise/events/budapest/tokens"

var tokenPattern = regexp.MustCompile(`convene_[a-z2-7]{39}`)

// makes sends the form for a new token; more values may be put over it.
func (v *visitor) makes(path string, over url.Values) *answer {
	v.t.Helper()
	form := url.Values{"name": {"Our own site"}, "scopes": {"read", "register"}, "end": {"30"}}
	for name, values := range over {
		form[name] = values
	}
	return v.post(path, form)
}

func TestATokenIsShownOnce(t *testing.T) {
	t.Parallel()
	s := staffed(t)
	v := s.signedInAs("organiser")
	v.get(tokensPath).is(200, tokensPath).says("There are none yet.")
	secret := tokenPattern.FindString(v.makes(tokensPath, nil).is(200, tokensPath).says("This is the new token", "Our own site", "see registrations, register people", "15 December 2012").body)
	b, err := account.ByToken(t.Context(), s.db, s.now(), secret)
	if err != nil || !b.May("read") || !b.May("register") || b.May("partner") || !b.Reaches(s.event("budapest").Event.ID) {
		t.Fatalf("%q opens %+v, %v", secret, b, err)
	}
	page := v.get(tokensPath).says(secret[:12], "In use", "15 November 2012, 11:00")
	if strings.Contains(page.body, secret) {
		t.Error("the token is shown again")
	}
	if n := s.audited("make-token", "budapest"); n != 1 {
		t.Errorf("recorded %d times", n)
	}
	v.post(page.formTo(tokensPath+"/"), nil).is(200, tokensPath).says("The token is revoked.", "Revoked on 15 November 2012")
	if _, err := account.ByToken(t.Context(), s.db, s.now(), secret); err == nil {
		t.Error("the token still opens")
	}
	if n := s.audited("revoke-token", "budapest"); n != 1 {
		t.Errorf("recorded %d times", n)
	}
}

func TestATokenForAPartner(t *testing.T) {
	t.Parallel()
	s := staffed(t)
	madrid, path := s.event("madrid").Event.ID, "/organise/events/madrid/tokens"
	partners, err := account.Partners(t.Context(), s.db, s.now(), madrid)
	if err != nil || len(partners) != 1 {
		t.Fatal(partners, err)
	}
	v := s.signedInAs("other")
	v.get(path).says("IRIS")
	secret := tokenPattern.FindString(v.makes(path, url.Values{"owner": {strconv.FormatInt(partners[0].ID, 10)}}).says("take a partner's attendees").body)
	b, err := account.ByToken(t.Context(), s.db, s.now(), secret)
	if err != nil || b.Account.Role != account.Partner || !b.May("partner") || b.May("read") || b.May("register") {
		t.Errorf("%+v, %v", b, err)
	}
	v.makes(path, url.Values{"owner": {"1000000"}}).is(404, path)
	s.signedInAs("organiser").makes(tokensPath, url.Values{"owner": {strconv.FormatInt(partners[0].ID, 10)}}).is(404, tokensPath) // no partner of Budapest
}

func TestATokenIsNotMadeOfAnything(t *testing.T) {
	t.Parallel()
	s := staffed(t)
	v := s.signedInAs("organiser")
	v.makes(tokensPath, url.Values{"name": {" "}, "scopes": nil}).is(422, tokensPath).says("Give the token a name", "Choose what the program may do")
	v.makes(tokensPath, url.Values{"scopes": {"read", "partner"}}).is(422, tokensPath)
	v.get(tokensPath).says("There are none yet.")
}

// Tokens are the organisers' of the event alone: each sees those that reach it
// and revokes what is theirs to revoke.
func TestWhoMayMakeAndRevokeTokens(t *testing.T) {
	t.Parallel()
	s := staffed(t)
	v := s.signedInAs("organiser")
	v.makes(tokensPath, nil).is(200, tokensPath)
	one := v.get(tokensPath).formTo(tokensPath + "/")
	for name, status := range map[string]int{"desk": 403, "iris": 403, "other": 404, "": 303} {
		who := s.visitor()
		if name != "" {
			who = s.signedInAs(name)
		}
		who.client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
		for _, got := range []*answer{who.get(tokensPath), who.makes(tokensPath, nil), who.post(one, nil)} {
			if got.status != status {
				t.Errorf("%q at %s: %d, want %d", name, got.path, got.status, status)
			}
		}
	}
	madrid := strings.Replace(one, "budapest", "madrid", 1)
	s.signedInAs("other").post(madrid, nil).is(404, madrid)
	v.post(tokensPath+"/x", nil).is(404, tokensPath+"/x")
	v.postFrom("https://evil.example", "cross-site", one, nil).is(403, one)
	v.get(tokensPath).says("In use")
}

func TestTheTokensPageIsWellMade(t *testing.T) {
	t.Parallel()
	s := staffed(t)
	v := s.signedInAs("organiser")
	for _, lang := range []string{"en", "fr"} {
		v.lang = lang
		wellMade(t, v.makes(tokensPath, nil), lang)
		wellMade(t, v.makes(tokensPath, url.Values{"name": nil}), lang)
		wellMade(t, v.get(tokensPath), lang)
	}
}
