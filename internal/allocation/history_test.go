package allocation

import (
	"fmt"
	"slices"
	"time"

	"pgregory.net/rapid"
)

// often are the kinds of a history; who stands twice comes twice as often.
var often = []Kind{Submit, Submit, Submit, Submit, Submit, Submit, Submit, Submit, Nominate, Nominate, Nominate,
	Change, Change, Change, Change, Withdraw, Approve, Approve, Approve, Decline, Accept, Accept, Accept, Refuse, Extend, Expire,
	Confirm, Confirm, Confirm, Substitute, Resize, Move, Prioritise, SetExempt, Reserve, Assign, Assign, Release}

// drawEvent makes an event of few activities and small capacities, so that full,
// waiting and cascades are the rule and not the exception. Histories of it begin
// before it opens and may go on after it has begun.
func drawEvent(t *rapid.T) *State {
	capacities := make([]int, 5)
	for i := range capacities {
		capacities[i] = even(t, "capacity", 4)
	}
	capacities[0] += 3
	s := small(capacities...)
	ev := s.Events[theEvent]
	ev.StartsAt = june.Add(48 * time.Hour)
	ev.Mode = one(t, "mode", "", ModeOpen, ModeApproval, ModeInvitation)
	ev.OfferFor = time.Duration(one(t, "offer", 0, 4, 12)) * time.Hour
	ev.HoldFor = time.Duration(one(t, "hold", 3, 24)) * time.Hour
	for person := int64(1); person <= 12; person++ {
		s.Invite(theEvent, person)
	}
	s.SetElsewhere(theEvent, 3, "Madrid")
	s.SetElsewhere(theEvent, 15, "Madrid")
	return s
}

// run decides a made-up history on a state, one command after the other, and
// shows each with its outcome.
func run(t *rapid.T, s *State, see func(i int, c Command, o *Outcome)) {
	now := june.Add(-2 * time.Hour)
	for i := range 1 + even(t, "commands", 120) {
		now = now.Add(time.Duration(one(t, "minutes", 0, 0, 0, 0, 30, 30, 60, 180)) * time.Minute)
		c := command(t, s, i, now)
		o, err := Decide(s, c)
		if err != nil {
			t.Fatalf("command %d %+v: %v", i, c, err)
		}
		see(i, c, o)
	}
}

func command(t *rapid.T, s *State, i int, now time.Time) Command {
	c := Command{Event: theEvent, Now: now, Kind: one(t, "kind", often...)}
	c.Staff = even(t, "staff", 4) == 3
	c.Activity = one(t, "activity", root, a1, b1, bus, walk)
	if even(t, "keyed", 10) == 9 {
		c.Key = fmt.Sprint("key", 1+even(t, "key", 5))
	}
	switch c.Kind {
	case Submit, Nominate:
		c.Registration = int64(i + 1000)
		drawPerson(t, &c)
	case Resize, Move, Reserve, Release, Expire:
		drawThing(t, &c)
	default:
		drawWhose(t, s, &c)
		drawDeed(t, &c, i)
	}
	if slices.Contains([]Kind{Submit, Change, Confirm}, c.Kind) {
		c.Wishes = drawWishes(t)
	}
	return c
}

// even draws a number below n, each as likely as any other. Rapid's own numbers
// are mostly small: histories made of them are short and soon repeat themselves.
func even(t *rapid.T, label string, n int) int { return coins.Draw(t, label) % n }

var coins = rapid.Custom(func(t *rapid.T) (n int) {
	for range 10 {
		n *= 2
		if rapid.Bool().Draw(t, "coin") {
			n++
		}
	}
	return n
})

func one[T any](t *rapid.T, label string, of ...T) T { return of[even(t, label, len(of))] }

func drawPerson(t *rapid.T, c *Command) {
	c.Person = 1 + int64(even(t, "person", 20))
	c.MayWait = rapid.Bool().Draw(t, "may wait")
	c.Both = rapid.Bool().Draw(t, "both")
	c.Exempt = even(t, "exempt", 6) == 5
	c.Authority = int64(even(t, "authority", 4))
}

