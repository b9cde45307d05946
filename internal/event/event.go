// Package event owns events and what happens at them: activities, rooms, and
// the agreements with partners. It keeps the rule that a programme is either
// whole and right or not there: a file is checked to its last field before the
// first row is written, and every time is a moment in the zone of the venue.
package event

import (
	"encoding/json"
	"fmt"
	"sync"
	"time"
	_ "time/tzdata" // a venue's zone must not depend on the machine the program runs on

	"convene/internal/locale"
)

// The states of an event.
const (
	Draft     = "draft"     // only organisers see it
	Published = "published" // in the list, and open for registration in its window
	Cancelled = "cancelled" // still readable, takes no registrations
)

// The modes of an event.
const (
	ModeOpen       = "open"       // first come, first served
	ModeApproval   = "approval"   // organisers approve each registration
	ModeInvitation = "invitation" // only who was invited, or named by an authority
)

// Event is one seminar. All times are in the zone of the venue.
type Event struct {
	ID               int64
	Slug             string
	Status           string // Draft, Published or Cancelled
	Outcome          string // what it is meant to end in: "guidelines", "recommendations" or ""
	Country          string // ISO 3166-1 alpha-2
	City             string
	Timezone         string // IANA name of the venue's zone
	DefaultLocale    string // BCP 47, one of Locales
	Title            locale.Text
	Venue            Venue
	StartsAt         time.Time // of the first activity
	EndsAt           time.Time // of the last activity
	OpensAt          time.Time // registration, from this moment on
	ClosesAt         time.Time // registration, up to but not at this moment
	ChangesUntil     time.Time // participants' own changes, up to but not at this moment
	MaxPerDelegation int       // places for one authority; 0 is no limit
	Mode             string    // who may take part: ModeOpen, ModeApproval or ModeInvitation
	OfferHours       int       // a place that comes free is offered for so long; 0: it is given at once
	HoldHours        int       // how long somebody who was named has to confirm
	Locales          []string  `bun:",array"` // BCP 47, in the order of the programme
	OutcomeSteps     []OutcomeStep
	Sample           bool // invented data; every page of it says so
	UpdatedAt        time.Time
}

// Venue is where an event takes place, with the facts about access that people
// need before they choose.
type Venue struct {
	Name        string   `json:"name"`
	Address     string   `json:"address"`
	StepFree    bool     `json:"step_free"`
	HearingLoop []string `json:"hearing_loop"` // codes of the rooms that have one
	Note        string   `json:"note"`
}

// OutcomeStep is one step of the document an event is meant to end in. Date is
// midnight at the venue; stored it is the date alone (ISO 8601).
type OutcomeStep struct {
	Step string
	Date time.Time
}

type storedStep struct {
	Step string `json:"step"`
	Date string `json:"date"`
}

// MarshalJSON writes {"step": …, "date": "2012-12-03"}.
func (s OutcomeStep) MarshalJSON() ([]byte, error) {
	return json.Marshal(storedStep{s.Step, s.Date.Format(time.DateOnly)})
}

// UnmarshalJSON reads what MarshalJSON wrote; the date comes out in UTC.
func (s *OutcomeStep) UnmarshalJSON(data []byte) error {
	var stored storedStep
	if err := json.Unmarshal(data, &stored); err != nil {
		return fmt.Errorf("outcome step: %w", err)
	}
	date, err := time.Parse(time.DateOnly, stored.Date)
	if err != nil {
		return fmt.Errorf("outcome step: %w", err)
	}
	s.Step, s.Date = stored.Step, date
	return nil
}

// Window tells where a moment lies to the time of registration.
type Window string

// The windows of registration.
const (
	NotYet Window = "not-yet"
	Open   Window = "open"
	Closed Window = "closed"
)

// Open tells whether people can register at that moment. An event that is not
// published is closed whatever its dates say.
func (e *Event) Open(now time.Time) Window {
	switch {
	case e.Status != Published || !now.Before(e.ClosesAt):
		return Closed
	case now.Before(e.OpensAt):
		return NotYet
	}
	return Open
}

// ChangesOpen tells whether participants may still change or withdraw by themselves.
func (e *Event) ChangesOpen(now time.Time) bool {
	return e.Status == Published && now.Before(e.ChangesUntil)
}

// Public tells whether anybody may see the event; a draft is for organisers.
func (e *Event) Public() bool { return e.Status != Draft }

// Zone is the time zone of the venue.
func (e *Event) Zone() *time.Location { return zone(e.Timezone) }

var zones sync.Map // name → *time.Location: reading one from the database costs more than a page

// zone gives the location of an IANA name, UTC for one that is not known. Names
// are checked when an event is read from its file, so that UTC shows up only
// where code made an event by hand.
func zone(name string) *time.Location {
	if known, ok := zones.Load(name); ok {
		return known.(*time.Location)
	}
	location, err := time.LoadLocation(name)
	if err != nil {
		return time.UTC
	}
	zones.Store(name, location)
	return location
}

// toZone turns every time of an event into the zone of its venue.
func (e *Event) toZone() {
	at := e.Zone()
	for _, t := range []*time.Time{&e.StartsAt, &e.EndsAt, &e.OpensAt, &e.ClosesAt, &e.ChangesUntil, &e.UpdatedAt} {
		*t = t.In(at)
	}
	for i, step := range e.OutcomeSteps {
		e.OutcomeSteps[i].Date = midnight(step.Date, at)
	}
}

// midnight is the start of a calendar day at a place.
func midnight(day time.Time, at *time.Location) time.Time {
	year, month, date := day.Date()
	return time.Date(year, month, date, 0, 0, 0, 0, at)
}
