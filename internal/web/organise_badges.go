package web

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"convene/internal/locale"
	"convene/internal/paper"
	"convene/internal/registration"
)

// badgesPage lists whose badges can be printed and what was printed.
type badgesPage struct {
	organisePage
	Form    form
	Filter  badgeFilter
	Query   string // searched for; it stands in the page, never in its address
	Total   int
	Late    int // of them
	Count   string
	Rows    []badgeRow
	Columns []column
	Pages   []pageLink
	AllURL  string // "" when nobody is left out
	Hidden  []hiddenField
	Fields  badgeFields
	Prints  []printView
}

// badgeRow is one person; Mark and Word say how their last badge stands.
type badgeRow struct {
	paper.Wearer
	URL, PrintURL, Where, RoleName, Mark, Word, At string
}

// badgeFields are the drop-down lists of the form.
type badgeFields struct{ State, Role, Activity, Country, Sort, Order choiceField }

// printView is one print of badges in words.
type printView struct {
	At, By, What, People, AgainURL string
}

// shownPrints is how many prints the page lists.
const shownPrints = 20

// filterBadges takes the form of the list, and leads to an address without the words
// that were searched for.
func (s *Server) filterBadges(c echo.Context) error {
	pr, _, err := s.organised(c)
	if err != nil {
		return err
	}
	f := readBadgeFilter(c.Request().PostForm, pr).at(1)
	f.Search, err = s.keepSearch(c, pr.Event.ID, c.FormValue("q"))
	return s.orSeeOther(c, err, f.url(organiseURL(&pr.Event)))
}

func (s *Server) showBadges(c echo.Context) error {
	pr, _, err := s.organised(c)
	if err != nil {
		return err
	}
	p := &badgesPage{organisePage: s.organisePage(c, pr, "/print", s.printer(c).T("Badges")), Filter: readBadgeFilter(c.QueryParams(), pr)}
	known := false
	if p.Query, known = s.searched(c, pr.Event.ID, p.Filter.Search); !known {
		p.Filter.Search = ""
		p.Notices = append(p.Notices, notice{"info", p.T("That search is over. Please search again.")})
	}
	wearers, err := paper.Wearers(c.Request().Context(), s.db, s.printRequest(c, pr, p.Filter.Activity), p.Filter.selection(p.Query))
	if err != nil {
		return err
	}
	p.show(wearers)
	if err := s.addPrints(c, p); err != nil {
		return err
	}
	if err := s.fillBadgeFields(c, p); err != nil {
		return err
	}
	return s.render(c, http.StatusOK, "organise/badges", p)
}

// show cuts the page out of everybody who matches.
func (p *badgesPage) show(wearers []paper.Wearer) {
	p.Total, p.Count = len(wearers), p.N("%d person", "%d people", len(wearers), len(wearers))
	for _, w := range wearers {
		if w.State != paper.Printed {
			p.Late++
		}
	}
	p.Filter.Page = min(p.Filter.Page, lastPage(p.Total))
	for _, w := range wearers[rowsPerPage*(p.Filter.Page-1) : min(p.Total, rowsPerPage*p.Filter.Page)] {
		p.Rows = append(p.Rows, p.row(w))
	}
	p.Pages = pagesAround(lastPage(p.Total), p.Filter.Page, func(n int) string { return p.Filter.at(n).url(p.Base) })
	p.columns()
	if p.Filter.narrows() {
		p.AllURL = badgeFilter{Sort: p.Filter.Sort, Descending: p.Filter.Descending}.url(p.Base)
	}
	p.Hidden = hiddenFields(p.Filter.at(1).values())
}

func (p *badgesPage) row(w paper.Wearer) badgeRow {
	row := badgeRow{Wearer: w, URL: p.Base + "/registrations/" + w.Reference, PrintURL: printOneURL(p.Base, w.Reference),
		Where: p.Country(w.Country), RoleName: personRole(p.Printer, w.Role)}
	row.Mark, row.Word = badgeState(p.Printer, w.State)
	if !w.Printed.IsZero() {
		row.At = p.T("%s, %s", p.Date(w.Printed), p.Clock(w.Printed))
	}
	return row
}

// printOneURL is where one person's badge is made ready.
func printOneURL(base, reference string) string {
	return base + "/badges/ready?pick=chosen&registration=" + reference
}

// badgeState is the state of somebody's last badge as a shape and a word.
func badgeState(p *locale.Printer, state string) (mark, word string) {
	switch state {
	case paper.NeverPrinted:
		return "waiting", p.T("Never printed")
	case paper.ChangedSince:
		return "warning", p.T("Changed since it was printed")
	}
	return "done", p.T("Printed")
}

func (p *badgesPage) columns() {
	labels := map[string]string{paper.ByName: p.T("Name"), paper.ByAuthority: p.T("Authority or organisation"), paper.ByCountry: p.T("Country"),
		paper.ByRole: p.T("Role"), paper.ByPrint: p.T("Last badge")}
	for _, name := range []string{paper.ByName, paper.ByAuthority, paper.ByCountry, paper.ByRole, paper.ByPrint} {
		col := column{Name: name, Label: labels[name], URL: p.Filter.sortedBy(name).url(p.Base)}
		if p.Filter.column() == name {
			col.Order = "ascending"
			if p.Filter.Descending {
				col.Order = "descending"
			}
		}
		p.Columns = append(p.Columns, col)
	}
}

// fillBadgeFields makes the form as it was sent.
func (s *Server) fillBadgeFields(c echo.Context, p *badgesPage) error {
	numbers, err := registration.Overview(c.Request().Context(), s.db, p.Programme.Event.ID)
	if err != nil {
		return err
	}
	typed := p.Filter.values()
	typed.Set("sort", p.Filter.column())
	p.Form = newForm(p.Printer, typed, nil)
	everybody := option{Label: p.T("All")}
	states, roles, orders := []option{everybody}, []option{everybody}, []option{}
	for _, state := range badgeStates {
		states = append(states, option{Value: state, Label: lateWord(p.Printer, state)})
	}
	for _, role := range registration.Roles {
		roles = append(roles, option{Value: role, Label: personRole(p.Printer, role)})
	}
	for _, col := range p.Columns {
		orders = append(orders, option{Value: col.Name, Label: col.Label})
	}
	list := listPage{organisePage: p.organisePage}
	p.Fields = badgeFields{
		State:    p.Form.Select("state", p.T("Last badge"), "", "off", states),
		Role:     p.Form.Select("role", p.T("Role"), "", "off", roles),
		Activity: p.Form.Select("activity", p.T("Activity"), "", "off", list.activityOptions()),
		Country:  p.Form.Select("country", p.T("Country"), "", "off", list.countryOptions(numbers)),
		Sort:     p.Form.Select("sort", p.T("Sort by"), "", "off", orders),
		Order:    p.Form.Select("order", p.T("Order"), "", "off", list.orderOptions()),
	}
	return nil
}

// lateWord says what a filter of the last print leaves.
func lateWord(p *locale.Printer, state string) string {
	if state == paper.Late {
		return p.T("Late: never printed or changed since")
	}
	_, word := badgeState(p, state)
	return word
}

// From is the number of the first row of the page.
func (p *badgesPage) From() int { return rowsPerPage*(p.Filter.Page-1) + 1 }

// To is the number of the last row of the page.
func (p *badgesPage) To() int { return p.From() + len(p.Rows) - 1 }
