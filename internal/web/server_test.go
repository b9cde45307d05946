package web

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgconn"
	"golang.org/x/net/html"

	"convene/internal/fault"
	"convene/internal/locale"
)

func (s *site) printerOf(lang string) *locale.Printer { return locale.For(lang) }

// ask sends a request straight to the handler, without a network.
func (s *site) ask(method, target, from string, header map[string]string, body io.Reader) *http.Response {
	r := httptest.NewRequestWithContext(s.t.Context(), method, target, body)
	r.RemoteAddr = from
	for k, v := range header {
		r.Header.Set(k, v)
	}
	w := httptest.NewRecorder()
	s.Handler().ServeHTTP(w, r)
	return w.Result()
}

const loopback = "127.0.0.1:40000"

func TestEveryAnswerIsGuarded(t *testing.T) {
	t.Parallel()
	v := open(t).visitor()
	for _, path := range []string{"/", "/events/budapest", "/nothing", "/me", "/healthz", "/privacy"} {
		h := v.get(path).header
		for name, want := range map[string]string{"X-Content-Type-Options": "nosniff", "Referrer-Policy": "same-origin", "Content-Security-Policy": contentPolicy,
			"Cross-Origin-Opener-Policy": "same-origin", "Strict-Transport-Security": ""} {
			if got := h.Get(name); got != want {
				t.Errorf("%s: %s is %q, want %q", path, name, got, want)
			}
		}
		if h.Get("X-Request-Id") == "" || !strings.Contains(h.Get("Permissions-Policy"), "camera=()") {
			t.Errorf("%s: %v", path, h)
		}
	}
	for _, bad := range []string{"unsafe-inline", "unsafe-eval", "http:", "https:", "*"} {
		if strings.Contains(contentPolicy, bad) {
			t.Errorf("the policy allows %s", bad)
		}
	}
}

func TestHTTPSBindsTheCookieAndTheBrowser(t *testing.T) {
	t.Parallel()
	s := open(t, func(c *Config) { c.BaseURL = "https://register.example.org/" })
	form := strings.NewReader(url.Values{"email": {"ana@example.org"}}.Encode())
	resp := s.ask("POST", "https://register.example.org/enter", loopback, map[string]string{"Content-Type": "application/x-www-form-urlencoded"}, form)
	if resp.StatusCode != http.StatusSeeOther || !strings.HasPrefix(resp.Header.Get("Strict-Transport-Security"), "max-age=") {
		t.Fatalf("%d %v", resp.StatusCode, resp.Header)
	}
	for _, c := range resp.Cookies() {
		if c.Name != "__Host-convene" || !c.Secure || !c.HttpOnly || c.SameSite != http.SameSiteLaxMode || c.Path != "/" || c.Domain != "" {
			t.Errorf("the cookie is %s", c)
		}
	}
	if len(resp.Cookies()) != 1 {
		t.Errorf("cookies: %v", resp.Cookies())
	}
}

func TestPersonalPagesAreKeptByNoCache(t *testing.T) {
	t.Parallel()
	s := open(t)
	v := s.visitor()
	r := v.register("ana@example.org")
	for _, path := range []string{"/me", "/me/" + r.Reference, budapest + "/result"} {
		if got := v.get(path).header; got.Get("Cache-Control") != "no-store" && !strings.HasPrefix(got.Get("Cache-Control"), "no-store") {
			t.Errorf("%s: Cache-Control is %q", path, got.Get("Cache-Control"))
		} else if got.Get("X-Robots-Tag") != "noindex" {
			t.Errorf("%s may be indexed", path)
		}
	}
	if got := v.get("/").header.Get("Cache-Control"); got != "private, no-cache" {
		t.Errorf("the list says %q", got)
	}
}

func TestAFormFromAnotherSiteIsRefused(t *testing.T) {
	t.Parallel()
	s := open(t)
	v := s.visitor()
	r := v.register("ana@example.org")
	path := "/me/" + r.Reference + "/withdraw"
	key := url.Values{"key": {attr(v.get(path).field("key", ""), "value")}}
	for _, from := range [][2]string{{"https://evil.example", "cross-site"}, {"https://evil.example", ""}, {"null", "cross-site"}, {"", "same-site"}} {
		v.postFrom(from[0], from[1], path, key).is(403, path).says("This form was sent from another website and was not accepted.")
	}
	if from := s.registered("ana@example.org"); from.State == "withdrawn" {
		t.Error("another site withdrew somebody")
	}
}

