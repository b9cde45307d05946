package allocation

import (
	"fmt"
	"reflect"
	"testing"

	"pgregory.net/rapid"
)

// history draws a sequence of commands over few people and small capacities, so
// that full, waiting and cascades are the rule and not the exception.
func history(t *rapid.T) []Command {
	n := rapid.IntRange(1, 60).Draw(t, "commands")
	commands := make([]Command, n)
	for i := range commands {
		commands[i] = command(t, i)
	}
	return commands
}

func command(t *rapid.T, i int) Command {
	c := Command{Event: theEvent, Now: june}
	c.Kind = rapid.SampledFrom([]Kind{Submit, Submit, Submit, Change, Change, Withdraw, Resize}).Draw(t, "kind")
	c.Registration = int64(rapid.IntRange(0, i).Draw(t, "whose") + 1000)
	switch c.Kind {
	case Submit:
		c.Registration, c.Person = int64(i+1000), int64(rapid.IntRange(1, 20).Draw(t, "person"))
		c.MayWait = rapid.Bool().Draw(t, "may wait")
		c.Exempt = rapid.IntRange(0, 5).Draw(t, "exempt") == 0
		if rapid.IntRange(0, 4).Draw(t, "keyed") == 0 {
			c.Key = fmt.Sprint("key", rapid.IntRange(1, 3).Draw(t, "key"))
		}
	case Resize:
		c.Activity = rapid.SampledFrom([]int64{root, a1, b1, bus, walk}).Draw(t, "activity")
		c.Capacity = rapid.IntRange(0, 6).Draw(t, "capacity")
	}
	if c.Kind == Submit || c.Kind == Change {
		c.Authority = rapid.Int64Range(0, 3).Draw(t, "authority")
		for _, id := range rapid.Permutation([]int64{a1, b1, bus, walk}).Draw(t, "order")[:rapid.IntRange(0, 4).Draw(t, "wishes")] {
			c.Wishes = append(c.Wishes, Wish{id, rapid.Bool().Draw(t, "wait")})
		}
	}
	return c
}

// TestInvariantsHoldAfterEveryCommand is I1–I6 and I10 of places.md over the pure core.
func TestInvariantsHoldAfterEveryCommand(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := small(drawCapacities(t)...)
		replay := map[PlaceKey]PlaceState{}
		for _, c := range history(t) {
			before := queueNumbers(s)
			o, err := Decide(s, c)
			if err != nil {
				t.Fatalf("decide: %v", err)
			}
			replayMoves(t, replay, o.Moves)
			check(t, s, before)
			checkReplay(t, s, replay)
		}
	})
}

func drawCapacities(t *rapid.T) []int {
	capacities := make([]int, 5)
	for i := range capacities {
		capacities[i] = rapid.IntRange(0, 6).Draw(t, "capacity")
	}
	return capacities
}

