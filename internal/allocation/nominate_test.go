package allocation

import (
	"testing"
	"time"
)

func TestANamedPersonsPlaceIsHeldUntilTheyConfirm(t *testing.T) {
	s := small(1, 9, 9, 9, 9)
	if o := nominate(t, s, 1); o.State != RegistrationNominated || !o.Places[0].Until.Equal(after(10)) {
		t.Errorf("named: %+v", o)
	}
	want(t, s, 1, root, Held)
	submit(t, s, 2)
	want(t, s, 2, root, Waiting)
	o := decide(t, s, Command{Kind: Confirm, Registration: 1, Wishes: []Wish{{a1, false}}})
	want(t, s, 1, a1, Confirmed)
	if p := place(s, 1, root); o.State != RegistrationConfirmed || p.State != Confirmed || !p.Until.IsZero() {
		t.Errorf("confirmed: %+v %+v", o, p)
	}
	refused(t, decide(t, s, Command{Kind: Confirm, Registration: 1}), Already)
}

func TestWhoDoesNotConfirmInTimeLosesThePlace(t *testing.T) {
	s := small(1, 9, 9, 9, 9)
	nominate(t, s, 1)
	submit(t, s, 2)
	refused(t, decide(t, s, Command{Kind: Confirm, Registration: 1, Now: after(10)}), OfferEnded)
	refused(t, decide(t, s, Command{Kind: Substitute, Registration: 1, NewRegistration: 9, Person: 9, Now: after(10)}), OfferEnded)
	decide(t, s, Command{Kind: Expire, Now: after(10)})
	if r := s.Registrations[1]; r.Ending != EndedExpired {
		t.Errorf("%+v", r)
	}
	want(t, s, 2, root, Confirmed)
}

func TestWhoIsNamedForAFullEventWaits(t *testing.T) {
	s := small(1, 9, 9, 9, 9)
	submit(t, s, 1)
	if o := nominate(t, s, 2); o.State != RegistrationNominated || o.Places[0].State != Waiting {
		t.Errorf("named: %+v", o)
	}
	nominate(t, s, 3)
	decide(t, s, Command{Kind: Confirm, Registration: 3, Wishes: []Wish{{a1, true}}})
	if r := s.Registrations[3]; r.State != RegistrationWaiting || r.Places[a1].State != Wished {
		t.Errorf("confirmed: %+v", r)
	}
	decide(t, s, Command{Kind: Withdraw, Registration: 1, Now: after(5)})
	if p := place(s, 2, root); p.State != Held || !p.Until.Equal(after(15)) {
		t.Errorf("moved up: %+v", p)
	}
}

func TestNominationsCountInTheDelegation(t *testing.T) {
	s := small(9, 9, 9, 9, 9)
	for id := int64(1); id <= 3; id++ {
		nominate(t, s, id)
	}
	refused(t, nominate(t, s, 4), Delegation)
	decide(t, s, Command{Kind: Refuse, Registration: 1, Activity: root})
	if r := s.Registrations[1]; r.Ending != EndedRefused {
		t.Errorf("who says no is out: %+v", r)
	}
	refused(t, nominate(t, s, 4), "")
	decide(t, s, Command{Kind: SetExempt, Registration: 2, Exempt: true})
	refused(t, nominate(t, s, 5), "")
}

// queued is an event where 1 has b1 and waits for a1, which 9 has.
func queued(t *testing.T, s *State) {
	t.Helper()
	submit(t, s, 9, Wish{a1, false})
	submit(t, s, 1, Wish{b1, false})
	decide(t, s, Command{Kind: Change, Registration: 1, Wishes: []Wish{{a1, true}}})
	submit(t, s, 2, Wish{a1, true})
}

func TestASubstituteKeepsPlacesAndTheTurnInTheQueue(t *testing.T) {
	s := small(9, 1, 9, 9, 9)
	queued(t, s)
	o := decide(t, s, Command{Kind: Substitute, Registration: 1, NewRegistration: 5, Person: 5})
	if o.Registration != 5 || o.State != RegistrationNominated || s.Registrations[1].Ending != EndedSubstituted {
		t.Errorf("%+v, the old one %+v", o, s.Registrations[1])
	}
	want(t, s, 5, root, Held)
	want(t, s, 5, b1, Held)
	want(t, s, 1, b1, Released)
	decide(t, s, Command{Kind: Withdraw, Registration: 9})
	want(t, s, 5, a1, Held) // before 2
	want(t, s, 5, b1, Released)
	decide(t, s, Command{Kind: Confirm, Registration: 5, Wishes: []Wish{{a1, false}}})
	want(t, s, 5, a1, Confirmed)
}

func TestAnOfferStaysAnOfferForASubstitute(t *testing.T) {
	s := offering(9, 1, 9, 9, 9)
	queued(t, s)
	decide(t, s, Command{Kind: Withdraw, Registration: 9})
	decide(t, s, Command{Kind: Substitute, Registration: 1, NewRegistration: 5, Person: 5})
	want(t, s, 5, b1, Held)
	want(t, s, 5, a1, Offered) // held, it would overlap b1
	refused(t, decide(t, s, Command{Kind: Accept, Registration: 5, Activity: a1}), Unconfirmed)
	decide(t, s, Command{Kind: Confirm, Registration: 5, Wishes: []Wish{{a1, true}}, Now: after(5)})
	want(t, s, 5, b1, Confirmed)
	refused(t, decide(t, s, Command{Kind: Accept, Registration: 5, Activity: a1, Now: after(5)}), OfferEnded)
	decide(t, s, Command{Kind: Expire, Now: after(5)})
	want(t, s, 2, a1, Offered)
}

