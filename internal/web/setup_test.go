package web

import (
	"bytes"
	"io"
	"log/slog"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"os"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/time/rate"

	"convene/internal/event"
	"convene/internal/mail"
	"convene/internal/person"
	"convene/internal/postgres"
	"convene/internal/postgres/pgtest"
	"convene/internal/registration"
)

// site is the real server on a database of its own, with the two events of the
// sample moved so that registration is open, and a clock the test holds.
type site struct {
	*Server
	t    *testing.T
	db   *postgres.DB
	desk *registration.Desk
	http *httptest.Server
	log  *lockedBuffer

	mu    sync.Mutex
	clock time.Time
}

// lockedBuffer takes log lines from many requests.
type lockedBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *lockedBuffer) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *lockedBuffer) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

// midNovember is when the tests' visitors come: both events are open then.
var midNovember = time.Date(2012, time.November, 15, 10, 0, 0, 0, time.UTC)

// open starts a site; adjust may change its configuration.
func open(t *testing.T, adjust ...func(*Config)) *site {
	t.Helper()
	s := &site{t: t, db: pgtest.New(t), log: &lockedBuffer{}, clock: midNovember}
	t.Cleanup(func() {
		if t.Failed() {
			t.Log(s.log)
		}
	})
	s.fill()
	// The server must know its own address before it answers there.
	s.http = httptest.NewUnstartedServer(nil)
	c := Config{BaseURL: "http://" + s.http.Listener.Addr().String(), Demo: true, MailKept: true, Contact: "help@example.org",
		Secret: []byte("a secret of the tests, long enough"), Log: slog.New(slog.NewTextHandler(s.log, nil)), Now: s.now, Rate: rate.Inf}
	for _, change := range adjust {
		change(&c)
	}
	s.desk = registration.NewDesk(s.db, registration.Options{Secret: c.Secret, BaseURL: c.BaseURL, Contact: c.Contact})
	t.Cleanup(s.desk.Close)
	server, err := New(s.db, s.desk, nil, c)
	if err != nil {
		t.Fatal(err)
	}
	s.Server = server
	s.http.Config.Handler = server.Handler()
	s.http.Start()
	t.Cleanup(s.http.Close)
	return s
}

// fill imports the authorities and the events as the demo has them.
func (s *site) fill() {
	s.t.Helper()
	members, native := s.file("members.csv"), s.file("members_native.csv")
	if _, err := person.ImportAuthorities(s.t.Context(), s.db.DB, "members.csv", members, native); err != nil {
		s.t.Fatal(err)
	}
	sources, err := event.ParseFile("events.json", s.file("events.json"))
	if err != nil {
		s.t.Fatal(err)
	}
	for i, slug := range []string{"budapest", "madrid"} {
		if _, err := registration.ImportEvent(s.t.Context(), s.db.DB, sources[i].Shift(0, slug), midNovember.AddDate(0, 0, -30)); err != nil {
			s.t.Fatal(err)
		}
	}
}

func (s *site) file(name string) io.Reader {
	s.t.Helper()
	body, err := os.ReadFile("../demo/data/" + name)
	if err != nil {
		s.t.Fatal(err)
	}
	return bytes.NewReader(body)
}

func (s *site) now() time.Time {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.clock
}

// later moves the clock on.
func (s *site) later(d time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.clock = s.clock.Add(d)
}

// at sets the clock.
func (s *site) at(t time.Time) { s.later(t.Sub(s.now())) }

func (s *site) event(slug string) *event.Programme {
	s.t.Helper()
	e, err := event.BySlug(s.t.Context(), s.db, slug)
	if err != nil {
		s.t.Fatal(err)
	}
	pr, err := event.Load(s.t.Context(), s.db, e.ID)
	if err != nil {
		s.t.Fatal(err)
	}
	return pr
}

// resize changes the capacity of an activity through the desk.
func (s *site) resize(slug, code string, capacity int) {
	s.t.Helper()
	err := s.desk.Resize(s.t.Context(), registration.Resize{EventID: s.event(slug).Event.ID, Activity: code, Capacity: capacity, Actor: "system", Now: s.now()})
	if err != nil {
		s.t.Fatal(err)
	}
}

// visitor is a browser without scripts: it keeps cookies, follows redirects and
// says where a form came from.
type visitor struct {
	*site
	client *http.Client
	lang   string
}

func (s *site) visitor() *visitor {
	jar, err := cookiejar.New(nil)
	if err != nil {
		s.t.Fatal(err)
	}
	return &visitor{site: s, client: &http.Client{Jar: jar}, lang: "en"}
}

// answer is a page as the visitor sees it.
type answer struct {
	t      *testing.T
	status int
	path   string // after redirects
	header http.Header
	body   string
	doc    *html.Node
}

func (v *visitor) do(r *http.Request) *answer {
	v.t.Helper()
	r.Header.Set("Accept-Language", v.lang)
	resp, err := v.client.Do(r)
	if err != nil {
		v.t.Fatal(err)
	}
	defer func() { _ = resp.Body.Close() }() // everything was read
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		v.t.Fatal(err)
	}
	a := &answer{t: v.t, status: resp.StatusCode, path: resp.Request.URL.Path, header: resp.Header, body: string(body)}
	if !utf8.Valid(body) {
		body = nil // a PDF or a ZIP, whose bytes may look like a page
	}
	if a.doc, err = html.Parse(bytes.NewReader(body)); err != nil {
		v.t.Fatal(err)
	}
	return a
}

