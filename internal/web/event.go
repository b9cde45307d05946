package web

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"convene/internal/event"
	"convene/internal/registration"
)

// eventPage shows an event with its programme, its places and the facts about
// access, all before anybody has to choose.
type eventPage struct {
	page
	Event      event.Event
	Window     event.Window
	WindowText string
	WindowMark string
	Places     *availability
	Languages  string
	Loops      string // rooms with a hearing loop
	Days       []dayView
	Partners   []event.Partner
	Own        *registration.Registration // the visitor's, when there is one
	Data       structuredEvent
}

func (s *Server) showEvent(c echo.Context) error {
	ctx := c.Request().Context()
	pr, err := s.programme(ctx, c.Param("slug"))
	if err != nil {
		return err
	}
	counters, err := registration.Counters(ctx, s.db, pr.Event.ID)
	if err != nil {
		return err
	}
	own, err := s.ownRegistration(c, pr.Event.ID)
	if err != nil {
		return err
	}
	p := s.page(c, "")
	p.Title = p.Plain(pr.Event.Title)
	return s.render(c, http.StatusOK, "event", eventPage{page: p, Event: pr.Event, Own: own, Partners: pr.Partners,
		Window: pr.Event.Open(s.Now()), WindowText: windowText(p.Printer, &pr.Event, s.Now()), WindowMark: windowMark(p.Printer, pr.Event.Open(s.Now())),
		Places: newAvailability(p.Printer, counters, event.RootCode), Days: programmeDays(p.Printer, pr, counters),
		Languages: languageNames(p.Printer, pr.Event.Locales), Loops: roomsWithLoop(pr), Data: s.structured(p, pr, counters)})
}

// ownRegistration is the live registration of whoever proved an address in this
// session; nil for everybody else.
func (s *Server) ownRegistration(c echo.Context, eventID int64) (*registration.Registration, error) {
	id := s.personID(c)
	if id == 0 {
		return nil, nil
	}
	return registration.LiveOf(c.Request().Context(), s.db, eventID, id)
}
