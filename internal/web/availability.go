package web

import (
	"convene/internal/locale"
	"convene/internal/registration"
)

// availability is how full something is, as pages show it: a word, a shape and a
// bar beside the numbers.
type availability struct {
	Capacity, Left, Waiting int
	Percent                 int    // taken, 0 to 100
	State                   string // "open", "few" or "full": the mark's shape
	Label                   string // "12 places left"
	Queue                   string // "3 people wait"; "" when nobody does
}

// fewLeft is the share of places below which a page says that they run out.
const fewLeft = 10 // percent

// newAvailability puts a counter into words. Without a counter there is nothing
// to say: nil.
func newAvailability(p *locale.Printer, counters map[string]registration.Counter, code string) *availability {
	c, ok := counters[code]
	if !ok {
		return nil
	}
	a := &availability{Capacity: c.Capacity, Left: c.Left(), Waiting: c.Waiting, State: "open"}
	switch {
	case a.Left == 0:
		a.State, a.Percent, a.Label = "full", 100, p.T("Full")
	default:
		a.Percent = 100 * c.Taken / c.Capacity
		a.Label = p.N("%d place left", "%d places left", a.Left, a.Left)
		if 100*a.Left < fewLeft*c.Capacity {
			a.State = "few"
		}
	}
	if a.Waiting > 0 {
		a.Queue = p.N("%d person is waiting", "%d people are waiting", a.Waiting, a.Waiting)
	}
	return a
}
