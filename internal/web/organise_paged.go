package web

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"convene/internal/event"
	"convene/internal/person"
)

// addressList is a list of addresses as its page shows it: searched, in an order, at
// a page. What is searched for may be somebody's address, so Search stands in
// addresses of pages in its place (DP-25).
type addressList struct {
	Query, Search string
	Order         string // "" is the first of Orders
	Orders, Pages []pageLink
	Count         string
	Any           bool // there is somebody to find
	path          string
	wanted        int // the page that is asked for
}

func (s *Server) addressList(c echo.Context, pr *event.Programme, at string, any bool) addressList {
	l := addressList{Any: any, Order: c.QueryParam("order"), path: organiseURL(&pr.Event) + at, wanted: pageNumber(c)}
	if l.Query, _ = s.searched(c, pr.Event.ID, c.QueryParam("search")); l.Query != "" {
		l.Search = c.QueryParam("search")
	}
	return l
}

// ordered offers the orders, each a name and a label; one that is not offered is none.
func (l *addressList) ordered(orders ...[2]string) {
	if !slices.ContainsFunc(orders, func(o [2]string) bool { return o[0] == l.Order }) {
		l.Order = ""
	}
	for _, o := range orders {
		l.Orders = append(l.Orders, pageLink{Label: o[1], URL: withQuery(l.path, l.Search, o[0], 1), Current: o[0] == l.Order})
	}
}

// cut gives the rows of the page out of n.
func (l *addressList) cut(n int) (from, to int) {
	from, to, l.Pages = paged(n, l.wanted, func(page int) string { return withQuery(l.path, l.Search, l.Order, page) })
	return from, to
}

// matching keeps the rows whose text has every word of the query, in any script.
func matching[T any](all []T, query string, text func(T) string) []T {
	words := strings.Fields(person.Fold(query))
	return slices.DeleteFunc(all, func(one T) bool {
		folded := person.Fold(text(one))
		return slices.ContainsFunc(words, func(w string) bool { return !strings.Contains(folded, w) })
	})
}

// pageNumber is the page of a list that an address asks for, from 1.
func pageNumber(c echo.Context) int {
	n, err := strconv.Atoi(c.QueryParam("page"))
	if err != nil {
		return 1
	}
	return max(n, 1)
}

// paged cuts a page out of a list of n rows: the rows from and before to, and links
// to its pages; nil when there is one only. A page that is not there is the last.
func paged(n, page int, address func(int) string) (from, to int, links []pageLink) {
	last := lastPage(n)
	page = min(page, last)
	for i := 1; last > 1 && i <= last; i++ {
		links = append(links, pageLink{strconv.Itoa(i), address(i), i == page})
	}
	from = rowsPerPage * (page - 1)
	return from, min(n, from+rowsPerPage), links
}

// withQuery is the address of a list: searched, in an order, at a page.
func withQuery(path, search, order string, page int) string {
	v := url.Values{}
	if search != "" {
		v.Set("search", search)
	}
	if order != "" {
		v.Set("order", order)
	}
	if page > 1 {
		v.Set("page", strconv.Itoa(page))
	}
	if len(v) == 0 {
		return path
	}
	return path + "?" + v.Encode()
}

// searchHere takes the search of a list and leads to an address without its words.
func (s *Server) searchHere(c echo.Context, at string) error {
	pr, _, err := s.organised(c)
	if err != nil {
		return err
	}
	id, err := s.keepSearch(c, pr.Event.ID, c.FormValue("q"))
	return s.orSeeOther(c, err, withQuery(organiseURL(&pr.Event)+at, id, "", 1))
}
