package web

import (
	"strconv"

	"github.com/labstack/echo/v4"

	"convene/internal/locale"
	"convene/internal/person"
	"convene/internal/registration"
)

// listFields are the drop-down lists of the form.
type listFields struct{ State, Activity, Place, Country, Authority, Sort, Order choiceField }

// fillFields makes the form as it was sent.
func (s *Server) fillFields(c echo.Context, p *listPage) error {
	ctx := c.Request().Context()
	authorities, err := person.Authorities(ctx, s.db)
	if err != nil {
		return err
	}
	numbers, err := registration.Overview(ctx, s.db, p.Programme.Event.ID)
	if err != nil {
		return err
	}
	typed := p.Filter.values()
	typed.Set("q", p.Query)
	typed.Set("sort", p.Filter.column())
	p.Form = newForm(p.Printer, typed, nil)
	p.Fields = listFields{
		State:     p.Form.Select("state", p.T("State"), "", "off", p.stateOptions(numbers)),
		Activity:  p.Form.Select("activity", p.T("Activity"), "", "off", p.activityOptions()),
		Place:     p.Form.Select("place", p.T("Place on the activity"), "", "off", p.placeOptions()),
		Country:   p.Form.Select("country", p.T("Country"), "", "off", p.countryOptions(numbers)),
		Authority: p.Form.Select("authority", p.T("Authority"), "", "off", p.authorityOptions(authorities)),
		Sort:      p.Form.Select("sort", p.T("Sort by"), "", "off", p.sortOptions()),
		Order:     p.Form.Select("order", p.T("Order"), "", "off", p.orderOptions()),
	}
	return nil
}

// stateOptions say how many there are of each.
func (p *listPage) stateOptions(n *registration.Numbers) []option {
	counts := map[string]int{"confirmed": n.Confirmed, "waiting": n.Waiting, "offered": n.Offered, "pending": n.Pending,
		"nominated": n.Nominated, "withdrawn": n.Withdrawn}
	options := []option{{Label: p.T("All")}}
	for _, state := range filterStates {
		options = append(options, option{Value: state, Label: p.T("%s (%s)", registrationWord(p.Printer, state, ""), p.Number(counts[state]))})
	}
	return options
}

func (p *listPage) activityOptions() []option {
	options := []option{{Label: p.T("All")}}
	for _, a := range p.Programme.Chosen() {
		options = append(options, option{Value: a.Code, Label: activityName(p.Printer, p.Programme, &a)})
	}
	return options
}

func (p *listPage) placeOptions() []option {
	return []option{{Label: p.T("Taken or waiting")}, {Value: "confirmed", Label: p.T("Confirmed")}, {Value: "held", Label: p.T("Kept")},
		{Value: "offered", Label: p.T("Offered")}, {Value: "waiting", Label: p.T("Waiting list")},
		{Value: "wished", Label: p.T("Decided later")}, {Value: "refused", Label: p.T("No place")}, {Value: "released", Label: p.T("Given up")}}
}

// countryOptions are the countries people come from, those of the list that is
// shown among them.
func (p *listPage) countryOptions(n *registration.Numbers) []option {
	var options []option
	for _, c := range n.Countries {
		options = append(options, option{Value: c.Country, Label: p.Country(c.Country)})
	}
	locale.Sort(p.Printer, options, func(o option) string { return o.Label })
	return append([]option{{Label: p.T("All")}}, options...)
}

func (p *listPage) authorityOptions(authorities []person.Authority) []option {
	var options []option
	for _, a := range authorities {
		options = append(options, option{Value: strconv.FormatInt(a.ID, 10), Label: p.T("%s (%s)", a.Name, p.Country(a.Country))})
	}
	locale.Sort(p.Printer, options, func(o option) string { return o.Label })
	return append([]option{{Label: p.T("All")}}, options...)
}

func (p *listPage) sortOptions() []option {
	return []option{{Value: "name", Label: p.T("Name")}, {Value: "authority", Label: p.T("Authority or organisation")},
		{Value: "country", Label: p.T("Country")}, {Value: "state", Label: p.T("State")}, {Value: "submitted", Label: p.T("Submitted")}}
}

func (p *listPage) orderOptions() []option {
	return []option{{Label: p.T("A to Z, oldest first")}, {Value: "desc", Label: p.T("Z to A, newest first")}}
}
