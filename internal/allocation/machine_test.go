package allocation

import (
	"reflect"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// TestInvariantsHoldAfterEveryCommand is I1–I6 and I9–I11 of places.md over the
// pure core; a refused command, and a repeated one, changes nothing.
func TestInvariantsHoldAfterEveryCommand(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := drawEvent(t)
		replay := map[PlaceKey]PlaceState{}
		answers := map[string]*Outcome{}
		before := photograph(s)
		run(t, s, func(_ int, c Command, o *Outcome) {
			after := photograph(s)
			if (o.Refusal != nil || o.Repeated) && !reflect.DeepEqual(before, after) {
				t.Fatalf("%+v was refused (%+v) or repeated, and changed something", c, o.Refusal)
			}
			checkRepeat(t, answers, c, o)
			replayMoves(t, replay, o.Moves)
			checkReplay(t, s, replay)
			check(t, s, before)
			checkEnds(t, s, c, o)
			checkDelegations(t, s, c, o)
			before = after
		})
	})
}

// checkRepeat: one outcome a key (I6).
func checkRepeat(t *rapid.T, answers map[string]*Outcome, c Command, o *Outcome) {
	first, known := answers[c.Key]
	if c.Key == "" {
		return
	}
	if known != o.Repeated {
		t.Fatalf("%+v: repeated is %v (I6)", c, o.Repeated)
	}
	if known && (first.Registration != o.Registration || first.State != o.State || !reflect.DeepEqual(first.Places, o.Places) || first.Refusal != o.Refusal) {
		t.Fatalf("%+v: %+v, the first time %+v (I6)", c, o, first)
	}
	if !known {
		answers[c.Key] = o
	}
}

func replayMoves(t *rapid.T, replay map[PlaceKey]PlaceState, moves []PlaceMove) {
	for _, m := range moves {
		k := PlaceKey{m.Registration, m.Activity}
		if replay[k] != m.From {
			t.Fatalf("move %+v starts from %q, the history says %q (I11)", m, m.From, replay[k])
		}
		replay[k] = m.To
	}
}

func checkReplay(t *rapid.T, s *State, replay map[PlaceKey]PlaceState) {
	for _, r := range s.Registrations {
		for id, p := range r.Places {
			if replay[PlaceKey{r.ID, id}] != p.State {
				t.Fatalf("registration %d activity %d is %q, its history says %q (I11)", r.ID, id, p.State, replay[PlaceKey{r.ID, id}])
			}
		}
	}
}

func check(t *rapid.T, s *State, before photo) {
	for id, a := range s.Activities {
		checkActivity(t, s, a)
		if a.NextQueue < before.Activities[id].NextQueue {
			t.Fatalf("%s: queue numbers fall (I10)", a.Code)
		}
	}
	for _, c := range s.Contingents {
		checkContingent(t, s, c)
	}
	for _, r := range s.Registrations {
		checkRegistration(t, s, r)
	}
}

// checkActivity is I1, I2, I4, I5 and I10.
func checkActivity(t *rapid.T, s *State, a *Activity) {
	taken, queued, seen := 0, 0, map[int64]bool{}
	for _, r := range s.Registrations {
		switch p := r.Places[a.ID]; {
		case p.State.Taken() && p.Contingent == 0:
			taken++
		case p.State == Waiting:
			queued++
			if seen[p.QueueNo] || p.QueueNo < 1 || p.QueueNo >= a.NextQueue {
				t.Fatalf("queue number %d of %s is given twice or out of range (I10)", p.QueueNo, a.Code)
			}
			seen[p.QueueNo] = true
		}
	}
	switch {
	case taken != a.Taken || queued != a.Waiting:
		t.Fatalf("%s: counters %d/%d, places %d/%d (I1)", a.Code, a.Taken, a.Waiting, taken, queued)
	case a.Capacity < 0 || a.Grace != max(0, a.Taken-a.Capacity):
		t.Fatalf("%s: taken %d, capacity %d, grace %d (I2)", a.Code, a.Taken, a.Capacity, a.Grace)
	case a.Free() > 0 && a.Waiting > 0:
		t.Fatalf("%s: %d free while %d wait (I4)", a.Code, a.Free(), a.Waiting)
	}
	checkOrder(t, s, a)
}

// checkOrder: the queue is exactly who waits, each in their turn (I5).
func checkOrder(t *rapid.T, s *State, a *Activity) {
	waiters := s.queueOf(a).waiters
	if len(waiters) != a.Waiting {
		t.Fatalf("%s: %d in the queue, %d wait", a.Code, len(waiters), a.Waiting)
	}
	for i, w := range waiters {
		p := s.Registrations[w.Registration].Places[a.ID]
		if i > 0 && !waiters[i-1].before(w) || p.State != Waiting || p.Priority != w.Priority || p.QueueNo != w.QueueNo {
			t.Fatalf("%s: queue %+v, but the place is %+v (I5)", a.Code, waiters, p)
		}
	}
}

