package web

import (
	"net/http"
	"strconv"

	"github.com/labstack/echo/v4"

	"convene/internal/account"
	"convene/internal/event"
	"convene/internal/export"
	"convene/internal/fault"
	"convene/internal/locale"
	"convene/internal/registration"
)

// peoplePerPage is how many people a page of the table shows.
const peoplePerPage = 50

// partnerPage shows a partner what its agreement covers, the people who agree,
// the files to take and those it took.
type partnerPage struct {
	page
	Event     event.Event
	Partner   event.Partner
	Agreement []fact
	Until     string
	Count     string
	People    []attendeeRow
	Pages     *pager
	Downloads []download
	Log       []exportView
}

// attendeeRow is one line of the table: the name, in Latin letters too when it is
// spelled otherwise, then the other fields.
type attendeeRow struct {
	Name, Latin string
	Cells       []attendeeCell
}

// attendeeCell is one field of a person; Value is empty when the consent leaves
// it out.
type attendeeCell struct{ Label, Value string }

func (s *Server) showPartnered(c echo.Context) error {
	e, a, err := s.partnered(c)
	if err != nil {
		return err
	}
	ctx := c.Request().Context()
	v, err := export.Preview(ctx, s.db, s.Now(), s.exportRequest(c, e, a, ""))
	if err != nil {
		return err
	}
	log, err := export.PartnerLog(ctx, s.db, a.PartnerID, e.ID)
	if err != nil {
		return err
	}
	p := partnerPage{page: s.page(c, ""), Event: v.Event, Partner: v.Partner}
	p.Title, p.Wide, p.Until = p.Plain(e.Title), true, p.Date(v.Partner.EndsAt)
	p.Agreement, p.Downloads, p.Log = agreementFacts(p.Printer, v), downloads(p.Printer, e), s.taken(p.Printer, e, log)
	n := len(v.Attendees)
	p.Count = p.N("%s person agrees to share data with you", "%s people agree to share data with you", n, p.Number(n))
	p.Pages = newPager(p.Printer, partnerURL(e), c.QueryParam("page"), n, peoplePerPage)
	for _, person := range v.Attendees[p.Pages.From:p.Pages.To] {
		p.People = append(p.People, attendee(p.Printer, person, v.Partner.Fields))
	}
	return s.render(c, http.StatusOK, "partner/event", p)
}

// partnered finds the event of the path. Whether the partner has an agreement
// for it is asked where its people are read, and answered in the same words: a
// partner does not learn which other events there are (ASVS 8.2.2).
func (s *Server) partnered(c echo.Context) (*event.Event, *account.Account, error) {
	a, err := s.signedIn(c)
	if err != nil {
		return nil, nil, err
	}
	e, err := event.BySlug(c.Request().Context(), s.db, c.Param("slug"))
	if err != nil {
		return nil, nil, err
	}
	if !e.Public() {
		return nil, nil, fault.New(fault.NotFound, "There is no such event.")
	}
	return e, a, nil
}

func (s *Server) exportRequest(c echo.Context, e *event.Event, a *account.Account, format string) export.Request {
	return export.Request{AccountID: a.ID, PartnerID: a.PartnerID, EventID: e.ID, Format: format, Lang: s.printer(c).Lang(), Secret: s.Secret}
}

func agreementFacts(p *locale.Printer, v *export.View) []fact {
	return []fact{
		{Label: p.T("Your role"), Value: registration.RoleName(p, v.Partner.Role)},
		{Label: p.T("You may see"), Value: registration.FieldNames(p, v.Partner.Fields)},
		{Label: p.T("Of whom"), Value: p.T("People with a place who agree to it, as long as they agree.")},
		{Label: p.T("Purpose"), Value: export.Purpose(p)},
		{Label: p.T("Until"), Value: p.Date(v.Partner.EndsAt)},
	}
}

// attendee lays a person out in the fields of the agreement.
func attendee(p *locale.Printer, a export.Attendee, fields []string) attendeeRow {
	row := attendeeRow{Name: a.Name}
	if a.Latin != a.Name {
		row.Latin = a.Latin
	}
	values := map[string]string{"authority": a.Authority, "country": a.CountryName, "function": a.Function, "email": a.Email}
	for _, f := range fields {
		if f != "name" {
			row.Cells = append(row.Cells, attendeeCell{fieldHeading(p, f), values[f]})
		}
	}
	return row
}

func fieldHeading(p *locale.Printer, field string) string {
	switch field {
	case "name":
		return p.T("Name")
	case "authority":
		return p.T("Authority or organisation")
	case "country":
		return p.T("Country")
	case "function":
		return p.T("Function")
	case "email":
		return p.T("E-mail address")
	}
	return field
}

// taken puts the partner's own downloads into words.
func (s *Server) taken(p *locale.Printer, e *event.Event, log []export.Entry) []exportView {
	var views []exportView
	for _, entry := range log {
		view := exportView{Entry: entry, When: p.Moment(entry.At.In(e.Zone())), By: entry.Account, Kind: formatName(p, entry.Format)}
		if view.By == "" {
			view.By = p.T("The organisers")
		}
		views = append(views, view)
	}
	return views
}

// pager is one page of a long list; From and To bound its rows as a slice does.
type pager struct {
	Number, Last   int
	From, To       int
	Words          string // "Page 2 of 5"
	Previous, Next string // addresses, "" at the ends
}

// newPager takes the page that was asked for, the nearest when there is no such.
func newPager(p *locale.Printer, path, asked string, total, size int) *pager {
	last := max(1, (total+size-1)/size)
	n, err := strconv.Atoi(asked)
	if err != nil {
		n = 1
	}
	n = min(max(n, 1), last)
	g := &pager{Number: n, Last: last, From: (n - 1) * size, To: min(n*size, total), Words: p.T("Page %d of %d", n, last)}
	at := func(n int) string { return path + "?page=" + strconv.Itoa(n) + "#people" }
	if n > 1 {
		g.Previous = at(n - 1)
	}
	if n < last {
		g.Next = at(n + 1)
	}
	return g
}
