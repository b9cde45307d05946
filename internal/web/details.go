package web

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"github.com/labstack/echo/v4"

	"convene/internal/event"
	"convene/internal/fault"
	"convene/internal/locale"
	"convene/internal/person"
	"convene/internal/registration"
)

// detailFields are the names of the fields about a person, in signing up and in
// changing.
var detailFields = []string{"given_name", "family_name", "badge_name", "latin_name", "authority_query",
	"authority", "organisation", "country", "function", "languages"}

// otherOrganisation is the value of "authority" for those who come from none.
const otherOrganisation = "other"

// found is how many authorities a search shows; more than that asks for a longer
// query.
const found = 8

// detailsForm is what the fields about a person offer to choose from.
type detailsForm struct {
	Authorities []authorityOption
	FoundText   string // what the search found; "" before any
	Countries   []option
	Languages   []option // those of the event
	Others      []option // the rest of Europe's
	OthersOpen  bool
	Fixed       bool // the first authority is whose place it is: there is no other to choose
}

// authorityOption is one authority to choose.
type authorityOption struct {
	person.Authority
	CountryName string
	Chosen      bool
}

func (s *Server) detailsForm(c echo.Context, p *locale.Printer, e *event.Event, typed url.Values) (*detailsForm, error) {
	d := &detailsForm{}
	ctx := c.Request().Context()
	chosen, err := s.authorityOf(ctx, typed.Get("authority"))
	if err != nil {
		return nil, err
	}
	if chosen != nil {
		d.Authorities = append(d.Authorities, authorityOption{*chosen, p.Country(chosen.Country), true})
	}
	hits, err := s.searchAuthorities(ctx, typed.Get("authority_query"))
	if err != nil {
		return nil, err
	}
	for _, a := range hits[:min(found, len(hits))] {
		if chosen == nil || a.ID != chosen.ID {
			d.Authorities = append(d.Authorities, authorityOption{a, p.Country(a.Country), false})
		}
	}
	if typed.Get("authority_query") != "" {
		d.FoundText = foundText(p, len(hits))
	}
	d.Countries = []option{{Value: "", Label: p.T("The country of my authority")}}
	for _, country := range p.Countries() {
		d.Countries = append(d.Countries, option{Value: country.Code, Label: country.Name})
	}
	d.Languages, d.Others = languageOptions(p, e)
	d.OthersOpen = slices.ContainsFunc(d.Others, func(o option) bool { return slices.Contains(typed["languages"], o.Value) })
	return d, nil
}

// searchAuthorities finds at most one more than is shown, which tells that there
// are more. A query without a letter finds nothing.
func (s *Server) searchAuthorities(ctx context.Context, query string) ([]person.Authority, error) {
	if person.Fold(query) == "" {
		return nil, nil
	}
	return person.SearchAuthorities(ctx, s.db, query, found+1)
}

// parseDetails reads the fields about a person and says what is wrong with them.
// The country of an authority is known and is not asked for again (WCAG 3.3.7).
func (s *Server) parseDetails(c echo.Context, typed url.Values) (registration.Details, []fault.Field, error) {
	d := registration.Details{Given: typed.Get("given_name"), Family: typed.Get("family_name"), Badge: typed.Get("badge_name"),
		Latin: typed.Get("latin_name"), Country: typed.Get("country"), Function: typed.Get("function"),
		Languages: withoutRomani(typed["languages"]), Locale: s.printer(c).Lang()}
	switch authority := typed.Get("authority"); authority {
	case "", otherOrganisation:
		d.Organisation = typed.Get("organisation")
	default:
		a, err := s.authorityOf(c.Request().Context(), authority)
		if err != nil {
			return d, nil, err
		}
		if a != nil {
			d.AuthorityID = a.ID
			if d.Country == "" {
				d.Country = a.Country
			}
		}
	}
	d = d.Clean()
	faults := d.Check("")
	if d.AuthorityID == 0 && d.Organisation == "" {
		faults = withoutBody(faults, typed.Get("authority"))
	}
	return d, faults, nil
}

// withoutBody says better what is wrong when nobody knows where a person comes
// from: the name of the other organisation is missing, or the authority, which
// will bring its country with it.
func withoutBody(faults []fault.Field, authority string) []fault.Field {
	if authority == otherOrganisation {
		return rename(faults, "authority", fault.Field{Name: "organisation", Message: "Enter the name of your organisation."})
	}
	return slices.DeleteFunc(faults, func(f fault.Field) bool { return f.Name == "country" })
}

// authorityOf reads the authority that was chosen; nil when there is none of that id.
func (s *Server) authorityOf(ctx context.Context, value string) (*person.Authority, error) {
	id, err := strconv.ParseInt(value, 10, 64)
	if err != nil {
		return nil, nil
	}
	a, err := person.AuthorityByID(ctx, s.db, id)
	if fault.Is(err, fault.NotFound) {
		return nil, nil
	}
	return a, err
}

// rename puts a better fault in the place of the one for a field.
func rename(faults []fault.Field, name string, better fault.Field) []fault.Field {
	for i := range faults {
		if faults[i].Name == name {
			faults[i] = better
		}
	}
	return faults
}

// typedDetails is the inverse of parseDetails: details as their form was sent. A
// badge name that follows from the names stays empty, so that it follows a correction.
func typedDetails(d registration.Details) url.Values {
	v := url.Values{"given_name": {d.Given}, "family_name": {d.Family}, "badge_name": {d.Badge}, "latin_name": {d.Latin},
		"organisation": {d.Organisation}, "country": {d.Country}, "function": {d.Function}, "languages": d.Languages}
	if d.Badge == person.Line(d.Given+" "+d.Family, maxField) {
		v.Set("badge_name", "")
	}
	if d.AuthorityID != 0 {
		v.Set("authority", strconv.FormatInt(d.AuthorityID, 10))
	} else {
		v.Set("authority", otherOrganisation)
	}
	return v
}

// foundAuthority is one hit of the search as scripts read it.
type foundAuthority struct {
	ID      int64  `json:"id"`
	Name    string `json:"name"`
	Native  string `json:"native,omitempty"`
	Country string `json:"country"`
}

// findAuthorities answers the search box while somebody types.
func (s *Server) findAuthorities(c echo.Context) error {
	p := s.printer(c)
	list, err := s.searchAuthorities(c.Request().Context(), c.QueryParam("q"))
	if err != nil {
		return err
	}
	answer := struct {
		Items []foundAuthority `json:"items"`
		Text  string           `json:"text"`
	}{Items: []foundAuthority{}}
	for _, a := range list[:min(found, len(list))] {
		answer.Items = append(answer.Items, foundAuthority{a.ID, a.Name, a.NativeName, p.Country(a.Country)})
	}
	answer.Text = foundText(p, len(list))
	return c.JSON(http.StatusOK, answer)
}

// foundText says how many a search found.
func foundText(p *locale.Printer, n int) string {
	switch {
	case n == 0:
		return p.T("No authority of the Alliance has this name. Choose “Another organisation” below.")
	case n > found:
		return p.T("More than %d authorities found. Type more letters.", found)
	}
	return p.N("%d authority found", "%d authorities found", n, n)
}