func TestStaticFilesStayForEver(t *testing.T) {
	t.Parallel()
	s := open(t)
	v := s.visitor()
	path, err := s.assets.url("convene.css")
	if err != nil {
		t.Fatal(err)
	}
	a := v.get(path).is(200, path)
	if a.header.Get("Cache-Control") != "public, max-age=31536000, immutable" || !strings.HasPrefix(a.header.Get("Content-Type"), "text/css") {
		t.Errorf("%v", a.header)
	}
	if !strings.Contains(a.body, "--accent: #1f3a6e") {
		t.Error("the style sheet came out wrong")
	}
	v.get("/static/convene.css").is(404, "/static/convene.css")
	v.get("/static/..%2fassets.go").is(404, "/static/../assets.go")
	if _, err := s.assets.url("nothing.css"); err == nil {
		t.Error("a file that does not exist has an address")
	}
}

func TestErrorsSpeakTheVisitorsFormat(t *testing.T) {
	t.Parallel()
	s := open(t)
	v := s.visitor()
	v.get("/nothing").is(404, "/nothing").says("Page not found", "All events")
	v.get("/events/nothing").is(404, "/events/nothing").says("There is no such event.")
	resp := s.ask("GET", "/events/nothing", loopback, map[string]string{"Accept": "application/json"}, nil)
	var p problem
	if err := json.NewDecoder(resp.Body).Decode(&p); err != nil {
		t.Fatal(err)
	}
	if resp.Header.Get("Content-Type") != "application/problem+json" || p.Status != 404 || p.Detail != "There is no such event." || !strings.HasPrefix(p.Instance, "urn:convene:request:") {
		t.Errorf("%s: %+v", resp.Header.Get("Content-Type"), p)
	}
	if got := s.ask("DELETE", "/privacy", loopback, nil, nil).StatusCode; got != http.StatusNotFound {
		t.Errorf("DELETE gets %d", got)
	}
	if got := s.ask("HEAD", "/privacy", loopback, nil, nil); got.StatusCode != 200 {
		t.Errorf("HEAD gets %d", got.StatusCode)
	}
}

func TestInputThatIsNoTextDoesNoHarm(t *testing.T) {
	t.Parallel()
	s := open(t)
	v := s.visitor()
	for _, path := range []string{"/events/%00", "/events/%ff%fe", "/events/x%0d%0aSet-Cookie:%20a=b", "/?lang=%00", "/enter?to=%00%ff", "/authorities.json?q=%00"} {
		if a := v.get(path); a.status >= 500 {
			t.Errorf("%s gets %d", path, a.status)
		}
	}
	a := v.post("/enter", url.Values{"email": {"a\x00na\xff@exam\r\nple.org"}})
	if a.status != 422 && a.status != 200 {
		t.Errorf("odd bytes get %d", a.status)
	}
	v.enters("odd@example.org", budapest)
	form := url.Values{"given_name": {"Eve\r\nBcc: x@example.org"}, "authority": {v.authority("Gyumri")}, "function": {"=1+1\x00"}}
	v.post(budapest+"/you", form).is(200, budapest+"/activities")
	page := v.get(budapest + "/you")
	if got := attr(page.field("given_name", ""), "value"); got != "Eve Bcc: x@example.org" {
		t.Errorf("the name became %q", got)
	}
	big := strings.NewReader("email=" + strings.Repeat("a", 300<<10))
	if got := s.ask("POST", "/enter", loopback, map[string]string{"Content-Type": "application/x-www-form-urlencoded"}, big).StatusCode; got != http.StatusRequestEntityTooLarge {
		t.Errorf("a huge form gets %d", got)
	}
	if got := s.ask("POST", "/enter", loopback, map[string]string{"Content-Type": "multipart/form-data; boundary=x"}, strings.NewReader("--x--")).StatusCode; got != http.StatusUnsupportedMediaType {
		t.Errorf("a multipart form gets %d", got)
	}
}

