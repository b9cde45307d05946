package web

import (
	"context"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"convene/internal/account"
	"convene/internal/allocation"
	"convene/internal/event"
	"convene/internal/fault"
	"convene/internal/locale"
	"convene/internal/registration"
)

// deedView is one entry of a registration's history in words.
type deedView struct {
	At    string // with the zone
	Words string // what was done, and by whom
	Moves []string
}

// history puts what happened to a registration into words, newest first.
func (s *Server) history(c echo.Context, pr *event.Programme, registrationID int64) ([]deedView, error) {
	ctx, p := c.Request().Context(), s.printer(c)
	deeds, err := registration.HistoryOf(ctx, s.db, registrationID)
	if err != nil {
		return nil, err
	}
	names := map[string]string{}
	var views []deedView
	for i := len(deeds) - 1; i >= 0; i-- {
		d := deeds[i]
		if _, known := names[d.Actor]; !known {
			if names[d.Actor], err = s.actorName(ctx, p, d.Actor); err != nil {
				return nil, err
			}
		}
		view := deedView{At: p.Moment(d.At.In(pr.Event.Zone())), Words: deedWords(p, d.Deed, names[d.Actor])}
		for _, m := range d.Moves {
			view.Moves = append(view.Moves, moveWords(p, pr, m))
		}
		views = append(views, view)
	}
	return views, nil
}

// actorName says who did something; "" is the participant.
func (s *Server) actorName(ctx context.Context, p *locale.Printer, actor string) (string, error) {
	number, isAccount := strings.CutPrefix(actor, "account:")
	id, err := strconv.ParseInt(number, 10, 64)
	switch {
	case actor == "participant":
		return "", nil
	case actor == "coordinator":
		return p.T("the coordinator"), nil
	case !isAccount || err != nil:
		return "Convene", nil
	}
	a, err := account.ByID(ctx, s.db, id)
	if fault.Is(err, fault.NotFound) {
		return p.T("an account that is closed"), nil
	}
	if err != nil {
		return "", err
	}
	return a.Name, nil
}

// deedWords names the deed. Somebody who moves up does so because of another
// person's deed, and that person is not named.
func deedWords(p *locale.Printer, deed, by string) string {
	switch deed {
	case registration.Promoted:
		return p.T("Moved up, because a place became free")
	case registration.Consented:
		return p.T("Answers about sharing were changed")
	case registration.Expired:
		return p.T("Nobody answered in time")
	}
	if words := ownWords(p, deed); by == "" && words != "" {
		return words
	}
	return officeWords(p, deed, by)
}

// moveWords is one place that changed hands.
func moveWords(p *locale.Printer, pr *event.Programme, m registration.Move) string {
	name := m.Activity
	if a := pr.ByCode(m.Activity); a != nil {
		name = activityName(p, pr, a)
	}
	switch m.To {
	case "confirmed":
		return p.T("“%s”: place confirmed", name)
	case "held":
		return p.T("“%s”: place kept until the person confirms", name)
	case "offered":
		return p.T("“%s”: place offered", name)
	case "waiting":
		return p.T("“%s”: on the waiting list, number %d", name, m.Position)
	case "wished":
		return p.T("“%s”: decided when there is a place at the event", name)
	case "refused":
		return p.T("“%s”: no place", name)
	}
	if allocation.PlaceState(m.From).Taken() {
		return p.T("“%s”: place given up", name)
	}
	return p.T("“%s”: wish given up", name)
}
