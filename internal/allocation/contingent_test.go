package allocation

import "testing"

const spaces = int64(50) // a contingent of the bus

func reserve(t *testing.T, s *State, c Command) *Outcome {
	t.Helper()
	c.Kind, c.Contingent = Reserve, spaces
	if c.Activity == 0 {
		c.Activity = bus
	}
	return decide(t, s, c)
}

func assign(t *testing.T, s *State, registration, activity, contingent int64) *Outcome {
	t.Helper()
	return decide(t, s, Command{Kind: Assign, Registration: registration, Activity: activity, Contingent: contingent})
}

func TestAContingentIsACapacityOfItsOwn(t *testing.T) {
	s := small(9, 9, 9, 1, 9)
	reserve(t, s, Command{Capacity: 1})
	submit(t, s, 1, Wish{bus, false})
	submit(t, s, 2, Wish{bus, true}, Wish{walk, false})
	submit(t, s, 3, Wish{bus, true})
	want(t, s, 2, bus, Waiting) // everybody's place is gone
	refused(t, assign(t, s, 2, bus, spaces), "")
	want(t, s, 2, bus, Confirmed)
	want(t, s, 2, walk, Refused) // it overlapped from the start
	refused(t, assign(t, s, 3, bus, spaces), ContingentFull)
	refused(t, assign(t, s, 3, a1, spaces), Unknown)
	refused(t, assign(t, s, 2, bus, 0), Full)
	want(t, s, 3, bus, Waiting)
}

func TestWhoMovesIntoAContingentLeavesAPlaceToTheNext(t *testing.T) {
	s := small(9, 9, 9, 1, 9)
	reserve(t, s, Command{Capacity: 1})
	submit(t, s, 1, Wish{bus, false})
	submit(t, s, 2, Wish{bus, true})
	assign(t, s, 1, bus, spaces)
	want(t, s, 1, bus, Confirmed)
	want(t, s, 2, bus, Confirmed)
	decide(t, s, Command{Kind: Change, Registration: 2})
	refused(t, assign(t, s, 1, bus, 0), "")
	if a, c := s.Activities[bus], s.Contingents[spaces]; a.Taken != 1 || c.Taken != 0 {
		t.Errorf("taken %d and %d", a.Taken, c.Taken)
	}
}

func TestAPlaceGivenReplacesWhatOverlaps(t *testing.T) {
	s := small(9, 9, 9, 1, 9)
	reserve(t, s, Command{Capacity: 1})
	submit(t, s, 1, Wish{walk, false})
	assign(t, s, 1, bus, spaces)
	want(t, s, 1, bus, Confirmed)
	want(t, s, 1, walk, Released)
}

func TestReservedPlacesComeOutOfEverybodys(t *testing.T) {
	s := small(9, 9, 9, 3, 9)
	reserve(t, s, Command{Capacity: 2, FromGeneral: true})
	if n := s.Activities[bus].Capacity; n != 1 {
		t.Errorf("%d left for everybody", n)
	}
	refused(t, reserve(t, s, Command{Capacity: 4, FromGeneral: true}), Full) // the bus has three seats
	submit(t, s, 1, Wish{bus, true})
	refused(t, reserve(t, s, Command{Capacity: 3, FromGeneral: true}), Full) // and somebody sits on the third
	submit(t, s, 2, Wish{bus, true})
	submit(t, s, 3, Wish{bus, true})
	assign(t, s, 2, bus, spaces)
	refused(t, reserve(t, s, Command{Capacity: 0, FromGeneral: true}), ContingentUsed)
	want(t, s, 3, bus, Waiting)
	reserve(t, s, Command{Capacity: 1, FromGeneral: true})
	want(t, s, 3, bus, Confirmed)
	refused(t, reserve(t, s, Command{Activity: a1, Capacity: 1}), Unknown)
}

