package api

import (
	"time"

	"convene/internal/allocation"
	"convene/internal/event"
	"convene/internal/locale"
	"convene/internal/registration"
)

// outcomeView is what became of a deed.
type outcomeView struct {
	Reference string      `json:"reference" example:"7K2M9QXA" doc:"What people quote; it names nobody."`
	State     string      `json:"state" enum:"confirmed,waiting,pending,offered,withdrawn" doc:"pending: an organiser decides. offered: a place came free and waits for an answer."`
	Places    []placeView `json:"places" nullable:"false" doc:"What became of each activity asked for; the event itself (event) comes first while it is not confirmed."`
	Warnings  []warning   `json:"warnings,omitempty" nullable:"false" doc:"What the person should know; nothing was refused because of it."`
}

// warning is something that does not stand in the way.
type warning struct {
	Code   string `json:"code" example:"other-event" doc:"other-event: registered for another event on the same day."`
	Detail string `json:"detail"`
}

type placeView struct {
	Activity string            `json:"activity" example:"bp-a1"`
	State    string            `json:"state" enum:"confirmed,waiting,wished,refused,offered,held,released" doc:"wished: decided when the event itself has a place. held: for somebody who was named and has not confirmed."`
	Position *int              `json:"position" doc:"On the waiting list, 1 is next; null when not waiting."`
	Reason   maybe[reasonView] `json:"reason" doc:"Why it is no confirmed place; null when nothing stands against it."`
}

// reasonView is why a place was not given: a code for programs and the sentence
// that the person's own page shows.
type reasonView struct {
	Code     string    `json:"code" example:"full" doc:"full, clash, or the state itself: wished, offered, held."`
	Ahead    int       `json:"ahead,omitempty" doc:"People waiting before this one."`
	Activity string    `json:"activity,omitempty" doc:"The activity it overlaps."`
	Until    time.Time `json:"until,omitzero" doc:"The end of an offer, or of what is held."`
	Detail   string    `json:"detail" example:"Full; 3 people wait before you."`
}

// answerWithOutcome is the answer to every write.
type answerWithOutcome struct {
	Replayed string `header:"Idempotency-Replayed" doc:"true: the answer of an earlier request with the same key."`
	Body     outcomeView
}

func newOutcome(p *locale.Printer, pr *event.Programme, o *registration.Outcome) *answerWithOutcome {
	places := make([]registration.Place, len(o.Places))
	for i, place := range o.Places {
		places[i] = registration.Place{Activity: place.Activity, State: place.State, Position: place.Position,
			Until: place.Until, Reason: place.Reason}
	}
	a := &answerWithOutcome{Body: outcomeView{o.Reference, o.State, newPlaces(p, pr, places), warnings(p, o)}}
	if o.Repeated {
		a.Replayed = "true"
	}
	return a
}

func warnings(p *locale.Printer, o *registration.Outcome) []warning {
	if o.OtherEvent == "" {
		return nil
	}
	other := allocation.Reason{Code: allocation.OtherEvent, Event: o.OtherEvent}
	return []warning{{other.Code, registration.Sentence(p, &other, nil)}}
}

// newPlaces shows the event's own place while it is something to wait for: when
// it is held, the state of the registration says so.
func newPlaces(p *locale.Printer, pr *event.Programme, places []registration.Place) []placeView {
	views := []placeView{}
	for _, place := range places {
		settled := place.State == string(allocation.Confirmed) || place.State == string(allocation.Released)
		if settled && place.Activity == event.RootCode {
			continue
		}
		v := placeView{Activity: place.Activity, State: place.State, Reason: newReason(p, pr, place)}
		if place.Position > 0 {
			v.Position = &place.Position
		}
		views = append(views, v)
	}
	return views
}

// newReason says why a place is not simply theirs, in the sentence of every page.
func newReason(p *locale.Printer, pr *event.Programme, place registration.Place) maybe[reasonView] {
	switch allocation.PlaceState(place.State) {
	case allocation.Wished, allocation.Offered, allocation.Held:
		return maybe[reasonView]{&reasonView{Code: place.State, Until: place.Until.In(pr.Event.Zone()), Detail: registration.Why(p, pr, place)}}
	}
	if place.Reason == nil {
		return maybe[reasonView]{}
	}
	r := place.Reason
	return maybe[reasonView]{&reasonView{Code: r.Code, Ahead: r.Ahead, Activity: r.Activity, Detail: registration.Sentence(p, r, pr)}}
}
