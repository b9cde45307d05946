package web

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"convene/internal/fault"
	"convene/internal/locale"
	"convene/internal/postgres"
)

// retryDatabase is how long to wait when the database is away, seconds being how
// long a restart takes.
const retryDatabase = 10 * time.Second

// statusClientGone is what the log shows when the visitor left before the answer
// (nginx's 499; no client reads it).
const statusClientGone = 499

// problem is a failure as the visitor sees it (RFC 9457 in JSON).
type problem struct {
	Type       string         `json:"type"`
	Title      string         `json:"title"`
	Status     int            `json:"status"`
	Detail     string         `json:"detail,omitempty"`
	Instance   string         `json:"instance,omitempty"`
	Errors     []problemField `json:"errors,omitempty"`
	retryAfter time.Duration
	logged     bool
}

type problemField struct {
	Name   string `json:"name"`
	Detail string `json:"detail"`
}

type errorPage struct {
	page
	Problem   problem
	RequestID string
}

// showError is the one place where an error becomes an answer.
func (s *Server) showError(err error, c echo.Context) {
	if c.Response().Committed {
		s.Log.Error("failed after the answer began", "id", numberOf(c), "route", c.Path(), "error", err)
		return
	}
	if path, ok := whereTo(err); ok {
		if err = s.seeOther(c, path); err == nil {
			return
		}
	}
	p := explain(err, s.printer(c))
	p.Instance = "urn:convene:request:" + numberOf(c)
	if p.logged {
		s.Log.Error("failed", "id", numberOf(c), "route", c.Path(), "error", err)
	}
	if p.retryAfter > 0 {
		setRetryAfter(c, p.retryAfter)
	}
	c.Response().Header().Set("Cache-Control", "no-store")
	if err := s.sendProblem(c, p); err != nil {
		s.Log.Error("error page failed", "id", numberOf(c), "error", err)
		_ = c.String(p.Status, p.Title+"\n"+p.Detail+"\n"+numberOf(c)+"\n") // nothing left to try when this fails too
	}
}

func (s *Server) sendProblem(c echo.Context, p problem) error {
	switch {
	case c.Request().Method == http.MethodHead:
		return c.NoContent(p.Status)
	case wantsJSON(c.Request()):
		body, err := json.Marshal(p)
		if err != nil {
			return err
		}
		return c.Blob(p.Status, "application/problem+json", body)
	}
	return s.render(c, p.Status, "error", errorPage{page: s.page(c, p.Title), Problem: p, RequestID: numberOf(c)})
}

// wantsJSON is true for the API and for callers that take JSON but not pages.
func wantsJSON(r *http.Request) bool {
	accept := r.Header.Get("Accept")
	return strings.HasPrefix(r.URL.Path, "/api/") || strings.HasSuffix(r.URL.Path, ".json") ||
		strings.Contains(accept, "json") && !strings.Contains(accept, "html")
}

// explain turns any error into words and a status. What is not a fault is
// internal: the visitor learns that it happened, not what.
func explain(err error, p *locale.Printer) problem {
	var he *echo.HTTPError
	switch f := fault.As(err); {
	case f != nil && f.Kind != fault.Internal:
		return explainFault(f, p)
	case postgres.Away(err):
		return problem{Type: "about:blank", Status: http.StatusServiceUnavailable, retryAfter: retryDatabase, logged: true,
			Title:  p.T("The service is away for a moment"),
			Detail: p.T("Our database does not answer. Nothing you sent was half done. Please try again in a few seconds.")}
	case errors.Is(err, context.Canceled):
		return problem{Type: "about:blank", Status: statusClientGone, Title: p.T("Something went wrong")}
	case errors.As(err, &he) && he.Code < http.StatusInternalServerError:
		return problem{Type: "about:blank", Status: he.Code, Title: statusTitle(he.Code, p), Detail: statusDetail(he.Code, p)}
	}
	return problem{Type: "about:blank", Status: http.StatusInternalServerError, logged: true, Title: p.T("Something went wrong"),
		Detail: p.T("The fault is ours, and it has been noted. Please try again; if it happens again, tell us the number below.")}
}

func explainFault(f *fault.Error, p *locale.Printer) problem {
	status := statusOf(f.Kind)
	pr := problem{Type: "about:blank", Status: status, Title: statusTitle(status, p), Detail: p.T(f.Message, f.Args...),
		retryAfter: f.RetryAfter, logged: f.Kind == fault.Unavailable && f.Err != nil}
	if pr.retryAfter == 0 && (f.Kind == fault.Unavailable || f.Kind == fault.TooMany) {
		pr.retryAfter = retryDatabase
	}
	for _, field := range f.Fields {
		pr.Errors = append(pr.Errors, problemField{Name: field.Name, Detail: p.T(field.Message, field.Args...)})
	}
	return pr
}

// statusOf is the whole knowledge of HTTP about kinds of failure.
func statusOf(k fault.Kind) int {
	switch k {
	case fault.NotFound:
		return http.StatusNotFound
	case fault.Invalid:
		return http.StatusUnprocessableEntity
	case fault.Conflict:
		return http.StatusConflict
	case fault.Forbidden:
		return http.StatusForbidden
	case fault.Gone:
		return http.StatusGone
	case fault.TooMany:
		return http.StatusTooManyRequests
	case fault.Unavailable:
		return http.StatusServiceUnavailable
	}
	return http.StatusInternalServerError
}

func statusTitle(status int, p *locale.Printer) string {
	switch status {
	case http.StatusNotFound, http.StatusMethodNotAllowed:
		return p.T("Page not found")
	case http.StatusForbidden:
		return p.T("This is not allowed")
	case http.StatusGone:
		return p.T("This is no longer valid")
	case http.StatusTooManyRequests:
		return p.T("Too many requests")
	case http.StatusServiceUnavailable:
		return p.T("The service is busy")
	case http.StatusConflict, http.StatusUnprocessableEntity:
		return p.T("This could not be done")
	}
	return p.T("The request could not be read")
}

func statusDetail(status int, p *locale.Printer) string {
	switch status {
	case http.StatusNotFound, http.StatusMethodNotAllowed:
		return p.T("Check the address, or begin again from the list of events.")
	case http.StatusRequestEntityTooLarge:
		return p.T("More was sent than any of our forms asks for.")
	}
	return p.T("Your browser sent something we do not understand. Please go back and try again.")
}
