package web

import (
	"net/http"
	"net/url"
	"strconv"
	"sync"
	"testing"
	"time"

	"golang.org/x/time/rate"

	"convene/internal/account"
)

func TestEveryRoleIsLedToItsOwnPages(t *testing.T) {
	t.Parallel()
	s := staffed(t)
	for name, home := range map[string]string{"organiser": "/organise", "desk": "/organise", "iris": "/partner"} {
		if got := s.visitor().signsIn(name, testPassword); got.path != home {
			t.Errorf("%s is led to %s, want %s", name, got.path, home)
		}
	}
}

func TestSigningInLeadsBackToWhatWasAskedFor(t *testing.T) {
	t.Parallel()
	s := staffed(t)
	v := s.visitor()
	asked := v.get("/organise/events/budapest/print").is(200, "/sign-in")
	to := attr(asked.field("to", ""), "value")
	v.post("/sign-in", url.Values{"email": {"organiser@example.org"}, "password": {testPassword}, "to": {to}}).
		is(200, "/organise/events/budapest/print")
	v.get("/sign-in?to=/organise").is(200, "/organise")
	v.get("/organise/sign-in").is(200, "/organise")
}

func TestTheDoorLeadsNowhereElse(t *testing.T) {
	t.Parallel()
	organiser, partner := &account.Account{Role: account.Organiser}, &account.Account{Role: account.Partner}
	for _, c := range []struct {
		a        *account.Account
		to, want string
	}{
		{organiser, "", "/organise"}, {organiser, "/organise/events/budapest", "/organise/events/budapest"},
		{organiser, "//evil.example/organise", "/organise"}, {organiser, "https://evil.example/organise/", "/organise"},
		{organiser, "/organise/../partner", "/organise"}, {organiser, "/partner", "/organise"}, {organiser, `/organise\evil`, "/organise"},
		{organiser, "/organise/events/budapest/mail/7", "/organise/events/budapest"}, {organiser, "/organised", "/organise"},
		{partner, "/organise", "/partner"}, {partner, "/partner/events/madrid", "/partner/events/madrid"},
	} {
		if got := accountTarget(c.a, c.to); got != c.want {
			t.Errorf("%s asking for %q is led to %q, want %q", c.a.Role, c.to, got, c.want)
		}
	}
}

func TestUnknownAndWrongGetTheSameAnswer(t *testing.T) {
	t.Parallel()
	s := staffed(t)
	const sentence = "The e-mail address or the password is wrong."
	wrong := s.visitor().signsIn("organiser", "a wrong password").is(422, "/sign-in").says(sentence)
	unknown := s.visitor().signsIn("nobody", testPassword).is(422, "/sign-in").says(sentence)
	if value := attr(wrong.field("email", ""), "value"); value != "organiser@example.org" {
		t.Errorf("the address typed is %q now", value)
	}
	if value := attr(unknown.field("password", ""), "value"); value != "" {
		t.Error("the page shows the password again")
	}
	s.visitor().post("/sign-in", url.Values{}).is(422, "/sign-in").says("Enter your e-mail address.", "Enter your password.")
}

func TestTheTokenIsRenewedBySigningInAndOut(t *testing.T) {
	t.Parallel()
	s := staffed(t)
	v := s.visitor()
	v.enters("ana@example.org", "/me").is(200, "/me") // a session of a participant
	before := v.token()
	v.signsIn("organiser", testPassword).is(200, "/organise")
	during := v.token()
	if before == "" || during == "" || before == during {
		t.Errorf("tokens before and after signing in: %q and %q", before, during)
	}
	stranger := s.visitor()
	stranger.bears(before)
	stranger.get("/organise").is(200, "/sign-in") // fixed by somebody beforehand: worth nothing
	v.get("/me").is(200, "/me")
	v.post("/sign-out", nil).is(200, "/").says("You are signed out.")
	v.get("/organise").is(200, "/sign-in")
	stranger.bears(during)
	stranger.get("/organise").is(200, "/sign-in")
	v.get("/me").is(200, "/me") // the participant of this browser stays
}

func (v *visitor) token() string {
	u, _ := url.Parse(v.http.URL)
	for _, c := range v.client.Jar.Cookies(u) {
		if c.Name == v.sessions.Cookie.Name {
			return c.Value
		}
	}
	return ""
}

func (v *visitor) bears(token string) {
	u, _ := url.Parse(v.http.URL)
	v.client.Jar.SetCookies(u, []*http.Cookie{{Name: v.sessions.Cookie.Name, Value: token, Path: "/"}})
}

func TestANewPasswordEndsTheSessionsOfTheOldOne(t *testing.T) {
	t.Parallel()
	s := staffed(t)
	v := s.signedInAs("organiser")
	v.get("/organise").is(200, "/organise")
	if err := account.Reset(t.Context(), s.db.DB, "organiser@example.org", "another password"); err != nil {
		t.Fatal(err)
	}
	v.get("/organise").is(200, "/sign-in")
	v.signsIn("organiser", "another password").is(200, "/organise")
}

func TestWrongPasswordsMustWait(t *testing.T) {
	t.Parallel()
	s := staffed(t, func(c *Config) { c.Rate = rate.Limit(10_000) })
	v := s.visitor()
	for range 5 {
		v.signsIn("organiser", "a wrong password").is(422, "/sign-in")
	}
	refused := v.signsIn("organiser", testPassword).is(429, "/sign-in").says("Too many wrong passwords were tried.")
	if seconds, err := strconv.Atoi(refused.header.Get("Retry-After")); err != nil || seconds < 1 || seconds > 60 {
		t.Errorf("Retry-After is %q", refused.header.Get("Retry-After"))
	}
	v.signsIn("desk", testPassword).is(200, "/organise") // another address from the same network
	s.later(time.Minute)
	v.signsIn("organiser", testPassword).is(200, "/organise")
	v.signsIn("organiser", testPassword).is(200, "/organise") // the right one counts nothing
}

// Twenty guesses at once are no more than five one by one.
func TestGuessesAtOnceAreCounted(t *testing.T) {
	t.Parallel()
	d := newDoor(&Server{})
	var mu sync.Mutex
	var guesses sync.WaitGroup
	let := 0
	for range 20 {
		guesses.Go(func() {
			k := knock{d.attempts, []string{"net address", "net", "address"}, midNovember}
			if k.wait() == 0 {
				mu.Lock()
				defer mu.Unlock()
				let++
			}
		})
	}
	guesses.Wait()
	if let != 5 {
		t.Errorf("%d guesses were let through, want 5", let)
	}
}

func TestOneNetworkTryingManyAddressesMustWait(t *testing.T) {
	t.Parallel()
	a := newAttempts()
	let := 0
	for i := range 40 {
		name := strconv.Itoa(i)
		if (knock{a, []string{"net " + name, "net", name}, midNovember}).wait() == 0 {
			let++
		}
	}
	if let != 20 {
		t.Errorf("%d addresses were tried, want 20", let)
	}
	later := knock{a, []string{"net x", "net", "x"}, midNovember.Add(5 * time.Minute)}
	if wait := later.wait(); wait != 0 {
		t.Errorf("five minutes later one still waits %v", wait)
	}
}
