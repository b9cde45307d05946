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

// The states of a place.
const (
	Confirmed PlaceState = "confirmed"
	Held      PlaceState = "held"    // kept for somebody who was named and has not confirmed yet
	Offered   PlaceState = "offered" // came free for somebody who waited; theirs once accepted
	Waiting   PlaceState = "waiting"
	Wished    PlaceState = "wished"   // asked for by somebody without a place at the event yet
	Refused   PlaceState = "refused"  // asked for and not given; carries a reason
	Released  PlaceState = "released" // given up
)

// Taken tells whether the place counts against the capacity (places.md, rule 1).
func (s PlaceState) Taken() bool { return s == Confirmed || s == Held || s == Offered }

// has tells whether the place is somebody's: an offer is not yet.
func (s PlaceState) has() bool { return s == Confirmed || s == Held }

// Live tells whether the place still stands for something: taken or wanted.
func (s PlaceState) Live() bool { return s.Taken() || s == Waiting || s == Wished }

// RegistrationState follows from the place on the event itself.
type RegistrationState string

// The states of a registration. All but Withdrawn are live.
const (
	RegistrationConfirmed RegistrationState = "confirmed"
	RegistrationWaiting   RegistrationState = "waiting"
	RegistrationOffered   RegistrationState = "offered"   // a place came free and waits for an answer
	RegistrationPending   RegistrationState = "pending"   // an organiser decides
	RegistrationNominated RegistrationState = "nominated" // named by the authority, not confirmed by the person
	RegistrationWithdrawn RegistrationState = "withdrawn" // over; Ending says how
)

// Ending says how a registration came to its end.
type Ending string

// The endings of a registration.
const (
	EndedWithdrawn   Ending = "withdrawn"   // the person, or the organisers for them, gave it up
	EndedDeclined    Ending = "declined"    // the organisers said no
	EndedRefused     Ending = "refused"     // the person said no to an offer or a nomination
	EndedExpired     Ending = "expired"     // nobody answered in time
	EndedSubstituted Ending = "substituted" // somebody else took it over
)

// Mode says who may take part.
type Mode string

// The modes of an event.
const (
	ModeOpen       Mode = "open"       // first come, first served
	ModeApproval   Mode = "approval"   // an organiser approves each registration
	ModeInvitation Mode = "invitation" // only who was invited or named
)

// Event is what the rules need to know of an event. Moments named Until or At
// an end are up to but not at it.
type Event struct {
	ID           int64
	Root         int64 // the activity that is the event itself
	OpensAt      time.Time
	ClosesAt     time.Time
	ChangesUntil time.Time
	StartsAt     time.Time
	Delegation   int           // how many places one authority has; 0 is no limit
	Mode         Mode          // "" is ModeOpen
	OfferFor     time.Duration // a freed place is offered for so long; 0: it is given at once
	HoldFor      time.Duration // how long a named person has to confirm
}

// until is the end of something that lasts for a while, at the latest when the
// event begins.
func (e *Event) until(now time.Time, lasts time.Duration) time.Time {
	if end := now.Add(lasts); end.Before(e.StartsAt) || !now.Before(e.StartsAt) {
		return end
	}
	return e.StartsAt
}

// Activity is a capacity with its counters and its time.
type Activity struct {
	ID, Event  int64
	Code       string
	Block      string // a person holds at most one activity of a block; "" is none
	Start, End time.Time

	Capacity  int
	Grace     int   // taken beyond the capacity since it was lowered
	Taken     int   // places confirmed, held or offered, those of contingents aside
	Waiting   int   // people in the queue
	NextQueue int64 // the next number in the queue
}

// Free is the number of places that can be given now; never negative.
func (a *Activity) Free() int { return max(0, a.Capacity-a.Taken) }

// Contingent is a capacity of its own beside an activity's: seats for staff, the
// guests of a partner, wheelchair spaces (rule 7). Organisers assign its places.
type Contingent struct {
	ID, Activity int64
	Capacity     int
	Taken        int
	Personal     bool      // goes with a need, not with the place: no substitute inherits it
	ReleaseAt    time.Time // unused places become everybody's at this moment; zero is never
	Released     bool      // what is given back goes to everybody
}

// Free is the number of places that can be assigned now.
func (c *Contingent) Free() int { return max(0, c.Capacity-c.Taken) }

// Place is one wish of a registration and what became of it.
type Place struct {
	State      PlaceState
	MayWait    bool      // join the queue when full
	Priority   int       // higher is served earlier; 0 unless an organiser raised it
	QueueNo    int64     // > 0 when State is Waiting
	Until      time.Time // when an offer, or what is held at the event, ends; zero for all else
	Contingent int64     // the contingent it is of; 0 is none
	Reason     *Reason
}

// Registration is one person's registration with all its places.
type Registration struct {
	ID, Event, Person int64
	Authority         int64 // 0 for another organisation
	Exempt            bool  // counts in no delegation: speakers, staff, assistants (rule 9)
	State             RegistrationState
	Ending            Ending          // "" while it lives
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
