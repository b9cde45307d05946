package web

import (
	"github.com/labstack/echo/v4"

	"convene/internal/account"
	"convene/internal/event"
	"convene/internal/fault"
	"convene/internal/locale"
	"convene/internal/registration"
)

// organisePage is what the pages of one event have in common: whose event it is
// and the tabs between its pages.
type organisePage struct {
	page
	Programme *event.Programme
	Base      string // "/organise/events/budapest"
	Tabs      []tab
}

// tab is one page of an event.
type tab struct {
	URL, Label string
	Current    bool
}

// organised loads the event of the path. One that the account may not see does
// not exist for it (ASVS 8.2.2).
func (s *Server) organised(c echo.Context) (*event.Programme, *account.Account, error) {
	ctx := c.Request().Context()
	a, err := s.signedIn(c)
	if err != nil {
		return nil, nil, err
	}
	e, err := event.BySlug(ctx, s.db, c.Param("slug"))
	if err != nil {
		return nil, nil, err
	}
	may, err := account.MaySee(ctx, s.db, a, e.ID)
	if err != nil {
		return nil, nil, err
	}
	if !may {
		return nil, nil, fault.New(fault.NotFound, "There is no such event.")
	}
	programme, err := event.Load(ctx, s.db, e.ID)
	return programme, a, err
}

// organisePage begins a page of an event; at is the current tab's place under the
// event's address. Titles say which page of which event it is.
func (s *Server) organisePage(c echo.Context, pr *event.Programme, at, title string) organisePage {
	p := organisePage{page: s.page(c, ""), Programme: pr, Base: organiseURL(&pr.Event)}
	p.Wide = true
	p.Title = p.T("%s: %s", title, pr.Event.City)
	tabs := []tab{{Label: p.T("Overview")}, {URL: "/decide", Label: p.T("To decide")}, {URL: "/registrations", Label: p.T("Registrations")},
		{URL: "/places", Label: p.T("Places")}, {URL: "/rules", Label: p.T("Rules")}, {URL: "/print", Label: p.T("Print")},
		{URL: "/sheets", Label: p.T("Sheets")}, {URL: "/presence", Label: p.T("Presence")}, {URL: "/logistics", Label: p.T("Logistics")}}
	if p.Organiser() {
		tabs = append(tabs, tab{URL: "/invitations", Label: p.T("Invitations")}, tab{URL: "/coordinators", Label: p.T("Coordinators")},
			tab{URL: "/certificates", Label: p.T("Certificates")}, tab{URL: "/exports", Label: p.T("Exports")}, tab{URL: "/tokens", Label: p.T("Tokens")})
	}
	for i := range tabs {
		tabs[i].Current = tabs[i].URL == at
		tabs[i].URL = p.Base + tabs[i].URL
	}
	p.Tabs = tabs
	return p
}

func organiseURL(e *event.Event) string { return "/organise/events/" + e.Slug }

// Organiser tells an organiser from the desk, which sees less.
func (p organisePage) Organiser() bool {
	return p.Account != nil && p.Account.Role == account.Organiser
}

// Dates are the days and the city of the event.
func (p organisePage) Dates() string {
	e := p.Programme.Event
	return p.T("%s, %s", e.City, p.DateRange(e.StartsAt, e.EndsAt))
}

// activityName is an activity as organisers speak of it: the bus before the title
// of its trip, the event by a word of its own.
func activityName(p *locale.Printer, pr *event.Programme, a *event.Activity) string {
	if a.Kind == event.KindEvent {
		return p.T("The whole event")
	}
	title, _ := a.Title.In(p.Lang(), pr.Event.DefaultLocale)
	if a.Vehicle != "" {
		return p.T("%s: %s", a.Vehicle, title)
	}
	return title
}

// when is the day and the hours of an activity; of the event its days alone.
type when struct{ Day, Hours string }

func activityWhen(p *locale.Printer, a *event.Activity) when {
	if a.Kind == event.KindEvent {
		return when{Day: p.DateRange(a.StartsAt, a.EndsAt)}
	}
	return when{p.Date(a.StartsAt), p.Span(a.StartsAt, a.EndsAt)}
}

// registrationURL is the organisers' page of a registration.
func (p organisePage) registrationURL(r *registration.Registration) string {
	return p.Base + "/registrations/" + r.Reference
}
