package api

import (
	"convene/internal/allocation"
	"convene/internal/event"
	"convene/internal/locale"
	"convene/internal/registration"
)

// outcomeView is what became of a deed.
type outcomeView struct {
	Reference string      `json:"reference" example:"7K2M9QXA" doc:"What people quote; it names nobody."`
	State     string      `json:"state" enum:"confirmed,waiting,pending,offered,withdrawn"`
	Places    []placeView `json:"places" nullable:"false" doc:"What became of each activity asked for; the event itself (event) comes first while it is not confirmed."`
}

type placeView struct {
	Activity string            `json:"activity" example:"bp-a1"`
	State    string            `json:"state" enum:"confirmed,waiting,wished,refused,offered,released" doc:"wished: decided when the event itself has a place."`
	Position *int              `json:"position" doc:"On the waiting list, 1 is next; null when not waiting."`
	Reason   maybe[reasonView] `json:"reason" doc:"Why it is no confirmed place; null when nothing stands against it."`
}

// reasonView is why a place was not given: a code for programs and the sentence
// that the person's own page shows.
type reasonView struct {
	Code     string `json:"code" example:"full" doc:"full, clash, event-full, closed, not-open, frozen or another."`
	Ahead    int    `json:"ahead,omitempty" doc:"People waiting before this one."`
	Activity string `json:"activity,omitempty" doc:"The activity it overlaps."`
	Detail   string `json:"detail" example:"Full; 3 people wait before you."`
}

// answerWithOutcome is the answer to every write.
type answerWithOutcome struct {
	Replayed string `header:"Idempotency-Replayed" doc:"true: the answer of an earlier request with the same key."`
	Body     outcomeView
}

func newOutcome(p *locale.Printer, pr *event.Programme, o *registration.Outcome) *answerWithOutcome {
	places := make([]registration.Place, len(o.Places))
	for i, place := range o.Places {
		places[i] = registration.Place{Activity: place.Activity, State: place.State, Position: place.Position, Reason: place.Reason}
	}
	a := &answerWithOutcome{Body: outcomeView{o.Reference, o.State, newPlaces(p, pr, places)}}
	if o.Repeated {
		a.Replayed = "true"
	}
	return a
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
		v := placeView{Activity: place.Activity, State: place.State, Reason: newReason(p, pr, place.Reason)}
		if place.Position > 0 {
			v.Position = &place.Position
		}
		views = append(views, v)
	}
	return views
}

func newReason(p *locale.Printer, pr *event.Programme, r *allocation.Reason) maybe[reasonView] {
	if r == nil {
		return maybe[reasonView]{}
	}
	return maybe[reasonView]{&reasonView{Code: r.Code, Ahead: r.Ahead, Activity: r.Activity, Detail: registration.Sentence(p, r, pr)}}
}