func TestASubstituteOfWhoHasAnOfferOfTheEventHasNoMoreTime(t *testing.T) {
	s := offering(1, 9, 9, 9, 9)
	submit(t, s, 1)
	submit(t, s, 2)
	decide(t, s, Command{Kind: Withdraw, Registration: 1})
	decide(t, s, Command{Kind: Substitute, Registration: 2, NewRegistration: 5, Person: 5, Now: after(1)})
	if p := place(s, 5, root); p.State != Held || !p.Until.Equal(after(4)) {
		t.Errorf("%+v", p)
	}
}

func TestWhatComesFreeIsOfferedToANamedPersonToo(t *testing.T) {
	s := offering(9, 1, 9, 9, 9)
	queued(t, s)
	decide(t, s, Command{Kind: Substitute, Registration: 1, NewRegistration: 5, Person: 5})
	decide(t, s, Command{Kind: Withdraw, Registration: 9})
	want(t, s, 5, a1, Offered)
	want(t, s, 5, b1, Held) // not lost before they accept
}

func TestASubstituteMayStandInAtOnce(t *testing.T) {
	s := small(9, 1, 9, 9, 9)
	queued(t, s)
	decide(t, s, Command{Kind: Substitute, Registration: 1, NewRegistration: 5, Person: 5, Confirmed: true})
	want(t, s, 5, b1, Confirmed)
	want(t, s, 5, a1, Waiting)
	nominate(t, s, 6)
	o := decide(t, s, Command{Kind: Substitute, Registration: 6, NewRegistration: 7, Person: 7, Confirmed: true})
	if p := place(s, 7, root); o.State != RegistrationConfirmed || p.State != Confirmed || !p.Until.IsZero() {
		t.Errorf("in the stead of who was named: %s, %+v", o.State, p)
	}
}

func TestTheWishesOfASubstituteAreDecidedWhenTheyStandIn(t *testing.T) {
	s := small(1, 9, 9, 9, 9)
	submit(t, s, 1)
	submit(t, s, 2, Wish{a1, true})
	decide(t, s, Command{Kind: Substitute, Registration: 2, NewRegistration: 5, Person: 5})
	decide(t, s, Command{Kind: Withdraw, Registration: 1})
	want(t, s, 5, root, Held)
	want(t, s, 5, a1, Wished)
	decide(t, s, Command{Kind: Substitute, Registration: 5, NewRegistration: 6, Person: 6, Confirmed: true})
	want(t, s, 6, a1, Confirmed)
}

func TestAnotherEventOnTheSameDayIsAWarning(t *testing.T) {
	s := small(9, 9, 9, 9, 9)
	s.SetElsewhere(theEvent, 1, "Madrid")
	o := submit(t, s, 1)
	if refused(t, o, OtherEvent); o.Refusal.Event != "Madrid" {
		t.Errorf("%+v", o.Refusal)
	}
	nominate(t, s, 1) // whoever names them is not told
	refused(t, decide(t, s, Command{Kind: Confirm, Registration: 1}), OtherEvent)
	refused(t, decide(t, s, Command{Kind: Confirm, Registration: 1, Both: true}), "")
}

func TestMoreTimeToConfirm(t *testing.T) {
	s := small(9, 9, 9, 9, 9)
	submit(t, s, 1, Wish{a1, false})
	decide(t, s, Command{Kind: Substitute, Registration: 1, NewRegistration: 2, Person: 2})
	decide(t, s, Command{Kind: Extend, Registration: 2, Activity: root, Until: after(20)})
	refused(t, decide(t, s, Command{Kind: Extend, Registration: 2, Activity: a1, Until: after(1)}), NoOffer)
	refused(t, decide(t, s, Command{Kind: Confirm, Registration: 2, Now: after(19), Wishes: []Wish{{a1, false}}}), "")
	want(t, s, 2, a1, Confirmed)
	if p := place(s, 2, a1); p.Until != (time.Time{}) {
		t.Errorf("a place has no end: %+v", p)
	}
}

func TestASubstituteOfAPlaceForANeedTakesOneOfEverybodys(t *testing.T) {
	s := small(1, 9, 9, 9, 9)
	reserve(t, s, Command{Activity: root, Capacity: 1, Personal: true})
	submit(t, s, 1)
	submit(t, s, 2)
	assign(t, s, 2, root, spaces)
	substitute := Command{Kind: Substitute, Registration: 2, NewRegistration: 3, Person: 3}
	refused(t, decide(t, s, substitute), EventFull)
	decide(t, s, Command{Kind: Withdraw, Registration: 1})
	refused(t, decide(t, s, substitute), "")
	if p := place(s, 3, root); p.State != Held || p.Contingent != 0 || !p.Until.Equal(after(10)) {
		t.Errorf("%+v", p)
	}
}
