// Package allocation holds the rules of who gets a place, who waits and who is
// next. It is pure: Decide takes a state and one command, changes the state and
// says what became of the command. No database, no clock, no randomness, so that
// every rule can be tested against thousands of made-up histories.
//
// The event itself is an activity too, the root: to hold a place on it is to be
// registered. Deciding commands one after the other on one state is what the
// desk does with a batch; a batch therefore equals its commands one by one.
package allocation

import "time"

// PlaceState says what became of one wish.
type PlaceState string

// The states of a place. Only Confirmed counts as taken.
const (
	Confirmed PlaceState = "confirmed"
	Waiting   PlaceState = "waiting"
	Wished    PlaceState = "wished"   // asked for by someone who waits for the event itself
	Refused   PlaceState = "refused"  // asked for and not given; carries a reason
	Released  PlaceState = "released" // given up
)

// Live tells whether the place still stands for something: held or wanted.
func (s PlaceState) Live() bool { return s == Confirmed || s == Waiting || s == Wished }

// RegistrationState follows from the place on the event itself.
type RegistrationState string

// The states of a registration.
const (
	RegistrationConfirmed RegistrationState = "confirmed"
	RegistrationWaiting   RegistrationState = "waiting"
	RegistrationWithdrawn RegistrationState = "withdrawn"
)

// Event is what the rules need to know of an event. Moments named Until or At
// an end are up to but not at it.
type Event struct {
	ID           int64
	Root         int64 // the activity that is the event itself
	OpensAt      time.Time
	ClosesAt     time.Time
	ChangesUntil time.Time
	Delegation   int // how many places one authority has; 0 is no limit
}

// Activity is a capacity with its counters and its time.
type Activity struct {
	ID, Event  int64
	Code       string
	Block      string // a person holds at most one activity of a block; "" is none
	Start, End time.Time

	Capacity  int
	Grace     int   // held beyond the capacity since it was lowered
	Taken     int   // confirmed places
	Waiting   int   // people in the queue
	NextQueue int64 // the next number in the queue
}

// Free is the number of places that can be given now; never negative.
func (a *Activity) Free() int { return max(0, a.Capacity-a.Taken) }

// Place is one wish of a registration and what became of it.
type Place struct {
	State    PlaceState
	MayWait  bool // join the queue when full
	Priority int
	QueueNo  int64 // > 0 when State is Waiting
	Reason   *Reason
}

// Registration is one person's registration with all its places.
type Registration struct {
	ID, Event, Person int64
	Authority         int64 // 0 for another organisation
	Exempt            bool  // counts in no delegation: speakers, staff (rule 9)
	State             RegistrationState
	Places            map[int64]Place // by activity
}

// Waiter is one entry of a queue.
type Waiter struct {
	Registration int64
	Priority     int
	QueueNo      int64
}

// before is the order of the queue: priority first, then arrival.
func (w Waiter) before(o Waiter) bool {
	if w.Priority != o.Priority {
		return w.Priority > o.Priority
	}
	return w.QueueNo < o.QueueNo
}

// Reason says why a place or a whole command was refused, as a code and its
// facts; words are made from it in the reader's language.
type Reason struct {
	Code     string `json:"code"`
	Ahead    int    `json:"ahead,omitempty"`    // people waiting before you
	Activity string `json:"activity,omitempty"` // code of the activity it clashes with
	Limit    int    `json:"limit,omitempty"`    // places of your authority
}

// The codes of a Reason.
const (
	Full      = "full"       // no place left on the activity
	Clash     = "clash"      // overlaps another activity of the same person
	Unknown   = "unknown"    // no such activity in this event
	EventFull = "event-full" // no place left on the event, and waiting was not asked for
	NotOpen   = "not-open"   // registration has not begun
	Closed    = "closed"     // registration is over
	Already   = "already"    // the person has a live registration
	Frozen    = "frozen"     // changes are no longer taken
	Missing   = "missing"    // no such registration, or it was withdrawn

	Delegation = "delegation" // the authority has all its places
)

// Clashes tells whether nobody can hold both: one block, or a shared minute.
// Back to back is fine (places.md, rule 8). The event itself clashes with nothing.
func Clashes(a, b *Activity) bool {
	if a.ID == b.ID || a.Event != b.Event {
		return false
	}
	if a.Block != "" && a.Block == b.Block {
		return true
	}
	return a.Start.Before(b.End) && b.Start.Before(a.End)
}
