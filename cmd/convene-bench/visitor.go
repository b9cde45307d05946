package main

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"strings"
)

// visitor is a browser without scripts, for the way to what is measured.
type visitor struct {
	base   string
	client *http.Client
	page   string // the last one, as HTML
	at     string // its path
}

func newVisitor(base string) *visitor {
	jar, _ := cookiejar.New(nil) // never fails
	return &visitor{base: base, client: &http.Client{Jar: jar, Timeout: slowest}}
}

func (v *visitor) get(ctx context.Context, path string) error {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, v.base+path, nil)
	if err != nil {
		return err
	}
	return v.send(r, path)
}

// post sends a form and follows to the page that must be its answer; "" takes any.
func (v *visitor) post(ctx context.Context, path string, form url.Values, to string) error {
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, v.base+path, strings.NewReader(form.Encode()))
	if err != nil {
		return err
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	return v.send(r, to)
}

func (v *visitor) send(r *http.Request, to string) error {
	answer, err := v.client.Do(r)
	if err != nil {
		return err
	}
	defer func() { _ = answer.Body.Close() }() // everything was read
	body, err := io.ReadAll(answer.Body)
	v.page, v.at = string(body), answer.Request.URL.Path
	if err == nil && (answer.StatusCode != http.StatusOK || to != "" && v.at != to) {
		err = fmt.Errorf("%s led to %d at %s, not to %s:\n%s", r.URL.Path, answer.StatusCode, answer.Request.URL.Path, to, v.page)
	}
	return err
}

// cookie is the session's, as a header sends it.
func (v *visitor) cookie() (name, token string, err error) {
	base, err := url.Parse(v.base)
	if err != nil {
		return "", "", err
	}
	for _, c := range v.client.Jar.Cookies(base) {
		if strings.HasSuffix(c.Name, "convene") {
			return c.Name, c.Value, nil
		}
	}
	return "", "", fmt.Errorf("the site gave no session")
}
