package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"convene/internal/document"
	"convene/internal/fault"
	"convene/internal/paper"
	"convene/internal/registration"
)

// badgesCommand prints badges of people who are confirmed: everybody's unless a
// flag chooses.
type badgesCommand struct {
	Event string `arg:"" help:"Slug of the event."`
	printing
	Activity string `placeholder:"CODE" help:"Only people with a place on this activity."`
	Role     string `placeholder:"ROLE" help:"Only people of this role, such as speaker."`
	One      string `placeholder:"REFERENCE" help:"Only the person with this reference."`
	Late     bool   `help:"Only badges never printed, or changed since they were."`
	Sort     string `placeholder:"BY" default:"country" enum:"country,name,authority,role,printed" help:"Order: country (then authority and name), name, authority, role or printed."`
	Design   string `placeholder:"NAME" help:"A design for all of them: its name, or a file ending in .json."`
	Both     bool   `name:"double-sided" help:"Print backs too, for turning the paper about its upright middle."`
}

// Help shows an example.
func (badgesCommand) Help() string {
	return `Badges by the designs that the event has chosen, eight to an A4 page unless it
has. Where people have several designs, the first goes to FILE and each other one
to a file beside it with the design's name. Whoever cannot be printed as they wish
is named on standard error. Every print is noted, so that --late knows who is next.

Example: convene badges budapest --late --double-sided -o badges.pdf`
}

// Run writes the badges.
func (c *badgesCommand) Run(in *invocation) (err error) {
	if c.Role != "" && !slices.Contains(registration.Roles, c.Role) {
		return usage(fmt.Sprintf("there is no role %q; there are: %s", c.Role, strings.Join(registration.Roles, ", ")))
	}
	if _, err := os.Stat(filepath.Dir(c.Output)); err != nil { // before anything is noted as printed
		return fmt.Errorf("write %s: %w", c.Output, err)
	}
	s, request, err := c.begin(in, c.Event)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	order, err := c.order(in, s, request)
	if err != nil {
		return err
	}
	batches, err := paper.ReadyBadges(in.ctx, s.DB, order)
	switch {
	case fault.Is(err, fault.NotFound):
		return fmt.Errorf("event %s has no activity %q", c.Event, c.Activity)
	case err != nil:
		return err
	case len(batches) == 0 || len(batches[0].People) == 0:
		return errors.New("there is no badge to print: nobody who is confirmed is chosen; leave a flag out to choose more people")
	case len(batches) > 1 && c.Output == "-":
		return errors.New("these people have badges of several designs, which is several files: write to a file, or give --role or --design")
	}
	return c.printEach(in, s, order, batches)
}

// order is what the flags ask for.
func (c *badgesCommand) order(in *invocation, s *store, r paper.Request) (o paper.BadgeOrder, err error) {
	if r.Secret, err = in.secret(s); err != nil {
		return o, err
	}
	r.Activity = c.Activity
	o = paper.BadgeOrder{Request: r, Selection: paper.Selection{Role: c.Role, Sort: c.Sort}}
	if c.One != "" {
		o.References = []string{strings.ToUpper(c.One)}
	}
	if c.Late {
		o.State = paper.Late
	}
	if c.Both {
		o.Sides = paper.BothSides
	}
	if c.Design != "" {
		o.Design, err = c.design(in, s, r.EventID)
	}
	return o, err
}

// design reads the design of a file, or finds one that the event can use.
func (c *badgesCommand) design(in *invocation, s *store, eventID int64) (*document.Design, error) {
	if strings.EqualFold(filepath.Ext(c.Design), ".json") {
		file, err := os.ReadFile(c.Design)
		if err != nil {
			return nil, fmt.Errorf("read the design: %w", err)
		}
		d, err := document.ParseDesign(file)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", c.Design, err)
		}
		return &d, nil
	}
	designs, err := paper.Designs(in.ctx, s.DB, eventID)
	if err != nil {
		return nil, err
	}
	var names []string
	for i := range designs {
		if designs[i].Name == c.Design {
			return &designs[i].Design, nil
		}
		names = append(names, designs[i].Name)
	}
	return nil, fmt.Errorf("event %s has no design %q; it has: %s", c.Event, c.Design, strings.Join(names, ", "))
}

// printEach writes a file for each design.
func (c *badgesCommand) printEach(in *invocation, s *store, o paper.BadgeOrder, batches []paper.BadgeBatch) error {
	for i, b := range batches {
		to := c.output
		if len(batches) > 1 {
			o.Only = b.Design.Name
		}
		if i > 0 {
			ending := filepath.Ext(to.Output)
			to.Output = strings.TrimSuffix(to.Output, ending) + "-" + b.Design.Name + ending
		}
		made, err := paper.PrintBadges(in.ctx, s.DB.DB, o)
		if err != nil {
			return err
		}
		if err := to.hand(in, made); err != nil {
			return err
		}
		if len(batches) > 1 {
			fmt.Fprintf(in.notes, "%s: %d badges of the design %s\n", to.Output, made.People, b.Design.Name)
		}
	}
	return nil
}
