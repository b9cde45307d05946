package web

import (
	"net/url"
	"strconv"

	"github.com/labstack/echo/v4"

	"convene/internal/allocation"
	"convene/internal/fault"
	"convene/internal/registration"
)

// mostPriority is how many turns an organiser can tell apart; more of them would
// be a second waiting list.
const mostPriority = 3

// priorityDeed gives somebody who waits an earlier turn, or takes it back.
var priorityDeed = deed{
	name: "priority",
	ask: func(s *Server, c echo.Context, sub *subject) error {
		sub.called(sub.T("Turn on the waiting list"))
		if state := allocation.PlaceState(sub.Place.State); state != allocation.Waiting && state != allocation.Wished {
			sub.Problem = sub.T("Only somebody on the waiting list can be given an earlier turn.")
			return nil
		}
		sub.Lead = sub.T("“%s”: who waits is served by priority, then in the order of arrival. Nobody is told.", activityName(sub.Printer, sub.Programme, sub.Activity))
		options, err := s.turns(c, sub)
		if sub.typed == nil {
			sub.Form.values = url.Values{"priority": {strconv.Itoa(sub.Place.Priority)}}
		}
		sub.Choices = []choiceField{sub.Form.Radios("priority", sub.T("Priority"), "", options)}
		sub.Button = sub.T("Save")
		return err
	},
	read: func(_ *Server, sub *subject) (registration.Decision, []fault.Field) {
		n, err := strconv.Atoi(sub.typed.Get("priority"))
		if err != nil || n < 0 || n > max(mostPriority, sub.Place.Priority) {
			return registration.Decision{}, []fault.Field{{Name: "priority", Message: "Choose a priority."}}
		}
		return registration.Decision{Kind: allocation.Prioritise, Priority: n}, nil
	},
	said: func(sub *subject) string { return sub.T("The turn on the waiting list is changed.") },
}

// turns are the priorities, each with the number on the list that it would bring.
func (s *Server) turns(c echo.Context, sub *subject) ([]option, error) {
	words := []string{sub.T("None: in the order of arrival"), sub.T("1: before those without priority"), sub.T("2: before those with 1"), sub.T("3: before all others")}
	var options []option
	for n, label := range words {
		turn, err := registration.TurnAt(c.Request().Context(), s.db, sub.Registration.ID, sub.Activity.ID, n)
		if err != nil {
			return nil, err
		}
		o := option{Value: strconv.Itoa(n), Label: label}
		if turn > 0 {
			o.Note = sub.T("Would be number %d of %d.", turn, sub.Counters[sub.Activity.Code].Waiting)
		}
		options = append(options, o)
	}
	return options, nil
}