func (v *visitor) get(path string) *answer {
	v.t.Helper()
	r, err := http.NewRequestWithContext(v.t.Context(), http.MethodGet, v.http.URL+path, nil)
	if err != nil {
		v.t.Fatal(err)
	}
	return v.do(r)
}

// post sends a form from one of our own pages.
func (v *visitor) post(path string, form url.Values) *answer {
	v.t.Helper()
	return v.postFrom(v.http.URL, "same-origin", path, form)
}

func (v *visitor) postFrom(origin, site, path string, form url.Values) *answer {
	v.t.Helper()
	r, err := http.NewRequestWithContext(v.t.Context(), http.MethodPost, v.http.URL+path, strings.NewReader(form.Encode()))
	if err != nil {
		v.t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Origin", origin)
	r.Header.Set("Sec-Fetch-Site", site)
	return v.do(r)
}

// is fails the test unless the answer is of a status and stands at a path.
func (a *answer) is(status int, path string) *answer {
	a.t.Helper()
	if a.status != status || a.path != path {
		a.t.Fatalf("got %d at %s, want %d at %s\n%s", a.status, a.path, status, path, a.text())
	}
	return a
}

// says fails the test unless the page shows every sentence.
func (a *answer) says(sentences ...string) *answer {
	a.t.Helper()
	text := a.text()
	for _, s := range sentences {
		if !strings.Contains(text, s) {
			a.t.Fatalf("%s does not say %q but:\n%s", a.path, s, text)
		}
	}
	return a
}

func (a *answer) saysNot(sentences ...string) *answer {
	a.t.Helper()
	text := a.text()
	for _, s := range sentences {
		if strings.Contains(text, s) {
			a.t.Fatalf("%s says %q:\n%s", a.path, s, text)
		}
	}
	return a
}

var spaces = regexp.MustCompile(`\s+`)

// text is what can be read in the page's body.
func (a *answer) text() string {
	var b strings.Builder
	for n := range a.doc.Descendants() {
		if n.Type == html.TextNode && n.Parent.Data != "script" && n.Parent.Data != "style" {
			b.WriteString(n.Data + " ")
		}
	}
	return strings.TrimSpace(strings.ReplaceAll(spaces.ReplaceAllString(b.String(), " "), " .", "."))
}

func (a *answer) title() string {
	for n := range a.doc.Descendants() {
		if n.Type == html.ElementNode && n.Data == "title" && n.FirstChild != nil && n.Parent.Data == "head" {
			return n.FirstChild.Data
		}
	}
	return ""
}

// field gives an input, select or button of the page by its name and, for radios
// and boxes, its value ("" for any).
func (a *answer) field(name, value string) *html.Node {
	a.t.Helper()
	for n := range a.doc.Descendants() {
		if n.Type == html.ElementNode && attr(n, "name") == name && (value == "" || attr(n, "value") == value) {
			return n
		}
	}
	a.t.Fatalf("%s has no field %q of value %q", a.path, name, value)
	return nil
}

func attr(n *html.Node, name string) string {
	v, _ := attribute(n, name)
	return v
}

func attribute(n *html.Node, name string) (string, bool) {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val, true
		}
	}
	return "", false
}

// code reads the six digits of the newest mail to an address out of the outbox.
func (s *site) code(to string) string {
	return s.inMail(to, regexp.MustCompile(`\b\d{3} ?\d{3}\b`))
}

// link reads the path of the link of the newest mail.
func (s *site) link(to string) string {
	return strings.TrimPrefix(s.inMail(to, regexp.MustCompile(`http://\S+/enter/[a-z0-9]+`)), s.BaseURL)
}

func (s *site) inMail(to string, pattern *regexp.Regexp) string {
	s.t.Helper()
	letter := s.newest(to)
	found := pattern.FindString(letter.Text)
	if found == "" {
		s.t.Fatalf("nothing like %s in the mail:\n%s", pattern, letter.Text)
	}
	return found
}

// newest is the last mail to an address.
func (s *site) newest(to string) *mail.Letter {
	s.t.Helper()
	all, err := mail.List(s.t.Context(), s.db, 1000, 0)
	if err != nil {
		s.t.Fatal(err)
	}
	for _, m := range all {
		if m.To == to {
			letter, err := mail.Read(s.t.Context(), s.db, m.ID)
			if err != nil {
				s.t.Fatal(err)
			}
			return letter
		}
	}
	s.t.Fatalf("no mail to %s among %d", to, len(all))
	return nil
}

// enters proves an address with the code of the mail and is led to path.
func (v *visitor) enters(email, to string) *answer {
	v.t.Helper()
	v.post("/enter", url.Values{"email": {email}, "to": {to}}).is(200, "/enter/code")
	return v.post("/enter/code", url.Values{"code": {v.code(email)}})
}
