package web

import (
	"net/url"
	"slices"

	"convene/internal/event"
	"convene/internal/fault"
	"convene/internal/locale"
)

// The steps of a sign-up. An event without trips has no such step, nor has one
// without anything to choose a step for activities.
const (
	stepYou        = "you"
	stepActivities = "activities"
	stepTrip       = "trip"
	stepSharing    = "sharing"
	stepCheck      = "check"
)

// stepView is one entry of the indicator above each step.
type stepView struct {
	Name, Title, URL string
	Current, Past    bool
}

// stepNames gives the steps of this event in order.
func (su *signup) stepNames() []string {
	names := []string{stepYou}
	chosen := su.Chosen()
	if slices.ContainsFunc(chosen, func(a event.Activity) bool { return a.Kind != event.KindTrip }) {
		names = append(names, stepActivities)
	}
	if slices.ContainsFunc(chosen, func(a event.Activity) bool { return a.Kind == event.KindTrip }) {
		names = append(names, stepTrip)
	}
	return append(names, stepSharing, stepCheck)
}

func stepTitle(p *locale.Printer, name string) string {
	switch name {
	case stepYou:
		return p.T("About you")
	case stepActivities:
		return p.T("Your activities")
	case stepTrip:
		return p.T("Field trip")
	case stepSharing:
		return p.T("Sharing your name")
	}
	return p.T("Check and send")
}

// url is the address of a step.
func (su *signup) url(step string) string { return "/events/" + su.Event.Slug + "/register/" + step }

// steps makes the indicator; a step that can be opened has an address.
func (su *signup) steps(p *locale.Printer, current string) []stepView {
	var views []stepView
	names := su.stepNames()
	at := slices.Index(names, current)
	for i, name := range names {
		v := stepView{Name: name, Title: stepTitle(p, name), Current: i == at, Past: i < at}
		if i < at {
			v.URL = su.url(name)
		}
		views = append(views, v)
	}
	return views
}

// next is the step after this one, before the one in front of it; "" at the ends.
func (su *signup) next(step string) string {
	names := su.stepNames()
	return names[min(slices.Index(names, step)+1, len(names)-1)]
}

func (su *signup) before(step string) string {
	names := su.stepNames()
	if at := slices.Index(names, step); at > 0 {
		return su.url(names[at-1])
	}
	return "/events/" + su.Event.Slug
}

// reach leads back to the first step that is not done before this one; nil when
// all are.
func (su *signup) reach(step string) error {
	for _, name := range su.stepNames() {
		if name == step {
			return nil
		}
		if !slices.Contains(su.Draft.Done, name) {
			return elsewhere(su.url(name))
		}
	}
	return elsewhere("/events/" + su.Event.Slug + "/register") // a step this event does not have
}

// stepPage is what the pages of all steps share.
type stepPage struct {
	page
	Event  event.Event
	Steps  []stepView
	Back   string
	Form   form
	Number int // of this step, from 1
	Full   *availability
}

func (s *Server) stepPage(p page, su *signup, step string, typed url.Values, faults []fault.Field) stepPage {
	p.Title, p.Sent = stepTitle(p.Printer, step), len(faults) > 0
	sp := stepPage{page: p, Event: su.Event, Steps: su.steps(p.Printer, step), Back: su.before(step),
		Form: newForm(p.Printer, typed, faults), Number: slices.Index(su.stepNames(), step) + 1}
	if a := newAvailability(p.Printer, su.Counters, event.RootCode); a != nil && a.State == "full" {
		sp.Full = a
	}
	return sp
}
