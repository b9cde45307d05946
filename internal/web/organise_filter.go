package web

import (
	"net/url"
	"slices"
	"strconv"

	"convene/internal/event"
	"convene/internal/registration"
)

// rowsPerPage is how many registrations a page of the list shows.
const rowsPerPage = 50

// defaultSort orders a list that nobody ordered.
const defaultSort = "name"

// listFilter is what of a filter stands in the address of a list: nothing in it
// names anybody. The words that are searched for may be a name, so they stay in
// the session and Search only says which ones (DP-25).
type listFilter struct {
	Search     string
	State      string // of the registration
	Activity   string // code
	Place      string // state of the place on that activity
	Country    string
	Authority  int64
	Sort       string
	Descending bool
	Page       int // from 1
}

// The states that registrations and places can be filtered by.
var (
	filterStates = []string{"confirmed", "waiting", "offered", "pending", "nominated", "withdrawn"}
	filterPlaces = []string{"confirmed", "held", "offered", "waiting", "wished", "refused", "released"}
)

// readFilter reads a filter from an address or a form. What means nothing is
// dropped: an old or mistyped link shows more people, not an error.
func readFilter(v url.Values, pr *event.Programme) listFilter {
	f := listFilter{Search: v.Get("search"), Country: v.Get("country"), Descending: v.Get("order") == "desc",
		State: oneOf(v.Get("state"), filterStates), Sort: oneOf(v.Get("sort"), registration.Sorts)}
	if pr.ByCode(v.Get("activity")) != nil {
		f.Activity, f.Place = v.Get("activity"), oneOf(v.Get("place"), filterPlaces)
	}
	if id, err := strconv.ParseInt(v.Get("authority"), 10, 64); err == nil && id > 0 {
		f.Authority = id
	}
	if page, err := strconv.Atoi(v.Get("page")); err == nil {
		f.Page = page
	}
	f.Page = min(max(f.Page, 1), 1_000_000)
	return f
}

func oneOf(s string, known []string) string {
	if slices.Contains(known, s) {
		return s
	}
	return ""
}

// values is the filter as the fields of a form or an address; what is not set is
// not in them.
func (f listFilter) values() url.Values {
	v := url.Values{}
	set := func(name, value string) {
		if value != "" {
			v.Set(name, value)
		}
	}
	set("search", f.Search)
	set("state", f.State)
	set("activity", f.Activity)
	set("place", f.Place)
	set("country", f.Country)
	if f.Authority != 0 {
		set("authority", strconv.FormatInt(f.Authority, 10))
	}
	if f.Sort != defaultSort {
		set("sort", f.Sort)
	}
	if f.Descending {
		set("order", "desc")
	}
	if f.Page > 1 {
		set("page", strconv.Itoa(f.Page))
	}
	return v
}

// url is the address of the list of an event so filtered; base is the event's.
func (f listFilter) url(base string) string {
	u := base + "/registrations"
	if query := f.values().Encode(); query != "" {
		u += "?" + query
	}
	return u
}

// at is the same list at another page of it.
func (f listFilter) at(page int) listFilter {
	f.Page = page
	return f
}

// sortedBy is the same list, from its beginning, by another column; by the same
// one in the other direction.
func (f listFilter) sortedBy(column string) listFilter {
	f.Descending = f.column() == column && !f.Descending
	f.Sort, f.Page = column, 1
	return f
}

// column is what the list is sorted by.
func (f listFilter) column() string {
	if f.Sort == "" {
		return defaultSort
	}
	return f.Sort
}

// narrows tells whether the filter leaves anybody out.
func (f listFilter) narrows() bool {
	f.Sort, f.Descending, f.Page = "", false, 1
	return f != listFilter{Page: 1}
}

// query is the filter as the domain takes it, with the words searched for; a
// reader's language decides how countries sort.
func (f listFilter) query(words, lang string) registration.Filter {
	return registration.Filter{Query: words, State: f.State, Activity: f.Activity, ActivityState: f.Place, Country: f.Country,
		AuthorityID: f.Authority, Sort: f.column(), Locale: lang, Descending: f.Descending, Limit: rowsPerPage, Offset: rowsPerPage * (f.Page - 1)}
}
