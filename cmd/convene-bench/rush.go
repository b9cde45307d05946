package main

import (
	"context"
	"fmt"
	"os"
	"sync"
	"time"

	"convene/internal/fault"
	"convene/internal/registration"
)

// The rush of B9.
const (
	rushPeople = 10_000
	rushPlaces = 500
)

// measureRush is B9: ten thousand people within a second for five hundred places.
// Exactly so many get one, the others wait; who is told "busy" tries again, as a
// person does.
func measureRush(ctx context.Context, s *stage, o options) ([]result, error) {
	fmt.Fprintln(os.Stderr, "rush")
	limit, err := s.runPing(ctx, clients, o.each)
	if err != nil {
		return nil, err
	}
	id, err := s.newEvent(ctx, rushPlaces)
	if err != nil {
		return nil, err
	}
	took, err := s.rush(ctx, id)
	if err != nil {
		return nil, err
	}
	counters, err := registration.Counters(ctx, s.db, id)
	if err != nil {
		return nil, err
	}
	root := counters["event"]
	if root.Taken != rushPlaces || root.Waiting != rushPeople-rushPlaces {
		return nil, fmt.Errorf("the rush gave %d places and %d wait", root.Taken, root.Waiting)
	}
	best := rushPeople / limit.rate
	return []result{atMost("B9", "10,000 people in a second for 500 places: the last answer, beside so many single-row commits", took.Seconds(), max(best, 1), "s", 4)},
		s.reconcile(ctx)
}

// rush starts everybody within a second and waits for the last answer.
func (s *stage) rush(ctx context.Context, eventID int64) (time.Duration, error) {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	var all sync.WaitGroup
	begin := time.Now()
	for i := range rushPeople {
		all.Go(func() {
			time.Sleep(time.Until(begin.Add(time.Duration(i) * time.Second / rushPeople)))
			if err := s.insist(ctx, eventID); err != nil {
				cancel(err)
			}
		})
	}
	all.Wait()
	return time.Since(begin), context.Cause(ctx)
}

// insist submits until there is an answer other than "busy".
func (s *stage) insist(ctx context.Context, eventID int64) error {
	n := serial.Add(1)
	for {
		_, err := s.desk.Submit(ctx, submission(eventID, n))
		if !fault.Is(err, fault.Unavailable) {
			return err
		}
		time.Sleep(fault.As(err).RetryAfter)
	}
}
