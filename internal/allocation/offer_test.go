package allocation

import (
	"testing"
	"time"
)

// offering is the small event where what comes free is offered for four hours.
func offering(capacities ...int) *State {
	s := small(capacities...)
	s.Events[theEvent].OfferFor = 4 * time.Hour
	return s
}

// offered is that event with a1 held by 1 and given up: 2 has the offer, 3 waits.
func offered(t *testing.T) *State {
	t.Helper()
	s := offering(9, 1, 9, 9, 9)
	submit(t, s, 1, Wish{a1, false})
	submit(t, s, 2, Wish{a1, true})
	submit(t, s, 3, Wish{a1, true})
	decide(t, s, Command{Kind: Withdraw, Registration: 1})
	return s
}

func TestAFreedPlaceIsOffered(t *testing.T) {
	s := offered(t)
	if p := place(s, 2, a1); p.State != Offered || !p.Until.Equal(after(4)) {
		t.Errorf("the next in line has %+v", p)
	}
	want(t, s, 3, a1, Waiting)
	refused(t, decide(t, s, Command{Kind: Accept, Registration: 2, Activity: a1, Now: after(3)}), "")
	want(t, s, 2, a1, Confirmed)
	refused(t, decide(t, s, Command{Kind: Accept, Registration: 2, Activity: a1, Now: after(5)}), "") // a second click
	newcomer := submit(t, s, 4, Wish{b1, false})
	if newcomer.Places[1].State != Confirmed {
		t.Errorf("what nobody waits for is given at once: %+v", newcomer.Places)
	}
}

func TestAnOfferThatEndedPassesToTheNextInTheSameDecision(t *testing.T) {
	s := offered(t)
	decide(t, s, Command{Kind: Expire, Now: after(3)})
	want(t, s, 2, a1, Offered)
	decide(t, s, Command{Kind: Expire, Now: after(4)})
	want(t, s, 2, a1, Released)
	if p := place(s, 3, a1); p.State != Offered || !p.Until.Equal(after(8)) {
		t.Errorf("the next has %+v", p)
	}
}

func TestAcceptingAfterTheEndIsRefusedBeforeAnybodyClearedUp(t *testing.T) {
	s := offered(t)
	refused(t, decide(t, s, Command{Kind: Accept, Registration: 2, Activity: a1, Now: after(4)}), OfferEnded)
	want(t, s, 2, a1, Offered)
}

func TestARefusedOfferPassesOn(t *testing.T) {
	s := offered(t)
	decide(t, s, Command{Kind: Refuse, Registration: 2, Activity: a1})
	want(t, s, 2, a1, Released)
	want(t, s, 2, root, Confirmed)
	want(t, s, 3, a1, Offered)
}

func TestAnOfferWithdrawnNeverComesBack(t *testing.T) {
	s := offered(t)
	decide(t, s, Command{Kind: Change, Registration: 2})
	want(t, s, 2, a1, Released)
	refused(t, decide(t, s, Command{Kind: Accept, Registration: 2, Activity: a1}), NoOffer)
	want(t, s, 3, a1, Offered)
}

func TestAnOfferIsNoPlaceUntilAccepted(t *testing.T) {
	s := offering(9, 1, 1, 9, 9)
	submit(t, s, 1, Wish{a1, false})
	submit(t, s, 2, Wish{b1, false})
	decide(t, s, Command{Kind: Change, Registration: 2, Wishes: []Wish{{a1, true}}})
	submit(t, s, 3, Wish{b1, true})
	decide(t, s, Command{Kind: Withdraw, Registration: 1})
	want(t, s, 2, a1, Offered)
	want(t, s, 2, b1, Confirmed)
	decide(t, s, Command{Kind: Accept, Registration: 2, Activity: a1})
	want(t, s, 2, b1, Released)
	want(t, s, 3, b1, Offered)
}

func TestAnOfferOfTheEventAcceptedDecidesTheWishes(t *testing.T) {
	s := offering(1, 9, 9, 9, 9)
	submit(t, s, 1)
	submit(t, s, 2, Wish{a1, true})
	decide(t, s, Command{Kind: Withdraw, Registration: 1})
	if r := s.Registrations[2]; r.State != RegistrationOffered || r.Places[a1].State != Wished {
		t.Errorf("before: %+v", r)
	}
	o := decide(t, s, Command{Kind: Accept, Registration: 2, Activity: root})
	want(t, s, 2, a1, Confirmed)
	if o.State != RegistrationConfirmed {
		t.Errorf("after: %+v", o)
	}
}