func TestMarkupInANameIsShownAsTyped(t *testing.T) {
	t.Parallel()
	s := open(t)
	v := s.visitor()
	v.enters("bo@example.org", budapest)
	sent := v.ana()
	sent.Set("given_name", `<b>Bo</b>"'><script>alert(1)</script>`)
	v.post(budapest+"/you", sent)
	activities, trip := nothing()
	v.post(budapest+"/activities", activities)
	v.post(budapest+"/trip", trip)
	check := v.post(budapest+"/sharing", nil).is(200, budapest+"/check").says("<b>Bo</b>")
	if strings.Contains(check.body, "<script>alert") || strings.Contains(check.body, "<b>Bo") {
		t.Error("markup of a name reached the page")
	}
}

func TestOneAddressCannotFloodUs(t *testing.T) {
	t.Parallel()
	s := open(t, func(c *Config) { c.Demo, c.Rate = false, 0 })
	status := 0
	var last *http.Response
	for range formsBurst + 1 {
		last = s.ask("POST", "/enter/code", "192.0.2.1:1234", nil, nil)
		status = last.StatusCode
	}
	if status != http.StatusTooManyRequests || last.Header.Get("Retry-After") == "" {
		t.Errorf("the %dth try gets %d", formsBurst+1, status)
	}
	// Another address is another visitor; a header anyone can write is not.
	if got := s.ask("POST", "/enter/code", "192.0.2.2:1234", nil, nil).StatusCode; got == http.StatusTooManyRequests {
		t.Error("a stranger pays for it")
	}
	if got := s.ask("POST", "/enter/code", "192.0.2.1:1234", map[string]string{"X-Forwarded-For": "198.51.100.7"}, nil).StatusCode; got != http.StatusTooManyRequests {
		t.Errorf("with a forged header it gets %d", got)
	}
}

func TestNetworks(t *testing.T) {
	t.Parallel()
	for ip, want := range map[string]string{"192.0.2.1": "192.0.2.1", "2001:db8:1:2:3:4:5:6": "2001:db8:1:2::/64", "::ffff:192.0.2.1": "::ffff:192.0.2.1", "": ""} {
		if got := network(ip); got != want {
			t.Errorf("network(%q) = %q, want %q", ip, got, want)
		}
	}
	r := httptest.NewRequest("GET", "/", nil)
	r.RemoteAddr = "10.0.0.9:1"
	r.Header.Set("X-Forwarded-For", "203.0.113.5, 198.51.100.7")
	if got := clientAddress([]netip.Prefix{netip.MustParsePrefix("10.0.0.0/8")})(r); got != "198.51.100.7" {
		t.Errorf("through a trusted proxy: %q", got)
	}
	if got := clientAddress(nil)(r); got != "10.0.0.9" {
		t.Errorf("with no trusted proxy: %q", got)
	}
}

func TestMetricsAreForThisMachine(t *testing.T) {
	t.Parallel()
	s := open(t, func(c *Config) { c.TrustedProxies = []netip.Prefix{netip.MustParsePrefix("127.0.0.1/32")} })
	s.visitor().get("/events/budapest")
	const counted = `convene_http_requests_total{method="GET",route="/events/:slug",status="200"} 1`
	resp := s.ask("GET", "/metrics", loopback, nil, nil)
	body, err := io.ReadAll(resp.Body)
	for range 100 { // a request is counted after its answer has left
		if strings.Contains(string(body), counted) || err != nil {
			break
		}
		time.Sleep(20 * time.Millisecond)
		resp = s.ask("GET", "/metrics", loopback, nil, nil)
		body, err = io.ReadAll(resp.Body)
	}
	if err != nil || resp.StatusCode != 200 || !strings.Contains(string(body), counted) {
		t.Errorf("%d %v\n%s", resp.StatusCode, err, body)
	}
	for from, header := range map[string]string{"192.0.2.1:1": "", loopback: "203.0.113.5"} {
		if got := s.ask("GET", "/metrics", from, map[string]string{"X-Forwarded-For": header}, nil).StatusCode; got != 404 {
			t.Errorf("%s for %q gets %d", from, header, got)
		}
	}
}

