package api

import (
	"context"
	"encoding/json"
	"errors"
	"math"
	"net/http"
	"strconv"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/labstack/echo/v4"

	"convene/internal/fault"
	"convene/internal/locale"
	"convene/internal/postgres"
	"convene/internal/registration"
)

// retryLater is how long to wait when nobody said for how long: about as long as
// a database takes to restart.
const retryLater = 10 * time.Second

// statusClientGone is what the log shows when the program left before the answer
// (nginx's 499; nobody reads it).
const statusClientGone = 499

// problem is a failure as programs see it (RFC 9457). Code says the same as the
// end of Type; it is what a program asks for.
type problem struct {
	Type     string         `json:"type" doc:"Names the kind of problem; it never changes and leads nowhere." example:"urn:convene:problem:already"`
	Title    string         `json:"title" doc:"What kind of problem it is, in the language asked for."`
	Status   int            `json:"status" example:"409"`
	Detail   string         `json:"detail" doc:"What is wrong this time and what to do, in the language asked for."`
	Instance string         `json:"instance,omitempty" doc:"The number of this request in our log."`
	Code     string         `json:"code" doc:"The end of type, for programs to tell problems apart." example:"already"`
	Errors   []problemField `json:"errors,omitempty" nullable:"false" doc:"Every wrong field."`

	headers http.Header
}

type problemField struct {
	Name   string `json:"name" doc:"The field, parameter or header." example:"latin_name"`
	Detail string `json:"detail" doc:"What is wrong with it, in the language asked for."`
}

// What huma asks of an error.

func (p *problem) Error() string             { return p.Code }
func (p *problem) GetStatus() int            { return p.Status }
func (p *problem) ContentType(string) string { return "application/problem+json" }
func (p *problem) GetHeaders() http.Header   { return p.headers }

func (p *problem) because(code string) *problem {
	p.Code, p.Type = code, "urn:convene:problem:"+code
	return p
}

func (p *problem) retry(after time.Duration) {
	p.headers.Set("Retry-After", strconv.Itoa(max(1, int(math.Ceil(after.Seconds())))))
}

// coded gives a fault a code, and where its kind does not tell it a status.
type coded struct {
	code      string
	status    int    // 0: that of the fault's kind
	challenge string // WWW-Authenticate
	err       error
}

func (c *coded) Error() string { return c.code + ": " + c.err.Error() }
func (c *coded) Unwrap() error { return c.err }

func newProblem(p *locale.Printer, status int, code, detail string) *problem {
	return (&problem{Status: status, Title: title(p, status), Detail: detail, headers: http.Header{}}).because(code)
}

// explain turns any error into words, a code and a status. What is not a fault is
// internal: the program learns that it happened, not what.
func explain(err error, p *locale.Printer) *problem {
	var he *echo.HTTPError
	var ours *problem
	switch f := fault.As(err); {
	case errors.As(err, &ours):
		return ours
	case f != nil && f.Kind != fault.Internal:
		return explainFault(err, f, p)
	case postgres.Away(err):
		pr := newProblem(p, http.StatusServiceUnavailable, "away", p.T("Our database does not answer. Nothing you sent was half done. Please try again in a few seconds."))
		pr.retry(retryLater)
		return pr
	case errors.Is(err, context.Canceled):
		return newProblem(p, statusClientGone, "gone", "")
	case errors.As(err, &he) && he.Code == http.StatusNotFound:
		return newProblem(p, he.Code, "not-found", p.T("There is nothing at this address. The addresses are in /api/v1/openapi.json."))
	case errors.As(err, &he) && he.Code == http.StatusMethodNotAllowed:
		return newProblem(p, he.Code, "method", p.T("This address takes other methods. They are in /api/v1/openapi.json."))
	}
	return newProblem(p, http.StatusInternalServerError, "internal",
		p.T("The fault is ours, and it has been noted. Please try again; if it happens again, tell us the number of the request."))
}

