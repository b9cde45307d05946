package allocation

import (
	"sort"
	"time"
)

// Kind says what a command wants.
type Kind string

// The kinds of commands; each is decided in the file of its name.
const (
	Submit   Kind = "submit"
	Change   Kind = "change"
	Withdraw Kind = "withdraw"

	Approve Kind = "approve" // of what is pending
	Decline Kind = "decline" // of what is not confirmed

	Accept Kind = "accept" // an offer
	Refuse Kind = "refuse" // an offer, or one's nomination
	Extend Kind = "extend" // the end of an offer or a nomination
	Expire Kind = "expire" // everything of the event that has ended by now

	Nominate   Kind = "nominate"   // somebody, who then confirms
	Confirm    Kind = "confirm"    // one's nomination, with one's own choice
	Substitute Kind = "substitute" // hand a registration to somebody else

	Resize     Kind = "resize"     // the capacity of an activity
	Move       Kind = "move"       // an activity to another time
	Prioritise Kind = "prioritise" // somebody who waits
	SetExempt  Kind = "set-exempt" // whether a registration counts in its delegation

	Reserve Kind = "reserve" // make a contingent, or change its size
	Assign  Kind = "assign"  // a place of a contingent to a registration, or take it out
	Release Kind = "release" // what a contingent does not use
)

// Wish is one activity asked for.
type Wish struct {
	Activity int64
	MayWait  bool
}

// Command is one deed to decide. Registration is a new id for Submit and
// Nominate. Staff may act outside the opening times and beyond an authority's
// places.
type Command struct {
	Kind                        Kind
	Key                         string // the first outcome of a key is the outcome of every repeat
	Event, Registration, Person int64
	Authority                   int64 // Submit, Change, Nominate: whose delegation it counts in; 0 for none
	Exempt                      bool  // Submit, Nominate, SetExempt: counts in no delegation
	Wishes                      []Wish
	MayWait                     bool // Submit, Nominate, Approve: wait for the event itself when it is full
	Both                        bool // Submit, Confirm: knows of another event on the same day and wants both
	Activity                    int64
	Capacity                    int       // Resize, Reserve
	Priority                    int       // Prioritise
	Until                       time.Time // Extend
	Start, End                  time.Time // Move
	KeepMoved                   bool      // Move: who holds both keeps the moved activity
	NewRegistration             int64     // Substitute: the id of the one that takes over
	Confirmed                   bool      // Substitute: stands in at once, nothing to confirm
	Contingent                  int64     // Reserve, Assign (0: out of its contingent), Release
	Personal                    bool      // Reserve
	FromGeneral                 bool      // Reserve: the places are taken out of everybody's
	ReleaseAt                   time.Time // Reserve
	Staff                       bool
	Now                         time.Time
}

// Result is what became of one wish.
type Result struct {
	Activity int64      `json:"activity"`
	State    PlaceState `json:"state"`
	Position int        `json:"position,omitempty"` // 1 is next in line; 0 unknown or not waiting
	Until    time.Time  `json:"until,omitzero"`     // the end of an offer
	Reason   *Reason    `json:"reason,omitempty"`
}

// PlaceMove is one place that changed state, of the command's own registration or
// of somebody who was moved up.
type PlaceMove struct {
	Registration int64
	Activity     int64
	From, To     PlaceState // From "" when there was none
	Position     int        // when To is Waiting; 0 unknown: a priority stands before it
}

// Outcome is the answer to a command. With a Refusal nothing was changed.
type Outcome struct {
	Registration int64             `json:"registration"`
	State        RegistrationState `json:"state"`
	Places       []Result          `json:"places"`
	Refusal      *Reason           `json:"refusal,omitempty"`
	OtherEvent   string            `json:"other_event,omitempty"` // on the same day, wanted all the same
	Repeated     bool              `json:"-"`
	Moves        []PlaceMove       `json:"-"`
}

