package web

import (
	"context"
	"net/http"
	"net/url"

	"github.com/labstack/echo/v4"
	"github.com/uptrace/bun"

	"convene/internal/account"
	"convene/internal/event"
	"convene/internal/paper"
	"convene/internal/registration"
)

// printPage lists what can be printed, and who needs a look before it is.
type printPage struct {
	organisePage
	People   int
	BadgeURL string
	Badges   []printLink // of the people at one activity
	Sheets   []printLink
	Warnings []printWarning
	InWords  string // the language the papers are in
}

// printLink is one paper.
type printLink struct {
	Name, URL  string
	When       when
	Passengers bool // a passenger list, not one to sign
	People     int
}

// printWarning is a name and what is wrong with its print.
type printWarning struct{ Name, Problem, URL string }

// showPrint lays the badges out once to see whose print needs a look. That they are
// not kept costs a fraction of a second and keeps no copy of anybody's name.
func (s *Server) showPrint(c echo.Context) error {
	pr, _, err := s.organised(c)
	if err != nil {
		return err
	}
	ctx := c.Request().Context()
	p := printPage{organisePage: s.organisePage(c, pr, "/print", s.printer(c).T("Print"))}
	taken, err := registration.Breakdowns(ctx, s.db, pr.Event.ID)
	if err != nil {
		return err
	}
	batches, err := paper.ReadyBadges(ctx, s.db, paper.BadgeOrder{Request: s.printRequest(c, pr, "")})
	if err != nil {
		return err
	}
	p.BadgeURL, p.InWords = p.Base+"/badges.pdf", p.Language(p.Lang())
	for _, b := range batches {
		p.People += len(b.People)
		p.Warnings = append(p.Warnings, p.warnings(b.Warnings)...)
	}
	p.links(taken)
	return s.render(c, http.StatusOK, "organise/print", p)
}

// warnings says of whom each warning is and what is wrong, in the page's language.
func (p *organisePage) warnings(found []paper.Warning) []printWarning {
	var list []printWarning
	for _, w := range found {
		view := printWarning{Name: w.Name, Problem: p.T(w.Problem, w.Args...)}
		if w.Reference != "" {
			view.URL = p.Base + "/registrations/" + w.Reference
		}
		list = append(list, view)
	}
	return list
}

// links lists the papers of each activity with the number of people on them.
func (p *printPage) links(taken map[string]registration.Breakdown) {
	for i := range p.Programme.Activities {
		a := &p.Programme.Activities[i]
		if !paper.HasSheet(a) {
			continue
		}
		link := printLink{Name: activityName(p.Printer, p.Programme, a), When: activityWhen(p.Printer, a), People: p.People,
			URL: p.Base + "/sheets/" + url.PathEscape(a.Code), Passengers: a.Kind == event.KindTrip}
		if a.Chosen {
			link.People = taken[a.Code].People
			p.Badges = append(p.Badges, printLink{Name: link.Name, URL: p.BadgeURL + "?activity=" + url.QueryEscape(a.Code), People: link.People})
		}
		p.Sheets = append(p.Sheets, link)
	}
}

func (s *Server) printRequest(c echo.Context, pr *event.Programme, activity string) paper.Request {
	return paper.Request{EventID: pr.Event.ID, Activity: activity, Lang: s.printer(c).Lang(), Now: s.Now(), Secret: s.Secret}
}

func (s *Server) sendSheet(c echo.Context) error {
	return s.sendPaper(c, c.Param("activity"), paper.Sheet)
}

// sendPaper makes a paper, notes who took it and sends it.
func (s *Server) sendPaper(c echo.Context, activity string, draw func(context.Context, bun.IDB, paper.Request) (*paper.Paper, error)) error {
	pr, a, err := s.organised(c)
	if err != nil {
		return err
	}
	ctx := c.Request().Context()
	made, err := draw(ctx, s.db, s.printRequest(c, pr, activity))
	if err != nil {
		return err
	}
	if err := account.Record(ctx, s.db, s.Now(), a.ID, "print", pr.Event.Slug+"/"+made.Name, map[string]int{"people": made.People}); err != nil {
		return err
	}
	return sendFile(c, made.Name, "application/pdf", made.Body)
}
