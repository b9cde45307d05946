package web

import (
	"slices"

	"github.com/labstack/echo/v4"

	"convene/internal/allocation"
	"convene/internal/event"
	"convene/internal/registration"
)

// placeLine is one activity that has places: how the person stands to it, why, and
// what an organiser can do about it.
type placeLine struct {
	Name  string
	When  when
	Mark  placeMark
	Why   string   // the sentence the participant reads
	Notes []string // what only organisers need
	Deeds []deedLink
}

// deedLink leads to the page of a deed.
type deedLink struct {
	URL, Label string
	Grave      bool
}

// addLines adds a line for the event and for each activity that is chosen, asked for
// or not.
func (s *Server) addLines(c echo.Context, p *registeredPage, places []registration.Place) error {
	ctx := c.Request().Context()
	counters, err := registration.Counters(ctx, s.db, p.Programme.Event.ID)
	if err != nil {
		return err
	}
	contingents, err := registration.Contingents(ctx, s.db, p.Programme.Event.ID)
	if err != nil {
		return err
	}
	for i := range p.Programme.Activities {
		a := &p.Programme.Activities[i]
		if counter, counted := counters[a.Code]; counted {
			p.Lines = append(p.Lines, p.line(a, counter, places, contingents))
		}
	}
	return nil
}

func (p *registeredPage) line(a *event.Activity, counter registration.Counter, places []registration.Place, contingents []registration.Contingent) placeLine {
	var pl registration.Place
	if i := slices.IndexFunc(places, func(one registration.Place) bool { return one.ActivityID == a.ID }); i >= 0 {
		pl = places[i]
	}
	line := placeLine{Name: activityName(p.Printer, p.Programme, a), When: activityWhen(p.Printer, a), Mark: markOf(p.Printer, pl),
		Why: registration.Why(p.Printer, p.Programme, pl)}
	if pl.State == "" {
		line.Why = ""
	}
	if !p.Withdrawn && !allocation.PlaceState(pl.State).Live() {
		line.Notes = append(line.Notes, p.wouldGet(a, counter, places))
	}
	if pl.Priority > 0 {
		line.Notes = append(line.Notes, p.T("Priority %d.", pl.Priority))
	}
	for _, one := range contingents {
		if one.ID == pl.Contingent {
			line.Notes = append(line.Notes, p.T("A place of “%s”.", contingentName(p.Printer, one)))
		}
	}
	if p.Organiser() && !p.Withdrawn {
		line.Deeds = p.lineDeeds(a, pl, contingents)
	}
	return line
}

// wouldGet says what asking for an activity would bring at this moment.
func (p *registeredPage) wouldGet(a *event.Activity, counter registration.Counter, places []registration.Place) string {
	for _, pl := range places {
		other := p.Programme.ByID(pl.ActivityID)
		if other != nil && allocation.PlaceState(pl.State).Taken() && other.Kind != event.KindEvent && a.Kind != event.KindEvent && exclude(a, other) {
			return p.T("Would take the place of “%s”, which the person has.", activityName(p.Printer, p.Programme, other))
		}
	}
	if counter.Left() > 0 {
		return p.N("Would get a place: %d is free.", "Would get a place: %d are free.", counter.Left(), counter.Left())
	}
	return p.N("Would wait: full, and %d person waits.", "Would wait: full, and %d people wait.", counter.Waiting, counter.Waiting)
}

// exclude tells whether nobody can hold both (places.md, rule 8).
func exclude(a, b *event.Activity) bool {
	return a.Block != "" && a.Block == b.Block || a.StartsAt.Before(b.EndsAt) && b.StartsAt.Before(a.EndsAt)
}

// lineDeeds are what can be done about one place.
func (p *registeredPage) lineDeeds(a *event.Activity, pl registration.Place, contingents []registration.Contingent) []deedLink {
	base, state := p.registrationURL(p.Registration)+"/places/"+a.Code, allocation.PlaceState(pl.State)
	var deeds []deedLink
	if state == allocation.Offered {
		deeds = append(deeds, deedLink{URL: base + "/accept", Label: p.T("Accept for the person")})
	}
	if state.Taken() && !pl.Until.IsZero() {
		deeds = append(deeds, deedLink{URL: base + "/extend", Label: p.T("More time to answer")})
	}
	if state == allocation.Waiting || state == allocation.Wished {
		deeds = append(deeds, deedLink{URL: base + "/priority", Label: p.T("Turn on the waiting list")})
	}
	has := slices.ContainsFunc(contingents, func(c registration.Contingent) bool { return c.Activity == a.Code })
	if has && (a.Kind == event.KindEvent || p.comes()) {
		deeds = append(deeds, deedLink{URL: base + "/contingent", Label: p.T("Contingent")})
	}
	return deeds
}

// comes tells whether the person has a place at the event, or one kept for them.
func (p *registeredPage) comes() bool {
	state := allocation.RegistrationState(p.Registration.State)
	return state == allocation.RegistrationConfirmed || state == allocation.RegistrationNominated
}

// deeds are what can be done about the registration as a whole.
func (p *registeredPage) deeds() []deedLink {
	if !p.Organiser() || p.Withdrawn {
		return nil
	}
	base, state := p.registrationURL(p.Registration), allocation.RegistrationState(p.Registration.State)
	var deeds []deedLink
	if state == allocation.RegistrationPending {
		deeds = append(deeds, deedLink{URL: base + "/approve", Label: p.T("Approve")})
	}
	if state != allocation.RegistrationConfirmed {
		deeds = append(deeds, deedLink{URL: base + "/decline", Label: p.T("Decline"), Grave: true})
	}
	if state != allocation.RegistrationNominated {
		deeds = append(deeds, deedLink{URL: base + "/activities", Label: p.T("Change the activities")})
	}
	return append(deeds, deedLink{URL: base + "/name", Label: p.T("Correct the name")}, deedLink{URL: base + "/role", Label: p.T("Change the role")}, deedLink{URL: base + "/substitute", Label: p.T("Somebody else comes")},
		deedLink{URL: base + "/withdraw", Label: p.T("Withdraw this registration"), Grave: true})
}
