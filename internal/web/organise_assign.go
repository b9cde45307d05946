package web

import (
	"net/url"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"convene/internal/allocation"
	"convene/internal/fault"
	"convene/internal/registration"
)

// assignDeed gives somebody a place of a contingent, or takes them out of it.
var assignDeed = deed{
	name: "assign",
	ask: func(s *Server, c echo.Context, sub *subject) error {
		sub.called(sub.T("Contingent"))
		sub.Lead = sub.T("“%s”: a place of a contingent takes none of everybody's. The person gets a mail about it.", activityName(sub.Printer, sub.Programme, sub.Activity))
		options, err := s.seats(c, sub)
		if err != nil {
			return err
		}
		if len(options) == 0 {
			sub.Problem = sub.T("This activity has no contingent with a free place. Make one on its page under “Places”.")
			return nil
		}
		sub.Choices = []choiceField{sub.Form.Radios("contingent", sub.T("Place of"), "", options)}
		sub.Button = sub.T("Save")
		return nil
	},
	read: func(_ *Server, sub *subject) (registration.Decision, []fault.Field) {
		id, err := strconv.ParseInt(sub.typed.Get("contingent"), 10, 64)
		if err != nil || id < 0 {
			return registration.Decision{}, []fault.Field{{Name: "contingent", Message: "Choose a contingent."}}
		}
		return registration.Decision{Kind: allocation.Assign, Contingent: registration.Contingent{ID: id}}, nil
	},
	said: func(sub *subject) string { return sub.T("The place is assigned.") },
}

// seats are the contingents of the activity that have room, and everybody's places
// for who is in one, each with what choosing it would change.
func (s *Server) seats(c echo.Context, sub *subject) ([]option, error) {
	all, err := registration.Contingents(c.Request().Context(), s.db, sub.Programme.Event.ID)
	if err != nil {
		return nil, err
	}
	var options []option
	for _, one := range all {
		if one.Activity != sub.Activity.Code || one.ID == sub.Place.Contingent || one.Taken >= one.Capacity {
			continue
		}
		left := sub.N("%d place is free.", "%d places are free.", one.Capacity-one.Taken, one.Capacity-one.Taken)
		options = append(options, option{Value: strconv.FormatInt(one.ID, 10), Label: contingentName(sub.Printer, one), Note: left})
	}
	if sub.Place.Contingent != 0 {
		options = append(options, option{Value: "0", Label: sub.T("Everybody's places")})
	}
	for i := range options {
		if err := s.noteSeat(c, sub, &options[i]); err != nil {
			return nil, err
		}
	}
	if sub.typed == nil && len(options) > 0 {
		sub.Form.values = url.Values{"contingent": {options[0].Value}}
	}
	return options, nil
}

// noteSeat says what one choice would change, or why it would be refused.
func (s *Server) noteSeat(c echo.Context, sub *subject, o *option) error {
	id, err := strconv.ParseInt(o.Value, 10, 64)
	if err != nil {
		return err
	}
	found, err := s.desk.EffectsOf(c.Request().Context(), s.decision(sub, registration.Decision{Kind: allocation.Assign, Contingent: registration.Contingent{ID: id}}))
	if problem, refused := sub.refusal(err); refused {
		o.Note = strings.TrimSpace(o.Note + " " + problem)
		return nil
	}
	if err != nil {
		return err
	}
	o.Note = strings.TrimSpace(o.Note + " " + strings.Join(sub.effects().lines(found), " "))
	return nil
}
