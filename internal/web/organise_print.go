package web

import (
	"context"
	"net/http"
	"net/url"

	"github.com/labstack/echo/v4"
	"github.com/uptrace/bun"

	"convene/internal/event"
	"convene/internal/paper"
	"convene/internal/registration"
)

// printPage is where printing begins: everything in one file, or paper by paper.
type printPage struct {
	organisePage
	People  int
	Sheets  []printLink
	Packs   []packLink
	InWords string // the language the papers are in
}

// printLink is one list.
type printLink struct {
	Name, URL  string
	When       when
	Passengers bool // a passenger list, not one to sign
	People     int
}

// packLink is a print pack that is kept.
type packLink struct{ Asked, State, URL string }

// printWarning is a name and what is wrong with its print.
type printWarning struct{ Name, Problem, URL string }

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
	p.People, p.InWords = taken[event.RootCode].People, p.Language(p.Lang())
	p.links(taken)
	if p.Organiser() {
		if err := s.addPacks(ctx, &p); err != nil {
			return err
		}
	}
	return s.render(c, http.StatusOK, "organise/print", p)
}

// addPacks lists the packs that are kept.
func (s *Server) addPacks(ctx context.Context, p *printPage) error {
	packs, err := paper.Packs(ctx, s.db, p.Programme.Event.ID)
	for _, k := range packs {
		state := p.T("being made")
		switch k.State {
		case paper.PackDone:
			state = p.T("ready")
		case paper.PackFailed:
			state = p.T("failed")
		}
		p.Packs = append(p.Packs, packLink{p.Moment(k.AskedAt.In(p.Programme.Event.Zone())), state, packURL(p.Programme, k.ID)})
	}
	return err
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
	return s.handOut(c, pr, a, made, made.Name)
}
