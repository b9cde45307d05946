package allocation

import (
	"sort"
	"time"
)

// Kind says what a command wants.
type Kind string

// The kinds of commands.
const (
	Submit   Kind = "submit"
	Change   Kind = "change"
	Withdraw Kind = "withdraw"
	Resize   Kind = "resize"
)

// Wish is one activity asked for.
type Wish struct {
	Activity int64
	MayWait  bool
}

// Command is one deed to decide. Registration is a new id for Submit. Staff may
// act outside the opening times.
type Command struct {
	Kind                        Kind
	Key                         string // the first outcome of a key is the outcome of every repeat
	Event, Registration, Person int64
	Authority                   int64 // Submit, Change: whose delegation it counts in; 0 for none
	Exempt                      bool  // Submit: counts in no delegation
	Wishes                      []Wish
	MayWait                     bool // Submit: wait for the event itself when it is full
	Activity                    int64
	Capacity                    int // Resize
	Staff                       bool
	Now                         time.Time
}

// Result is what became of one wish.
type Result struct {
	Activity int64      `json:"activity"`
	State    PlaceState `json:"state"`
	Position int        `json:"position,omitempty"` // 1 is next in line; 0 unknown or not waiting
	Reason   *Reason    `json:"reason,omitempty"`
}

// Move is one place that changed state, of the command's own registration or of
// somebody who was moved up.
type Move struct {
	Registration int64
	Activity     int64
	From, To     PlaceState // From "" when there was none
	Position     int        // when To is Waiting
}

