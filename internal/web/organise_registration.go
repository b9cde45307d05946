package web

import (
	"cmp"
	"net/http"
	"slices"

	"github.com/labstack/echo/v4"

	"convene/internal/allocation"
	"convene/internal/event"
	"convene/internal/locale"
	"convene/internal/mail"
	"convene/internal/registration"
)

// registeredPage is one registration as the organisers see it. The desk is not
// shown the address, the consents and the mails: it does not need them.
type registeredPage struct {
	organisePage
	Registration *registration.Registration
	Name         string
	Mark, Word   string // of the state
	Withdrawn    bool
	Deeds        []deedLink // about the registration as a whole
	BadgeURL     string     // "" when there is no badge to print
	Facts        []fact
	Places       []outcomeView
	Lines        []placeLine
	Consents     []standingConsent
	Mails        []sentMail
	History      []deedView
	Presence     []presenceView
}

// standingConsent is one question of sharing and the newest answer to it.
type standingConsent struct {
	Words      string
	Mark, Word string
	At         string
}

// sentMail is one letter about the registration.
type sentMail struct {
	mail.Kept
	At, Mark, Word string
	RetryURL       string // "" when there is nothing to try again
}

func (s *Server) showRegistered(c echo.Context) error {
	p, err := s.registered(c)
	if err != nil {
		return err
	}
	return s.render(c, http.StatusOK, "organise/registration", p)
}

// registered reads the registration of the path with everything about it.
func (s *Server) registered(c echo.Context) (*registeredPage, error) {
	pr, _, err := s.organised(c)
	if err != nil {
		return nil, err
	}
	ctx := c.Request().Context()
	r, err := registration.ByReference(ctx, s.db, pr.Event.ID, c.Param("reference"))
	if err != nil {
		return nil, err
	}
	places, err := registration.PlacesOf(ctx, s.db, r.ID)
	if err != nil {
		return nil, err
	}
	p := &registeredPage{organisePage: s.organisePage(c, pr, "/registrations", s.printer(c).T("Registration %s", r.Reference)),
		Registration: r, Name: r.Badge, Withdrawn: r.State == string(allocation.RegistrationWithdrawn)}
	p.Mark, p.Word = registrationMark(r.State), registrationWord(p.Printer, r.State, r.Ending)
	p.Facts, p.Places, p.Deeds = p.facts(), wishes(p.Printer, pr, places), p.deeds()
	if r.State == string(allocation.RegistrationConfirmed) {
		p.BadgeURL = printOneURL(p.Base, r.Reference)
	}
	if err := s.addLines(c, p, places); err != nil {
		return nil, err
	}
	if err := s.addPresence(c, p); err != nil {
		return nil, err
	}
	if p.History, err = s.history(c, pr, r.ID); err != nil || !p.Organiser() {
		return p, err
	}
	return p, s.addPrivate(c, p)
}

// facts are the lines about the person. What is empty is left out.
func (p *registeredPage) facts() []fact {
	r := p.Registration
	lines := []fact{
		{Label: p.T("Given names"), Value: r.Given},
		{Label: p.T("Family name"), Value: r.Family},
		{Label: p.T("In Latin letters"), Value: r.Latin},
		{Label: p.T("Authority or organisation"), Value: r.Body(), Note: r.AuthorityNative},
		{Label: p.T("Country"), Value: p.Country(r.Country)},
		{Label: p.T("Function"), Value: r.Function},
		{Label: p.T("Role"), Value: personRole(p.Printer, r.Role)},
		{Label: p.T("Languages"), Value: languageNames(p.Printer, r.Languages)},
		{Label: p.T("Submitted"), Value: p.Moment(r.CreatedAt.In(p.Programme.Event.Zone()))},
	}
	if p.Organiser() {
		lines = append(lines, fact{Label: p.T("E-mail address"), Value: cmp.Or(r.Email, p.T("None: registered at the door"))}, fact{Label: p.T("Language of mails"), Value: p.Language(r.Locale)})
	}
	return slices.DeleteFunc(lines, func(f fact) bool { return f.Value == "" })
}

// wishes are all places in the order of the programme, those given up among them:
// organisers are asked about them too.
func wishes(p *locale.Printer, pr *event.Programme, places []registration.Place) []outcomeView {
	var list []outcomeView
	for i := range pr.Activities {
		a := pr.Activities[i]
		for _, pl := range places {
			if pl.ActivityID != a.ID {
				continue
			}
			list = append(list, outcomeView{activityView: viewActivity(p, pr, a, nil), State: pl.State, Word: markOf(p, pl).Word,
				IsEvent: a.Kind == event.KindEvent, Reason: registration.Why(p, pr, pl), Day: p.Day(a.StartsAt.In(pr.Event.Zone()))})
		}
	}
	return list
}

// addPrivate adds what only organisers see.
func (s *Server) addPrivate(c echo.Context, p *registeredPage) error {
	ctx, zone := c.Request().Context(), p.Programme.Event.Zone()
	consents, err := registration.ConsentsOf(ctx, s.db, p.Registration.ID)
	if err != nil {
		return err
	}
	for _, purpose := range purposes(p.Programme) {
		if c, ok := consents[purpose]; ok {
			view := standingConsent{Words: c.Text, Mark: "released", Word: p.T("No"), At: p.Moment(c.At.In(zone))}
			if c.Given {
				view.Mark, view.Word = "confirmed", p.T("Yes")
			}
			p.Consents = append(p.Consents, view)
		}
	}
	mails, err := mail.OfRegistration(ctx, s.db, p.Registration.ID)
	for _, k := range mails {
		view := sentMail{Kept: k, At: p.Moment(k.CreatedAt.In(zone)), Mark: mailMark(k.State), Word: mailWord(p.Printer, k.State)}
		if k.State == "failed" {
			view.RetryURL = p.retryURL(k.ID)
		}
		p.Mails = append(p.Mails, view)
	}
	return err
}

// purposes are the questions of sharing in the order in which they are asked.
func purposes(pr *event.Programme) []string {
	list := []string{registration.PurposeList}
	for _, partner := range pr.Partners {
		list = append(list, registration.PurposePartner(partner.Code))
	}
	return list
}