// Decide applies one command to the state. The only error is ErrShortQueue; the
// state is then spoilt and must be loaded again.
func Decide(s *State, c Command) (*Outcome, error) {
	if first, ok := s.outcomes[c.Key]; ok && c.Key != "" {
		repeat := *first
		repeat.Repeated, repeat.Moves = true, nil
		return &repeat, nil
	}
	d := &decision{s: s, c: c, out: &Outcome{Registration: c.Registration}, freed: map[int64]bool{}}
	if refusal := d.apply(); refusal != nil {
		d.out.Refusal = refusal
	} else if err := d.passOn(); err != nil {
		return nil, err
	}
	if c.Key != "" {
		s.outcomes[c.Key] = d.out
	}
	return d.out, nil
}

// decision is one command being decided.
type decision struct {
	s     *State
	c     Command
	out   *Outcome
	freed map[int64]bool // activities that may have a place to pass on
}

// apply sends a command to its rule. Whoever names a registration that is not
// there, or an event that it is not of, is refused here once for all.
func (d *decision) apply() *Reason {
	ev := d.s.Events[d.c.Event]
	if rule, ok := eventRules[d.c.Kind]; ok {
		if ev == nil || d.s.Activities[ev.Root] == nil {
			return &Reason{Code: Unknown}
		}
		return rule(d, ev)
	}
	r := d.s.Registrations[d.c.Registration]
	if r == nil || ev == nil || r.Event != ev.ID {
		return &Reason{Code: Missing}
	}
	if d.c.Kind == Withdraw && r.State == RegistrationWithdrawn {
		d.report(r)
		return nil
	}
	rule, ok := registrationRules[d.c.Kind]
	if !ok || r.State == RegistrationWithdrawn {
		return &Reason{Code: Missing}
	}
	if refusal := rule(d, ev, r); refusal != nil {
		return refusal
	}
	d.s.changedRegistrations[r.ID] = true
	d.report(d.s.Registrations[d.out.Registration])
	return nil
}

// eventRules are of commands about an event, or that make a registration;
// registrationRules of commands on a registration that lives.
var (
	eventRules = map[Kind]func(*decision, *Event) *Reason{
		Submit: (*decision).submit, Nominate: (*decision).nominate, Expire: (*decision).expire,
		Resize: (*decision).resize, Move: (*decision).move, Reserve: (*decision).reserve, Release: (*decision).unreserve,
	}
	registrationRules = map[Kind]func(*decision, *Event, *Registration) *Reason{
		Change: (*decision).change, Withdraw: (*decision).withdraw, Approve: (*decision).approve, Decline: (*decision).decline,
		Accept: (*decision).accept, Refuse: (*decision).refuse, Extend: (*decision).extend, Confirm: (*decision).confirm,
		Substitute: (*decision).substitute, Prioritise: (*decision).prioritise, SetExempt: (*decision).setExempt, Assign: (*decision).assign,
	}
)

// report fills the outcome with every place of the registration.
func (d *decision) report(r *Registration) {
	d.out.State = r.State
	for _, id := range activitiesOf(r) {
		if p := r.Places[id]; p.State != Released || r.State == RegistrationWithdrawn {
			d.out.Places = append(d.out.Places, d.result(id, p))
		}
	}
}

func (d *decision) result(id int64, p Place) Result {
	res := Result{Activity: id, State: p.State, Until: p.Until, Reason: p.Reason}
	if p.State == Waiting {
		if a := d.s.Activities[id]; p.QueueNo == a.NextQueue-1 && p.Priority == 0 {
			res.Position = a.Waiting // just joined at the end
		}
		res.Reason = &Reason{Code: Full, Ahead: max(0, res.Position-1)}
	}
	return res
}

// activitiesOf are the activities of a registration's places, by id: one order
// for everything, so that deciding is repeatable.
func activitiesOf(r *Registration) []int64 {
	ids := make([]int64, 0, len(r.Places))
	for id := range r.Places {
		ids = append(ids, id)
	}
	sort.Slice(ids, func(i, j int) bool { return ids[i] < ids[j] })
	return ids
}
