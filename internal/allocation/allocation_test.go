package allocation

import (
	"testing"
	"time"
)

var (
	day   = time.Date(2026, 12, 14, 0, 0, 0, 0, time.UTC)
	june  = time.Date(2026, 6, 1, 9, 0, 0, 0, time.UTC)
	early = june.Add(-48 * time.Hour)
	late  = day
)

// The activities of the small event all tests use.
const (
	theEvent = int64(1)
	root     = int64(10)
	a1       = int64(11) // block w1
	b1       = int64(12) // block w1
	bus      = int64(13) // next morning
	walk     = int64(14) // the same morning, overlaps the bus
)

func hours(d time.Time, from, to int) (time.Time, time.Time) {
	return d.Add(time.Duration(from) * time.Hour), d.Add(time.Duration(to) * time.Hour)
}

// small makes an event with the given capacities of root, a1, b1, bus and walk.
func small(capacities ...int) *State {
	s := NewState()
	s.Events[theEvent] = &Event{ID: theEvent, Root: root, OpensAt: june.Add(-time.Hour), ClosesAt: june.Add(24 * time.Hour),
		ChangesUntil: june.Add(36 * time.Hour), StartsAt: day, Delegation: 3, HoldFor: 10 * time.Hour}
	add := func(id int64, code, block string, start, end time.Time, capacity int) {
		s.Activities[id] = &Activity{ID: id, Event: theEvent, Code: code, Block: block, Start: start, End: end, Capacity: capacity, NextQueue: 1}
	}
	add(root, "event", "", day, day, capacities[0])
	from, to := hours(day, 11, 13)
	add(a1, "a1", "w1", from, to, capacities[1])
	add(b1, "b1", "w1", from, to, capacities[2])
	from, to = hours(day, 32, 36)
	add(bus, "bus", "", from, to, capacities[3])
	from, to = hours(day, 35, 37)
	add(walk, "walk", "", from, to, capacities[4])
	return s
}

func decide(t *testing.T, s *State, c Command) *Outcome {
	t.Helper()
	if c.Event == 0 {
		c.Event = theEvent
	}
	if c.Now.IsZero() {
		c.Now = june
	}
	o, err := Decide(s, c)
	if err != nil {
		t.Fatalf("%s of %d: %v", c.Kind, c.Registration, err)
	}
	return o
}

func submit(t *testing.T, s *State, id int64, wishes ...Wish) *Outcome {
	t.Helper()
	return decide(t, s, Command{Kind: Submit, Registration: id, Person: id, Wishes: wishes, MayWait: true})
}

func nominate(t *testing.T, s *State, id int64) *Outcome {
	t.Helper()
	return decide(t, s, Command{Kind: Nominate, Registration: id, Person: id, Authority: 7, MayWait: true})
}

// after is a moment so many hours after the tests' usual one.
func after(hours int) time.Time { return june.Add(time.Duration(hours) * time.Hour) }

func codeOf(r *Reason) string {
	if r == nil {
		return ""
	}
	return r.Code
}

func refused(t *testing.T, o *Outcome, code string) {
	t.Helper()
	if codeOf(o.Refusal) != code {
		t.Errorf("refused as %q, want %q", codeOf(o.Refusal), code)
	}
}

func place(s *State, registration, activity int64) Place {
	return s.Registrations[registration].Places[activity]
}

func state(s *State, registration, activity int64) PlaceState {
	return s.Registrations[registration].Places[activity].State
}

func want(t *testing.T, s *State, registration, activity int64, expected PlaceState) {
	t.Helper()
	if got := state(s, registration, activity); got != expected {
		t.Errorf("registration %d, activity %d: %q, want %q", registration, activity, got, expected)
	}
}

func TestSubmitGivesPlacesUntilFullThenQueues(t *testing.T) {
	s := small(9, 1, 9, 9, 9)
	submit(t, s, 1, Wish{a1, false})
	o := submit(t, s, 2, Wish{a1, true}, Wish{bus, false})
	third := submit(t, s, 3, Wish{a1, false}, Wish{bus, false})
	want(t, s, 1, a1, Confirmed)
	want(t, s, 2, a1, Waiting)
	want(t, s, 3, a1, Refused)
	want(t, s, 3, bus, Confirmed) // nothing else is lost by a refusal
	if p := o.Places[1]; p.Activity != a1 || p.Position != 1 || p.Reason.Code != Full || p.Reason.Ahead != 0 {
		t.Errorf("first in line: %+v", p)
	}
	if r := third.Places[1].Reason; r == nil || r.Code != Full || r.Ahead != 1 {
		t.Errorf("refusal says %+v, want full with one ahead", r)
	}
}

