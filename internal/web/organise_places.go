package web

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"convene/internal/event"
	"convene/internal/registration"
)

// placesPage is how full everything is, with a picture beside the numbers.
type placesPage struct {
	organisePage
	Rows []placesRow
}

// placesRow is one activity that has places.
type placesRow struct {
	registration.Counter
	registration.Breakdown
	Code        string
	Name, URL   string
	When        when
	Pending     int // kept or offered
	Bar         bar
	WaitingURL  string
	Contingents []contingentView
}

// bar is a picture of places, 0 to 100: confirmed, then those that wait for an answer.
type bar struct{ Confirmed, Pending int }

// contingentView is a contingent in words.
type contingentView struct {
	registration.Contingent
	Label, Release string
	URL            string
	People         []registration.Row
}

func (s *Server) showPlaces(c echo.Context) error {
	pr, _, err := s.organised(c)
	if err != nil {
		return err
	}
	p := placesPage{organisePage: s.organisePage(c, pr, "/places", s.printer(c).T("Places"))}
	for i := range pr.Activities {
		row, err := s.placesRow(c, p.organisePage, &pr.Activities[i])
		if err != nil {
			return err
		}
		if row != nil {
			p.Rows = append(p.Rows, *row)
		}
	}
	return s.render(c, http.StatusOK, "organise/places", p)
}

// counted is what the rows of an event are made of, read once a request.
type counted struct {
	counters    map[string]registration.Counter
	breakdowns  map[string]registration.Breakdown
	contingents []registration.Contingent
}

func (s *Server) counted(c echo.Context, eventID int64) (*counted, error) {
	if kept, ok := c.Get("counted").(*counted); ok {
		return kept, nil
	}
	ctx, found := c.Request().Context(), &counted{}
	var err error
	if found.counters, err = registration.Counters(ctx, s.db, eventID); err != nil {
		return nil, err
	}
	if found.breakdowns, err = registration.Breakdowns(ctx, s.db, eventID); err != nil {
		return nil, err
	}
	found.contingents, err = registration.Contingents(ctx, s.db, eventID)
	c.Set("counted", found)
	return found, err
}

// placesRow is nil for an activity without places.
func (s *Server) placesRow(c echo.Context, p organisePage, a *event.Activity) (*placesRow, error) {
	all, err := s.counted(c, p.Programme.Event.ID)
	if err != nil {
		return nil, err
	}
	counter, ok := all.counters[a.Code]
	if !ok {
		return nil, nil
	}
	b := all.breakdowns[a.Code]
	row := &placesRow{Counter: counter, Breakdown: b, Code: a.Code, Name: activityName(p.Printer, p.Programme, a), URL: p.Base + "/places/" + a.Code,
		When: activityWhen(p.Printer, a), Pending: b.Held + b.Offered, Bar: newBar(counter, b),
		WaitingURL: listFilter{Activity: a.Code, Place: "waiting"}.url(p.Base)}
	for _, one := range all.contingents {
		if one.Activity == a.Code {
			row.Contingents = append(row.Contingents, p.contingentView(one))
		}
	}
	return row, nil
}

func newBar(c registration.Counter, b registration.Breakdown) bar {
	whole := max(1, c.Capacity, c.Taken)
	return bar{Confirmed: 100 * b.Confirmed / whole, Pending: 100 * (b.Held + b.Offered) / whole}
}

func (p organisePage) contingentView(one registration.Contingent) contingentView {
	view := contingentView{Contingent: one, Label: contingentName(p.Printer, one), URL: p.contingentURL(one.Activity, one.ID)}
	switch at := one.ReleaseAt; {
	case one.Released:
		view.Release = p.T("Unused places were given to everybody.")
	case at.IsZero():
		view.Release = p.T("Kept until you release it.")
	default:
		view.Release = p.T("Unused places go to everybody on %s.", p.Moment(at.In(p.Programme.Event.Zone())))
	}
	return view
}
