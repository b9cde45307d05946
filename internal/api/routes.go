package api

import (
	"context"
	"net/http"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"convene/internal/account"
)

// operation is one line of the table: what is asked for, with which scope, and
// what the document says of it.
type operation struct {
	method, path string
	scope        string
	id, summary  string
	status       int // of success
	body         *huma.RequestBody
	answers      map[string]*huma.Response
}

// operations lists everything programs can ask for.
func (s *Server) operations() {
	const (
		events       = "/events"
		one          = events + "/{slug}"
		registered   = one + "/registrations"
		registration = registered + "/{reference}"
		attendees    = "/partner" + one + "/attendees"
	)
	add(s, operation{method: "GET", path: events, scope: public, id: "list-events", summary: "Events that are published, the earliest first"}, s.listEvents)
	add(s, operation{method: "GET", path: one, scope: public, id: "show-event", summary: "An event with what can be chosen and how full it is"}, s.showEvent)
	add(s, operation{method: "GET", path: registered, scope: account.ScopeRead, id: "list-registrations", summary: "Registrations in the order in which they were made"}, s.listRegistrations)
	add(s, operation{method: "POST", path: registered, scope: account.ScopeRegister, id: "register", summary: "Register a person", status: http.StatusCreated, body: exampleOf(registrationExamples)}, s.register)
	add(s, operation{method: "PATCH", path: registration, scope: account.ScopeRegister, id: "change", summary: "Change a registration; what is left out stays", body: exampleOf(changeExamples)}, s.change)
	add(s, operation{method: "DELETE", path: registration, scope: account.ScopeRegister, id: "withdraw", summary: "Withdraw a registration; its places go to the next in line"}, s.withdraw)
	add(s, operation{method: "GET", path: attendees, scope: account.ScopePartner, id: "list-attendees", summary: "The people who agree to be known to this partner, and of them what they agree to", answers: attendeeFiles(s)}, s.listAttendees)
}

// maxBody is far more than the longest registration.
const maxBody = 64 << 10

// add puts an operation into the routes and into the document.
func add[I, O any](s *Server, o operation, handle func(context.Context, *visit, *I) (*O, error)) {
	op := huma.Operation{Method: o.method, Path: o.path, OperationID: o.id, Summary: o.summary, DefaultStatus: o.status, MaxBodyBytes: maxBody,
		RequestBody: o.body, Responses: o.answers, Errors: o.errors(), RejectUnknownQueryParameters: true,
		Middlewares: huma.Middlewares{s.admit(o.scope)}}
	if o.scope != public {
		op.Security = []map[string][]string{{"token": {o.scope}}}
	}
	if op.DefaultStatus == 0 {
		op.DefaultStatus = http.StatusOK
	}
	huma.Register(s.api, op, func(ctx context.Context, in *I) (*O, error) {
		v := visitOf(ctx)
		out, err := handle(ctx, v, in)
		if err != nil {
			return nil, s.problemOf(v, err)
		}
		return out, nil
	})
}

// errors are the statuses of problems that an operation may answer with.
func (o operation) errors() []int {
	statuses := []int{http.StatusTooManyRequests, http.StatusServiceUnavailable}
	if o.scope != public {
		statuses = append(statuses, http.StatusUnauthorized, http.StatusForbidden)
	}
	if strings.Contains(o.path, "{") {
		statuses = append(statuses, http.StatusNotFound)
	}
	if o.body != nil {
		statuses = append(statuses, http.StatusBadRequest, http.StatusRequestEntityTooLarge, http.StatusUnsupportedMediaType)
	}
	if o.scope == account.ScopeRegister {
		statuses = append(statuses, http.StatusConflict, http.StatusGone)
	}
	return statuses
}