func TestWholeCommandRefused(t *testing.T) {
	cases := []struct {
		name    string
		command Command
		code    string
	}{
		{"not open", Command{Kind: Submit, Registration: 5, Person: 5, Now: early}, NotOpen},
		{"closed", Command{Kind: Submit, Registration: 5, Person: 5, Now: late}, Closed},
		{"already", Command{Kind: Submit, Registration: 5, Person: 1}, Already},
		{"event full", Command{Kind: Submit, Registration: 5, Person: 5}, EventFull},
		{"frozen", Command{Kind: Change, Registration: 1, Now: late}, Frozen},
		{"missing", Command{Kind: Change, Registration: 7}, Missing},
		{"foreign event", Command{Kind: Withdraw, Event: 2, Registration: 1}, Missing},
		{"no such event", Command{Kind: Submit, Event: 2, Registration: 5, Person: 5}, Unknown},
		{"no such activity", Command{Kind: Resize, Activity: 99}, Unknown},
		{"nothing to decide", Command{Kind: Approve, Registration: 1}, Decided},
		{"nothing offered", Command{Kind: Accept, Registration: 1, Activity: a1}, NoOffer},
		{"no turn", Command{Kind: Prioritise, Registration: 1, Activity: a1, Priority: 1}, NotWaiting},
		{"no such kind", Command{Kind: "dance", Registration: 1}, Missing},
		{"a substitute who is registered", Command{Kind: Substitute, Registration: 1, NewRegistration: 5, Person: 1}, Already},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			s := small(1, 1, 1, 1, 1)
			submit(t, s, 1)
			o := decide(t, s, c.command)
			if o.Refusal == nil || o.Refusal.Code != c.code {
				t.Fatalf("refusal %+v, want %s", o.Refusal, c.code)
			}
			if s.Activities[root].Taken != 1 || s.Registrations[5] != nil {
				t.Error("a refused command changed something")
			}
		})
	}
}

func TestStaffActOutsideTheOpeningTimes(t *testing.T) {
	s := small(2, 1, 1, 1, 1)
	o := decide(t, s, Command{Kind: Submit, Registration: 1, Person: 1, Now: late, Staff: true})
	if o.State != RegistrationConfirmed {
		t.Errorf("state %q, refusal %+v", o.State, o.Refusal)
	}
}

func TestAnAuthorityHasItsPlaces(t *testing.T) {
	s := small(9, 9, 9, 9, 9)
	of := func(id, authority int64, exempt bool) *Outcome {
		return decide(t, s, Command{Kind: Submit, Registration: id, Person: id, Authority: authority, Exempt: exempt})
	}
	for id := int64(1); id <= 3; id++ {
		of(id, 7, false)
	}
	full := of(4, 7, false)
	if full.Refusal == nil || full.Refusal.Code != Delegation || full.Refusal.Limit != 3 {
		t.Errorf("the fourth: %+v", full)
	}
	if o := of(5, 7, true); o.Refusal != nil {
		t.Errorf("a speaker does not count: %+v", o.Refusal)
	}
	of(6, 8, false)
	move := Command{Kind: Change, Registration: 6, Authority: 7}
	if o := decide(t, s, move); o.Refusal == nil {
		t.Error("changing to a full authority must be refused")
	}
	decide(t, s, Command{Kind: Withdraw, Registration: 1})
	if o := decide(t, s, move); o.Refusal != nil {
		t.Errorf("there is room again: %+v", o.Refusal)
	}
}

func TestFreedPlacePassesOnInTheSameDecision(t *testing.T) {
	s := small(9, 1, 9, 9, 9)
	submit(t, s, 1, Wish{a1, true})
	submit(t, s, 2, Wish{a1, true})
	submit(t, s, 3, Wish{a1, true})
	o := decide(t, s, Command{Kind: Withdraw, Registration: 1})
	want(t, s, 2, a1, Confirmed)
	want(t, s, 3, a1, Waiting)
	if o.State != RegistrationWithdrawn || len(o.Moves) != 3 {
		t.Errorf("outcome %+v", o)
	}
	again := decide(t, s, Command{Kind: Withdraw, Registration: 1})
	if again.State != RegistrationWithdrawn || len(again.Moves) != 0 {
		t.Errorf("withdrawing twice: %+v", again)
	}
}

func TestWaitingForTheEventKeepsWishes(t *testing.T) {
	s := small(1, 1, 1, 1, 1)
	submit(t, s, 1, Wish{a1, true})
	o := submit(t, s, 2, Wish{a1, true}, Wish{bus, false})
	submit(t, s, 3, Wish{bus, false})
	if o.State != RegistrationWaiting || s.Activities[bus].Taken != 0 {
		t.Fatalf("who waits for the event holds nothing else: %+v", o)
	}
	want(t, s, 2, a1, Wished)
	decide(t, s, Command{Kind: Withdraw, Registration: 1})
	want(t, s, 2, root, Confirmed)
	want(t, s, 2, a1, Confirmed)
	want(t, s, 2, bus, Confirmed)
	decide(t, s, Command{Kind: Resize, Activity: root, Capacity: 2})
	want(t, s, 3, root, Confirmed)
	want(t, s, 3, bus, Refused) // full by now, and waiting was not asked for
}

