package main

import (
	"context"
	"fmt"
	"os"
)

// plenty is a capacity that no measurement fills.
const plenty = 1_000_000

// spread is how many events B2 spreads its people over.
const spread = 50

// round is what one round of B1 to B4 finds.
type round struct {
	ping            ping
	hot, wide, bare crowd
}

// measureRates is B1 (everybody wants the same event), B2 and B3 (fifty events),
// B4 (the usual way) and how long a person waits in B1.
func measureRates(ctx context.Context, s *stage, o options) ([]result, error) {
	var rounds []round
	for n := range o.rounds {
		fmt.Fprintf(os.Stderr, "rates, round %d of %d\n", n+1, o.rounds)
		r, err := s.measureRound(ctx, o)
		if err != nil {
			return nil, err
		}
		rounds = append(rounds, r)
	}
	of := func(value func(round) float64) float64 {
		var values []float64
		for _, r := range rounds {
			values = append(values, value(r))
		}
		return median(values)
	}
	limit := of(func(r round) float64 { return r.ping.rate })
	hot := of(func(r round) float64 { return r.hot.rate })
	wide := of(func(r round) float64 { return r.wide.rate })
	bare := of(func(r round) float64 { return r.bare.rate })
	slow := of(func(r round) float64 { return ms(r.hot.quantile(0.99)) })
	half := of(func(r round) float64 { return ms(r.hot.quantile(0.5)) })
	return []result{
		atLeast("B1", "registrations for one event, 128 at once, beside single-row commits", hot, limit, "1/s", 0.5),
		atLeast("B2", "registrations for 50 events, 128 at once, beside single-row commits", wide, limit, "1/s", 0.5),
		atLeast("B3", "one event beside 50 events", hot, wide, "1/s", 0.8),
		atLeast("B4", "the desk beside one transaction a request", hot, bare, "1/s", 10),
		atMost("B1-wait", "the slowest of 100 beside the middle one, 128 at once", slow, half, "ms", 4),
	}, nil
}

// measureRound runs each side once; all on the same database, one after the other.
func (s *stage) measureRound(ctx context.Context, o options) (r round, err error) {
	if r.ping, err = s.runPing(ctx, clients, o.each); err != nil {
		return r, err
	}
	if r.hot, err = s.submitTo(ctx, 1, o); err != nil {
		return r, err
	}
	if r.wide, err = s.submitTo(ctx, spread, o); err != nil {
		return r, err
	}
	if r.bare, err = s.submitBare(ctx, o); err != nil {
		return r, err
	}
	return r, s.reconcile(ctx)
}

// submitTo lets the crowd register for new events, turn and turn about.
func (s *stage) submitTo(ctx context.Context, events int, o options) (crowd, error) {
	ids := make([]int64, events)
	for i := range ids {
		var err error
		if ids[i], err = s.newEvent(ctx, plenty); err != nil {
			return crowd{}, err
		}
	}
	return gather(ctx, clients, o.each, func(ctx context.Context, n int64) error {
		_, err := s.desk.Submit(ctx, submission(ids[n%int64(events)], n))
		return err
	})
}