// Outcome is the answer to a command. With a Refusal nothing was changed.
type Outcome struct {
	Registration int64             `json:"registration"`
	State        RegistrationState `json:"state"`
	Places       []Result          `json:"places"`
	Refusal      *Reason           `json:"refusal,omitempty"`
	Repeated     bool              `json:"-"`
	Moves        []Move            `json:"-"`
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

func (d *decision) apply() *Reason {
	switch d.c.Kind {
	case Submit:
		return d.submit()
	case Change:
		return d.change()
	case Withdraw:
		return d.withdraw()
	case Resize:
		return d.resize()
	}
	return &Reason{Code: Unknown}
}

func (d *decision) submit() *Reason {
	ev := d.s.Events[d.c.Event]
	if refusal := d.mayRegister(ev); refusal != nil {
		return refusal
	}
	root := d.s.Activities[ev.Root]
	if root.Free() == 0 && !d.c.MayWait {
		return &Reason{Code: EventFull, Ahead: root.Waiting}
	}
	r := &Registration{ID: d.c.Registration, Event: ev.ID, Person: d.c.Person, Authority: d.c.Authority, Exempt: d.c.Exempt, Places: map[int64]Place{}}
	d.s.AddRegistration(r)
	d.s.countDelegation(r, 1)
	d.give(r, root, d.c.MayWait)
	d.settle(r)
	for _, w := range d.clashFree(r, d.c.Wishes) {
		d.ask(r, d.s.Activities[w.Activity], w.MayWait)
	}
	d.report(r)
	return nil
}

func (d *decision) mayRegister(ev *Event) *Reason {
	if ev == nil || d.s.Activities[ev.Root] == nil {
		return &Reason{Code: Unknown}
	}
	if _, ok := d.s.live[[2]int64{ev.ID, d.c.Person}]; ok {
		return &Reason{Code: Already}
	}
	if !d.c.Staff && d.c.Now.Before(ev.OpensAt) {
		return &Reason{Code: NotOpen}
	}
	if !d.c.Staff && !d.c.Now.Before(ev.ClosesAt) {
		return &Reason{Code: Closed}
	}
	return d.mayJoin(ev, d.c.Exempt)
}

// mayJoin keeps an authority to its places, however they are asked for (rule 9).
func (d *decision) mayJoin(ev *Event, exempt bool) *Reason {
	full := ev.Delegation > 0 && d.s.delegations[[2]int64{ev.ID, d.c.Authority}] >= ev.Delegation
	if d.c.Authority == 0 || exempt || d.c.Staff || !full {
		return nil
	}
	return &Reason{Code: Delegation, Limit: ev.Delegation}
}

// change replaces the whole choice. A place that is held and no longer asked for
// is given up, unless the one asked for in its stead could not be had: nobody
// loses a place by asking for a better one.
func (d *decision) change() *Reason {
	r, ev := d.s.Registrations[d.c.Registration], d.s.Events[d.c.Event]
	if r == nil || ev == nil || r.Event != ev.ID || r.State == RegistrationWithdrawn {
		return &Reason{Code: Missing}
	}
	if !d.c.Staff && !d.c.Now.Before(ev.ChangesUntil) {
		return &Reason{Code: Frozen}
	}
	if refusal := d.moveDelegation(r, ev); refusal != nil {
		return refusal
	}
	wanted := map[int64]bool{}
	wishes := d.clashFree(r, d.c.Wishes)
	for _, w := range wishes {
		wanted[w.Activity] = true
	}
	d.giveUpUnwanted(r, wanted)
	for _, w := range wishes {
		d.askInstead(r, d.s.Activities[w.Activity], w.MayWait, wanted)
	}
	d.s.changedRegistrations[r.ID] = true
	d.report(r)
	return nil
}

// moveDelegation counts somebody who changes authority in the new one, if it has room.
func (d *decision) moveDelegation(r *Registration, ev *Event) *Reason {
	if d.c.Authority == r.Authority {
		return nil
	}
	if refusal := d.mayJoin(ev, r.Exempt); refusal != nil {
		return refusal
	}
	d.s.countDelegation(r, -1)
	r.Authority = d.c.Authority
	d.s.countDelegation(r, 1)
	return nil
}

// giveUpUnwanted releases what is no longer asked for, except a held place that a
// wish would replace: that one goes when the wish is granted.
func (d *decision) giveUpUnwanted(r *Registration, wanted map[int64]bool) {
	for _, id := range activitiesOf(r) {
		p := r.Places[id]
		if wanted[id] || id == d.s.Events[r.Event].Root || p.State == Released {
			continue
		}
		if p.State == Confirmed && d.replacedBy(id, wanted) {
			continue
		}
		d.set(r, id, Place{State: Released, MayWait: p.MayWait, Priority: p.Priority})
	}
}

func (d *decision) replacedBy(held int64, wanted map[int64]bool) bool {
	for id := range wanted {
		if Clashes(d.s.Activities[held], d.s.Activities[id]) {
			return true
		}
	}
	return false
}

// askInstead asks for an activity in a change: what is held or waited for already
// stays as it is; what is granted replaces what it clashes with.
func (d *decision) askInstead(r *Registration, a *Activity, mayWait bool, wanted map[int64]bool) {
	p := r.Places[a.ID]
	switch {
	case p.State == Confirmed:
		d.dropClashing(r, a)
	case p.State == Waiting && mayWait:
	case p.State == Waiting:
		d.set(r, a.ID, Place{State: Refused, Reason: &Reason{Code: Full, Ahead: a.Waiting - 1}})
	default:
		d.ask(r, a, mayWait)
		if r.Places[a.ID].State == Confirmed {
			d.dropClashing(r, a)
		}
	}
}

// dropClashing gives up the held places that overlap a place just granted.
func (d *decision) dropClashing(r *Registration, granted *Activity) {
	for _, id := range activitiesOf(r) {
		p := r.Places[id]
		if id == d.s.Events[r.Event].Root || p.State != Confirmed || !Clashes(granted, d.s.Activities[id]) {
			continue
		}
		d.set(r, id, Place{State: Released, MayWait: p.MayWait, Priority: p.Priority})
	}
}

func (d *decision) withdraw() *Reason {
	r := d.s.Registrations[d.c.Registration]
	if r == nil || r.Event != d.c.Event {
		return &Reason{Code: Missing}
	}
	if r.State == RegistrationWithdrawn {
		d.report(r)
		return nil
	}
	for _, id := range activitiesOf(r) {
		if p := r.Places[id]; p.State.Live() {
			d.set(r, id, Place{State: Released, MayWait: p.MayWait, Priority: p.Priority})
		}
	}
	r.State = RegistrationWithdrawn
	delete(d.s.live, [2]int64{r.Event, r.Person})
	d.s.countDelegation(r, -1)
	d.s.changedRegistrations[r.ID] = true
	d.report(r)
	return nil
}

// resize changes a capacity. Lowering throws nobody out: what is held beyond it
// becomes grace and melts as places are released (rule 6).
func (d *decision) resize() *Reason {
	a := d.s.Activities[d.c.Activity]
	if a == nil || a.Event != d.c.Event || d.c.Capacity < 0 {
		return &Reason{Code: Unknown}
	}
	a.Capacity = d.c.Capacity
	d.count(a, 0)
	d.freed[a.ID] = true
	return nil
}

// report fills the outcome with every place of the registration.
func (d *decision) report(r *Registration) {
	d.out.State = r.State
	for _, id := range activitiesOf(r) {
		if p := r.Places[id]; p.State != Released || d.c.Kind == Withdraw {
			d.out.Places = append(d.out.Places, d.result(id, p))
		}
	}
}

func (d *decision) result(id int64, p Place) Result {
	res := Result{Activity: id, State: p.State, Reason: p.Reason}
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
