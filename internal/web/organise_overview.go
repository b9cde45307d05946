package web

import (
	"net/http"
	"slices"

	"github.com/labstack/echo/v4"

	"convene/internal/event"
	"convene/internal/locale"
	"convene/internal/mail"
	"convene/internal/registration"
)

// overviewPage is an event in numbers. Every picture has its table.
type overviewPage struct {
	organisePage
	*registration.Numbers
	Left       int // places at the event
	Open       []openCount
	Activities []activityCount
	Countries  []countryCount
	Days       *dayChart // nil before the first registration
	Failed     []failedMail
}

// openCount is what waits for somebody's word, with a link to it.
type openCount struct {
	Label, URL string
	Count      int
}

// open counts what waits for an organiser or for the person; what there is none of
// is left out.
func (p *overviewPage) open() []openCount {
	list := func(state string) string { return listFilter{State: state}.url(p.Base) }
	all := []openCount{{p.T("To be approved"), p.Base + "/decide", p.Pending}, {p.T("Requests to answer"), p.Base + "/decide", p.Requests},
		{p.T("Offered a place"), list("offered"), p.Offered}, {p.T("Named, not confirmed"), list("nominated"), p.Nominated}}
	return slices.DeleteFunc(all, func(one openCount) bool { return one.Count == 0 })
}

// activityCount is how full one activity is.
type activityCount struct {
	registration.Counter
	Name           string
	When           when
	Places         *availability
	HeldURL        string
	WaitingURL     string
	OverfullByHand bool // more places are held than there are, since the capacity was lowered
}

// countryCount is one country's registrations; Percent is its bar beside that of
// the country with the most.
type countryCount struct {
	registration.CountryCount
	Name, URL string
	Percent   int
}

// failedMail is a letter that was given up.
type failedMail struct {
	mail.Kept
	RetryURL string
}

func (s *Server) showOverview(c echo.Context) error {
	pr, _, err := s.organised(c)
	if err != nil {
		return err
	}
	numbers, err := registration.Overview(c.Request().Context(), s.db, pr.Event.ID)
	if err != nil {
		return err
	}
	p := overviewPage{organisePage: s.organisePage(c, pr, "", s.printer(c).T("Overview")), Numbers: numbers}
	p.count()
	p.Open = p.open()
	p.Days = newDayChart(p.Printer, numbers.Days)
	if p.Organiser() {
		failed, err := mail.Failed(c.Request().Context(), s.db, pr.Event.ID)
		if err != nil {
			return err
		}
		for _, k := range failed {
			p.Failed = append(p.Failed, failedMail{k, p.retryURL(k.ID)})
		}
	}
	return s.render(c, http.StatusOK, "organise/overview", p)
}

// count puts the numbers into words and gives each a link to the people behind it.
func (p *overviewPage) count() {
	for _, c := range p.Numbers.Activities {
		a := p.Programme.ByCode(c.Code)
		if a == nil {
			continue
		}
		if a.Kind == event.KindEvent {
			p.Left = c.Left()
		}
		p.Activities = append(p.Activities, p.activityCount(a, c))
	}
	most := 1
	for _, c := range p.Numbers.Countries {
		most = max(most, c.Confirmed+c.Waiting)
	}
	for _, c := range p.Numbers.Countries {
		p.Countries = append(p.Countries, countryCount{CountryCount: c, Name: p.Country(c.Country),
			URL: listFilter{Country: c.Country}.url(p.Base), Percent: 100 * (c.Confirmed + c.Waiting) / most})
	}
	locale.Sort(p.Printer, p.Countries, func(c countryCount) string { return c.Name })
}

func (p *overviewPage) activityCount(a *event.Activity, c registration.Counter) activityCount {
	places := newAvailability(p.Printer, map[string]registration.Counter{c.Code: c}, c.Code)
	return activityCount{Counter: c, Name: activityName(p.Printer, p.Programme, a), When: activityWhen(p.Printer, a), Places: places,
		HeldURL:        listFilter{Activity: c.Code, Place: "confirmed"}.url(p.Base),
		WaitingURL:     listFilter{Activity: c.Code, Place: "waiting"}.url(p.Base),
		OverfullByHand: c.Grace > 0}
}