func TestAContingentGivenBackAtItsDateMovesUpWhoWaits(t *testing.T) {
	s := small(9, 9, 9, 0, 9)
	reserve(t, s, Command{Capacity: 2, ReleaseAt: after(2)})
	submit(t, s, 1, Wish{bus, true})
	submit(t, s, 2, Wish{bus, true})
	submit(t, s, 3, Wish{bus, true})
	assign(t, s, 3, bus, spaces)
	decide(t, s, Command{Kind: Expire, Now: after(1)})
	want(t, s, 1, bus, Waiting)
	decide(t, s, Command{Kind: Expire, Now: after(2)})
	want(t, s, 1, bus, Confirmed)
	want(t, s, 2, bus, Waiting)
	refused(t, assign(t, s, 2, bus, spaces), ContingentFull)
	decide(t, s, Command{Kind: Withdraw, Registration: 3, Now: after(3)})
	want(t, s, 2, bus, Confirmed) // what comes free later is everybody's too
	if c := s.Contingents[spaces]; c.Capacity != 0 || !c.Released {
		t.Errorf("%+v", c)
	}
}

func TestAnOrganiserGivesAContingentBack(t *testing.T) {
	s := small(9, 9, 9, 0, 9)
	reserve(t, s, Command{Capacity: 1})
	submit(t, s, 1, Wish{bus, true})
	refused(t, decide(t, s, Command{Kind: Release, Contingent: 99}), Unknown)
	decide(t, s, Command{Kind: Release, Contingent: spaces})
	want(t, s, 1, bus, Confirmed)
}

func TestNoSubstituteInheritsANeed(t *testing.T) {
	for _, personal := range []bool{true, false} {
		s := small(9, 9, 9, 0, 9)
		reserve(t, s, Command{Capacity: 1, Personal: personal})
		submit(t, s, 1)
		assign(t, s, 1, bus, spaces)
		decide(t, s, Command{Kind: Substitute, Registration: 1, NewRegistration: 2, Person: 2, Confirmed: true})
		if got := state(s, 2, bus) == Confirmed; got == personal {
			t.Errorf("personal %v: the substitute has %q", personal, state(s, 2, bus))
		}
		if free := s.Contingents[spaces].Free(); free == 1 != personal {
			t.Errorf("personal %v: %d free", personal, free)
		}
	}
}

func TestActivitiesComeAfterThePlaceAtTheEvent(t *testing.T) {
	s := small(1, 9, 9, 0, 9)
	reserve(t, s, Command{Capacity: 1})
	submit(t, s, 1)
	submit(t, s, 2)
	nominate(t, s, 3)
	refused(t, assign(t, s, 2, bus, spaces), NoEventPlace)
	refused(t, assign(t, s, 3, bus, spaces), NoEventPlace) // named, and waits
	decide(t, s, Command{Kind: Resize, Activity: root, Capacity: 3})
	refused(t, assign(t, s, 3, bus, spaces), "")
	want(t, s, 3, bus, Held)
}

func TestAPlaceOfAContingentAtTheEventDecidesTheWishes(t *testing.T) {
	s := small(1, 9, 9, 9, 9)
	reserve(t, s, Command{Activity: root, Capacity: 1})
	submit(t, s, 1)
	submit(t, s, 2, Wish{a1, false})
	assign(t, s, 2, root, spaces)
	want(t, s, 2, a1, Confirmed)
	if r := s.Registrations[2]; r.State != RegistrationConfirmed || s.Activities[root].Waiting != 0 {
		t.Errorf("%+v", r)
	}
}

func TestWhoConfirmsKeepsAPlaceOfAContingentGivenBack(t *testing.T) {
	s := small(9, 9, 9, 9, 9)
	reserve(t, s, Command{Activity: root, Capacity: 1})
	nominate(t, s, 1)
	assign(t, s, 1, root, spaces)
	decide(t, s, Command{Kind: Release, Contingent: spaces})
	decide(t, s, Command{Kind: Extend, Registration: 1, Activity: root, Until: after(20)})
	decide(t, s, Command{Kind: Confirm, Registration: 1})
	if c, a := s.Contingents[spaces], s.Activities[root]; c.Taken != 1 || c.Capacity != 1 || a.Capacity != 9 {
		t.Errorf("contingent %+v, everybody's %+v", c, a)
	}
}
