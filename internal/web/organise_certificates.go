package web

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"convene/internal/account"
	"convene/internal/event"
	"convene/internal/fault"
	"convene/internal/locale"
	"convene/internal/presence"
)

// certificatesPage lists who took part and who has a certificate of it.
type certificatesPage struct {
	organisePage
	Form      form
	Signatory presence.Signatory
	Filter    certificateFilter
	Query     string
	States    choiceField
	Columns   []column
	Rows      []certificateRow
	Count     string
	Pages     []pageLink
	Anybody   bool // there is somebody to list
	Waiting   int  // certificates that issuing for everybody would make
	Standing  int  // certificates that can be printed
	InWords   string
}

// certificateRow is one person in words.
type certificateRow struct {
	presence.Standing
	URL, Country, Mark, Word string
	HalfDays                 []string
	Notes                    []string // when it was issued, what has changed since
	Stands                   bool
}

func (s *Server) listCertificates(c echo.Context) error {
	pr, _, err := s.organised(c)
	if err != nil {
		return err
	}
	return s.showCertificates(c, pr, nil, nil)
}

// showCertificates is the page; typed is what is wrong of the form of who signs.
func (s *Server) showCertificates(c echo.Context, pr *event.Programme, typed url.Values, faults []fault.Field) error {
	ctx := c.Request().Context()
	p := certificatesPage{organisePage: s.organisePage(c, pr, "/certificates", s.printer(c).T("Certificates")), Filter: readCertificateFilter(c.QueryParams())}
	p.Sent, p.InWords = len(faults) > 0, p.Language(p.Lang())
	var err error
	if p.Signatory, err = presence.SignatoryOf(ctx, s.db, pr.Event.ID); err != nil {
		return err
	}
	if typed == nil {
		typed = url.Values{"signatory": {p.Signatory.Name}, "function": {p.Signatory.Function}}
	}
	p.Form = newForm(p.Printer, typed, faults)
	if p.Query, _ = s.searched(c, pr.Event.ID, p.Filter.Search); p.Query == "" {
		p.Filter.Search = ""
	}
	all, err := presence.Standings(ctx, s.db, pr)
	if err != nil {
		return err
	}
	p.show(all)
	status := http.StatusOK
	if p.Sent {
		status = http.StatusUnprocessableEntity
	}
	return s.render(c, status, "organise/certificates", p)
}

// show counts, filters, sorts and pages the people.
func (p *certificatesPage) show(all []presence.Standing) {
	p.Anybody = len(all) > 0
	for i := range all {
		switch all[i].State() {
		case presence.NotIssued:
			p.Waiting++
		case presence.Outdated:
			p.Waiting++
			p.Standing++
		case presence.Current, presence.Unproved:
			p.Standing++
		}
	}
	all = slices.DeleteFunc(all, func(s presence.Standing) bool { return p.Filter.State != "" && s.State() != p.Filter.State })
	all = matching(all, p.Query, func(s presence.Standing) string {
		t := &s.Today
		return s.Given + " " + s.Family + " " + t.Name + " " + t.Latin + " " + t.Body + " " + p.Country(t.Country) + " " + s.Reference
	})
	p.Filter.sort(p.Printer, all)
	p.Count = p.N("%d person", "%d people", len(all), len(all))
	from, to, pages := paged(len(all), p.Filter.Page, func(page int) string { return p.Filter.at(page).url(p.Base) })
	p.Pages, p.Columns = pages, p.Filter.columns(p.Printer, p.Base)
	options := []option{{Label: p.T("All")}}
	for _, state := range presence.States {
		_, word := certificateMark(p.Printer, state)
		options = append(options, option{Value: state, Label: word})
	}
	p.States = newForm(p.Printer, url.Values{"state": {p.Filter.State}}, nil).Select("state", p.T("Certificate"), "", "off", options)
	for _, s := range all[from:to] {
		p.Rows = append(p.Rows, p.row(s))
	}
}

func (p *certificatesPage) row(s presence.Standing) certificateRow {
	row := certificateRow{Standing: s, URL: p.Base + "/registrations/" + s.Reference, Country: p.Country(s.Today.Country), HalfDays: s.Today.Days(p.Printer)}
	row.Mark, row.Word = certificateMark(p.Printer, s.State())
	c := s.Certificate
	if c == nil {
		return row
	}
	if row.Stands = c.Stands(); row.Stands {
		row.Notes = append(row.Notes, p.T("Issued on %s", p.Date(c.IssuedAt)))
	} else if !c.RevokedAt.IsZero() {
		row.Notes = append(row.Notes, p.T("On %s: %s", p.Date(c.RevokedAt), c.Why))
	}
	for _, change := range s.Changes() {
		row.Notes = append(row.Notes, changeWords(p.Printer, change))
	}
	return row
}

// certificateMark is how a person stands as to certificates, as a mark and a word.
func certificateMark(p *locale.Printer, state string) (mark, word string) {
	switch state {
	case presence.Current:
		return "confirmed", p.T("Up to date")
	case presence.Outdated:
		return "warning", p.T("Out of date: issue it again")
	case presence.Unproved:
		return "error", p.T("No presence any more: withdraw it")
	case presence.Withdrawn:
		return "withdrawn", p.T("Withdrawn")
	}
	return "waiting", p.T("Not issued")
}

func changeWords(p *locale.Printer, change string) string {
	switch change {
	case presence.ChangedPresence:
		return p.T("The presence changed since.")
	case presence.ChangedEvent:
		return p.T("The event's title, city or dates changed since.")
	}
	return p.T("The name, authority or country changed since.")
}

// searchCertificates takes the form of the list.
func (s *Server) searchCertificates(c echo.Context) error {
	pr, _, err := s.organised(c)
	if err != nil {
		return err
	}
	f := readCertificateFilter(c.Request().PostForm)
	f.Page = 1
	f.Search, err = s.keepSearch(c, pr.Event.ID, c.FormValue("q"))
	return s.orSeeOther(c, err, f.url(organiseURL(&pr.Event)))
}

// submitSignatory says who signs from now on.
func (s *Server) submitSignatory(c echo.Context) error {
	pr, a, err := s.organised(c)
	if err != nil {
		return err
	}
	typed := c.Request().PostForm
	signs := presence.Signatory{Name: typed.Get("signatory"), Function: typed.Get("function")}
	err = presence.SetSignatory(c.Request().Context(), s.db, pr.Event.ID, signs)
	if faults := faultsOf(err); faults != nil {
		return s.showCertificates(c, pr, typed, faults)
	}
	if err != nil {
		return err
	}
	if err := account.Record(c.Request().Context(), s.db, s.Now(), a.ID, "signatory", pr.Event.Slug, nil); err != nil {
		return err
	}
	said := s.tell(c, "done", s.printer(c).T("%s signs the certificates that are issued from now on.", strings.TrimSpace(signs.Name)))
	return s.orSeeOther(c, said, organiseURL(&pr.Event)+"/certificates")
}
