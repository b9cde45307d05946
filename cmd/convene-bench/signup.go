package main

import (
	"context"
	"fmt"
	"net/http"
	"os"
	"sync/atomic"

	"convene/internal/registration"
)

// preparedShare of the single-row commits is how many are prepared; should we ever be
// faster, a round ends before its time.
const preparedShare = 0.8

// measureSignUps is B6 and B7: the last request of a sign-up, the one that counts,
// from as many browsers at once. Each has its own session and its own person.
func measureSignUps(ctx context.Context, s *stage, o options) (_ []result, err error) {
	w, err := s.openSite(ctx)
	if err != nil {
		return nil, err
	}
	defer w.closeAfter(&err)
	var limit []float64
	var ours readings
	for n := range o.rounds {
		fmt.Fprintf(os.Stderr, "sign-ups over HTTP, round %d of %d\n", n+1, o.rounds)
		p, err := s.runPing(ctx, clients, o.each)
		if err != nil {
			return nil, err
		}
		c, err := w.signUp(ctx, int(preparedShare*p.rate*o.each.Seconds()), o)
		if err != nil {
			return nil, err
		}
		limit = append(limit, p.rate)
		ours.add(c)
	}
	return []result{
		atLeast("B6", "sign-ups accepted over HTTP, 128 in flight, beside single-row commits", median(ours.rate), median(limit), "1/s", 0.25),
		atMost("B7", "of those, the slowest of 100 beside the middle one", median(ours.slow), median(ours.half), "ms", 4),
	}, reconcile(ctx, w.db)
}

// signUp lets the prepared people send their answers and sees that each was accepted.
func (w *site) signUp(ctx context.Context, people int, o options) (_ crowd, err error) {
	requests, err := w.prepare(ctx, people)
	if err != nil {
		return crowd{}, err
	}
	free, err := openLines(w.address, clients)
	if err != nil {
		return crowd{}, err
	}
	defer free.closeAfter(&err)
	before, err := w.confirmed(ctx)
	if err != nil {
		return crowd{}, err
	}
	var sent atomic.Int64
	c, err := gather(ctx, clients, o.each, func(ctx context.Context, _ int64) error {
		i := sent.Add(1) - 1
		if i >= int64(people) {
			return errEnough
		}
		r, err := free.ask(ctx, requests[i])
		if err == nil && (r.status != http.StatusSeeOther || r.location != register+"/result") {
			err = fmt.Errorf("a sign-up was answered with %d and led to %q", r.status, r.location)
		}
		return err
	})
	if err != nil {
		return crowd{}, err
	}
	after, err := w.confirmed(ctx)
	if err == nil && after-before != len(c.took) {
		err = fmt.Errorf("%d sign-ups were accepted, %d registrations are there", len(c.took), after-before)
	}
	return c, err
}

func (w *site) confirmed(ctx context.Context) (int, error) {
	var id int64
	if err := w.db.NewRaw("select id from event where slug = ?", sample).Scan(ctx, &id); err != nil {
		return 0, err
	}
	counters, err := registration.Counters(ctx, w.db, id)
	return counters["event"].Taken, err
}
