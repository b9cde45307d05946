package web

import (
	"convene/internal/event"
	"convene/internal/locale"
	"convene/internal/registration"
)

// StateWord is the heading of a registration's state, for pages that only name it.
func (p page) StateWord(r *registration.Registration) string {
	heading, _ := registration.StateWords(p.Printer, r)
	return heading
}

func changesText(p *locale.Printer, e *event.Event, o *ownPage) string {
	switch {
	case o.Open:
		return p.T("You can change or withdraw until %s.", p.Moment(e.ChangesUntil))
	case o.Frozen:
		return p.T("Changes were possible until %s. You can still ask the organisers for one until the event begins.", p.Moment(e.ChangesUntil))
	}
	return p.T("Changes were possible until %s. Please write to the organisers now.", p.Moment(e.ChangesUntil))
}

// rootPlace is a registration's place at the event itself; zero when there is none.
func rootPlace(places []registration.Place) registration.Place {
	return placeOn(places, event.RootCode)
}

func placeOn(places []registration.Place, code string) registration.Place {
	for _, pl := range places {
		if pl.Activity == code {
			return pl
		}
	}
	return registration.Place{Activity: code}
}
