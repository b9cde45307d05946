package main

import (
	"fmt"

	"convene/internal/fault"
	"convene/internal/paper"
)

// sheetCommand prints who has a place on an activity.
type sheetCommand struct {
	Event    string `arg:"" help:"Slug of the event."`
	Activity string `arg:"" help:"Code of the activity; \"event\" is the event itself."`
	printing
}

// Help shows an example.
func (sheetCommand) Help() string {
	return `A list to sign, grouped by country and authority; for a field trip, the passenger
list of the bus.

Example: convene sheet budapest bp-t1 -o bus.pdf`
}

// Run writes the list.
func (c *sheetCommand) Run(in *invocation) error {
	return c.print(in, c.Event, func(s *store, r paper.Request) (*paper.Paper, error) {
		r.Activity = c.Activity
		made, err := paper.Sheet(in.ctx, s.DB, r)
		if fault.Is(err, fault.NotFound) {
			return nil, fmt.Errorf("event %s has no list for %q: it is no activity of the event, or one that nobody signs for, such as a meal", c.Event, c.Activity)
		}
		return made, err
	})
}
