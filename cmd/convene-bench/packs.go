package main

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"strings"
	"sync"
	"time"

	"convene/internal/event"
	"convene/internal/registration"
)

// packGoal is how long an organiser waits for the print pack of Budapest.
const packGoal = 2.0 // s

// large is the size of the other event.
const large = 5000 // people

// measurePacks is how long it takes from the click to a whole print pack: of the
// sample as it is, and of a large event.
func measurePacks(ctx context.Context, s *stage, o options) (_ []result, err error) {
	w, err := s.openSite(ctx)
	if err != nil {
		return nil, err
	}
	defer w.closeAfter(&err)
	working, stop := context.WithCancel(ctx)
	var press sync.WaitGroup
	press.Go(func() { w.press.Run(working) })
	defer press.Wait()
	defer stop()
	organiserOf := newVisitor(w.base)
	if err := organiserOf.post(ctx, "/sign-in", url.Values{"email": {organiser}, "password": {password}}, "/organise"); err != nil {
		return nil, err
	}
	small, err := w.packs(ctx, organiserOf, o)
	if err != nil {
		return nil, err
	}
	if err := w.fill(ctx, large); err != nil {
		return nil, err
	}
	big, err := w.packs(ctx, organiserOf, o)
	if err != nil {
		return nil, err
	}
	return []result{small.result("PACK", "the print pack of Budapest as the sample is", fmt.Sprintf("ours ≤ %g s", packGoal), small.seconds <= packGoal, packGoal),
		big.result("PACK-5000", "the same event with 5,000 more people", "none", true, small.seconds)}, nil
}

// pressing is what one pack took: seconds, files and MB.
type pressing struct {
	seconds float64
	files   int
	size    float64
}

func (p pressing) result(id, what, goal string, met bool, beside float64) result {
	what = fmt.Sprintf("%s, from the click to the file: %d papers, %.1f MB", what, p.files, p.size)
	return result{ID: id, What: what, Ours: p.seconds, Beside: beside, Unit: "s", Ratio: p.seconds / beside, Goal: goal, Met: met}
}

// packs makes a pack for each round; the median counts.
func (w *site) packs(ctx context.Context, v *visitor, o options) (last pressing, err error) {
	var all []float64
	for n := range o.rounds {
		fmt.Fprintf(os.Stderr, "print pack, round %d of %d\n", n+1, o.rounds)
		if last, err = w.pack(ctx, v); err != nil {
			return last, err
		}
		all = append(all, last.seconds)
	}
	last.seconds = median(all)
	return last, nil
}

// pack clicks, waits as the page's script does, and takes the file.
func (w *site) pack(ctx context.Context, v *visitor) (p pressing, err error) {
	start := time.Now()
	if err := v.post(ctx, "/organise/events/"+sample+"/packs", nil, ""); err != nil {
		return p, err
	}
	at := v.at
	for v.page = ""; !strings.Contains(v.page, `"over":true`); time.Sleep(20 * time.Millisecond) {
		if err := v.get(ctx, at+"/state.json"); err != nil {
			return p, err
		}
	}
	if err := v.get(ctx, at+"/pack.zip"); err != nil {
		return p, err
	}
	p.seconds, p.size = time.Since(start).Seconds(), float64(len(v.page))/1e6
	files, err := zip.NewReader(bytes.NewReader([]byte(v.page)), int64(len(v.page)))
	if err == nil {
		p.files = len(files.File)
	}
	return p, err
}

// fill registers so many people more, each with a workshop and a field trip.
func (w *site) fill(ctx context.Context, people int) error {
	e, err := event.BySlug(ctx, w.db, sample)
	if err != nil {
		return err
	}
	waiting := make(chan int64, people)
	for n := range people {
		waiting <- int64(n)
	}
	close(waiting)
	var crowd sync.WaitGroup
	wrong := make([]error, clients)
	for i := range clients {
		crowd.Go(func() {
			for n := range waiting {
				s := submission(e.ID, n)
				s.Key, s.Email = fmt.Sprintf("pack:%d", n), fmt.Sprintf("pack%d@example.org", n)
				s.Choices = []registration.Choice{{Activity: []string{"bp-a1", "bp-b1", "bp-c1"}[n%3]}, {Activity: []string{"bp-t1", "bp-t2"}[n%2]}}
				a := actors[n%int64(len(actors))]
				s.Details.Badge, s.Details.Latin, s.Details.Organisation, s.Details.Function = fmt.Sprint(a.Name, " ", n), a.Latin, a.Body, a.Function
				if _, err := w.desk.Submit(ctx, s); err != nil {
					wrong[i] = err
					return
				}
			}
		})
	}
	crowd.Wait()
	return errors.Join(wrong...)
}
