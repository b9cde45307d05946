package web

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"github.com/labstack/echo/v4"

	"convene/internal/account"
	"convene/internal/event"
	"convene/internal/fault"
	"convene/internal/locale"
	"convene/internal/person"
	"convene/internal/registration"
)

// coordinatorsPage lists who names the people of an authority, and makes more.
type coordinatorsPage struct {
	organisePage
	Form        form
	Authorities []authorityOption
	FoundText   string
	Email       textField
	Language    choiceField
	Rows        []coordinatorRow
	addressList
}

type coordinatorRow struct {
	registration.Coordinator
	Since, URL string
}

func (s *Server) showCoordinators(c echo.Context) error {
	pr, _, err := s.organised(c)
	if err != nil {
		return err
	}
	return s.askCoordinators(c, pr, url.Values{"locale": {s.printer(c).Lang()}}, nil)
}

func (s *Server) askCoordinators(c echo.Context, pr *event.Programme, typed url.Values, faults []fault.Field) error {
	p := coordinatorsPage{organisePage: s.organisePage(c, pr, "/coordinators", s.printer(c).T("Coordinators")), Form: newForm(s.printer(c), typed, faults)}
	p.Sent = len(faults) > 0
	d, err := s.detailsForm(c, p.Printer, &pr.Event, typed)
	if err != nil {
		return err
	}
	p.Authorities, p.FoundText = d.Authorities, d.FoundText
	p.Email = p.Form.Mail("email", p.T("E-mail address"), "")
	p.Email.Autocomplete = "off"
	p.Language = p.Form.Select("locale", p.T("Language of the letter"), "", "off", mailLanguages(p.Printer))
	all, err := registration.Coordinators(c.Request().Context(), s.db, pr.Event.ID)
	if err != nil {
		return err
	}
	p.addressList = s.addressList(c, pr, "/coordinators", len(all) > 0)
	p.show(all)
	status := http.StatusOK
	if p.Sent {
		status = http.StatusUnprocessableEntity
	}
	return s.render(c, status, "organise/coordinators", p)
}

// show searches, sorts and pages the list.
func (p *coordinatorsPage) show(all []registration.Coordinator) {
	email := func(one registration.Coordinator) string { return one.Email }
	authority := func(one registration.Coordinator) string { return one.Authority }
	all = matching(all, p.Query, func(one registration.Coordinator) string { return one.Email + " " + one.Authority })
	p.ordered([2]string{"", p.T("Authority")}, [2]string{"newest", p.T("Newest first")})
	if locale.Sort(p.Printer, all, authority, email); p.Order == "newest" {
		slices.SortStableFunc(all, func(a, b registration.Coordinator) int { return b.AppointedAt.Compare(a.AppointedAt) })
	}
	p.Count = p.N("%d coordinator", "%d coordinators", len(all), len(all))
	from, to := p.cut(len(all))
	for _, one := range all[from:to] {
		p.Rows = append(p.Rows, coordinatorRow{one, p.Date(one.AppointedAt.In(p.Programme.Event.Zone())), p.path + "/" + strconv.FormatInt(one.ID, 10) + "/dismiss"})
	}
}

func (s *Server) searchCoordinators(c echo.Context) error { return s.searchHere(c, "/coordinators") }

// submitCoordinator appoints an address. The search for an authority is a button of
// the same form, so that it works without scripts and loses nothing.
func (s *Server) submitCoordinator(c echo.Context) error {
	pr, a, err := s.organised(c)
	if err != nil {
		return err
	}
	typed := c.Request().PostForm
	if typed.Get("do") == "search" {
		return s.askCoordinators(c, pr, typed, nil)
	}
	authority, email, faults, err := s.readCoordinator(c, typed)
	if err != nil {
		return err
	}
	if len(faults) > 0 {
		return s.askCoordinators(c, pr, typed, faults)
	}
	letter := s.letterhead(typed.Get("locale")).Appointment(pr, authority.Name)
	isNew, err := registration.Appoint(c.Request().Context(), s.db.DB, pr.Event.ID, authority.ID, email, letter, s.Now())
	said := s.printer(c).T("The coordinator of %s is appointed, and gets a mail with the way in.", authority.Name)
	if !isNew {
		said = s.printer(c).T("This address coordinates %s already.", authority.Name)
	}
	return s.done(c, pr, a, err, "appoint", "", said, organiseURL(&pr.Event)+"/coordinators")
}

func (s *Server) readCoordinator(c echo.Context, typed url.Values) (*person.Authority, string, []fault.Field, error) {
	var faults []fault.Field
	authority, err := s.authorityOf(c.Request().Context(), typed.Get("authority"))
	if err != nil {
		return nil, "", nil, err
	}
	if authority == nil {
		faults = append(faults, fault.Field{Name: "authority_query", Message: "Choose an authority from the list."})
	}
	email, err := person.Email(typed.Get("email"))
	if err != nil && faultsOf(err) == nil {
		return nil, "", nil, err
	}
	faults = append(faults, faultsOf(err)...)
	if oneOf(typed.Get("locale"), locale.Supported()) == "" {
		faults = append(faults, fault.Field{Name: "locale", Message: "Choose a language."})
	}
	return authority, email, faults, nil
}

// dismissCoordinator ends a coordinator's task, after asking once.
func (s *Server) dismissCoordinator(c echo.Context) error {
	pr, a, err := s.organised(c)
	if err != nil {
		return err
	}
	all, err := registration.Coordinators(c.Request().Context(), s.db, pr.Event.ID)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(all, func(one registration.Coordinator) bool { return strconv.FormatInt(one.ID, 10) == c.Param("id") })
	if i < 0 {
		return fault.New(fault.NotFound, "There is no such coordinator.")
	}
	return s.dismiss(c, pr, a, &all[i])
}

func (s *Server) dismiss(c echo.Context, pr *event.Programme, a *account.Account, one *registration.Coordinator) error {
	to := organiseURL(&pr.Event) + "/coordinators"
	if c.FormValue(sure) == "" {
		p := s.confirmPage(c, pr, "/coordinators", s.printer(c).T("Dismiss a coordinator"), to)
		p.Subject, p.Button, p.Grave = one.Email, p.T("Dismiss"), true
		p.Lead = p.T("This address can no longer name people for %s. Whom it named stays. Nobody is told.", one.Authority)
		p.Action = to + "/" + c.Param("id") + "/dismiss"
		p.carry(nil)
		return s.showConfirm(c, p)
	}
	err := registration.Dismiss(c.Request().Context(), s.db, pr.Event.ID, one.ID)
	return s.done(c, pr, a, err, "dismiss", "", s.printer(c).T("The coordinator is dismissed."), to)
}
