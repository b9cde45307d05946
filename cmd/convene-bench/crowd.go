package main

import (
	"context"
	"errors"
	"slices"
	"sync"
	"sync/atomic"
	"time"
)

// crowd is what came of many people who act at once.
type crowd struct {
	rate float64         // deeds a second
	took []time.Duration // of each deed, sorted
}

// quantile gives the time within which that share of the deeds was answered.
func (c crowd) quantile(share float64) time.Duration {
	return c.took[min(len(c.took)-1, int(share*float64(len(c.took))))]
}

// serial numbers people across all measurements.
var serial atomic.Int64

// gather lets people act for a while, each again as soon as they have their
// answer. The first error ends it; errEnough ends it for the one who met it.
func gather(ctx context.Context, people int, each time.Duration, act func(ctx context.Context, n int64) error) (crowd, error) {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	took := make([][]time.Duration, people)
	var all sync.WaitGroup
	begin := time.Now()
	for p := range people {
		all.Go(func() {
			for time.Since(begin) < each && ctx.Err() == nil {
				start := time.Now()
				switch err := act(ctx, serial.Add(1)); {
				case errors.Is(err, errEnough):
					return
				case err != nil:
					cancel(err)
					return
				}
				took[p] = append(took[p], time.Since(start))
			}
		})
	}
	all.Wait()
	if err := context.Cause(ctx); err != nil {
		return crowd{}, err
	}
	c := crowd{took: slices.Concat(took...)}
	c.rate = float64(len(c.took)) / time.Since(begin).Seconds()
	slices.Sort(c.took)
	return c, nil
}

// readings are what the rounds of a measurement found: deeds a second, and the
// milliseconds of the middle deed and of the slowest of a hundred.
type readings struct{ rate, half, slow []float64 }

func (r *readings) add(c crowd) {
	r.rate = append(r.rate, c.rate)
	r.half, r.slow = append(r.half, ms(c.quantile(0.5))), append(r.slow, ms(c.quantile(0.99)))
}

// median of at least one value.
func median(values []float64) float64 {
	values = slices.Clone(values)
	slices.Sort(values)
	return values[len(values)/2]
}
