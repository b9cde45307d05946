package web

import (
	"cmp"
	"net/url"
	"slices"
	"strconv"

	"convene/internal/locale"
	"convene/internal/person"
	"convene/internal/presence"
)

// certificateFilter is what of a filter stands in the address of the list; words
// searched for stay in the session (DP-25).
type certificateFilter struct {
	Search, State, Sort string
	Descending          bool
	Page                int // from 1
}

// The columns that the list of certificates can be sorted by; the first is usual.
var certificateSorts = []string{"name", "authority", "half-days", "state"}

func readCertificateFilter(v url.Values) certificateFilter {
	f := certificateFilter{Search: v.Get("search"), State: oneOf(v.Get("state"), presence.States), Descending: v.Get("order") == "desc",
		Sort: cmp.Or(oneOf(v.Get("sort"), certificateSorts), certificateSorts[0])}
	page, _ := strconv.Atoi(v.Get("page")) // what is no number is the first page
	f.Page = max(page, 1)
	return f
}

// at is the same list at another page of it.
func (f certificateFilter) at(page int) certificateFilter {
	f.Page = page
	return f
}

// url is the address of the list so filtered; base is the event's.
func (f certificateFilter) url(base string) string {
	v := url.Values{}
	for name, value := range map[string]string{"search": f.Search, "state": f.State, "sort": f.Sort} {
		if value != "" && value != certificateSorts[0] {
			v.Set(name, value)
		}
	}
	if f.Descending {
		v.Set("order", "desc")
	}
	if f.Page > 1 {
		v.Set("page", strconv.Itoa(f.Page))
	}
	if len(v) == 0 {
		return base + "/certificates"
	}
	return base + "/certificates?" + v.Encode()
}

// columns are the headings, each of which sorts the list.
func (f certificateFilter) columns(p *locale.Printer, base string) []column {
	labels := map[string]string{"name": p.T("Name"), "authority": p.T("Authority or organisation"), "half-days": p.T("Present on"), "state": p.T("Certificate")}
	var list []column
	for _, name := range certificateSorts {
		to, col := f.at(1), column{Name: name, Label: labels[name]}
		to.Sort, to.Descending = name, f.Sort == name && !f.Descending
		if col.URL = to.url(base); f.Sort == name {
			col.Order = "ascending"
			if f.Descending {
				col.Order = "descending"
			}
		}
		list = append(list, col)
	}
	return list
}

// sort brings people into the order that is asked for, equal ones by name.
func (f certificateFilter) sort(p *locale.Printer, all []presence.Standing) {
	name := func(s presence.Standing) string { return person.Latin(cmp.Or(s.Family, s.Given)) }
	keys := map[string]func(presence.Standing) string{
		"name":      name,
		"authority": func(s presence.Standing) string { return person.Latin(s.Today.Body) },
		"half-days": func(s presence.Standing) string { return strconv.Itoa(1000 + len(s.Today.HalfDays)) },
		"state":     func(s presence.Standing) string { return strconv.Itoa(slices.Index(presence.States, s.State())) },
	}
	locale.Sort(p, all, keys[f.Sort], name, func(s presence.Standing) string { return person.Latin(s.Given) })
	if f.Descending {
		slices.Reverse(all)
	}
}
