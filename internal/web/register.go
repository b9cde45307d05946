package web

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"convene/internal/allocation"
	"convene/internal/event"
	"convene/internal/registration"
)

// registerPage is the door of a sign-up: open, it asks for the address or leads
// to the first step; otherwise it says why not, and when.
type registerPage struct {
	page
	Form       form
	To         string
	Event      event.Event
	Window     event.Window
	WindowText string
	Places     *availability
	Own        *registration.Registration
	Named      bool // they were named, and the time to confirm is over
	Uninvited  bool
}

func (s *Server) showRegister(c echo.Context) error {
	ctx := c.Request().Context()
	pr, err := s.programme(ctx, c.Param("slug"))
	if err != nil {
		return err
	}
	own, err := s.ownRegistration(c, pr.Event.ID)
	if err != nil {
		return err
	}
	counters, err := registration.Counters(ctx, s.db, pr.Event.ID)
	if err != nil {
		return err
	}
	p := s.page(c, s.printer(c).T("Register"))
	rp := registerPage{page: p, Event: pr.Event, Own: own, To: "/events/" + pr.Event.Slug + "/register", Form: newForm(p.Printer, nil, nil),
		Window: pr.Event.Open(s.Now()), WindowText: windowText(p.Printer, &pr.Event, s.Now()),
		Places: newAvailability(p.Printer, counters, event.RootCode)}
	if s.personID(c) != 0 {
		may, err := s.mayBegin(c, pr, own)
		if err != nil {
			return err
		}
		if may {
			return s.seeOther(c, rp.To+"/"+stepYou)
		}
		rp.Named, rp.Uninvited = named(own), own == nil && rp.Window == event.Open
	}
	return s.render(c, http.StatusOK, "register/start", rp)
}

// mayBegin tells whether this visitor can go through the steps: who was named and
// can still confirm, and who is not registered while registration is open to them.
func (s *Server) mayBegin(c echo.Context, pr *event.Programme, own *registration.Registration) (bool, error) {
	ctx := c.Request().Context()
	switch {
	case named(own):
		places, err := registration.PlacesOf(ctx, s.db, own.ID)
		return pr.Event.Status == event.Published && !over(rootPlace(places), s.Now()), err
	case own != nil || pr.Event.Open(s.Now()) != event.Open:
		return false, nil
	case pr.Event.Mode != event.ModeInvitation:
		return true, nil
	}
	return registration.Invited(ctx, s.db, pr.Event.ID, s.sessionString(c, keyEmail))
}

// named tells whether a registration is a nomination that waits for the person's word.
func named(r *registration.Registration) bool {
	return r != nil && r.State == string(allocation.RegistrationNominated)
}

// resultPage shows what became of a registration, place by place.
type resultPage struct {
	page
	*ownPage
}

func (s *Server) showResult(c echo.Context) error {
	pr, err := s.programme(c.Request().Context(), c.Param("slug"))
	if err != nil {
		return err
	}
	own, err := s.ownRegistration(c, pr.Event.ID)
	if err != nil {
		return err
	}
	if own == nil || named(own) {
		return elsewhere("/events/" + pr.Event.Slug + "/register")
	}
	op, err := s.ownPage(c, own, pr)
	if err != nil {
		return err
	}
	p := s.page(c, op.Heading)
	return s.render(c, http.StatusOK, "register/result", resultPage{p, op})
}
