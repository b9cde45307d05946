package web

import (
	"cmp"
	"net/url"
	"strconv"

	"convene/internal/event"
	"convene/internal/paper"
	"convene/internal/registration"
)

// badgeFilter is what of a selection of badges stands in an address: nothing in it
// names anybody. Search says which words of the session are searched for (DP-25).
type badgeFilter struct {
	Search, Activity, Role, Country string
	State                           string // of the last print
	Sort                            string
	Descending                      bool
	Page                            int // from 1
}

// The states that badges are filtered by.
var badgeStates = []string{paper.Late, paper.NeverPrinted, paper.ChangedSince}

// readBadgeFilter reads a filter from an address or a form; what means nothing is
// dropped.
func readBadgeFilter(v url.Values, pr *event.Programme) badgeFilter {
	f := badgeFilter{Search: v.Get("search"), Country: v.Get("country"), Role: oneOf(v.Get("role"), registration.Roles), State: oneOf(v.Get("state"), badgeStates),
		Sort: oneOf(v.Get("sort"), paper.BadgeOrders), Descending: v.Get("order") == "desc"}
	if pr.ByCode(v.Get("activity")) != nil {
		f.Activity = v.Get("activity")
	}
	page, _ := strconv.Atoi(v.Get("page")) // what is no number is the first page
	f.Page = min(max(page, 1), 1_000_000)
	return f
}

// values is the filter as the fields of a form or an address.
func (f badgeFilter) values() url.Values {
	v := url.Values{}
	for name, value := range map[string]string{"search": f.Search, "activity": f.Activity, "role": f.Role, "country": f.Country, "state": f.State, "sort": f.Sort} {
		if value != "" {
			v.Set(name, value)
		}
	}
	if f.Descending {
		v.Set("order", "desc")
	}
	if f.Page > 1 {
		v.Set("page", strconv.Itoa(f.Page))
	}
	return v
}

func (f badgeFilter) url(base string) string {
	if query := f.values().Encode(); query != "" {
		return base + "/badges?" + query
	}
	return base + "/badges"
}

func (f badgeFilter) at(page int) badgeFilter {
	f.Page = page
	return f
}

// sortedBy is the same list from its beginning by another column, by the same one
// in the other direction.
func (f badgeFilter) sortedBy(column string) badgeFilter {
	f.Descending = f.column() == column && !f.Descending
	f.Sort, f.Page = column, 1
	return f
}

func (f badgeFilter) column() string { return cmp.Or(f.Sort, paper.BadgeOrders[0]) }

// narrows tells whether the filter leaves anybody out.
func (f badgeFilter) narrows() bool {
	f.Sort, f.Descending, f.Page = "", false, 1
	return f != badgeFilter{Page: 1}
}

// selection is the filter as paper takes it, with the words searched for.
func (f badgeFilter) selection(words string) paper.Selection {
	return paper.Selection{Role: f.Role, Country: f.Country, State: f.State, Words: words, Sort: f.column(), Descending: f.Descending}
}