func explainFault(err error, f *fault.Error, p *locale.Printer) *problem {
	pr := newProblem(p, statusOf(f.Kind), codeOf(f.Kind), p.T(f.Message, f.Args...))
	if reason := registration.Refusal(err); reason != nil {
		pr.because(reason.Code)
	}
	var c *coded
	if errors.As(err, &c) {
		pr.because(c.code)
		if c.status != 0 {
			pr.Status, pr.Title = c.status, title(p, c.status)
		}
		if c.challenge != "" {
			pr.headers.Set("WWW-Authenticate", c.challenge)
		}
	}
	if after := f.RetryAfter; after > 0 {
		pr.retry(after)
	} else if f.Kind == fault.Unavailable || f.Kind == fault.TooMany {
		pr.retry(retryLater)
	}
	for _, field := range f.Fields {
		pr.Errors = append(pr.Errors, problemField{field.Name, p.T(field.Message, field.Args...)})
	}
	return pr
}

// kinds is the whole knowledge of HTTP about kinds of failure.
var kinds = map[fault.Kind]struct {
	status int
	code   string
}{
	fault.NotFound:    {http.StatusNotFound, "not-found"},
	fault.Invalid:     {http.StatusUnprocessableEntity, "invalid"},
	fault.Conflict:    {http.StatusConflict, "conflict"},
	fault.Forbidden:   {http.StatusForbidden, "forbidden"},
	fault.Gone:        {http.StatusGone, "gone"},
	fault.TooMany:     {http.StatusTooManyRequests, "too-many"},
	fault.Unavailable: {http.StatusServiceUnavailable, "busy"},
}

func statusOf(k fault.Kind) int  { return kinds[k].status }
func codeOf(k fault.Kind) string { return kinds[k].code }

func title(p *locale.Printer, status int) string {
	switch status {
	case http.StatusUnauthorized:
		return p.T("A token is needed")
	case http.StatusForbidden:
		return p.T("This is not allowed")
	case http.StatusNotFound:
		return p.T("There is no such thing")
	case http.StatusGone:
		return p.T("This is no longer valid")
	case http.StatusTooManyRequests:
		return p.T("Too many requests")
	case http.StatusServiceUnavailable:
		return p.T("The service is busy")
	case http.StatusConflict, http.StatusUnprocessableEntity:
		return p.T("This could not be done")
	case http.StatusInternalServerError:
		return p.T("Something went wrong")
	}
	return p.T("The request could not be read")
}

// problemOf explains an error of a visit and logs what is ours to mend.
func (s *Server) problemOf(v *visit, err error) *problem {
	p := explain(err, v.printer)
	p.Instance = "urn:convene:request:" + v.number
	f := fault.As(err)
	if p.Status >= http.StatusInternalServerError && (f == nil || f.Err != nil) {
		s.Log.Error("failed", "id", v.number, "error", err)
	}
	return p
}

// refuse answers before huma has read the request.
func (s *Server) refuse(c huma.Context, v *visit, err error) {
	p := s.problemOf(v, err)
	for name := range p.headers {
		c.SetHeader(name, p.headers.Get(name))
	}
	c.SetHeader("Content-Type", "application/problem+json")
	c.SetStatus(p.Status)
	body, _ := json.Marshal(p)        // strings and a number: cannot fail
	_, _ = c.BodyWriter().Write(body) // fails when the program left: nobody to tell
}

// showError answers what did not come to an operation: no such address, a panic.
func (s *Server) showError(err error, c echo.Context) {
	v := visitOf(c.Request().Context())
	if c.Response().Committed {
		s.Log.Error("failed after the answer began", "id", v.number, "route", c.Path(), "error", err)
		return
	}
	p := s.problemOf(v, err)
	for name := range p.headers {
		c.Response().Header().Set(name, p.headers.Get(name))
	}
	body, _ := json.Marshal(p) // strings and a number: cannot fail
	_ = c.Blob(p.Status, "application/problem+json", body)
}
