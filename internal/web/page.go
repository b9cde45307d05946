package web

import (
	"html/template"
	"net/url"
	"strings"

	"github.com/labstack/echo/v4"

	"convene/internal/account"
	"convene/internal/locale"
)

// page is what every page knows. A page's own struct embeds it, so that a
// template says {{.T "Register"}} and, inside a range, {{$.T "Register"}}.
type page struct {
	*locale.Printer
	Title         string // of this page, in the visitor's language, without the site's name
	Path          string // "/events/budapest", for links that come back
	LanguageLinks []languageLink
	Email         string           // the participant's own address; "" when nobody proved one
	Coordinates   bool             // that address coordinates a delegation
	Account       *account.Account // organiser, desk or partner; nil when none is signed in
	Demo          bool             // everything here is sample data
	MailKept      bool             // mail can be read at /demo/mail
	Contact       string           // the help desk's address
	Notices       []notice         // said once, after a deed
	Wide          bool             // tables that need the whole width
	Sent          bool             // an error summary stands on the page: the title says so
}

// notice is one message after a deed; Kind is "done", "info" or "warning".
type notice struct{ Kind, Text string }

// page begins a page's struct. Reading the notices takes them away.
func (s *Server) page(c echo.Context, title string) page {
	p := s.commonPage(s.printer(c), title, *c.Request().URL)
	a, err := s.signedIn(c)
	if err != nil {
		a = nil // the page itself will fail on the same database, or does not need it
	}
	p.Email, p.Account, p.Notices = s.sessionString(c, keyEmail), a, s.takeNotices(c)
	p.Coordinates = hasSession(c) && s.sessions.GetBool(c.Request().Context(), keyCoordinates)
	return p
}

// commonPage is a page as a stranger gets it. It knows no request, so that what is
// made from it may be shown to everybody.
func (s *Server) commonPage(p *locale.Printer, title string, address url.URL) page {
	return page{
		Printer: p, Title: title, Path: address.Path, LanguageLinks: languageLinks(address, p.Lang()),
		Demo: s.Demo, MailKept: s.MailKept, Contact: s.Contact,
	}
}

// tell shows a message on the next page this visitor opens. text is already in
// their language.
func (s *Server) tell(c echo.Context, kind, text string) error {
	var list []notice
	s.recall(c, "notices", &list)
	return s.remember(c, "notices", append(list, notice{kind, text}))
}

func (s *Server) takeNotices(c echo.Context) []notice {
	var list []notice
	if hasSession(c) && s.recall(c, "notices", &list) {
		s.forget(c, "notices")
	}
	return list
}

// Common is the page itself: for parts that take it as an argument, and for the
// layout, whose words no field of a page may hide.
func (p page) Common() page { return p }

// Section is the part of the site the page belongs to: "me", "delegations",
// "organise", "partner", "demo",
// "events", or "" for what belongs to none.
func (p page) Section() string {
	first, _, _ := strings.Cut(strings.TrimPrefix(p.Path, "/"), "/")
	switch first {
	case "", "events":
		return "events"
	case "me", "delegations", "organise", "partner", "demo":
		return first
	}
	return ""
}

// Words writes a text of an event in the visitor's language. When it exists only
// in another one it is marked with that language (WCAG 3.1.2).
func (p page) Words(t locale.Text) template.HTML {
	text, lang := t.In(p.Lang())
	return inLanguage(text, lang, p.Lang())
}

// Plain is the same text without marks, for titles and attributes.
func (p page) Plain(t locale.Text) string {
	text, _ := t.In(p.Lang())
	return text
}

// inLanguage escapes a text and wraps it when its language is not the page's.
func inLanguage(text, lang, around string) template.HTML {
	escaped := template.HTMLEscapeString(text)
	if lang == around || lang == "" {
		return template.HTML(escaped)
	}
	return template.HTML(`<span lang="` + template.HTMLEscapeString(lang) + `" dir="auto">` + escaped + `</span>`)
}