func checkContingent(t *rapid.T, s *State, c *Contingent) {
	taken := 0
	for _, r := range s.Registrations {
		for id, p := range r.Places {
			if p.Contingent != c.ID {
				continue
			}
			taken++
			if id != c.Activity || !p.State.Taken() {
				t.Fatalf("registration %d has a place of contingent %d that is %+v on %d", r.ID, c.ID, p, id)
			}
		}
	}
	if taken != c.Taken || taken > c.Capacity || c.Released && c.Free() > 0 {
		t.Fatalf("contingent %+v has %d places (rule 7)", c, taken)
	}
}

// mayHold says which states of places go with a registration: at the event, and on
// activities (I3).
var mayHold = map[RegistrationState]struct{ root, activity []PlaceState }{
	RegistrationConfirmed: {[]PlaceState{Confirmed}, []PlaceState{Confirmed, Offered, Waiting, Refused, Released}},
	RegistrationWaiting:   {[]PlaceState{Waiting}, []PlaceState{Wished, Refused, Released}},
	RegistrationOffered:   {[]PlaceState{Offered}, []PlaceState{Wished, Refused, Released}},
	RegistrationPending:   {[]PlaceState{Wished}, []PlaceState{Wished, Refused, Released}},
	RegistrationNominated: {[]PlaceState{Held, Waiting, Wished}, []PlaceState{Held, Offered, Waiting, Wished, Refused, Released}},
	RegistrationWithdrawn: {[]PlaceState{Released}, []PlaceState{Refused, Released}},
}

// checkRegistration is I3 and rule 8: all that its state promises, nothing that it
// forbids, no two places that overlap.
func checkRegistration(t *rapid.T, s *State, r *Registration) {
	if (r.State == RegistrationWithdrawn) != (r.Ending != "") {
		t.Fatalf("registration %d is %s and ended %q", r.ID, r.State, r.Ending)
	}
	rootState := r.Places[root].State
	for id, p := range r.Places {
		allowed := mayHold[r.State].activity
		if id == root {
			allowed = mayHold[r.State].root
		}
		ends := p.State == Offered || p.State == Held && id == root
		switch {
		case !slices.Contains(allowed, p.State), id != root && rootState != Confirmed && rootState != Held && (p.State.Taken() || p.State == Waiting):
			t.Fatalf("registration %d is %s, at the event %s, activity %d is %s (I3)", r.ID, r.State, rootState, id, p.State)
		case ends == p.Until.IsZero(), (p.State == Waiting) != (p.QueueNo > 0):
			t.Fatalf("registration %d, activity %d: %+v", r.ID, id, p)
		}
		checkOverlap(t, s, r, id)
	}
	if rootState == "" {
		t.Fatalf("registration %d has no place at the event", r.ID)
	}
}

func checkOverlap(t *rapid.T, s *State, r *Registration, id int64) {
	for other, q := range r.Places {
		if id != root && other != root && r.Places[id].State.has() && q.State.has() && Clashes(s.Activities[id], s.Activities[other]) {
			t.Fatalf("registration %d has %d and %d, which overlap (rule 8)", r.ID, id, other)
		}
	}
}

// checkEnds: after the tick nothing stands past its end (I9).
func checkEnds(t *rapid.T, s *State, c Command, o *Outcome) {
	if c.Kind != Expire || o.Repeated {
		return
	}
	over := func(end time.Time) bool { return !end.IsZero() && !c.Now.Before(end) }
	for _, r := range s.Registrations {
		for id, p := range r.Places {
			if over(p.Until) {
				t.Fatalf("registration %d, activity %d is %s past its end (I9)", r.ID, id, p.State)
			}
		}
	}
	for _, k := range s.Contingents {
		if over(k.ReleaseAt) && !k.Released {
			t.Fatalf("contingent %d keeps its places past its date", k.ID)
		}
	}
}

// checkDelegations: the counts are right, and only staff go beyond the limit (rule 9).
func checkDelegations(t *rapid.T, s *State, c Command, o *Outcome) {
	counted := map[int64]int{}
	for _, r := range s.Registrations {
		if r.State != RegistrationWithdrawn && !r.Exempt && r.Authority != 0 {
			counted[r.Authority]++
		}
	}
	for authority := int64(1); authority <= 3; authority++ {
		if n := s.delegations[[2]int64{theEvent, authority}]; n != counted[authority] {
			t.Fatalf("authority %d has %d registrations, counted as %d (rule 9)", authority, counted[authority], n)
		}
	}
	joined := c.Kind == Submit || c.Kind == Nominate
	if joined && o.Refusal == nil && !o.Repeated && !c.Staff && !c.Exempt && c.Authority != 0 && counted[c.Authority] > s.Events[theEvent].Delegation {
		t.Fatalf("authority %d has %d registrations (rule 9)", c.Authority, counted[c.Authority])
	}
}
