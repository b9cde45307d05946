package web

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"convene/internal/paper"
)

// addPrints lists what was printed last.
func (s *Server) addPrints(c echo.Context, p *badgesPage) error {
	prints, err := paper.Prints(c.Request().Context(), s.db, p.Programme.Event.ID, paper.KindBadges, shownPrints)
	if err != nil {
		return err
	}
	for _, made := range prints {
		n, err := made.Badges()
		if err != nil {
			return err
		}
		view := printView{At: p.Moment(made.At.In(p.Programme.Event.Zone())), By: made.Account, What: p.printWords(n),
			People: p.Number(made.People), AgainURL: p.Base + "/badges/ready?" + againQuery(made, n).Encode()}
		if view.By == "" {
			view.By = p.T("Command line")
		}
		p.Prints = append(p.Prints, view)
	}
	return nil
}

// againQuery asks for the same people in the same design and order.
func againQuery(made paper.Print, n paper.BadgeNote) url.Values {
	v := url.Values{"pick": {"print"}, "print": {strconv.FormatInt(made.ID, 10)}, "design": {n.Design}, "sides": {n.Sides}, "sort": {n.Sort}}
	if n.Turned {
		v.Set("order", "desc")
	}
	return v
}

// printWords says which badges a print had, by which design.
func (p organisePage) printWords(n paper.BadgeNote) string {
	var words []string
	add := func(is bool, word string) {
		if is {
			words = append(words, word)
		}
	}
	add(n.Again != 0, p.T("A print once more"))
	add(n.Picked, p.T("Chosen people"))
	add(n.State != "", lateWord(p.Printer, n.State))
	add(n.Role != "", personRole(p.Printer, n.Role))
	if a := p.Programme.ByCode(n.Activity); a != nil {
		words = append(words, activityName(p.Printer, p.Programme, a))
	}
	add(n.Country != "", p.Country(n.Country))
	add(n.Searched, p.T("Found by a search"))
	add(len(words) == 0, p.T("Everybody"))
	return strings.Join(append(words, n.Design, p.sidesWord(n.Sides == paper.BothSides)), ", ")
}

func (p organisePage) sidesWord(both bool) string {
	if both {
		return p.T("fronts and backs")
	}
	return p.T("fronts only")
}

// hiddenFields carries values to the next page, in the order of their names.
func hiddenFields(v url.Values, without ...string) []hiddenField {
	var list []hiddenField
	for name, values := range v {
		if slices.Contains(without, name) {
			continue
		}
		for _, value := range values {
			list = append(list, hiddenField{name, value})
		}
	}
	slices.SortStableFunc(list, func(a, b hiddenField) int { return strings.Compare(a.Name, b.Name) })
	return list
}
