package web

import (
	"cmp"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"net/url"

	"github.com/labstack/echo/v4"

	"convene/internal/event"
	"convene/internal/fault"
	"convene/internal/person"
	"convene/internal/presence"
	"convene/internal/registration"
)

// doorPage registers somebody who came unannounced.
type doorPage struct {
	organisePage
	detailsForm
	Form                form
	Name                string // of what they came to
	Given, Family       textField
	Badge, Latin        textField
	Organisation        textField
	Function, Mail      textField
	Country             choiceField
	Key, Action, Back   string
	Full, FullURL, Link string // what is full, and where an organiser can change that
	Known               string // page of the registration that the address has already
}

func (s *Server) showDoor(c echo.Context) error {
	m, err := s.markingOf(c)
	if err != nil {
		return err
	}
	return s.askDoor(c, m, url.Values{"key": {rand.Text()}}, nil)
}

func (s *Server) askDoor(c echo.Context, m *marking, typed url.Values, faults []fault.Field) error {
	p := &doorPage{organisePage: s.organisePage(c, m.Programme, "/presence", s.printer(c).T("Register at the door")), Form: newForm(s.printer(c), typed, faults),
		Key: typed.Get("key"), Action: m.below("door"), Back: m.url()}
	p.Wide, p.Sent, p.Name = false, len(faults) > 0, markedName(p.Printer, m.Programme, m.Activity, m.Slot)
	d, err := s.detailsForm(c, p.Printer, &m.Event, typed)
	if err != nil {
		return err
	}
	p.detailsForm = *d
	p.fields()
	if p.Known, err = s.knownAt(c, m, typed.Get("email")); err != nil {
		return err
	}
	if err := s.addFull(c, m, p); err != nil {
		return err
	}
	status := http.StatusOK
	if p.Sent {
		status = http.StatusUnprocessableEntity
	}
	return s.render(c, status, "organise/door", p)
}

// knownAt is the page of the registration that an address has already.
func (s *Server) knownAt(c echo.Context, m *marking, typed string) (string, error) {
	email, err := person.Email(typed)
	if err != nil {
		return "", nil
	}
	known, err := registration.LiveByEmail(c.Request().Context(), s.db, m.Event.ID, email)
	if err != nil || known == nil {
		return "", err
	}
	return organiseURL(&m.Event) + "/registrations/" + known.Reference, nil
}

func (p *doorPage) fields() {
	f := p.Form
	p.Given, p.Family = f.Text("given_name", p.T("Given names"), "", "off"), f.Text("family_name", p.T("Family name (if they have one)"), "", "off")
	p.Badge = f.Text("badge_name", p.T("Name on the badge"), p.T("As they want to be called. Leave it empty to use the names above."), "off")
	p.Latin = f.Text("latin_name", p.T("Name in Latin letters"), p.T("Only needed when the badge name is in other letters, such as Greek, Cyrillic, Georgian or Armenian."), "off")
	p.Organisation = f.Text("organisation", p.T("Name of the organisation"), p.T("Only for “Another organisation”."), "off")
	p.Function = f.Text("function", p.T("Function"), p.T("For example: Mayor, Head of education, School mediator."), "off")
	p.Mail = f.Mail("email", p.T("E-mail address (optional)"), p.T("With one, the person gets the confirmation and can see and erase their data. Without, no mail is written."))
	p.Mail.Autocomplete = "off"
	p.Countries[0].Label = p.T("The country of the authority")
	p.Country = f.Select("country", p.T("Country"), "", "off", p.Countries)
}

// addFull says what has no place left: nobody is let in past a capacity here.
func (s *Server) addFull(c echo.Context, m *marking, p *doorPage) error {
	full, err := s.fullAt(c, m)
	if err != nil || full == nil {
		return err
	}
	name := activityName(p.Printer, m.Programme, full)
	p.Full = p.T("“%s” is full. Nobody can be registered for it now.", name)
	if p.Organiser() {
		p.FullURL, p.Link = p.Base+"/places/"+full.Code, p.T("Change its number of places. Who waits comes first.")
	} else {
		p.Full += " " + p.T("An organiser can change its number of places.")
	}
	return nil
}

