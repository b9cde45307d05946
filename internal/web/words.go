package web

import (
	"net/http"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"convene/internal/event"
)

// How long after an event registrations are kept, the frozen lists that prove it to
// those who pay, and the log of consents, from which names are gone by then
// (domain.md 3.4).
const (
	retentionMonths = 12
	listYears       = 5
	consentYears    = 3
)

// privacyPage is the notice at the point of collection (DP-07), with dates instead
// of phrases where there are dates (DP-28).
type privacyPage struct {
	page
	Events []retention
}

// retention is one event with the days on which what is kept of it is due to be
// erased.
type retention struct {
	event.Event
	Until        time.Time
	ListsUntil   time.Time // the frozen ones
	ConsentUntil time.Time
}

func (s *Server) showPrivacy(c echo.Context) error {
	events, err := event.List(c.Request().Context(), s.db)
	if err != nil {
		return err
	}
	p := privacyPage{page: s.page(c, s.printer(c).T("Privacy"))}
	for _, e := range events {
		p.Events = append(p.Events, retention{Event: e, Until: e.EndsAt.AddDate(0, retentionMonths, 0),
			ListsUntil: e.EndsAt.AddDate(listYears, 0, 0), ConsentUntil: e.EndsAt.AddDate(consentYears, 0, 0)})
	}
	return s.render(c, http.StatusOK, "privacy", p)
}

// accessibilityPage says what works, what does not, and whom to write to.
type accessibilityPage struct {
	page
	Reviewed time.Time
}

// statementReviewed is the day on which somebody last compared the statement with
// the pages. Change it only after doing so.
var statementReviewed = time.Date(2026, time.November, 23, 0, 0, 0, 0, time.UTC)

func (s *Server) showAccessibility(c echo.Context) error {
	return s.render(c, http.StatusOK, "accessibility", accessibilityPage{s.page(c, s.printer(c).T("Accessibility")), statementReviewed})
}

// securityText says where to report a hole (RFC 9116). It ends in a year, so that
// a copy that nobody looks after is not believed for ever.
func (s *Server) securityText(c echo.Context) error {
	contact := s.BaseURL + "/privacy"
	if s.Contact != "" {
		contact = "mailto:" + s.Contact
	}
	lines := []string{"Contact: " + contact, "Expires: " + s.Now().UTC().AddDate(1, 0, 0).Truncate(24*time.Hour).Format(time.RFC3339),
		"Preferred-Languages: en, fr", "Canonical: " + s.BaseURL + "/.well-known/security.txt"}
	return c.String(http.StatusOK, strings.Join(lines, "\r\n")+"\r\n")
}

// robotsText keeps machines to the public pages; in the demo to none.
func (s *Server) robotsText(c echo.Context) error {
	if s.Demo {
		return c.String(http.StatusOK, "User-agent: *\nDisallow: /\n")
	}
	return c.String(http.StatusOK, "User-agent: *\nDisallow: /me\nDisallow: /enter\nDisallow: /answer\nDisallow: /organise\nDisallow: /partner\nDisallow: /sign-in\nDisallow: /events/*/register\n")
}