func TestAnOfferOfTheEventThatEndsEndsTheRegistration(t *testing.T) {
	for _, c := range []struct {
		command Command
		ending  Ending
	}{
		{Command{Kind: Expire, Now: after(4)}, EndedExpired},
		{Command{Kind: Refuse, Registration: 2, Activity: root}, EndedRefused},
		{Command{Kind: Decline, Registration: 2}, EndedDeclined},
	} {
		s := offering(1, 9, 9, 9, 9)
		submit(t, s, 1)
		submit(t, s, 2, Wish{a1, true})
		submit(t, s, 3)
		decide(t, s, Command{Kind: Withdraw, Registration: 1})
		decide(t, s, c.command)
		if r := s.Registrations[2]; r.State != RegistrationWithdrawn || r.Ending != c.ending {
			t.Errorf("%s: %s, ended %q", c.command.Kind, r.State, r.Ending)
		}
		want(t, s, 3, root, Offered)
	}
}

func TestAnOfferEndsWhenTheEventBegins(t *testing.T) {
	s := offering(9, 1, 9, 9, 9)
	s.Events[theEvent].StartsAt = after(2)
	submit(t, s, 1, Wish{a1, false})
	submit(t, s, 2, Wish{a1, true})
	decide(t, s, Command{Kind: Withdraw, Registration: 1})
	if p := place(s, 2, a1); !p.Until.Equal(after(2)) {
		t.Errorf("ends %s", p.Until)
	}
}

func TestMoreTimeForAnAnswer(t *testing.T) {
	s := offered(t)
	decide(t, s, Command{Kind: Extend, Registration: 2, Activity: a1, Until: after(9)})
	refused(t, decide(t, s, Command{Kind: Accept, Registration: 2, Activity: a1, Now: after(8)}), "")
	refused(t, decide(t, s, Command{Kind: Extend, Registration: 2, Activity: a1, Until: after(9)}), NoOffer)
}

func TestPriorityGoesFirstAndTiesByArrival(t *testing.T) {
	s := small(9, 1, 9, 9, 9)
	for id := int64(1); id <= 4; id++ {
		submit(t, s, id, Wish{a1, true})
	}
	prioritise := func(id int64, n int) {
		decide(t, s, Command{Kind: Prioritise, Registration: id, Activity: a1, Priority: n})
	}
	prioritise(4, 1)
	prioritise(3, 1)
	decide(t, s, Command{Kind: Withdraw, Registration: 1})
	want(t, s, 3, a1, Confirmed) // came before 4
	prioritise(4, 0)
	decide(t, s, Command{Kind: Withdraw, Registration: 3})
	want(t, s, 2, a1, Confirmed)
	want(t, s, 4, a1, Waiting)
}

func TestAWishKeepsItsPriorityIntoTheQueue(t *testing.T) {
	s := small(1, 1, 9, 9, 9)
	submit(t, s, 1, Wish{a1, false})
	submit(t, s, 2, Wish{a1, true})
	decide(t, s, Command{Kind: Resize, Activity: root, Capacity: 2})
	submit(t, s, 3, Wish{a1, true})
	decide(t, s, Command{Kind: Prioritise, Registration: 3, Activity: a1, Priority: 2})
	o := decide(t, s, Command{Kind: Resize, Activity: root, Capacity: 3})
	if m := o.Moves[len(o.Moves)-1]; m.Activity != a1 || m.To != Waiting || m.Position != 0 {
		t.Errorf("who stands before others by priority is not told the last place: %+v", m)
	}
	decide(t, s, Command{Kind: Change, Registration: 1})
	want(t, s, 3, a1, Confirmed)
	want(t, s, 2, a1, Waiting)
	decide(t, s, Command{Kind: Change, Registration: 3})
	if p := place(s, 3, a1); p.Priority != 0 {
		t.Errorf("a turn given up is gone: %+v", p)
	}
}
