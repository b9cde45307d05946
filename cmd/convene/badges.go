package main

import "convene/internal/paper"

// badgesCommand prints everybody who is confirmed.
type badgesCommand struct {
	Event string `arg:"" help:"Slug of the event."`
	printing
}

// Help shows an example.
func (badgesCommand) Help() string {
	return `Badges of everybody who is confirmed, eight to an A4 page. Whoever cannot be
printed as they wish is named on standard error.

Example: convene badges budapest -o badges.pdf`
}

// Run writes the badges.
func (c *badgesCommand) Run(in *invocation) error {
	return c.print(in, c.Event, func(s *store, r paper.Request) (made *paper.Paper, err error) {
		if r.Secret, err = in.secret(s); err != nil {
			return nil, err
		}
		return paper.Badges(in.ctx, s.DB, r)
	})
}
