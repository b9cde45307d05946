package web

import (
	"net/url"

	"github.com/labstack/echo/v4"

	"convene/internal/account"
	"convene/internal/allocation"
	"convene/internal/event"
	"convene/internal/fault"
	"convene/internal/registration"
)

// subject is the registration that a deed is about. Activity and Place are those of
// the path; Activity is nil when the deed is about the registration as a whole.
type subject struct {
	*confirmPage
	by           *account.Account
	Registration *registration.Registration
	Places       []registration.Place
	Counters     map[string]registration.Counter
	Activity     *event.Activity
	Place        registration.Place
	typed        url.Values
}

// deed is one kind of decision about a registration: what its page says, and what
// it hands to the desk. ask fills the page and may read the database; read makes the
// decision of a form; said is told when it is done.
type deed struct {
	name string // in the audit trail
	ask  func(*Server, echo.Context, *subject) error
	read func(*Server, *subject) (registration.Decision, []fault.Field)
	said func(*subject) string
}

// subject loads the registration of the path; one that is over has only its page.
func (s *Server) subject(c echo.Context, title string) (*subject, error) {
	pr, a, err := s.organised(c)
	if err != nil {
		return nil, err
	}
	ctx := c.Request().Context()
	r, err := registration.ByReference(ctx, s.db, pr.Event.ID, c.Param("reference"))
	if err != nil {
		return nil, err
	}
	sub := &subject{by: a, Registration: r}
	sub.confirmPage = s.confirmPage(c, pr, "/registrations", title, organiseURL(&pr.Event)+"/registrations/"+r.Reference)
	sub.Subject = r.Badge
	if r.State == string(allocation.RegistrationWithdrawn) {
		return nil, elsewhere(sub.Back)
	}
	if sub.Places, err = registration.PlacesOf(ctx, s.db, r.ID); err != nil {
		return nil, err
	}
	if sub.Counters, err = registration.Counters(ctx, s.db, pr.Event.ID); err != nil {
		return nil, err
	}
	return sub, sub.find(c.Param("activity"))
}

// find takes the activity of the path, if it names one.
func (sub *subject) find(code string) error {
	if code == "" {
		return nil
	}
	if _, counted := sub.Counters[code]; !counted {
		return fault.New(fault.NotFound, "There is no such event or activity.")
	}
	sub.Activity = sub.Programme.ByCode(code)
	for _, pl := range sub.Places {
		if pl.Activity == code {
			sub.Place = pl
		}
	}
	return nil
}

// effects are the words for what a deed on the subject would change.
func (sub *subject) effects() effects {
	return effects{sub.Printer, sub.Programme, sub.Counters, sub.Registration.ID}
}

// decision completes what every decision about the subject has.
func (s *Server) decision(sub *subject, d registration.Decision) registration.Decision {
	d.EventID, d.RegistrationID = sub.Programme.Event.ID, sub.Registration.ID
	if sub.Activity != nil {
		d.Activity = sub.Activity.Code
	}
	d.Actor, d.Staff, d.Now = by(sub.by), true, s.Now()
	return d
}

// foreseeDecision shows what a decision would change now, or why it would be refused.
func (s *Server) foreseeDecision(c echo.Context, sub *subject, d registration.Decision) error {
	found, err := s.desk.EffectsOf(c.Request().Context(), s.decision(sub, d))
	if err != nil {
		return sub.stopped(err)
	}
	sub.Effects = sub.effects().lines(found)
	return nil
}

// askDeed is the page of a deed.
func (s *Server) askDeed(d deed) echo.HandlerFunc {
	return func(c echo.Context) error {
		sub, err := s.subject(c, "")
		if err != nil {
			return err
		}
		return s.askAgain(c, d, sub, nil)
	}
}

func (s *Server) askAgain(c echo.Context, d deed, sub *subject, faults []fault.Field) error {
	sub.Form = newForm(sub.Printer, sub.typed, faults)
	if err := d.ask(s, c, sub); err != nil {
		return err
	}
	return s.showConfirm(c, sub.confirmPage)
}

// submitDeed decides. Nothing typed is lost when a field is wrong.
func (s *Server) submitDeed(d deed) echo.HandlerFunc {
	return func(c echo.Context) error {
		sub, err := s.subject(c, "")
		if err != nil {
			return err
		}
		sub.typed = c.Request().PostForm
		n, faults := d.read(s, sub)
		if len(faults) > 0 {
			return s.askAgain(c, d, sub, faults)
		}
		n = s.decision(sub, n)
		n.Key = deedKey(sub.by, c.FormValue("key"))
		_, err = s.desk.Decide(c.Request().Context(), n)
		return s.done(c, sub.Programme, sub.by, err, d.name, "/"+sub.Registration.Reference, d.said(sub), sub.Back)
	}
}

// called sets the title of a deed's page.
func (sub *subject) called(title string) {
	sub.Title = sub.T("%s: %s", title, sub.Programme.Event.City)
}
