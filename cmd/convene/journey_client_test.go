package main

import (
	"context"
	"html"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// client is somebody who fills in forms without a window: much faster, where it
// is not the pages that are looked at.
type client struct {
	t    *testing.T
	http http.Client
	base string
	from string                      // the address a proxy would say they come from; "" for none
	code func(address string) string // the code sent to an address
}

func newClient(t *testing.T, base string, code func(string) string) *client {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	return &client{t: t, base: base, code: code, http: http.Client{Jar: jar, Timeout: patience}}
}

// client signs up at this house.
func (h *house) client(t *testing.T) *client {
	return newClient(t, h.url, func(to string) string { return h.code(t, to) })
}

// answer is a page: where it is, after redirections, and what it says.
type answer struct {
	status int
	header http.Header
	path   string
	body   string
}

// send asks for a page, with a form to POST or without. The error is that of the
// connection: a program that is killed answers nothing.
func (c *client) send(ctx context.Context, path string, form url.Values) (*answer, error) {
	method, body := http.MethodGet, ""
	if form != nil {
		method, body = http.MethodPost, form.Encode()
	}
	request, err := http.NewRequestWithContext(ctx, method, c.base+path, strings.NewReader(body))
	if err != nil {
		return nil, err
	}
	if form != nil {
		request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	if c.from != "" {
		request.Header.Set("X-Forwarded-For", c.from)
	}
	response, err := c.http.Do(request)
	if err != nil {
		return nil, err
	}
	defer func() { _ = response.Body.Close() }() // read to its end below
	content, err := io.ReadAll(response.Body)
	return &answer{response.StatusCode, response.Header, response.Request.URL.Path, string(content)}, err
}

// at sends something and checks where it led.
func (c *client) at(where, path string, form url.Values) *answer {
	c.t.Helper()
	a, err := c.send(c.t.Context(), path, form)
	if err != nil {
		c.t.Fatal(err)
	}
	if a.status != http.StatusOK || a.path != where {
		c.t.Fatalf("%s led to %s with %d instead of %s: %s", path, a.path, a.status, where, plain(a.body))
	}
	return a
}

// upToCheck does everything but send the registration; it gives the form that does.
func (c *client) upToCheck(slug, email string, answers ...string) url.Values {
	c.t.Helper()
	c.askCode(slug, email)
	c.comeIn(slug, email)
	return c.fillIn(slug, answers...)
}

// askCode says an address on the way to an event: a code is sent to it.
func (c *client) askCode(slug, email string) {
	c.t.Helper()
	c.at("/enter/code", "/enter", url.Values{"email": {email}, "to": {"/events/" + slug + "/register"}})
}

// comeIn types the code.
func (c *client) comeIn(slug, email string) {
	c.t.Helper()
	c.at("/events/"+slug+"/register/you", "/enter/code", url.Values{"code": {c.code(email)}})
}

// fillIn answers every step; it gives the form that sends it all.
func (c *client) fillIn(slug string, answers ...string) url.Values {
	c.t.Helper()
	step := "/events/" + slug + "/register"
	c.at(step+"/activities", step+"/you", url.Values{"given_name": {"Sample"}, "family_name": {"Guest"}, "authority": {"other"},
		"organisation": {"Sample Office"}, "country": {"AT"}, "function": {"Clerk"}})
	c.at(step+"/trip", step+"/activities", choices(answers, "bp-w1", "bp-w2", "bp-dinner"))
	c.at(step+"/sharing", step+"/trip", choices(answers, "trip"))
	check := c.at(step+"/check", step+"/sharing", url.Values{})
	return url.Values{"key": {hidden(c.t, check.body, "key")}, "event_wait": {"yes"}}
}

// choices answers the questions of a step, always ready to wait; "none" unless
// there is an answer such as "choice.trip=bp-t3".
func choices(answers []string, blocks ...string) url.Values {
	form := url.Values{}
	for _, block := range blocks {
		form.Set("choice."+block, "none")
		form.Set("wait."+block, "yes")
	}
	for _, a := range answers {
		name, value, _ := strings.Cut(a, "=")
		if form.Has(name) {
			form.Set(name, value)
		}
	}
	return form
}

func (c *client) signUp(slug, email string, answers ...string) (reference string) {
	c.t.Helper()
	form := c.upToCheck(slug, email, answers...)
	result := c.at("/events/"+slug+"/register/result", "/events/"+slug+"/register/check", form)
	return referenceIn(c.t, result.body)
}

func referenceIn(t *testing.T, body string) string {
	t.Helper()
	found := referenceOf.FindStringSubmatch(plain(body))
	if found == nil {
		t.Fatalf("there is no reference: %s", plain(body))
	}
	return found[1]
}

// hidden is the value of a hidden field.
func hidden(t *testing.T, body, name string) string {
	t.Helper()
	found := regexp.MustCompile(`name="` + name + `" value="([^"]+)"`).FindStringSubmatch(body)
	if found == nil {
		t.Fatalf("there is no field %s: %s", name, plain(body))
	}
	return html.UnescapeString(found[1])
}

var tags = regexp.MustCompile(`(?s)<(script|style).*?</(script|style)>|<[^>]*>`)

// plain is the text of a page.
func plain(body string) string {
	return strings.Join(strings.Fields(html.UnescapeString(tags.ReplaceAllString(body, " "))), " ")
}

var placesLeft = regexp.MustCompile(`(\d+) places? left`)

// left reads how many places an activity of the programme has.
func left(t *testing.T, body, activity string) int {
	t.Helper()
	_, after, found := strings.Cut(plain(body), activity)
	n := placesLeft.FindStringSubmatch(after)
	if !found || n == nil {
		t.Fatalf("the programme shows no places left for %s", activity)
	}
	number, err := strconv.Atoi(n[1])
	if err != nil {
		t.Fatal(err)
	}
	return number
}
