package main

import (
	"context"
	"fmt"
	"os"
)

// measureLatency is B10: one person alone on an idle system.
func measureLatency(ctx context.Context, s *stage, o options) ([]result, error) {
	var ours, limit []float64
	for n := range o.rounds {
		fmt.Fprintf(os.Stderr, "latency, round %d of %d\n", n+1, o.rounds)
		p, err := s.runPing(ctx, 1, o.each)
		if err != nil {
			return nil, err
		}
		id, err := s.newEvent(ctx, plenty)
		if err != nil {
			return nil, err
		}
		alone, err := gather(ctx, 1, o.each, func(ctx context.Context, n int64) error {
			_, err := s.desk.Submit(ctx, submission(id, n))
			return err
		})
		if err != nil {
			return nil, err
		}
		limit, ours = append(limit, ms(p.latency)), append(ours, ms(alone.quantile(0.5)))
	}
	return []result{atMost("B10", "one person alone, beside one single-row commit", median(ours), median(limit), "ms", 6)}, s.reconcile(ctx)
}
