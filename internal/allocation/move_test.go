package allocation

import "testing"

// moveBus moves the bus into the time of a1.
func moveBus(t *testing.T, s *State, keep bool) *Outcome {
	t.Helper()
	from, to := hours(day, 12, 14)
	return decide(t, s, Command{Kind: Move, Activity: bus, Start: from, End: to, KeepMoved: keep})
}

func TestAMoveLetsWhoHoldsBothKeepOne(t *testing.T) {
	for _, keep := range []bool{false, true} {
		s := small(9, 1, 9, 1, 9)
		submit(t, s, 1, Wish{a1, false}, Wish{bus, false})
		submit(t, s, 2, Wish{a1, true})
		submit(t, s, 3, Wish{bus, true})
		moveBus(t, s, keep)
		kept, lost, next := a1, bus, int64(3)
		if keep {
			kept, lost, next = bus, a1, 2
		}
		want(t, s, 1, kept, Confirmed)
		want(t, s, 1, lost, Released)
		want(t, s, next, lost, Confirmed)
	}
}

func TestAMoveEndsAWishThatOverlapsAPlaceAndSaysSo(t *testing.T) {
	s := small(9, 1, 9, 1, 9)
	submit(t, s, 9, Wish{a1, false})
	submit(t, s, 1, Wish{a1, true}, Wish{bus, false})
	submit(t, s, 2, Wish{bus, true})
	moveBus(t, s, false)
	if p := place(s, 1, a1); p.State != Refused || p.Reason.Code != Clash || p.Reason.Activity != "bus" {
		t.Errorf("the wish: %+v", p)
	}
	want(t, s, 1, bus, Confirmed)
	want(t, s, 2, bus, Waiting)
	if s.Activities[a1].Waiting != 0 {
		t.Error("who was told still waits")
	}
}

func TestAMoveNeverTakesAPlaceForAnOffer(t *testing.T) {
	for _, keep := range []bool{false, true} {
		s := offering(9, 9, 9, 1, 9)
		submit(t, s, 9, Wish{bus, false})
		submit(t, s, 1, Wish{a1, false}, Wish{bus, true})
		decide(t, s, Command{Kind: Withdraw, Registration: 9})
		want(t, s, 1, bus, Offered)
		moveBus(t, s, keep)
		want(t, s, 1, a1, Confirmed)
		if p := place(s, 1, bus); p.State != Refused || p.Reason.Activity != "a1" {
			t.Errorf("the offer: %+v", p)
		}
	}
}

func TestAMoveEndsTheWishThatAnOfferOverlaps(t *testing.T) {
	s := offering(9, 1, 9, 1, 9)
	submit(t, s, 9, Wish{bus, false}, Wish{a1, false})
	submit(t, s, 1, Wish{a1, true}, Wish{bus, true})
	decide(t, s, Command{Kind: Change, Registration: 9, Wishes: []Wish{{a1, false}}})
	want(t, s, 1, bus, Offered)
	moveBus(t, s, false)
	want(t, s, 1, bus, Offered)
	want(t, s, 1, a1, Refused)
}

func TestAMoveLeavesAloneWhatOverlappedBefore(t *testing.T) {
	s := small(9, 1, 9, 9, 9)
	submit(t, s, 9, Wish{a1, false})
	submit(t, s, 1, Wish{b1, false})
	decide(t, s, Command{Kind: Change, Registration: 1, Wishes: []Wish{{a1, true}}})
	from, to := hours(day, 12, 14)
	decide(t, s, Command{Kind: Move, Activity: a1, Start: from, End: to})
	want(t, s, 1, a1, Waiting)
	want(t, s, 1, b1, Confirmed)
}

func TestTheEventItselfIsNotMoved(t *testing.T) {
	s := small(9, 9, 9, 9, 9)
	from, to := hours(day, 1, 2)
	refused(t, decide(t, s, Command{Kind: Move, Activity: root, Start: from, End: to}), Unknown)
	refused(t, decide(t, s, Command{Kind: Move, Activity: bus, Start: to, End: from}), Unknown)
	refused(t, decide(t, s, Command{Kind: Prioritise, Registration: 1, Activity: bus}), Missing)
}