func drawWishes(t *rapid.T) (wishes []Wish) {
	for _, id := range rapid.Permutation([]int64{a1, b1, bus, walk}).Draw(t, "order")[:even(t, "wishes", 5)] {
		wishes = append(wishes, Wish{id, even(t, "wait", 3) > 0})
	}
	return wishes
}

// drawThing draws what is not about one registration.
func drawThing(t *rapid.T, c *Command) {
	c.Contingent = 1 + int64(even(t, "contingent", 4))
	switch c.Kind {
	case Resize:
		if c.Capacity = even(t, "capacity", 4); c.Activity == root {
			c.Capacity += 3
		}
	case Move:
		begin := 9 + even(t, "hour", 30)
		c.Start, c.End = hours(day, begin, begin+even(t, "length", 27))
		c.KeepMoved = rapid.Bool().Draw(t, "keep moved")
	case Reserve:
		c.Activity = []int64{root, root, bus, a1}[c.Contingent-1]
		c.Capacity = even(t, "capacity", 3)
		c.Personal, c.FromGeneral = rapid.Bool().Draw(t, "personal"), rapid.Bool().Draw(t, "from general")
		if rapid.Bool().Draw(t, "ends") {
			c.ReleaseAt = c.Now.Add(time.Duration(even(t, "hours", 10)) * time.Hour)
		}
	}
}

// drawWhose draws a registration: mostly one that the command makes sense for,
// now and then any other or none.
func drawWhose(t *rapid.T, s *State, c *Command) {
	sense := map[Kind][]PlaceState{Change: {Confirmed, Offered, Waiting}, Accept: {Offered}, Refuse: {Offered}, Extend: {Offered, Held}, Prioritise: {Waiting, Wished},
		Approve: {Wished}, Confirm: {Held, Waiting}, Assign: {Confirmed, Held}, Substitute: {Confirmed, Held, Offered, Waiting}}
	var fit []PlaceKey
	for _, id := range s.registrationIDs() {
		r := s.Registrations[id]
		for _, activity := range activitiesOf(r) {
			if slices.Contains(sense[c.Kind], r.Places[activity].State) && (c.Kind != Confirm || r.State == RegistrationNominated) {
				fit = append(fit, PlaceKey{id, activity})
			}
		}
	}
	if len(fit) > 0 && even(t, "sensible", 5) < 4 {
		k := one(t, "place", fit...)
		c.Registration, c.Activity = k.Registration, k.Activity
		return
	}
	ids := append(s.registrationIDs(), 999)
	if even(t, "alive", 6) < 5 {
		ids = slices.DeleteFunc(ids, func(id int64) bool { r := s.Registrations[id]; return r == nil || r.State == RegistrationWithdrawn })
	}
	c.Registration = one(t, "whose", append(ids, 998)...)
}

// drawDeed draws what is about one registration.
func drawDeed(t *rapid.T, c *Command, i int) {
	switch c.Kind {
	case Change:
		c.Authority = int64(even(t, "authority", 4))
	case Confirm:
		c.Both = rapid.Bool().Draw(t, "both")
	case Approve:
		c.MayWait = rapid.Bool().Draw(t, "may wait")
	case SetExempt:
		c.Exempt = rapid.Bool().Draw(t, "exempt")
	case Extend:
		c.Until = c.Now.Add(time.Duration(even(t, "hours", 11)-1) * time.Hour)
	case Prioritise:
		c.Priority = even(t, "priority", 4) - 1
	case Substitute:
		c.NewRegistration, c.Person = int64(i+1000), 1+int64(even(t, "next", 30))
		c.Confirmed = rapid.Bool().Draw(t, "at once")
	case Assign:
		c.Contingent = int64(even(t, "contingent", 5))
		if c.Contingent > 0 && even(t, "its own", 6) > 0 {
			c.Activity = []int64{root, root, bus, a1}[c.Contingent-1]
		}
	}
}