func queueNumbers(s *State) map[int64]int64 {
	next := map[int64]int64{}
	for id, a := range s.Activities {
		next[id] = a.NextQueue
	}
	return next
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

func check(t *rapid.T, s *State, before map[int64]int64) {
	for id, a := range s.Activities {
		held, queued, seen := 0, 0, map[int64]bool{}
		for _, r := range s.Registrations {
			p := r.Places[id]
			switch p.State {
			case Confirmed:
				held++
			case Waiting:
				queued++
				if seen[p.QueueNo] || p.QueueNo >= a.NextQueue {
					t.Fatalf("queue number %d of %s is given twice or too high (I10)", p.QueueNo, a.Code)
				}
				seen[p.QueueNo] = true
			}
		}
		switch {
		case held != a.Taken || queued != a.Waiting:
			t.Fatalf("%s: counters %d/%d, places %d/%d (I1)", a.Code, a.Taken, a.Waiting, held, queued)
		case a.Taken > a.Capacity+a.Grace || a.Grace != max(0, a.Taken-a.Capacity):
			t.Fatalf("%s: taken %d, capacity %d, grace %d (I2)", a.Code, a.Taken, a.Capacity, a.Grace)
		case a.Free() > 0 && a.Waiting > 0:
			t.Fatalf("%s: %d free while %d wait (I4)", a.Code, a.Free(), a.Waiting)
		case a.NextQueue < before[id]:
			t.Fatalf("%s: queue numbers fall (I10)", a.Code)
		}
		checkOrder(t, s, a)
	}
	delegations := map[int64]int{}
	for _, r := range s.Registrations {
		checkRegistration(t, s, r)
		if r.State != RegistrationWithdrawn && !r.Exempt && r.Authority != 0 {
			delegations[r.Authority]++
		}
	}
	for authority, n := range delegations {
		if limit := s.Events[theEvent].Delegation; n > limit || n != s.delegations[[2]int64{theEvent, authority}] {
			t.Fatalf("authority %d has %d registrations of %d, counted as %d (rule 9)", authority, n, limit, s.delegations[[2]int64{theEvent, authority}])
		}
	}
}

// checkOrder: the loaded queue is exactly who waits, in order (I5).
func checkOrder(t *rapid.T, s *State, a *Activity) {
	waiters := s.queueOf(a).waiters
	if len(waiters) != a.Waiting {
		t.Fatalf("%s: %d in the queue, %d wait", a.Code, len(waiters), a.Waiting)
	}
	for i := 1; i < len(waiters); i++ {
		if !waiters[i-1].before(waiters[i]) {
			t.Fatalf("%s: queue out of order: %+v (I5)", a.Code, waiters)
		}
	}
}

// checkRegistration is I3 and rule 8: all that its state promises, nothing that it
// forbids, no two places that overlap.
func checkRegistration(t *rapid.T, s *State, r *Registration) {
	rootState := r.Places[root].State
	for id, p := range r.Places {
		switch {
		case r.State == RegistrationWithdrawn && p.State.Live(),
			r.State == RegistrationWaiting && id != root && (p.State == Confirmed || p.State == Waiting),
			r.State == RegistrationConfirmed && (rootState != Confirmed || p.State == Wished),
			r.State == RegistrationWaiting && rootState != Waiting:
			t.Fatalf("registration %d is %s, activity %d is %s (I3)", r.ID, r.State, id, p.State)
		}
		for other, q := range r.Places {
			if p.State == Confirmed && q.State == Confirmed && Clashes(s.Activities[id], s.Activities[other]) && id != root && other != root {
				t.Fatalf("registration %d holds %d and %d, which overlap", r.ID, id, other)
			}
		}
	}
}

// TestLoadedFrontIsEnough decides every command on a state of which, as the desk
// does, only the heads of the queues are loaded, and wants what the whole state gives.
func TestLoadedFrontIsEnough(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		whole := small(drawCapacities(t)...)
		for _, c := range history(t) {
			part := front(whole, c, rapid.IntRange(0, 3).Draw(t, "heads"))
			got, err := Decide(part, c)
			if err == ErrShortQueue {
				got, err = Decide(front(whole, c, 1<<20), c)
			}
			if err != nil {
				t.Fatalf("decide: %v", err)
			}
			expected, _ := Decide(whole, c)
			if !reflect.DeepEqual(got, expected) {
				t.Fatalf("%+v\nfrom the heads: %+v\nfrom the whole: %+v", c, got, expected)
			}
		}
	})
}

// front copies what the desk would load for a command.
func front(s *State, c Command, heads int) *State {
	out := NewState()
	for id, ev := range s.Events {
		out.Events[id] = ev
	}
	for key, o := range s.outcomes {
		out.outcomes[key] = o
	}
	for k, id := range s.live {
		out.live[k] = id
	}
	for k, n := range s.delegations {
		out.delegations[k] = n
	}
	needed := map[int64]bool{c.Registration: true}
	for id, a := range s.Activities {
		counter := *a
		out.Activities[id] = &counter
		waiters := s.queueOf(a).waiters
		waiters = append([]Waiter(nil), waiters[:min(heads, len(waiters))]...)
		for _, w := range waiters {
			needed[w.Registration] = true
		}
		out.SetQueue(id, waiters)
	}
	for id := range needed {
		if r := s.Registrations[id]; r != nil && c.Kind != Submit || r != nil && id != c.Registration {
			out.AddRegistration(copyOf(r))
		}
	}
	return out
}

func copyOf(r *Registration) *Registration {
	c := *r
	c.Places = map[int64]Place{}
	for id, p := range r.Places {
		c.Places[id] = p
	}
	return &c
}