// fullAt is the activity of the list, or the event, that has no place left.
func (s *Server) fullAt(c echo.Context, m *marking) (*event.Activity, error) {
	counters, err := registration.Counters(c.Request().Context(), s.db, m.Event.ID)
	if err != nil {
		return nil, err
	}
	for _, a := range []*event.Activity{m.Root(), m.Activity} {
		if n, counts := counters[a.Code]; counts && n.Left() == 0 {
			return a, nil
		}
	}
	return nil, nil
}

// submitDoor registers the person with the desk's rules and marks them present.
func (s *Server) submitDoor(c echo.Context) error {
	m, err := s.markingOf(c)
	if err != nil {
		return err
	}
	typed := c.Request().PostForm
	if typed.Get("do") == "search" {
		return s.askDoor(c, m, typed, nil)
	}
	details, faults, err := s.parseDetails(c, typed)
	if err != nil {
		return err
	}
	details.Locale = m.Event.DefaultLocale
	key := deedKey(m.account, typed.Get("key"))
	email, wrong := doorAddress(typed.Get("email"), key)
	if faults = append(aboutAnother(faults), wrong...); len(faults) > 0 {
		return s.askDoor(c, m, typed, faults)
	}
	known, err := registration.LiveByEmail(c.Request().Context(), s.db, m.Event.ID, email)
	switch {
	case err != nil:
		return err
	case known != nil && typed.Get("email") == "": // sent twice
		return s.seeOther(c, organiseURL(&m.Event)+"/registrations/"+known.Reference)
	case known != nil:
		return s.askDoor(c, m, typed, []fault.Field{{Name: "email", Message: "Somebody with this address is registered already."}})
	}
	sub := registration.Submission{Key: key, EventID: m.Event.ID, Email: email, Details: details,
		Both: true, Channel: registration.ChannelPaper, Actor: by(m.account), Staff: true, Now: s.Now()}
	if m.Activity.Chosen {
		sub.Choices = []registration.Choice{{Activity: m.Activity.Code}}
	}
	return s.letIn(c, m, sub)
}

// doorAddress is the address that was typed, or for somebody without one an
// address that leads nowhere, to which nothing is ever written.
func doorAddress(typed, key string) (string, []fault.Field) {
	if typed == "" {
		sum := sha256.Sum256([]byte(cmp.Or(key, rand.Text())))
		return person.Nobody(hex.EncodeToString(sum[:12])), nil
	}
	email, err := person.Email(typed)
	return email, faultsOf(err)
}

func (s *Server) letIn(c echo.Context, m *marking, sub registration.Submission) error {
	full, err := s.fullAt(c, m)
	if err != nil {
		return err
	}
	if full != nil {
		return s.askDoor(c, m, c.Request().PostForm, []fault.Field{{Message: "There is no place left. Nobody was registered."}})
	}
	o, err := s.desk.Submit(c.Request().Context(), sub)
	if f := fault.As(err); registration.Refusal(err) != nil {
		typed := c.Request().PostForm
		typed.Set("key", rand.Text()) // the refusal is the outcome of the old one
		return s.askDoor(c, m, typed, []fault.Field{{Message: f.Message, Args: f.Args}})
	}
	if err != nil {
		return err
	}
	if _, err := s.mark(c, m, []presence.Mark{m.markOf(o.RegistrationID, presence.Present, presence.AtDoor)}); err != nil {
		return err
	}
	said := s.printer(c).T("Registered and marked present. The badge can be printed from this page.")
	return s.done(c, m.Programme, m.account, nil, "door", "/"+o.Reference, said, organiseURL(&m.Event)+"/registrations/"+o.Reference)
}
