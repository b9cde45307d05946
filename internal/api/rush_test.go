package api

import (
	"fmt"
	"sync"
	"testing"
)

// A rush for too few places: exactly as many as there are, everybody else in a
// line without gaps, and no answer but these and "busy".
func TestARush(t *testing.T) {
	t.Parallel()
	const places, people = 40, 200
	h := open(t)
	h.resize("budapest", "event", places)
	var all sync.WaitGroup
	var mu sync.Mutex
	confirmed, line := 0, map[int]int{}
	inFlight := make(chan struct{}, 100) // sockets, not requests, are what a test machine lacks
	for i := range people {
		all.Go(func() {
			inFlight <- struct{}{}
			defer func() { <-inFlight }()
			a, err := h.try("organiser", "POST", budapest, anna(fmt.Sprintf("P%d", i), object{"join_waiting_list": "all"}), "Idempotency-Key", fmt.Sprint(i))
			for err == nil && a.status == 503 && a.header.Get("Retry-After") != "" {
				a, err = h.try("organiser", "POST", budapest, anna(fmt.Sprintf("P%d", i), object{"join_waiting_list": "all"}), "Idempotency-Key", fmt.Sprint(i))
			}
			mu.Lock()
			defer mu.Unlock()
			switch {
			case err != nil || a.status != 201:
				t.Errorf("%v %+v", err, a)
			case a.body["state"] == "confirmed":
				confirmed++
			default:
				line[int(a.place("event")["position"].(float64))]++
			}
		})
	}
	all.Wait()
	if confirmed != places || len(line) != people-places || line[1] != 1 || line[people-places] != 1 {
		t.Errorf("%d confirmed, %d different places in the line", confirmed, len(line))
	}
}
