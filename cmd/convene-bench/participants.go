package main

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"net/url"
	"regexp"
	"strconv"
	"time"

	"github.com/alexedwards/scs/v2"

	"convene/internal/account"
	"convene/internal/mail"
)

// The forms of a sign-up for the sample: a workshop and a field trip, so that three
// capacities are taken, and one consent.
func signUpForms(authority string) []struct {
	step, next string
	form       url.Values
} {
	return []struct {
		step, next string
		form       url.Values
	}{
		{"you", "activities", url.Values{"given_name": {"Ana"}, "family_name": {"Říhová"}, "authority": {authority},
			"function": {"Head of education"}, "languages": {"en"}}},
		{"activities", "trip", url.Values{"choice.bp-w1": {"bp-a1"}, "choice.bp-w2": {"none"}, "choice.bp-dinner": {"none"}}},
		{"trip", "sharing", url.Values{"choice.trip": {"bp-t1"}}},
		{"sharing", "check", url.Values{"share": {"list"}}},
	}
}

const register = "/events/" + sample + "/register"

// model is somebody who went through every page and has only to send the answers.
type model struct {
	email, key, authority string
	person                int64
	cookie                string // its name
	session               map[string]any
}

var keyField = regexp.MustCompile(`name="key" value="([^"]+)"`)

// walk goes through the real pages up to the one where the answers are checked.
func (w *site) walk(ctx context.Context) (*model, error) {
	v, m := newVisitor(w.base), &model{email: fmt.Sprintf("model%d@example.org", serial.Add(1))}
	if err := w.enter(ctx, v, m.email, register, register+"/you"); err != nil {
		return nil, err
	}
	if err := w.db.NewRaw("select id::text from authority order by id limit 1").Scan(ctx, &m.authority); err != nil {
		return nil, err
	}
	for _, f := range signUpForms(m.authority) {
		if err := v.post(ctx, register+"/"+f.step, f.form, register+"/"+f.next); err != nil {
			return nil, err
		}
	}
	key := keyField.FindStringSubmatch(v.page)
	if key == nil {
		return nil, fmt.Errorf("no key on the page where answers are checked:\n%s", v.page)
	}
	m.key = key[1]
	if err := w.db.NewRaw("select id from person where email = ?", m.email).Scan(ctx, &m.person); err != nil {
		return nil, err
	}
	return m, w.readSession(ctx, v, m)
}

var sixDigits = regexp.MustCompile(`\b\d{3} ?\d{3}\b`)

// enter proves an address with the code of the newest mail, which must be theirs.
func (w *site) enter(ctx context.Context, v *visitor, email, to, led string) error {
	if err := v.post(ctx, "/enter", url.Values{"email": {email}, "to": {to}}, "/enter/code"); err != nil {
		return err
	}
	newest, err := mail.List(ctx, w.db, 1, 0)
	if err != nil {
		return err
	}
	if len(newest) == 0 || newest[0].To != email {
		return fmt.Errorf("no code was sent to %s", email)
	}
	letter, err := mail.Read(ctx, w.db, newest[0].ID)
	if err != nil {
		return err
	}
	return v.post(ctx, "/enter/code", url.Values{"code": {sixDigits.FindString(letter.Text)}}, led)
}

func (w *site) readSession(ctx context.Context, v *visitor, m *model) (err error) {
	var token string
	if m.cookie, token, err = v.cookie(); err != nil {
		return err
	}
	sessions := w.sessions()
	if ctx, err = sessions.Load(ctx, token); err != nil {
		return err
	}
	m.session = map[string]any{}
	for _, key := range sessions.Keys(ctx) {
		m.session[key] = sessions.Get(ctx, key)
	}
	return nil
}

// sessions is the site's own store of sessions, as internal/web opens it.
func (w *site) sessions() *scs.SessionManager {
	m := scs.New()
	m.Store, m.HashTokenInStore = account.Sessions(w.db.DB), true
	return m
}

// errEnough ends one member of a crowd without being a failure.
var errEnough = errors.New("nobody is left")

// prepare gives n people each a session like the model's, with their own person,
// address and key, and the request that sends their answers.
func (w *site) prepare(ctx context.Context, n int) ([][]byte, error) {
	m, err := w.walk(ctx)
	if err != nil {
		return nil, err
	}
	var people []struct {
		ID    int64
		Email string
	}
	// who comes from the same authority shares its limit, so people come from all
	var authorities []string
	if err := w.db.NewRaw("select id::text from authority order by id").Scan(ctx, &authorities); err != nil {
		return nil, err
	}
	err = w.db.NewRaw("insert into person (email, created_at) select 'p' || ? + i || '@example.org', now() from generate_series(1, ?) i returning id, email",
		serial.Add(int64(n))-int64(n), n).Scan(ctx, &people)
	if err != nil {
		return nil, err
	}
	requests := make([][]byte, n)
	next := make(chan int, n)
	for i := range n {
		next <- i
	}
	close(next)
	_, err = gather(ctx, clients, time.Hour, func(ctx context.Context, _ int64) error {
		i, more := <-next
		if !more {
			return errEnough
		}
		requests[i], err = w.copySession(ctx, m, people[i].ID, people[i].Email, authorities[i%len(authorities)])
		return err
	})
	return requests, err
}

// copySession changes what is the model's own wherever it stands in the session.
func (w *site) copySession(ctx context.Context, m *model, person int64, email, authority string) ([]byte, error) {
	sessions, key := w.sessions(), rand.Text()
	ctx, err := sessions.Load(ctx, "")
	if err != nil {
		return nil, err
	}
	for name, value := range m.session {
		switch v := value.(type) {
		case int64:
			value = person
		case string:
			value = email
		case []byte: // JSON: the draft
			v = bytes.ReplaceAll(v, []byte(m.key), []byte(key))
			v = bytes.ReplaceAll(v, fmt.Appendf(nil, `"authority":["%s"]`, m.authority), fmt.Appendf(nil, `"authority":["%s"]`, authority))
			value = bytes.ReplaceAll(v, fmt.Appendf(nil, `"person":%d`, m.person), fmt.Appendf(nil, `"person":%d`, person))
		}
		sessions.Put(ctx, name, value)
	}
	token, _, err := sessions.Commit(ctx)
	body := url.Values{"key": {key}}.Encode()
	return []byte("POST " + register + "/check HTTP/1.1\r\nHost: " + w.address + "\r\nAccept-Language: en\r\nSec-Fetch-Site: same-origin\r\n" +
		"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: " + strconv.Itoa(len(body)) +
		"\r\nCookie: " + m.cookie + "=" + token + "\r\n\r\n" + body), err
}