func TestTheLogNamesNobody(t *testing.T) {
	t.Parallel()
	s := open(t)
	v := s.visitor()
	r := v.register("ana.rihova@example.org")
	v.get("/me/" + r.Reference)
	v.get("/authorities.json?q=Secretville")
	s.visitor().post("/enter", url.Values{"email": {"other.person@example.org"}})
	s.visitor().get(s.link("other.person@example.org"))
	log := s.log.String()
	for _, secret := range []string{"rihova", "Říhová", r.Reference, "other.person", "Secretville", strings.TrimPrefix(s.link("other.person@example.org"), "/enter/"), "127.0.0.1"} {
		if strings.Contains(log, secret) {
			t.Errorf("the log holds %q", secret)
		}
	}
	if !strings.Contains(log, "route=/me/:reference") {
		t.Errorf("the log does not say which page was asked for:\n%s", log)
	}
}

func TestWithoutADatabase(t *testing.T) {
	t.Parallel()
	s := open(t)
	v := s.visitor()
	v.get("/readyz").is(200, "/readyz")
	if err := s.db.Close(); err != nil {
		t.Fatal(err)
	}
	v.get("/healthz").is(200, "/healthz")
	v.get("/readyz").is(503, "/readyz")
	// A pool that was closed is a fault of ours; the visitor reads its number only.
	a := v.get("/").is(500, "/").says("Something went wrong", "Number of this request:")
	if a.header.Get("Cache-Control") != "no-store" || strings.Contains(a.body, "sql") || !strings.Contains(a.body, a.header.Get("X-Request-Id")) {
		t.Errorf("the page of a fault: %v\n%s", a.header, a.text())
	}
}

func TestADatabaseThatIsAwayMeansLater(t *testing.T) {
	t.Parallel()
	p := explain(fmt.Errorf("list events: %w", &pgconn.PgError{Code: "57P01"}), locale.For("en"))
	if p.Status != http.StatusServiceUnavailable || p.retryAfter <= 0 || !p.logged || strings.Contains(p.Detail, "57P01") {
		t.Errorf("%+v", p)
	}
	if p := explain(context.Canceled, locale.For("en")); p.Status != statusClientGone || p.logged {
		t.Errorf("a visitor who left: %+v", p)
	}
	if p := explain(errors.New("secret"), locale.For("en")); p.Status != 500 || !p.logged || strings.Contains(p.Title+p.Detail, "secret") {
		t.Errorf("an inner fault: %+v", p)
	}
}

func TestEveryKindOfFailureHasItsStatus(t *testing.T) {
	t.Parallel()
	for kind, want := range map[fault.Kind]int{fault.NotFound: 404, fault.Invalid: 422, fault.Conflict: 409, fault.Forbidden: 403,
		fault.Gone: 410, fault.TooMany: 429, fault.Unavailable: 503, fault.Internal: 500} {
		p := explain(fault.New(kind, "Some words."), locale.For("en"))
		if p.Status != want || (kind != fault.Internal && p.Detail != "Some words.") || (want == 429 || want == 503) != (p.retryAfter > 0) {
			t.Errorf("kind %d: %+v", kind, p)
		}
	}
}

func TestDemoPagesAreOnlyInTheDemo(t *testing.T) {
	t.Parallel()
	s := open(t, func(c *Config) { c.Demo, c.MailKept = false, false })
	v := s.visitor()
	for _, path := range []string{"/demo/components", "/demo/mail", "/demo/mail.json", "/demo/mail/1"} {
		v.get(path).is(404, path)
	}
	v.get("/").saysNot("Sample data.")
	v.get("/robots.txt").says("Disallow: /me")
}

func TestTheMailOfTheDemo(t *testing.T) {
	t.Parallel()
	s := open(t)
	v := s.visitor()
	v.post("/enter", url.Values{"email": {"ana@example.org"}, "to": {budapest}})
	resp := s.ask("GET", "/demo/mail.json", loopback, nil, nil)
	var list []map[string]any
	if err := json.NewDecoder(resp.Body).Decode(&list); err != nil || len(list) != 1 {
		t.Fatalf("%v %v", list, err)
	}
	for _, key := range []string{"id", "to", "subject", "kind", "created_at"} {
		if _, ok := list[0][key]; !ok {
			t.Errorf("%v lacks %s", list[0], key)
		}
	}
	id := s.newest("ana@example.org").ID
	path := "/demo/mail/" + jsonNumber(id)
	v.get("/demo/mail").says("ana@example.org")
	page := v.get(path).is(200, path).says(s.code("ana@example.org"))
	if !strings.Contains(page.body, `<a href="`+s.BaseURL+s.link("ana@example.org")+`">`) {
		t.Error("the link of the mail cannot be followed")
	}
	if raw := v.get(path+".eml").is(200, path+".eml"); !strings.Contains(raw.body, "Content-Type: multipart/") || raw.header.Get("Content-Type") != "message/rfc822" {
		t.Errorf("the raw letter is %v", raw.header)
	}
	if framed := v.get(path+"/html").is(200, path+"/html"); framed.header.Get("Content-Security-Policy") != letterPolicy {
		t.Error("the letter's HTML is not shut in")
	}
	for _, bad := range []string{"/demo/mail/0", "/demo/mail/x", "/demo/mail/999999999999999999999"} {
		v.get(bad).is(404, bad)
	}
}

