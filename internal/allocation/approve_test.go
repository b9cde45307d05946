package allocation

import "testing"

// withMode is the small event for a mode.
func withMode(mode Mode, capacities ...int) *State {
	s := small(capacities...)
	s.Events[theEvent].Mode = mode
	return s
}

func TestWhatIsPendingHoldsNothing(t *testing.T) {
	s := withMode(ModeApproval, 1, 1, 1, 1, 1)
	if o := submit(t, s, 1, Wish{a1, false}); o.State != RegistrationPending {
		t.Errorf("state %s", o.State)
	}
	want(t, s, 1, root, Wished)
	want(t, s, 1, a1, Wished)
	if s.Activities[root].Taken != 0 || s.Activities[a1].Taken != 0 {
		t.Error("somebody pending took a place")
	}
}

func TestTheOrderOfApprovalsIsTheOrderOfPlaces(t *testing.T) {
	s := withMode(ModeApproval, 2, 1, 1, 1, 1)
	submit(t, s, 1, Wish{a1, false})
	submit(t, s, 2, Wish{a1, true})
	submit(t, s, 3)
	decide(t, s, Command{Kind: Approve, Registration: 2})
	decide(t, s, Command{Kind: Approve, Registration: 1})
	decide(t, s, Command{Kind: Approve, Registration: 3})
	want(t, s, 2, a1, Confirmed)
	want(t, s, 1, root, Confirmed)
	want(t, s, 1, a1, Refused)
	want(t, s, 3, root, Waiting)
	refused(t, decide(t, s, Command{Kind: Approve, Registration: 3}), Decided)
	refused(t, decide(t, s, Command{Kind: Decline, Registration: 1}), Decided)
	if o := decide(t, s, Command{Kind: Decline, Registration: 3}); o.State != RegistrationWithdrawn || s.Registrations[3].Ending != EndedDeclined {
		t.Errorf("declined: %+v", s.Registrations[3])
	}
}

func TestApprovalOfAFullEventNeedsAWaitingList(t *testing.T) {
	s := withMode(ModeApproval, 0, 1, 1, 1, 1)
	decide(t, s, Command{Kind: Submit, Registration: 1, Person: 1})
	refused(t, decide(t, s, Command{Kind: Approve, Registration: 1}), EventFull)
	if o := decide(t, s, Command{Kind: Approve, Registration: 1, MayWait: true}); o.State != RegistrationWaiting {
		t.Errorf("state %s", o.State)
	}
}

func TestWhoIsNamedForApprovalIsPendingOnceConfirmed(t *testing.T) {
	s := withMode(ModeApproval, 9, 1, 1, 1, 1)
	nominate(t, s, 1)
	want(t, s, 1, root, Wished)
	refused(t, decide(t, s, Command{Kind: Approve, Registration: 1}), Decided)
	if o := decide(t, s, Command{Kind: Confirm, Registration: 1}); o.State != RegistrationPending {
		t.Errorf("state %s", o.State)
	}
	refused(t, decide(t, s, Command{Kind: Approve, Registration: 1}), "")
}

func TestOnlyTheInvitedAndTheNamed(t *testing.T) {
	s := withMode(ModeInvitation, 9, 9, 9, 9, 9)
	s.Invite(theEvent, 1)
	refused(t, submit(t, s, 1), "")
	refused(t, submit(t, s, 2), Uninvited)
	refused(t, nominate(t, s, 2), "")
	refused(t, decide(t, s, Command{Kind: Submit, Registration: 3, Person: 3, Staff: true}), "")
}

func TestTheFreeze(t *testing.T) {
	s := small(9, 9, 9, 9, 9)
	submit(t, s, 1)
	frozen := after(36)
	refused(t, decide(t, s, Command{Kind: Change, Registration: 1, Now: frozen}), Frozen)
	refused(t, decide(t, s, Command{Kind: Withdraw, Registration: 1, Now: frozen}), Frozen)
	decide(t, s, Command{Kind: Resize, Activity: root, Capacity: 1})
	refused(t, submit(t, s, 9), "")
	refused(t, decide(t, s, Command{Kind: Withdraw, Registration: 9, Now: frozen}), "") // only waits
	decide(t, s, Command{Kind: Resize, Activity: root, Capacity: 9})
	refused(t, decide(t, s, Command{Kind: Substitute, Registration: 1, NewRegistration: 2, Person: 2, Now: day}), Frozen)
	refused(t, decide(t, s, Command{Kind: Substitute, Registration: 1, NewRegistration: 2, Person: 2, Now: frozen}), "")
	refused(t, decide(t, s, Command{Kind: Change, Registration: 2, Now: frozen, Staff: true}), Unconfirmed)
	refused(t, decide(t, s, Command{Kind: Withdraw, Registration: 2, Now: frozen, Staff: true}), "")
}
