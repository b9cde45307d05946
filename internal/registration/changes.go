package registration

import (
	"sync"
	"sync/atomic"
)

// changes counts the commits of each event.
type changes struct{ byEvent sync.Map } // event's id → *atomic.Int64

func (c *changes) of(eventID int64) *atomic.Int64 {
	n, known := c.byEvent.Load(eventID)
	if !known {
		n, _ = c.byEvent.LoadOrStore(eventID, new(atomic.Int64))
	}
	return n.(*atomic.Int64)
}

// note counts a batch that was committed, before its callers are answered.
func (c *changes) note(batch []*job) {
	for _, j := range batch {
		c.of(j.Event).Add(1)
	}
}

// Changes counts the deeds this desk committed for an event. Who read the event's
// places after asking, and finds the number unchanged, has what this process knows;
// deeds of other processes are not counted.
func (d *Desk) Changes(eventID int64) int64 { return d.changes.of(eventID).Load() }