func TestWhoWaitsIsServedBeforeTheWishesOfWhoIsMovedUp(t *testing.T) {
	s := small(2, 1, 9, 9, 9)
	submit(t, s, 1, Wish{a1, false})
	submit(t, s, 2, Wish{a1, true})
	submit(t, s, 3, Wish{a1, true})
	decide(t, s, Command{Kind: Withdraw, Registration: 1})
	want(t, s, 2, a1, Confirmed)
	want(t, s, 3, root, Confirmed)
	want(t, s, 3, a1, Waiting)
}

func TestLoweredCapacityThrowsNobodyOut(t *testing.T) {
	s := small(9, 9, 9, 3, 9)
	for id := int64(1); id <= 4; id++ {
		submit(t, s, id, Wish{bus, true})
	}
	decide(t, s, Command{Kind: Resize, Activity: bus, Capacity: 1})
	a := s.Activities[bus]
	if a.Taken != 3 || a.Grace != 2 {
		t.Fatalf("taken %d, grace %d; want 3, 2", a.Taken, a.Grace)
	}
	decide(t, s, Command{Kind: Withdraw, Registration: 1})
	if a.Taken != 2 || a.Grace != 1 {
		t.Errorf("a release lowers grace first: taken %d, grace %d", a.Taken, a.Grace)
	}
	want(t, s, 4, bus, Waiting)
	decide(t, s, Command{Kind: Resize, Activity: bus, Capacity: 3})
	want(t, s, 4, bus, Confirmed)
	if a.Grace != 0 {
		t.Errorf("grace %d after raising", a.Grace)
	}
}

func TestClashes(t *testing.T) {
	s := small(9, 9, 9, 9, 9)
	o := submit(t, s, 1, Wish{a1, true}, Wish{b1, true}, Wish{bus, true}, Wish{walk, true})
	want(t, s, 1, a1, Confirmed)
	want(t, s, 1, b1, Refused)
	want(t, s, 1, bus, Confirmed)
	want(t, s, 1, walk, Refused)
	for _, p := range o.Places {
		if p.Activity == walk && (p.Reason.Code != Clash || p.Reason.Activity != "bus") {
			t.Errorf("clash names %+v", p.Reason)
		}
	}
	back := &Activity{ID: 2, Event: 1, Start: day, End: day.Add(time.Hour)}
	next := &Activity{ID: 3, Event: 1, Start: day.Add(time.Hour), End: day.Add(2 * time.Hour)}
	if Clashes(back, next) || !Clashes(back, &Activity{ID: 4, Event: 1, Start: day.Add(59 * time.Minute), End: next.End}) {
		t.Error("back to back is fine, a shared minute is not")
	}
}

func TestNobodyLosesAPlaceByAskingForABetterOne(t *testing.T) {
	s := small(9, 1, 9, 9, 9)
	submit(t, s, 1, Wish{a1, false})
	submit(t, s, 2, Wish{b1, false})
	change := func(w ...Wish) { decide(t, s, Command{Kind: Change, Registration: 2, Wishes: w}) }
	change(Wish{a1, false})
	want(t, s, 2, a1, Refused)
	want(t, s, 2, b1, Confirmed)
	change(Wish{a1, true})
	want(t, s, 2, a1, Waiting)
	want(t, s, 2, b1, Confirmed)
	decide(t, s, Command{Kind: Withdraw, Registration: 1})
	want(t, s, 2, a1, Confirmed)
	want(t, s, 2, b1, Released)
	change()
	want(t, s, 2, a1, Released)
	want(t, s, 2, root, Confirmed)
}

func TestSwapPassesOnWhatItFrees(t *testing.T) {
	s := small(9, 1, 1, 9, 9)
	submit(t, s, 1, Wish{a1, false})
	submit(t, s, 2, Wish{b1, false})
	decide(t, s, Command{Kind: Change, Registration: 2, Wishes: []Wish{{a1, true}}})
	submit(t, s, 3, Wish{b1, true})
	o := decide(t, s, Command{Kind: Withdraw, Registration: 1})
	want(t, s, 2, a1, Confirmed)
	want(t, s, 3, b1, Confirmed)
	if n := len(o.Moves); n != 5 { // 1 gives up event and a1; 2 moves up and gives up b1; 3 moves up
		t.Errorf("%d moves: %+v", n, o.Moves)
	}
}

func TestSameKeySameOutcome(t *testing.T) {
	s := small(9, 1, 9, 9, 9)
	c := Command{Kind: Submit, Key: "k", Registration: 1, Person: 1, Wishes: []Wish{{a1, false}}}
	first := decide(t, s, c)
	c.Registration = 2
	second := decide(t, s, c)
	if !second.Repeated || second.Registration != first.Registration || s.Activities[a1].Taken != 1 {
		t.Errorf("repeat %+v", second)
	}
}

func TestShortQueueIsNoticed(t *testing.T) {
	s := small(9, 1, 9, 9, 9)
	submit(t, s, 1, Wish{a1, true})
	s.Activities[a1].Waiting = 1 // somebody waits whom nobody loaded
	s.SetQueue(a1, nil)
	if _, err := Decide(s, Command{Kind: Withdraw, Event: theEvent, Registration: 1, Now: june}); err != ErrShortQueue {
		t.Errorf("error %v, want ErrShortQueue", err)
	}
}
