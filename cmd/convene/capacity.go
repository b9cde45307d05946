package main

import (
	"errors"
	"fmt"

	"convene/internal/account"
	"convene/internal/registration"
)

// capacityCommand changes how many places an activity has.
type capacityCommand struct {
	Event    string `arg:"" help:"Slug of the event."`
	Activity string `arg:"" help:"Code of the activity; \"event\" is the event itself."`
	Places   int    `arg:"" help:"Places for participants."`
}

// Help shows an example.
func (capacityCommand) Help() string {
	return `More places go to those who wait, in their order and at once. Fewer places throw
nobody out: the activity stays over-full until enough people have withdrawn.

Example: convene capacity budapest bp-t1 45`
}

// Run gives the change to the desk, as any other that moves places.
func (c *capacityCommand) Run(in *invocation) (err error) {
	if c.Places < 0 {
		return usage("the number of places must not be negative")
	}
	s, pr, err := in.openEvent(c.Event)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	activity := pr.ByCode(c.Activity)
	if activity == nil {
		return noActivity(pr, c.Activity)
	}
	desk, err := in.newDesk(s)
	if err != nil {
		return err
	}
	defer desk.Close()
	err = desk.Resize(in.ctx, registration.Resize{
		EventID: pr.Event.ID, Activity: activity.Code, Capacity: c.Places, Actor: "command line", Now: in.now(),
	})
	if err != nil {
		return err
	}
	// recorded as nobody's: whoever runs this has the database itself
	err = account.Record(in.ctx, s.DB, in.now(), 0, "capacity", c.Event+"/"+activity.Code, map[string]int{"capacity": c.Places})
	if err != nil {
		return err
	}
	return in.showCounter(s, pr.Event.ID, activity.Code)
}

func (in *invocation) showCounter(s *store, eventID int64, activity string) error {
	counters, err := registration.Counters(in.ctx, s.DB, eventID)
	if err != nil {
		return err
	}
	now := counters[activity]
	fmt.Fprintf(in.out, "%s: %d places, %d taken, %d waiting\n", activity, now.Capacity, now.Taken, now.Waiting)
	return nil
}

// newDesk is a desk for one deed; mails it queues are delivered by the server.
func (in *invocation) newDesk(s *store) (*registration.Desk, error) {
	base, err := in.address(s)
	if err != nil {
		return nil, err
	}
	secret, err := in.secret(s)
	if err != nil {
		return nil, err
	}
	contact := demoFrom.Address
	if in.config.MailFrom != nil {
		contact = in.config.MailFrom.Address
	}
	return registration.NewDesk(s.DB, registration.Options{Lanes: 1, Secret: secret, BaseURL: base, Contact: contact, Log: in.newLog()}), nil
}
