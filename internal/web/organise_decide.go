package web

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"convene/internal/allocation"
	"convene/internal/event"
	"convene/internal/registration"
)

// requestsShown bounds how many requests one page foresees; the next ones come up
// as these are answered.
const requestsShown = 20

// decidePage is what waits for an organiser: registrations to be approved, and what
// participants ask for after the last day for changes.
type decidePage struct {
	organisePage
	Pending      []pendingRow
	PendingCount string
	PendingURL   string // the whole list, with search and pages
	Left         string // how many places the event has left
	Requests     []askedView
	RequestCount string
	MoreRequests int // that are not shown yet
}

// pendingRow is one registration to be approved.
type pendingRow struct {
	registration.Registration
	URL, Country, RoleWord, Submitted string
	Wishes                            []string
}

func (s *Server) showDecide(c echo.Context) error {
	pr, _, err := s.organised(c)
	if err != nil {
		return err
	}
	p := decidePage{organisePage: s.organisePage(c, pr, "/decide", s.printer(c).T("To decide"))}
	if err := s.addPending(c, &p); err != nil {
		return err
	}
	if err := s.addRequests(c, &p); err != nil {
		return err
	}
	return s.render(c, http.StatusOK, "organise/decide", p)
}

// addPending lists the first registrations to be approved, the oldest first: the
// order of approvals is the order of the waiting list.
func (s *Server) addPending(c echo.Context, p *decidePage) error {
	ctx, e := c.Request().Context(), &p.Programme.Event
	f := listFilter{State: string(allocation.RegistrationPending), Sort: "submitted", Page: 1}
	rows, total, err := registration.List(ctx, s.db, e.ID, f.query("", p.Lang()))
	if err != nil {
		return err
	}
	p.PendingCount, p.PendingURL = p.N("%d registration waits for approval", "%d registrations wait for approval", total, total), f.url(p.Base)
	for i := range rows {
		r := &rows[i]
		row := pendingRow{Registration: r.Registration, URL: p.registrationURL(&r.Registration), Country: p.Country(r.Country),
			RoleWord: personRole(p.Printer, r.Role), Submitted: p.Date(r.CreatedAt.In(e.Zone()))}
		for _, pl := range r.Places {
			if pl.Activity != event.RootCode && pl.State == string(allocation.Wished) {
				row.Wishes = append(row.Wishes, nameByCode(p.Printer, p.Programme, pl.Activity))
			}
		}
		p.Pending = append(p.Pending, row)
	}
	counters, err := registration.Counters(ctx, s.db, e.ID)
	left := counters[event.RootCode].Left()
	p.Left = p.N("%d place is left at the event.", "%d places are left at the event.", left, left)
	return err
}
