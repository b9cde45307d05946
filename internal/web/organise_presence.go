package web

import (
	"net/http"
	"net/url"

	"github.com/labstack/echo/v4"

	"convene/internal/event"
	"convene/internal/locale"
	"convene/internal/presence"
)

// presencePage lists everything at which presence is recorded, with how far it is.
type presencePage struct {
	organisePage
	Rows []presenceRow
}

// presenceRow is one slot of an activity.
type presenceRow struct {
	presence.Count
	Name string
	When when
	URL  string
	Bar  presenceBar
}

// presenceBar is the parts of a hundred of a picture.
type presenceBar struct{ Present, Absent int }

func (s *Server) showPresence(c echo.Context) error {
	pr, _, err := s.organised(c)
	if err != nil {
		return err
	}
	counts, err := presence.Counts(c.Request().Context(), s.db, pr)
	if err != nil {
		return err
	}
	p := presencePage{organisePage: s.organisePage(c, pr, "/presence", s.printer(c).T("Presence"))}
	for _, n := range counts {
		p.Rows = append(p.Rows, p.row(n))
	}
	return s.render(c, http.StatusOK, "organise/presence", p)
}

func (p *presencePage) row(n presence.Count) presenceRow {
	a := p.Programme.ByID(n.ActivityID)
	row := presenceRow{Count: n, Name: markedName(p.Printer, p.Programme, a, n.Slot), When: activityWhen(p.Printer, a),
		URL: markingURL(p.Base, a, n.Slot), Bar: barOf(n)}
	if h, ok := p.Programme.HalfDayNamed(n.Slot); ok {
		from, to := p.Programme.Span(h)
		row.When = when{p.Date(from), p.Span(from, to)}
	}
	return row
}

func barOf(n presence.Count) presenceBar {
	all := max(n.Expected, 1)
	return presenceBar{Present: n.Present * 100 / all, Absent: n.Absent * 100 / all}
}

// markedName is what is marked: an activity, a way of a trip, or a half-day.
func markedName(p *locale.Printer, pr *event.Programme, a *event.Activity, slot string) string {
	switch name := listName(p, pr, a, slot); slot {
	case presence.Out:
		return p.T("%s: on the way out", name)
	case presence.Back:
		return p.T("%s: on the way back", name)
	default:
		return name
	}
}

// markingURL is the page on which one slot is marked.
func markingURL(base string, a *event.Activity, slot string) string {
	at := base + "/presence/" + url.PathEscape(a.Code)
	if slot != "" {
		at += "?slot=" + url.QueryEscape(slot)
	}
	return at
}
