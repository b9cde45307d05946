package web

import (
	"net/http"
	"net/url"
	"path"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"convene/internal/account"
	"convene/internal/event"
	"convene/internal/fault"
	"convene/internal/person"
)

// enterPage asks for the address to which a code and a link are sent.
type enterPage struct {
	page
	Form   form
	To     string
	Event  *event.Event // where the person is going; nil for their own page
	Places *availability
}

// pendingEntry is what the session keeps between the address and the code, so
// that nothing is asked twice.
type pendingEntry struct {
	ID     int64
	Email  string
	To     string
	SentAt time.Time
	Hidden bool // the address is known from a mail's link, not typed: no page shows it
}

const keyPending = "entry"

func (s *Server) showEnter(c echo.Context) error {
	to := entryTarget(c.QueryParam("to"))
	if s.personID(c) != 0 {
		return s.seeOther(c, to)
	}
	var pending pendingEntry
	if s.recall(c, keyPending, &pending) && pending.Hidden {
		pending.Email = ""
	}
	return s.askAddress(c, http.StatusOK, to, url.Values{"email": {pending.Email}}, nil)
}

// askAddress shows the page on the way to anywhere; with faults what was typed stays.
func (s *Server) askAddress(c echo.Context, status int, to string, typed url.Values, faults []fault.Field) error {
	p := s.page(c, s.printer(c).T("Your e-mail address"))
	p.Sent = len(faults) > 0
	ep := enterPage{page: p, To: to, Form: newForm(p.Printer, typed, faults)}
	if slug := slugOf(to); slug != "" {
		if e, err := event.BySlug(c.Request().Context(), s.db, slug); err == nil && e.Public() {
			ep.Event = e
		}
	}
	return s.render(c, status, "enter", ep)
}

// submitEnter sends a code and a link. The answer is the same whether or not
// anybody is registered with the address.
func (s *Server) submitEnter(c echo.Context) error {
	to, typed := entryTarget(c.FormValue("to")), url.Values{"email": {c.FormValue("email")}}
	email, err := person.Email(typed.Get("email"))
	if faults := faultsOf(err); faults != nil {
		return s.askAddress(c, http.StatusUnprocessableEntity, to, typed, faults)
	}
	if err != nil {
		return err
	}
	err = s.sendEntry(c, pendingEntry{Email: email, To: to})
	f := fault.As(err)
	if f == nil || f.Kind != fault.TooMany {
		return s.orSeeOther(c, err, "/enter/code")
	}
	// The code that is under way may well be this browser's own.
	var pending pendingEntry
	if s.recall(c, keyPending, &pending) && pending.Email == email {
		return s.seeOther(c, "/enter/code")
	}
	setRetryAfter(c, f.RetryAfter)
	return s.askAddress(c, http.StatusTooManyRequests, to, typed, []fault.Field{{Name: "email", Message: f.Message, Args: f.Args}})
}

// sendEntry makes the code, lets its mail leave and remembers that it is under way.
func (s *Server) sendEntry(c echo.Context, e pendingEntry) error {
	p := s.page(c, "")
	e.SentAt = s.Now()
	request := account.EntryRequest{Email: e.Email, Locale: p.Lang(), Target: e.To, BaseURL: s.BaseURL, Contact: s.Contact, Sample: s.Demo}
	if slug := slugOf(e.To); slug != "" {
		if ev, err := event.BySlug(c.Request().Context(), s.db, slug); err == nil && ev.Public() {
			request.EventTitle = p.Plain(ev.Title)
		}
	}
	var err error
	if e.ID, err = account.StartEntry(c.Request().Context(), s.db.DB, e.SentAt, request); err != nil {
		return err
	}
	s.wakeMail()
	return s.remember(c, keyPending, e)
}

// orSeeOther goes on unless something failed.
func (s *Server) orSeeOther(c echo.Context, err error, path string) error {
	if err != nil {
		return err
	}
	return s.seeOther(c, path)
}

// entryTarget keeps a path that somebody who proved an address can be led to;
// everything else becomes their own page.
func entryTarget(to string) string {
	switch { // the addresses of forms that have no page of their own
	case strings.HasPrefix(to, "/me/"):
		to = strings.TrimSuffix(strings.TrimSuffix(to, "/sharing"), "/take-back")
	case strings.HasPrefix(to, "/delegations/") && strings.HasSuffix(to, "/remind"):
		to = "/delegations"
	}
	if path.Clean(to) == to && (strings.HasPrefix(to, "/me/") || to == "/delegations" || strings.HasPrefix(to, "/delegations/") || slugOf(to) != "") {
		return to
	}
	return "/me"
}

// slugOf is the event of "/events/SLUG/register…"; "" for any other path.
func slugOf(to string) string {
	parts := strings.Split(to, "/")
	if len(parts) < 4 || parts[0] != "" || parts[1] != "events" || parts[3] != "register" {
		return ""
	}
	return parts[2]
}
