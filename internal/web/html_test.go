package web

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"convene/internal/registration"
	"convene/templates"
)

// pages gives a concrete address for every GET route of ours, with a participant
// signed in who has one registration and began another.
func (v *visitor) pages() map[string]string {
	v.t.Helper()
	activities, trip := nothing()
	activities.Set("choice.bp-w1", "bp-c1")
	activities.Set("wait.bp-w1", "yes")
	v.resize("budapest", "bp-c1", 0)
	v.send(v.upToCheck("ana@example.org", activities, trip, nil), false)
	ana := v.registered("ana@example.org")
	own := "/me/" + ana.Reference
	v.certify(ana.ID)
	const madrid = "/events/madrid/register"
	v.post(madrid+"/you", v.ana())
	v.post(madrid+"/activities", map[string][]string{"choice.md-w1": {"none"}})
	v.post(madrid+"/sharing", nil)
	waits := v.registered("ana@example.org")
	answer := registration.AnswerPath(v.Secret, waits.ID, v.event("budapest").ByCode("bp-c1").ID)
	letter := "/demo/mail/" + strconv.FormatInt(v.newest("ana@example.org").ID, 10)
	return map[string]string{
		"/": "/", "/events/:slug": "/events/budapest", "/enter": "", "/enter/code": "", "/enter/:token": "/enter/abc",
		"/events/:slug/register": budapest, "/events/:slug/register/you": madrid + "/you", "/events/:slug/register/activities": madrid + "/activities",
		"/events/:slug/register/trip": "", "/events/:slug/register/sharing": madrid + "/sharing", "/events/:slug/register/check": madrid + "/check",
		"/events/:slug/register/result": budapest + "/result", "/me": "/me", "/me/:reference": own, "/me/:reference/you": own + "/you",
		"/me/:reference/activities": own + "/activities", "/me/:reference/withdraw": own + "/withdraw", "/privacy": "/privacy",
		"/answer/:token": answer, "/me/:reference/answer/:activity": own + "/answer/bp-c1",
		"/me/:reference/confirmation": own + "/confirmation", "/me/:reference/certificate": own + "/certificate", "/certificates": "/certificates",
		"/accessibility": "/accessibility", "/demo/components": "/demo/components", "/demo/mail": "/demo/mail", "/demo/mail/:id": letter,
	}
}

// notPages are routes that answer with files, and those that others test.
var notPages = []string{"/events/:slug/calendar.ics", "/events.atom", "/authorities.json", "/me/:reference/calendar.ics", "/me/:reference/confirmation.pdf", "/me/:reference/certificate.pdf",
	"/.well-known/security.txt", "/robots.txt", "/demo/mail.json", "/demo/mail/:id/html"}

// theirs tells whether a route belongs to the pages of organisers, partners and
// coordinators.
func theirs(path string) bool {
	return strings.HasPrefix(path, "/delegations") || strings.HasPrefix(path, "/organise") || strings.HasPrefix(path, "/partner") || strings.HasPrefix(path, "/sign-")
}

// questions are the pages of somebody who is asked something, and of what they answer.
func (v *visitor) questions() []*answer {
	v.t.Helper()
	zora, _ := v.offered()
	v.resize("budapest", "event", 5)
	nune := v.nominates("nune@example.org")
	v.enters("zora@example.org", "/me")
	own := "/me/" + zora.Reference
	pages := []*answer{v.get(v.answerAt(zora, "event")), v.post(v.answerAt(zora, "event"), refuse), v.get("/answer/x"), v.get(own), v.get(own + "/answer/event"),
		v.get("/events/budapest"), v.get(v.answerAt(nune, "event")), v.post(v.answerAt(nune, "event"), refuse), v.post(v.answerAt(nune, "event"), accept)}
	v.post("/enter/code", map[string][]string{"code": {v.code("nune@example.org")}})
	return append(pages, v.get(budapest+"/you"), v.get("/me"), v.get("/me/"+nune.Reference))
}

func TestEveryQuestionIsWellMade(t *testing.T) {
	t.Parallel()
	for _, lang := range []string{"en", "fr"} {
		v := open(t).visitor()
		v.lang = lang
		for _, page := range v.questions() {
			wellMade(t, page, lang)
		}
	}
}

