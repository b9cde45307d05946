package main

import (
	"fmt"

	"convene/internal/account"
	"convene/internal/event"
	"convene/internal/paper"
	"convene/internal/presence"
)

// certificatesCommand prints the certificates of an event.
type certificatesCommand struct {
	Event string `arg:"" help:"Slug of the event."`
	Issue bool   `help:"First issue for everybody who took part and needs one. Nobody is written to."`
	printing
}

// Help shows an example.
func (certificatesCommand) Help() string {
	return `Certificates of attendance, a page each: those that are issued and stand. Who
signs them is said on the organisers' page of the event.

Example: convene certificates budapest --issue -o certificates.pdf`
}

// Run issues, where that is asked for, and writes the certificates.
func (c *certificatesCommand) Run(in *invocation) error {
	return c.print(in, c.Event, func(s *store, r paper.Request) (*paper.Paper, error) {
		programme, err := event.Load(in.ctx, s.DB, r.EventID)
		if err != nil {
			return nil, err
		}
		o := paper.Personal{Lang: r.Lang, Now: r.Now}
		if o.Secret, err = in.secret(s); err != nil {
			return nil, err
		}
		if o.BaseURL, err = in.address(s); err != nil {
			return nil, err
		}
		if c.Issue {
			if err := c.issue(in, s, programme, o.Secret); err != nil {
				return nil, err
			}
		}
		made, err := paper.Certificates(in.ctx, s.DB, &programme.Event, o)
		if err != nil {
			return nil, err
		}
		return made, account.Record(in.ctx, s.DB, r.Now, 0, "print", c.Event+"/"+made.Name, map[string]int{"people": made.People})
	})
}

// issue certifies everybody who took part and says how many that were.
func (c *certificatesCommand) issue(in *invocation, s *store, pr *event.Programme, secret []byte) error {
	n, err := presence.Issue(in.ctx, s.DB.DB, pr, presence.Order{Secret: secret, Now: in.now()})
	if err != nil {
		return err
	}
	fmt.Fprintf(in.notes, "%d issued, %d replaced by corrected ones, %d right as they are\n", n.New, n.Replaced, n.Same)
	return account.Record(in.ctx, s.DB, in.now(), 0, "certify", c.Event, map[string]int{"new": n.New, "replaced": n.Replaced})
}
