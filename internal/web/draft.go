package web

import (
	"crypto/rand"
	"errors"
	"net/url"
	"slices"

	"github.com/labstack/echo/v4"

	"convene/internal/event"
	"convene/internal/registration"
)

// draft is a sign-up under way. It lives in the session, on the server, with
// everything as it was typed, right or wrong: reloading, going back, or a session
// that had to begin again with a new code loses nothing.
type draft struct {
	Key     string     `json:"key"`    // the submission's, made once (rule 13)
	Person  int64      `json:"person"` // whose it is; another person begins anew
	Answers url.Values `json:"answers"`
	Done    []string   `json:"done"` // steps that were right when they were sent
}

const draftPrefix = "draft:"

// draftOf reads the draft for an event, or begins one.
func (s *Server) draftOf(c echo.Context, e *event.Event) *draft {
	var d draft
	if s.recall(c, draftPrefix+e.Slug, &d) && d.Person == s.personID(c) {
		return &d
	}
	return &draft{Key: rand.Text(), Person: s.personID(c), Answers: url.Values{}}
}

func (s *Server) keepDraft(c echo.Context, e *event.Event, d *draft) error {
	return s.remember(c, draftPrefix+e.Slug, d)
}

// take replaces the answers of one step by what was just sent. A box that was
// left unticked sends nothing, so each field of the step is replaced.
func (d *draft) take(fields []string, sent url.Values) {
	for _, name := range fields {
		delete(d.Answers, name)
		if values, ok := sent[name]; ok {
			d.Answers[name] = slices.Clone(values[:min(len(values), maxAnswers)])
		}
	}
}

// maxAnswers bounds how many boxes of one name a draft keeps.
const maxAnswers = 60

// finish notes whether a step is right.
func (d *draft) finish(step string, right bool) {
	d.Done = slices.DeleteFunc(d.Done, func(done string) bool { return done == step })
	if right {
		d.Done = append(d.Done, step)
	}
}

// signup is a sign-up being worked on: the event with its numbers, and the draft.
type signup struct {
	*event.Programme
	Counters map[string]registration.Counter // nil until a page needs them
	Draft    *draft
}

// elsewhere is an error that is none: the visitor is led to another page.
type elsewhere string

func (e elsewhere) Error() string { return "see " + string(e) }

// whereTo gives the page an error leads to.
func whereTo(err error) (string, bool) {
	var e elsewhere
	found := errors.As(err, &e)
	return string(e), found
}

// signup loads the event and the draft. Whoever cannot register (any more, yet, or
// again) is led to the page that says why.
func (s *Server) signup(c echo.Context) (*signup, error) {
	su, err := s.openSignup(c)
	if err != nil {
		return nil, err
	}
	registered, err := registration.IsRegistered(c.Request().Context(), s.db, su.Event.ID, s.personID(c))
	if err == nil && registered {
		err = elsewhere("/events/" + su.Event.Slug + "/register")
	}
	return su, err
}

// openSignup does not ask whether the person is registered already: the desk does
// when the answers are sent.
func (s *Server) openSignup(c echo.Context) (*signup, error) {
	pr, err := s.programme(c.Request().Context(), c.Param("slug"))
	if err != nil {
		return nil, err
	}
	if pr.Event.Open(s.Now()) != event.Open {
		return nil, elsewhere("/events/" + pr.Event.Slug + "/register")
	}
	return &signup{Programme: pr, Draft: s.draftOf(c, &pr.Event)}, nil
}

// atStep loads what a step's page needs. Steps that come before it must be done.
func (s *Server) atStep(c echo.Context, step string) (*signup, error) {
	su, err := s.signup(c)
	if err != nil {
		return nil, err
	}
	if err := su.reach(step); err != nil {
		return nil, err
	}
	return su, s.count(c, su)
}

// count reads how full everything is.
func (s *Server) count(c echo.Context, su *signup) (err error) {
	su.Counters, err = registration.Counters(c.Request().Context(), s.db, su.Event.ID)
	return err
}