func TestEveryPageIsWellMade(t *testing.T) {
	t.Parallel()
	s := open(t)
	v := s.visitor()
	pages := v.pages()
	for _, r := range s.routes() {
		if _, known := pages[r.path]; r.method == "GET" && !known && !slices.Contains(notPages, r.path) && !theirs(r.path) {
			t.Errorf("nobody looks at %s", r.path)
		}
	}
	for _, lang := range []string{"en", "fr"} {
		v.lang = lang
		for _, route := range slices.Sorted(maps.Keys(pages)) {
			if pages[route] != "" {
				wellMade(t, v.get(pages[route]), lang)
			}
		}
		stranger := s.visitor()
		stranger.lang = lang
		for _, path := range []string{"/events/budapest/register", "/events/madrid", "/enter", "/me", "/nothing"} {
			wellMade(t, stranger.get(path), lang)
		}
		wellMade(t, stranger.post("/enter", map[string][]string{"email": {lang}}), lang)
		wellMade(t, stranger.post("/enter", map[string][]string{"email": {lang + "@example.org"}, "to": {budapest}}), lang)
		wellMade(t, stranger.post("/enter/code", map[string][]string{"code": {"1"}}), lang)
		stranger.post("/enter/code", map[string][]string{"code": {s.code(lang + "@example.org")}})
		wellMade(t, stranger.get(budapest+"/you"), lang)
		wellMade(t, stranger.post(budapest+"/you", nil), lang)
		stranger.post(budapest+"/you", stranger.ana())
		wellMade(t, stranger.post(budapest+"/activities", nil), lang)
		activities, _ := nothing()
		wellMade(t, stranger.post(budapest+"/activities", activities), lang) // the step of trips
		wellMade(t, stranger.post("/enter/abc", nil), lang)
	}
}

// wellMade checks a page for what a machine can check without a browser.
func wellMade(t *testing.T, a *answer, lang string) {
	t.Helper()
	c := check{t: t, a: a, ids: map[string]int{}, labels: map[string]bool{}}
	for n := range a.doc.Descendants() {
		if n.Type == html.ElementNode {
			c.ids[attr(n, "id")]++
			if n.Data == "label" {
				c.labels[attr(n, "for")] = true
			}
		}
	}
	for n := range a.doc.Descendants() {
		if n.Type == html.ElementNode {
			c.element(n, lang)
		}
	}
	c.want(c.h1 == 1, "it has %d headings of the first level", c.h1)
	c.want(a.title() != "" && !strings.HasPrefix(a.title(), " –"), "its title is %q", a.title())
	c.want(strings.Contains(a.body, "help@example.org"), "it does not say where help is")
	for id, n := range c.ids {
		c.want(id == "" || n == 1, "the id %q stands on %d elements", id, n)
	}
	for _, leak := range []string{"%!", "ZgotmplZ", "<no value>", "{{"} {
		c.want(!strings.Contains(a.body, leak), "it shows %q", leak)
	}
}

type check struct {
	t      *testing.T
	a      *answer
	ids    map[string]int
	labels map[string]bool
	h1     int
}

func (c *check) want(ok bool, format string, args ...any) {
	c.t.Helper()
	if !ok {
		c.t.Errorf(c.a.path+": "+format, args...)
	}
}

func (c *check) element(n *html.Node, lang string) {
	c.t.Helper()
	for _, a := range n.Attr {
		c.want(a.Key != "style" && !strings.HasPrefix(a.Key, "on"), "<%s> has %s=%q inline", n.Data, a.Key, a.Val)
		if a.Key == "aria-describedby" || a.Key == "aria-labelledby" {
			for id := range strings.FieldsSeq(a.Val) {
				c.want(c.ids[id] == 1, "%s points at %q, which is not there", a.Key, id)
			}
		}
	}
	switch n.Data {
	case "html":
		c.want(attr(n, "lang") == lang, "its language is %q, want %q", attr(n, "lang"), lang)
	case "h1":
		c.h1++
	case "style", "font", "center":
		c.want(false, "it has <%s>", n.Data)
	case "script":
		c.want(attr(n, "src") != "" || attr(n, "type") == "application/ld+json", "it has an inline script")
	case "input", "select":
		c.control(n)
	case "fieldset":
		c.want(n.FirstChild != nil && firstElement(n).Data == "legend", "a fieldset has no legend")
	case "a", "button":
		c.want(strings.TrimSpace(words(n)) != "", "a <%s> has no words", n.Data)
		href, isLink := attribute(n, "href")
		c.want(n.Data != "a" || isLink && !strings.Contains(href, "@") || strings.HasPrefix(href, "mailto:"), "a link leads to %q", href)
		if id, inside := strings.CutPrefix(href, "#"); inside && !strings.Contains(c.a.path, "components") {
			c.want(c.ids[id] == 1, "a link leads to %q, which is not there", href)
		}
	case "iframe":
		c.want(attr(n, "title") != "" && attr(n, "sandbox") != "", "a frame has no title or no sandbox")
	case "th":
		c.want(attr(n, "scope") != "", "a heading of a table has no scope")
	case "form":
		c.want(attr(n, "method") == "post" || attr(n, "method") == "get", "a form has no method")
	}
}

