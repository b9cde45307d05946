package web

import (
	"crypto/rand"
	"net/http"
	"net/url"

	"github.com/labstack/echo/v4"

	"convene/internal/fault"
	"convene/internal/registration"
)

// choicePage is the form of a person's activities, filled by an organiser.
type choicePage struct {
	*confirmPage
	Groups []choiceGroup
	Phone  textField
	Trips  bool
}

// showChoice asks which activities somebody is to have.
func (s *Server) showChoice(c echo.Context) error {
	sub, err := s.subject(c, "")
	if err != nil {
		return err
	}
	groups := sub.groups()
	return s.askChoice(c, sub, groups, sub.own().typedChoices(groups), nil)
}

// own is the registration as the participant's own form fills itself from it.
func (sub *subject) own() *ownPage {
	return &ownPage{Registration: sub.Registration, Programme: sub.Programme, Places: sub.Places}
}

func (sub *subject) groups() []choiceGroup {
	return append(choiceGroups(sub.Printer, sub.Programme, sub.Counters, false), choiceGroups(sub.Printer, sub.Programme, sub.Counters, true)...)
}

func (s *Server) askChoice(c echo.Context, sub *subject, groups []choiceGroup, typed url.Values, faults []fault.Field) error {
	sub.called(sub.T("Change the activities"))
	sub.Lead = sub.T("A place that the person has is given up only when they get the one chosen instead.")
	sub.Form, sub.Sent = newForm(sub.Printer, typed, faults), len(faults) > 0
	status := http.StatusOK
	if sub.Sent {
		status = http.StatusUnprocessableEntity
	}
	return s.render(c, status, "organise/choice", choicePage{sub.confirmPage, withForm(groups, sub.Form), phoneField(sub.Form), anyTrip(groups)})
}

// submitChoice shows what a choice would change, and makes it when it was looked at.
func (s *Server) submitChoice(c echo.Context) error {
	sub, err := s.subject(c, "")
	if err != nil {
		return err
	}
	typed, groups := c.Request().PostForm, sub.groups()
	choices, faults := parseChoices(groups, typed, sub.own().held(), sub.Programme.Event.Zone(), sub.Printer)
	number, wrong := tripPhone(sub.Programme, choices, typed)
	if faults = append(faults, wrong...); len(faults) > 0 || typed.Get("do") == "again" {
		return s.askChoice(c, sub, groups, typed, faults)
	}
	n := registration.Change{EventID: sub.Programme.Event.ID, RegistrationID: sub.Registration.ID, Details: sub.Registration.Details,
		Choices: choices, Channel: registration.ChannelWeb, Actor: by(sub.by), Staff: true, Now: s.Now()}
	n.Details.Phone = number
	if typed.Get(sure) == "" {
		return s.foreseeChoice(c, sub, typed, n)
	}
	n.Key = deedKey(sub.by, typed.Get("key"))
	_, err = s.desk.Change(c.Request().Context(), n)
	return s.done(c, sub.Programme, sub.by, err, "change", "/"+sub.Registration.Reference, sub.T("The activities are changed, and the person gets a mail about it."), sub.Back)
}

func (s *Server) foreseeChoice(c echo.Context, sub *subject, typed url.Values, n registration.Change) error {
	sub.called(sub.T("Change the activities"))
	sub.Lead, sub.Button, sub.Key = sub.T("This is what the change does now. The person gets a mail about it."), sub.T("Change the activities"), rand.Text()
	sub.carry(typed)
	found, err := s.desk.EffectsOfChange(c.Request().Context(), n)
	if err != nil {
		err = sub.stopped(err)
	}
	if sub.Effects = sub.effects().lines(found); len(sub.Effects) == 0 && sub.Problem == "" {
		sub.Effects = []string{sub.T("Nothing changes: the person has all this already.")}
	}
	if err != nil {
		return err
	}
	return s.showConfirm(c, sub.confirmPage)
}
