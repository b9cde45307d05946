package main

import (
	"convene/internal/fault"
	"convene/internal/paper"
)

// paperCommand prints what the venue needs.
type paperCommand struct {
	Event    string `arg:"" help:"Slug of the event."`
	Kind     string `arg:"" help:"Which paper; see below." enum:"manifest,guide,room-signs,bus-signs,tents,seating,meals,interpretation,participants"`
	Activity string `arg:"" optional:"" help:"Code of the activity: the trip of a manifest or guide; of tents and seating, the whole event unless given."`
	Second   string `placeholder:"TAG" help:"Second language of the titles on signs."`
	PerRow   int    `placeholder:"N" help:"Chairs in a row of the seating, 2 to 60."`
	printing
}

// Help shows an example and all kinds.
func (paperCommand) Help() string {
	return `The papers that a venue needs:

  manifest        passenger list of a field trip
  guide           telephone list of a field trip, for its guide alone
  room-signs      a sign for each room and day
  bus-signs       a sign for each bus
  tents           name tents
  seating         who sits where, by authority
  meals           counts per meal
  interpretation  listeners per language
  participants    list of participants, of those who agreed

Example: convene paper budapest manifest bp-t1 -o bus.pdf`
}

// Run writes the paper.
func (c *paperCommand) Run(in *invocation) error {
	if c.PerRow != 0 && (c.PerRow < paper.FewestPerRow || c.PerRow > paper.MostPerRow) {
		return usage("--per-row: a row has 2 to 60 chairs")
	}
	return c.print(in, c.Event, func(s *store, r paper.Request) (*paper.Paper, error) {
		r.Activity, r.Second, r.PerRow = c.Activity, c.Second, c.PerRow
		made, err := paper.Make(in.ctx, s.DB, c.Kind, r)
		if f := fault.As(err); f != nil && f.Kind == fault.NotFound {
			return nil, fault.New(fault.NotFound, "%s", c.Event+" "+c.Kind+" "+c.Activity+": "+f.Message)
		}
		return made, err
	})
}
