package web

import (
	"crypto/rand"
	"errors"
	"net/url"
	"slices"
	"strconv"

	"github.com/labstack/echo/v4"

	"convene/internal/allocation"
	"convene/internal/event"
	"convene/internal/registration"
)

// draft is a sign-up under way. It lives in the session, on the server, with
// everything as it was typed, right or wrong: reloading, going back, or a session
// that had to begin again with a new code loses nothing.
type draft struct {
	Key     string     `json:"key"`             // the submission's, made once (rule 13)
	Person  int64      `json:"person"`          // whose it is; another person begins anew
	Named   int64      `json:"named,omitempty"` // the nomination that it confirms; 0 for none
	Answers url.Values `json:"answers"`
	Done    []string   `json:"done"` // steps that were right when they were sent
}

const draftPrefix = "draft:"

// draftOf reads the draft for an event, or begins one. Who was named begins with
// what the coordinator typed.
func (s *Server) draftOf(c echo.Context, e *event.Event, named *registration.Registration) *draft {
	var d draft
	kept := s.recall(c, draftPrefix+e.Slug, &d) && d.Person == s.personID(c)
	switch {
	case kept && named == nil && d.Named == 0, kept && named != nil && d.Named == named.ID:
		return &d
	case named == nil:
		return &draft{Key: rand.Text(), Person: s.personID(c), Answers: url.Values{}}
	}
	return &draft{Key: rand.Text(), Person: s.personID(c), Named: named.ID, Answers: typedDetails(named.Details)}
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
	Named    *registration.Registration // the nomination it confirms; nil for none
}

// fix keeps who was named to the authority whose place it is.
func (su *signup) fix() {
	if su.Named != nil && su.Named.AuthorityID != 0 {
		su.Draft.Answers.Set("authority", strconv.FormatInt(su.Named.AuthorityID, 10))
	}
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
	ctx := c.Request().Context()
	pr, err := s.programme(ctx, c.Param("slug"))
	if err != nil {
		return nil, err
	}
	var own *registration.Registration
	registered, err := registration.IsRegistered(ctx, s.db, pr.Event.ID, s.personID(c))
	if err == nil && registered {
		own, err = s.ownRegistration(c, pr.Event.ID)
	}
	if err != nil {
		return nil, err
	}
	return s.signupOf(c, pr, own)
}

// openSignup does not ask whether the person is registered already, unless the draft
// confirms a nomination: the desk does when the answers are sent.
func (s *Server) openSignup(c echo.Context) (*signup, error) {
	pr, err := s.programme(c.Request().Context(), c.Param("slug"))
	if err != nil {
		return nil, err
	}
	var d draft
	if !s.recall(c, draftPrefix+pr.Event.Slug, &d) || d.Named == 0 {
		return s.signupOf(c, pr, nil)
	}
	own, err := s.ownRegistration(c, pr.Event.ID)
	if err == nil && own == nil {
		gone := allocation.Reason{Code: allocation.Missing}
		err = s.tell(c, "warning", registration.Sentence(s.printer(c), &gone, pr))
	}
	if err != nil {
		return nil, err
	}
	return s.signupOf(c, pr, own)
}

// signupOf begins with a nomination, if there is one.
func (s *Server) signupOf(c echo.Context, pr *event.Programme, own *registration.Registration) (*signup, error) {
	may, err := s.mayBegin(c, pr, own)
	if err != nil {
		return nil, err
	}
	if !may {
		return nil, elsewhere("/events/" + pr.Event.Slug + "/register")
	}
	su := &signup{Programme: pr, Draft: s.draftOf(c, &pr.Event, own), Named: own}
	su.fix()
	return su, nil
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
