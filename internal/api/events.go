package api

import (
	"context"
	"time"

	"convene/internal/event"
	"convene/internal/locale"
	"convene/internal/registration"
)

// Fullness is how full something is. State is closed when nobody can register
// now, be it not yet or no longer. (Its name begins with a capital because huma
// looks into embedded structs only then; so do others here.)
type Fullness struct {
	Capacity int    `json:"capacity" doc:"Places for participants."`
	Taken    int    `json:"taken"`
	Waiting  int    `json:"waiting" doc:"People on the waiting list."`
	State    string `json:"state" enum:"open,full,closed" doc:"full: one can only wait. closed: registration has not begun or is over."`
}

// eventView is an event as programs see it. Texts are by language; times are in
// the zone of the venue.
type eventView struct {
	Slug  string            `json:"slug" example:"budapest"`
	Title map[string]string `json:"title" doc:"By language tag (BCP 47)."`
	Fullness
	Status        string         `json:"status" enum:"published,cancelled"`
	City          string         `json:"city"`
	Country       string         `json:"country" doc:"ISO 3166-1 alpha-2"`
	Timezone      string         `json:"timezone" doc:"IANA name of the venue's zone."`
	Venue         venueView      `json:"venue"`
	StartsAt      time.Time      `json:"starts_at"`
	EndsAt        time.Time      `json:"ends_at"`
	OpensAt       time.Time      `json:"opens_at" doc:"Registration, from this moment on."`
	ClosesAt      time.Time      `json:"closes_at" doc:"Registration, up to this moment."`
	ChangesUntil  time.Time      `json:"changes_until" doc:"Changes and withdrawals, up to this moment."`
	DefaultLocale string         `json:"default_locale"`
	Locales       []string       `json:"locales" nullable:"false"`
	Sample        bool           `json:"sample" doc:"Invented data."`
	Activities    []activityView `json:"activities" nullable:"false" doc:"What participants choose, in programme order."`
	Consents      []consentView  `json:"consents" nullable:"false" doc:"What to ask for, each on its own and unticked, in the language of Accept-Language."`
}

type venueView struct {
	Name     string `json:"name"`
	Address  string `json:"address"`
	StepFree bool   `json:"step_free"`
}

type activityView struct {
	ID    string            `json:"id" example:"bp-a1"`
	Kind  string            `json:"kind" enum:"workshop,trip,social,meal,plenary,service"`
	Title map[string]string `json:"title" doc:"By language tag (BCP 47)."`
	Fullness
	StartsAt       time.Time `json:"starts_at"`
	EndsAt         time.Time `json:"ends_at"`
	Block          string    `json:"block" doc:"A person holds at most one activity of a block; empty: it belongs to none."`
	Track          string    `json:"track"`
	Where          string    `json:"where" doc:"Room or place, in words."`
	Interpretation []string  `json:"interpretation" nullable:"false" doc:"Language tags (BCP 47)."`
}

type consentView struct {
	Purpose string   `json:"purpose" example:"list" doc:"Send it in consents when the person agreed."`
	Text    string   `json:"text" doc:"The exact words to show."`
	Fields  []string `json:"fields" nullable:"false" doc:"What a partner receives; empty for the list of participants."`
}

// eventList is the list of events.
type eventList struct {
	Items []eventView `json:"items" nullable:"false"`
	Next  *string     `json:"next" doc:"Where the list goes on; null at its end."`
}

type eventsAnswer struct{ Body *eventList }

func (s *Server) listEvents(ctx context.Context, v *visit, _ *struct{}) (*eventsAnswer, error) {
	list, err := s.catalogues.get(v.printer.Lang(), func() (*eventList, error) {
		events, err := event.List(ctx, s.db)
		list := &eventList{Items: []eventView{}}
		for _, e := range events {
			view, err := s.view(ctx, v.printer, e.Slug)
			if err != nil {
				return nil, err
			}
			list.Items = append(list.Items, *view)
		}
		return list, err
	})
	return &eventsAnswer{list}, err
}

// EventPath is the event in an address.
type EventPath struct {
	Slug string `path:"slug" example:"budapest" doc:"The event's name in addresses."`
}

type eventAnswer struct{ Body *eventView }

func (s *Server) showEvent(ctx context.Context, v *visit, in *EventPath) (*eventAnswer, error) {
	view, err := s.view(ctx, v.printer, in.Slug)
	return &eventAnswer{view}, err
}

// view gives an event as everybody may see it, at most a second old.
func (s *Server) view(ctx context.Context, p *locale.Printer, slug string) (*eventView, error) {
	return s.views.get(p.Lang()+" "+slug, func() (*eventView, error) {
		pr, err := s.programme(ctx, slug)
		if err != nil {
			return nil, err
		}
		if !pr.Event.Public() {
			return nil, noEvent()
		}
		counters, err := registration.Counters(ctx, s.db, pr.Event.ID)
		if err != nil {
			return nil, err
		}
		return newEventView(p, pr, counters, s.Now()), nil
	})
}

func newEventView(p *locale.Printer, pr *event.Programme, counters map[string]registration.Counter, now time.Time) *eventView {
	e := &pr.Event
	open := e.Open(now) == event.Open
	v := &eventView{Slug: e.Slug, Title: e.Title, Fullness: newFullness(counters[event.RootCode], open), Status: e.Status,
		City: e.City, Country: e.Country, Timezone: e.Timezone, Venue: venueView{e.Venue.Name, e.Venue.Address, e.Venue.StepFree},
		StartsAt: e.StartsAt, EndsAt: e.EndsAt, OpensAt: e.OpensAt, ClosesAt: e.ClosesAt, ChangesUntil: e.ChangesUntil,
		DefaultLocale: e.DefaultLocale, Locales: e.Locales, Sample: e.Sample, Activities: []activityView{}, Consents: []consentView{}}
	for _, a := range pr.Chosen() {
		v.Activities = append(v.Activities, newActivityView(&a, counters[a.Code], open))
	}
	for _, q := range registration.Questions(p, pr) {
		v.Consents = append(v.Consents, consentView{q.Purpose, q.Text, append([]string{}, q.Fields...)})
	}
	return v
}

func newActivityView(a *event.Activity, c registration.Counter, open bool) activityView {
	where := a.Room
	if where == "" {
		where = a.Location
	}
	return activityView{ID: a.Code, Kind: a.Kind, Title: a.Title, Fullness: newFullness(c, open), StartsAt: a.StartsAt, EndsAt: a.EndsAt,
		Block: a.Block, Track: a.Track, Where: where, Interpretation: append([]string{}, a.Interpretation...)}
}

func newFullness(c registration.Counter, open bool) Fullness {
	f := Fullness{Capacity: c.Capacity, Taken: c.Taken, Waiting: c.Waiting, State: "open"}
	switch {
	case !open:
		f.State = "closed"
	case c.Left() == 0:
		f.State = "full"
	}
	return f
}
