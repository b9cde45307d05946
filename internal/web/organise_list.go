package web

import (
	"net/http"
	"strconv"

	"github.com/labstack/echo/v4"

	"convene/internal/allocation"
	"convene/internal/registration"
)

// listPage is a list of registrations with the form that narrows it.
type listPage struct {
	organisePage
	Form     form
	Filter   listFilter
	Query    string // searched for; it stands in the page, never in its address
	Total    int
	Count    string // "37 registrations"
	Columns  []column
	Rows     []registeredRow
	Pages    []pageLink
	AllURL   string // the list with nothing left out; "" when nothing is
	Fields   listFields
	Pending  bool   // organisers choose people of this list and decide on them together
	Activity string // name of the activity the list is about; "" for none
}

// column is one heading of the table; it leads to the list sorted by it.
type column struct {
	Name, Label, URL string
	Order            string // aria-sort: "ascending", "descending" or "" when the list is by another column
}

// registeredRow is one line of the list.
type registeredRow struct {
	registration.Registration
	URL, Mark, Word, Country, Submitted string
	Places                              string
	On                                  *placeMark // on the activity the list is about
}

// pageLink is one page of the list; a gap has no address.
type pageLink struct {
	Label, URL string
	Current    bool
}

// submitSearch takes the form of the list. It is a POST, and leads to an address
// without the words that were searched for.
func (s *Server) submitSearch(c echo.Context) error {
	pr, _, err := s.organised(c)
	if err != nil {
		return err
	}
	f := readFilter(c.Request().PostForm, pr).at(1)
	f.Search, err = s.keepSearch(c, pr.Event.ID, c.FormValue("q"))
	return s.orSeeOther(c, err, f.url(organiseURL(&pr.Event)))
}

func (s *Server) listRegistered(c echo.Context) error {
	pr, _, err := s.organised(c)
	if err != nil {
		return err
	}
	p := listPage{organisePage: s.organisePage(c, pr, "/registrations", s.printer(c).T("Registrations")), Filter: readFilter(c.QueryParams(), pr)}
	known := false
	if p.Query, known = s.searched(c, pr.Event.ID, p.Filter.Search); !known {
		p.Filter.Search = ""
		p.Notices = append(p.Notices, notice{"info", p.T("That search is over. Please search again.")})
	}
	rows, total, err := registration.List(c.Request().Context(), s.db, pr.Event.ID, p.Filter.query(p.Query, p.Lang()))
	switch {
	case err != nil:
		return err
	case len(rows) == 0 && total > 0:
		return elsewhere(p.Filter.at(lastPage(total)).url(p.Base))
	}
	if err := s.fillFields(c, &p); err != nil {
		return err
	}
	p.show(rows, total)
	return s.render(c, http.StatusOK, "organise/list", p)
}

// show puts the rows into words.
func (p *listPage) show(rows []registration.Row, total int) {
	p.Pending = p.Organiser() && p.Filter.State == string(allocation.RegistrationPending)
	p.Total, p.Count = total, p.N("%d registration", "%d registrations", total, total)
	p.Pages = p.pages()
	p.columns()
	if p.Filter.narrows() {
		p.AllURL = listFilter{Sort: p.Filter.Sort, Descending: p.Filter.Descending}.url(p.Base)
	}
	if a := p.Programme.ByCode(p.Filter.Activity); a != nil {
		p.Activity = activityName(p.Printer, p.Programme, a)
	}
	for i := range rows {
		p.Rows = append(p.Rows, p.row(&rows[i]))
	}
}

func (p *listPage) row(r *registration.Row) registeredRow {
	row := registeredRow{Registration: r.Registration, URL: p.registrationURL(&r.Registration), Mark: registrationMark(r.State), Word: registrationWord(p.Printer, r.State, r.Ending),
		Country: p.Country(r.Details.Country), Submitted: p.Date(r.CreatedAt.In(p.Programme.Event.Zone()))}
	held, waiting := 0, 0
	for _, place := range r.Places {
		if place.Activity == p.Filter.Activity {
			on := markOf(p.Printer, place)
			row.On = &on
		}
		switch {
		case place.ActivityID == p.Programme.Root().ID:
		case allocation.PlaceState(place.State).Taken():
			held++
		case place.State == "waiting" || place.State == "wished":
			waiting++
		}
	}
	row.Places = p.placesInWords(held, waiting)
	return row
}

// placesInWords counts the activities of a row: "3 activities, waits for 1".
func (p *listPage) placesInWords(held, waiting int) string {
	places := p.N("%d activity", "%d activities", held, held)
	if waiting == 0 {
		return places
	}
	return p.T("%s, waits for %d", places, waiting)
}

func (p *listPage) columns() {
	labels := map[string]string{"name": p.T("Name"), "authority": p.T("Authority or organisation"), "country": p.T("Country"),
		"state": p.T("State"), "submitted": p.T("Submitted")}
	for _, name := range []string{"name", "authority", "country", "state", "submitted"} {
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

func lastPage(total int) int { return max(1, (total+rowsPerPage-1)/rowsPerPage) }

// pages are the links to the pages of the list; nil when there is one page only.
func (p *listPage) pages() []pageLink {
	return pagesAround(lastPage(p.Total), p.Filter.Page, func(n int) string { return p.Filter.at(n).url(p.Base) })
}

// pagesAround links the first and the last page and those around the current one;
// nil when there is one page only.
func pagesAround(last, current int, address func(int) string) []pageLink {
	if last == 1 {
		return nil
	}
	var links []pageLink
	for n := 1; n <= last; n++ {
		switch near := n >= current-1 && n <= current+1; {
		case n == 1 || n == last || near:
			links = append(links, pageLink{strconv.Itoa(n), address(n), n == current})
		case links[len(links)-1].URL != "":
			links = append(links, pageLink{Label: "…"})
		}
	}
	return links
}

// From is the number of the first row of the page.
func (p listPage) From() int { return rowsPerPage*(p.Filter.Page-1) + 1 }

// To is the number of the last row of the page.
func (p listPage) To() int { return p.From() + len(p.Rows) - 1 }
