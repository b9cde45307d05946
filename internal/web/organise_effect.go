package web

import (
	"convene/internal/allocation"
	"convene/internal/event"
	"convene/internal/locale"
	"convene/internal/registration"
)

// effects puts what a deed would change into words, in the order of the programme:
// what becomes of one registration, and how many others it touches. Nobody is named.
type effects struct {
	*locale.Printer
	programme *event.Programme
	counters  map[string]registration.Counter
	self      int64 // whose deed it is; 0 for nobody's
}

// activityEffect counts what happens on one activity.
type activityEffect struct {
	own                          *registration.Effect
	given, offered, lost, queued int // of others
}

func (e effects) lines(all []registration.Effect) []string {
	byCode := map[string]*activityEffect{}
	for i, one := range all {
		a := byCode[one.Activity]
		if a == nil {
			a = &activityEffect{}
			byCode[one.Activity] = a
		}
		a.add(&all[i], one.RegistrationID == e.self)
	}
	var lines []string
	for i := range e.programme.Activities {
		activity := &e.programme.Activities[i]
		if a := byCode[activity.Code]; a != nil {
			lines = append(lines, e.of(activity, a)...)
		}
	}
	return lines
}

func (a *activityEffect) add(one *registration.Effect, own bool) {
	from, to := allocation.PlaceState(one.From), allocation.PlaceState(one.To)
	switch {
	case own:
		a.own = one
	case to == allocation.Offered:
		a.offered++
	case to.Taken() && !from.Taken():
		a.given++
	case from.Taken() && !to.Taken():
		a.lost++
	case to == allocation.Waiting:
		a.queued++
	}
}

func (e effects) of(activity *event.Activity, a *activityEffect) []string {
	name, waiting := activityName(e.Printer, e.programme, activity), e.counters[activity.Code].Waiting
	var lines []string
	if a.own != nil {
		lines = append(lines, e.own(name, a.own))
		if freed(a.own) && waiting == 0 && a.given+a.offered == 0 {
			lines = append(lines, e.T("“%s”: nobody waits for the place.", name))
		}
	}
	if a.given > 0 {
		lines = append(lines, e.T("“%s”: %d wait. %s", name, waiting, e.N("Number 1 of the list gets the place.", "The first %d of the list get places.", a.given, a.given)))
	}
	if a.offered > 0 {
		lines = append(lines, e.T("“%s”: %d wait. %s", name, waiting, e.N("Number 1 of the list is offered the place.", "The first %d of the list are offered places.", a.offered, a.offered)))
	}
	if a.lost > 0 {
		lines = append(lines, e.N("“%s”: %d other person gives up a place.", "“%s”: %d other people give up a place.", a.lost, name, a.lost))
	}
	if a.queued > 0 {
		lines = append(lines, e.N("“%s”: %d more person waits.", "“%s”: %d more people wait.", a.queued, name, a.queued))
	}
	return lines
}

func freed(one *registration.Effect) bool {
	return allocation.PlaceState(one.From).Taken() && !allocation.PlaceState(one.To).Taken()
}

// own is what becomes of the person's own place.
func (e effects) own(name string, one *registration.Effect) string {
	switch allocation.PlaceState(one.To) {
	case allocation.Confirmed:
		return e.T("“%s”: the place is confirmed.", name)
	case allocation.Held:
		return e.T("“%s”: the place is kept until the person confirms.", name)
	case allocation.Offered:
		return e.T("“%s”: the place is offered.", name)
	case allocation.Waiting:
		return e.T("“%s”: goes on the waiting list.", name)
	case allocation.Wished:
		return e.T("“%s”: decided later, with the place at the event.", name)
	case allocation.Refused:
		return e.T("“%s”: no place.", name)
	}
	if freed(one) {
		return e.T("“%s”: frees a place.", name)
	}
	return e.T("“%s”: the wish ends.", name)
}