// tokens are the values of autocomplete we use (HTML, autofill detail tokens).
var tokens = []string{"", "off", "name", "given-name", "family-name", "email", "organization", "organization-title", "country",
	"tel", "one-time-code", "username", "current-password", "new-password"}

func (c *check) control(n *html.Node) {
	c.t.Helper()
	kind, name := attr(n, "type"), attr(n, "name")
	if kind == "hidden" {
		return
	}
	c.want(name != "", "a field has no name")
	c.want(attr(n, "id") != "" && c.labels[attr(n, "id")], "the field %q has no label", name)
	c.want(slices.Contains(tokens, attr(n, "autocomplete")), "the field %q asks for %q", name, attr(n, "autocomplete"))
	if kind == "radio" || kind == "checkbox" {
		c.want(within(n, "fieldset"), "the choice %q stands in no group", name)
		return
	}
	c.want(n.Data == "select" || attr(n, "maxlength") != "" || kind == "date", "the field %q has no end", name)
}

func within(n *html.Node, name string) bool {
	for p := range n.Ancestors() {
		if p.Data == name {
			return true
		}
	}
	return false
}

func firstElement(n *html.Node) *html.Node {
	for child := range n.ChildNodes() {
		if child.Type == html.ElementNode {
			return child
		}
	}
	return n
}

func words(n *html.Node) string {
	var b strings.Builder
	for d := range n.Descendants() {
		if d.Type == html.TextNode {
			b.WriteString(d.Data)
		}
	}
	return b.String()
}

// TestEveryTemplateIsUsedAndThere compares the names that handlers render with
// the files: a page that is missing fails here, not at its first visitor.
func TestEveryTemplateIsUsedAndThere(t *testing.T) {
	t.Parallel()
	used := renderedNames(t)
	err := fs.WalkDir(templates.Files, "web", func(file string, d fs.DirEntry, err error) error {
		name := strings.TrimSuffix(strings.TrimPrefix(file, "web/"), ".html")
		if err != nil || d.IsDir() || name == "layout" || strings.HasPrefix(name, "parts/") {
			return err
		}
		if !used[name] {
			t.Errorf("no handler renders %s", file)
		}
		delete(used, name)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for name := range used {
		t.Errorf("a handler renders %q, which has no file", name)
	}
}

// renderedNames reads the name of the page from every call of render.
func renderedNames(t *testing.T) map[string]bool {
	t.Helper()
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	names := map[string]bool{}
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		source, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		tree, err := parser.ParseFile(token.NewFileSet(), file, source, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(tree, func(n ast.Node) bool {
			if call, ok := n.(*ast.CallExpr); ok {
				if fun, ok := call.Fun.(*ast.SelectorExpr); ok && fun.Sel.Name == "render" && len(call.Args) == 4 {
					if lit, ok := call.Args[2].(*ast.BasicLit); ok {
						name, err := strconv.Unquote(lit.Value)
						if err != nil {
							t.Error(err)
						}
						names[name] = true
					}
				}
			}
			return true
		})
	}
	return names
}

// A part of a template has one home: parsed together, the later of two of one name
// would silently stand in for the other.
func TestPartsHaveOneHome(t *testing.T) {
	t.Parallel()
	homes := map[string]string{}
	err := fs.WalkDir(templates.Files, ".", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || !strings.Contains(path, "/parts/") || entry.IsDir() {
			return err
		}
		content, err := fs.ReadFile(templates.Files, path)
		for _, m := range regexp.MustCompile(`\{\{-? ?define "([^"]+)"`).FindAllStringSubmatch(string(content), -1) {
			if homes[m[1]] != "" {
				t.Errorf("%q is defined in %s and in %s", m[1], homes[m[1]], path)
			}
			homes[m[1]] = path
		}
		return err
	})
	if err != nil || len(homes) < 5 {
		t.Errorf("%d parts, %v", len(homes), err)
	}
}