func jsonNumber(id int64) string {
	b, _ := json.Marshal(id) // an integer always marshals
	return string(b)
}

func TestLinksOfAPlainText(t *testing.T) {
	t.Parallel()
	got := string(withLinks("See http://a.example/x?b=1&c=2. <b>\nhttps://b.example/)"))
	want := `See <a href="http://a.example/x?b=1&amp;c=2">http://a.example/x?b=1&amp;c=2</a>. &lt;b&gt;` + "\n" + `<a href="https://b.example/">https://b.example/</a>)`
	if got != want {
		t.Errorf("got %s", got)
	}
}

func TestSecurityAndRobots(t *testing.T) {
	t.Parallel()
	v := open(t).visitor()
	v.get("/.well-known/security.txt").is(200, "/.well-known/security.txt").says("Contact: mailto:help@example.org", "Expires: 2013-11-15T00:00:00Z")
	v.get("/robots.txt").is(200, "/robots.txt").says("Disallow: /")
}

func TestTheLanguageIsChosenByLinkAndRemembered(t *testing.T) {
	t.Parallel()
	s := open(t)
	v := s.visitor()
	lang := func(a *answer) string {
		for n := range a.doc.Descendants() {
			if n.Type == html.ElementNode && n.Data == "html" {
				return attr(n, "lang")
			}
		}
		return ""
	}
	if got := lang(v.get("/")); got != "en" {
		t.Errorf("asked for en, got %s", got)
	}
	if got := lang(v.get("/events/budapest?lang=fr")); got != "fr" {
		t.Errorf("chose fr, got %s", got)
	}
	if got := lang(v.get("/")); got != "fr" {
		t.Errorf("fr was forgotten: %s", got)
	}
	v.get("/events/budapest").says("Politiques d’éducation pour les Roms")
	if got := lang(v.get("/?lang=xx")); got != "fr" {
		t.Errorf("an unknown language gave %s", got)
	}
	reader := s.visitor()
	reader.lang = "fr-CH, de;q=0.5"
	if got := lang(reader.get("/nothing")); got != "fr" {
		t.Errorf("a French browser got %s", got)
	}
}

func TestATextInAnotherLanguageSaysWhich(t *testing.T) {
	t.Parallel()
	s := open(t)
	if _, err := s.db.NewRaw(`update activity set title = '{"hu": "Ebéd & <kávé>"}' where code = 'bp-lunch'`).Exec(t.Context()); err != nil {
		t.Fatal(err)
	}
	page := s.visitor().get("/events/budapest")
	if !strings.Contains(page.body, `<span lang="hu" dir="auto">Ebéd &amp; &lt;kávé&gt;</span>`) {
		t.Error("the Hungarian title is not marked as such")
	}
}

func TestTheSearchAnswersScripts(t *testing.T) {
	t.Parallel()
	s := open(t)
	v := s.visitor()
	v.enters("ana@example.org", "/me")
	var answer struct {
		Items []foundAuthority
		Text  string
	}
	if err := json.Unmarshal([]byte(v.get("/authorities.json?q=nis").body), &answer); err != nil {
		t.Fatal(err)
	}
	if len(answer.Items) == 0 || answer.Items[0].Name != "Niš" || answer.Items[0].Country != "Serbia" || answer.Text == "" {
		t.Errorf("%+v", answer)
	}
	if got := v.get("/authorities.json?q=zzzz").body; !strings.Contains(got, `"items":[]`) {
		t.Errorf("nothing found reads %s", got)
	}
}
