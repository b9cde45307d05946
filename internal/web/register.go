package web

import (
	"net/http"

	"github.com/labstack/echo/v4"

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
	if own == nil && rp.Window == event.Open && s.personID(c) != 0 {
		return s.seeOther(c, rp.To+"/"+stepYou)
	}
	return s.render(c, http.StatusOK, "register/start", rp)
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
	if own == nil {
		return elsewhere("/events/" + pr.Event.Slug + "/register")
	}
	op, err := s.ownPage(c, own, pr)
	if err != nil {
		return err
	}
	p := s.page(c, op.Heading)
	return s.render(c, http.StatusOK, "register/result", resultPage{p, op})
}
