package web

import (
	"cmp"
	"net/http"
	"slices"

	"github.com/labstack/echo/v4"

	"convene/internal/account"
	"convene/internal/event"
	"convene/internal/mail"
	"convene/internal/registration"
)

// organiseHome lists the events of an account with the numbers that are looked at
// first.
type organiseHome struct {
	page
	Events []organisedEvent
}

type organisedEvent struct {
	event.Event
	URL, Window string
	Places      *availability
	Confirmed   int
	Failed      int // mails that were given up
}

func (s *Server) listOrganised(c echo.Context) error {
	a, err := s.signedIn(c)
	if err != nil {
		return err
	}
	ids, err := account.EventIDs(c.Request().Context(), s.db, a)
	if err != nil {
		return err
	}
	p := organiseHome{page: s.page(c, s.printer(c).T("Your events"))}
	p.Wide = true
	for _, id := range ids {
		e, err := s.organisedEvent(c, a, id)
		if err != nil {
			return err
		}
		p.Events = append(p.Events, e)
	}
	slices.SortStableFunc(p.Events, func(x, y organisedEvent) int {
		return cmp.Or(x.StartsAt.Compare(y.StartsAt), cmp.Compare(x.Slug, y.Slug))
	})
	return s.render(c, http.StatusOK, "organise/home", p)
}

func (s *Server) organisedEvent(c echo.Context, a *account.Account, id int64) (organisedEvent, error) {
	ctx, p := c.Request().Context(), s.printer(c)
	pr, err := event.Load(ctx, s.db, id)
	if err != nil {
		return organisedEvent{}, err
	}
	counters, err := registration.Counters(ctx, s.db, id)
	if err != nil {
		return organisedEvent{}, err
	}
	taken, err := registration.Breakdowns(ctx, s.db, id)
	if err != nil {
		return organisedEvent{}, err
	}
	e := organisedEvent{Event: pr.Event, URL: organiseURL(&pr.Event), Window: windowText(p, &pr.Event, s.Now()),
		Places: newAvailability(p, counters, event.RootCode), Confirmed: taken[event.RootCode].People}
	if a.Role != account.Organiser {
		return e, nil
	}
	failed, err := mail.Failed(ctx, s.db, id)
	e.Failed = len(failed)
	return e, err
}
