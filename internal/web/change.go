package web

import (
	"crypto/rand"
	"net/http"
	"net/url"

	"github.com/labstack/echo/v4"

	"convene/internal/fault"
	"convene/internal/locale"
	"convene/internal/registration"
)

// changeYouPage and changeActivitiesPage are the forms of a registration that
// exists.
type changeYouPage struct {
	page
	*ownPage
	detailsForm
	Form form
	Key  string
}

type changeActivitiesPage struct {
	page
	*ownPage
	Form   form
	Groups []choiceGroup
	Phone  textField
	Trips  bool // the event has some
	Key    string
}

func (s *Server) showChangeYou(c echo.Context) error {
	own, err := s.changeable(c)
	if err != nil {
		return err
	}
	details, _ := own.standing()
	return s.askChangeYou(c, http.StatusOK, own, typedDetails(details), nil, rand.Text())
}

func (s *Server) askChangeYou(c echo.Context, status int, own *ownPage, typed url.Values, faults []fault.Field, key string) error {
	p := s.page(c, s.printer(c).T("Change what you told us"))
	p.Sent = len(faults) > 0
	details, err := s.detailsForm(c, p.Printer, &own.Programme.Event, typed)
	if err != nil {
		return err
	}
	return s.render(c, status, "me/you", changeYouPage{page: p, ownPage: own, detailsForm: *details, Key: key,
		Form: newForm(p.Printer, typed, faults)})
}

// submitChangeYou keeps the places as they are and replaces what the person said.
func (s *Server) submitChangeYou(c echo.Context) error {
	own, err := s.changeable(c)
	if err != nil {
		return err
	}
	typed, key := c.Request().PostForm, c.FormValue("key")
	if c.FormValue("do") == "search" {
		return s.askChangeYou(c, http.StatusOK, own, typed, nil, key)
	}
	details, faults, err := s.parseDetails(c, typed)
	if err != nil {
		return err
	}
	if len(faults) > 0 {
		return s.askChangeYou(c, http.StatusUnprocessableEntity, own, typed, faults, key)
	}
	standing, choices := own.standing()
	details.Phone = standing.Phone
	return s.sendChange(c, own, key, details, choices)
}

func (s *Server) showChangeActivities(c echo.Context) error {
	own, err := s.changeable(c)
	if err != nil {
		return err
	}
	groups, err := s.allGroups(c, own)
	if err != nil {
		return err
	}
	return s.askChangeActivities(c, http.StatusOK, own, groups, own.typedChoices(groups), nil, rand.Text())
}

func (s *Server) allGroups(c echo.Context, own *ownPage) ([]choiceGroup, error) {
	counters, err := registration.Counters(c.Request().Context(), s.db, own.Registration.EventID)
	if err != nil {
		return nil, err
	}
	p := s.printer(c)
	return append(choiceGroups(p, own.Programme, counters, false), choiceGroups(p, own.Programme, counters, true)...), nil
}

func (s *Server) askChangeActivities(c echo.Context, status int, own *ownPage, groups []choiceGroup, typed url.Values, faults []fault.Field, key string) error {
	p := s.page(c, s.printer(c).T("Change your activities"))
	p.Sent = len(faults) > 0
	f := newForm(p.Printer, typed, faults)
	return s.render(c, status, "me/activities", changeActivitiesPage{page: p, ownPage: own, Form: f, Groups: withForm(groups, f),
		Phone: phoneField(f), Trips: anyTrip(groups), Key: key})
}

// submitChangeActivities replaces the whole choice. A place already held is given
// up only when the one wanted instead is granted.
func (s *Server) submitChangeActivities(c echo.Context) error {
	own, err := s.changeable(c)
	if err != nil {
		return err
	}
	groups, err := s.allGroups(c, own)
	if err != nil {
		return err
	}
	typed, key := c.Request().PostForm, c.FormValue("key")
	choices, faults := parseChoices(groups, typed, own.held(), own.Programme.Event.Zone(), s.printer(c))
	number, wrong := tripPhone(own.Programme, choices, typed)
	if faults = append(faults, wrong...); len(faults) > 0 {
		return s.askChangeActivities(c, http.StatusUnprocessableEntity, own, groups, typed, faults, key)
	}
	details, _ := own.standing()
	details.Phone = number
	return s.sendChange(c, own, key, details, choices)
}

// sendChange lets the desk decide a change at once, or keeps it as a request.
func (s *Server) sendChange(c echo.Context, own *ownPage, key string, d registration.Details, choices []registration.Choice) error {
	p := s.printer(c)
	d.Locale = p.Lang()
	request := registration.Request{RegistrationID: own.Registration.ID, Kind: registration.RequestChange, Details: d, Choices: choices}
	if own.Frozen {
		return s.ask(c, own, request)
	}
	_, err := s.desk.Change(c.Request().Context(), registration.Change{Key: own.key("change", key),
		EventID: own.Registration.EventID, RegistrationID: own.Registration.ID, Details: d, Choices: choices,
		Channel: registration.ChannelWeb, Actor: "participant", Now: s.Now()})
	if frozen(err) {
		return s.ask(c, own, request)
	}
	if err == nil && own.Asked != nil { // done now what was asked for
		err = registration.TakeBack(c.Request().Context(), s.db.DB, own.Registration.ID, s.Now())
	}
	if err != nil {
		return err
	}
	return s.orSeeOther(c, s.tell(c, "done", changedText(p)), own.URL)
}

func changedText(p *locale.Printer) string {
	return p.T("Your changes are saved, and we sent you a mail about them.")
}
