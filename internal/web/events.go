package web

import (
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"convene/internal/event"
	"convene/internal/locale"
	"convene/internal/registration"
)

// eventsPage lists what is to come and, below, what was.
type eventsPage struct {
	page
	Coming, Past []eventCard
}

// eventCard is one event of the list.
type eventCard struct {
	event.Event
	Window     event.Window
	WindowText string
	Places     *availability
}

func (s *Server) listEvents(c echo.Context) error {
	ctx, now := c.Request().Context(), s.Now()
	events, err := event.List(ctx, s.db)
	if err != nil {
		return err
	}
	p := eventsPage{page: s.page(c, s.printer(c).T("Events"))}
	for _, e := range events {
		counters, err := registration.Counters(ctx, s.db, e.ID)
		if err != nil {
			return err
		}
		card := eventCard{Event: e, Window: e.Open(now), WindowText: windowText(p.Printer, &e, now),
			Places: newAvailability(p.Printer, counters, event.RootCode)}
		if now.Before(e.EndsAt) {
			p.Coming = append(p.Coming, card)
		} else {
			p.Past = append(p.Past, card)
		}
	}
	return s.render(c, http.StatusOK, "events", p)
}

// windowText says until or from when one can register, with the zone in words.
func windowText(p *locale.Printer, e *event.Event, now time.Time) string {
	switch {
	case e.Status == event.Cancelled:
		return p.T("This event was cancelled.")
	case e.Open(now) == event.NotYet:
		return p.T("Registration opens on %s.", p.Moment(e.OpensAt))
	case e.Open(now) == event.Open:
		return p.T("Registration is open until %s.", p.Moment(e.ClosesAt))
	}
	return p.T("Registration closed on %s.", p.Moment(e.ClosesAt))
}

// windowMark is the word of the mark beside it.
func windowMark(p *locale.Printer, w event.Window) string {
	switch w {
	case event.Open:
		return p.T("Open")
	case event.NotYet:
		return p.T("Not yet open")
	}
	return p.T("Closed")
}

// Mark is the shape of the card's mark.
func (e eventCard) Mark() string {
	switch e.Window {
	case event.Open:
		return "open"
	case event.NotYet:
		return "waiting"
	}
	return "closed"
}

// MarkText is the word beside the shape.
func (p eventsPage) MarkText(w event.Window) string { return windowMark(p.Printer, w) }
