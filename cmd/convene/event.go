package main

import (
	"errors"
	"fmt"
	"strings"

	"convene/internal/event"
	"convene/internal/fault"
)

// openEvent opens the database and loads an event's programme. The caller closes
// the store.
func (in *invocation) openEvent(slug string) (*store, *event.Programme, error) {
	s, err := in.open()
	if err != nil {
		return nil, nil, err
	}
	programme, err := in.loadEvent(s, slug)
	if err != nil {
		return nil, nil, errors.Join(err, s.Close())
	}
	return s, programme, nil
}

func (in *invocation) loadEvent(s *store, slug string) (*event.Programme, error) {
	e, err := event.BySlug(in.ctx, s.DB, slug)
	if fault.Is(err, fault.NotFound) {
		return nil, in.noEvent(s, slug)
	}
	if err != nil {
		return nil, err
	}
	return event.Load(in.ctx, s.DB, e.ID)
}

// noEvent names the events there are.
func (in *invocation) noEvent(s *store, slug string) error {
	events, err := event.List(in.ctx, s.DB)
	if err != nil {
		return err
	}
	var slugs []string
	for _, e := range events {
		slugs = append(slugs, e.Slug)
	}
	if len(slugs) == 0 {
		return fmt.Errorf("there is no event %q, nor any other: read one with `convene import event`", slug)
	}
	return fmt.Errorf("there is no event %q; there are: %s", slug, strings.Join(slugs, ", "))
}

// noActivity names the activities there are.
func noActivity(pr *event.Programme, code string) error {
	var codes []string
	for _, a := range pr.Activities {
		codes = append(codes, a.Code)
	}
	return fmt.Errorf("event %s has no activity %q; it has: %s", pr.Event.Slug, code, strings.Join(codes, ", "))
}

// partner finds a partner of the event by its code.
func partner(pr *event.Programme, code string) (*event.Partner, error) {
	var codes []string
	for i := range pr.Partners {
		if pr.Partners[i].Code == code {
			return &pr.Partners[i], nil
		}
		codes = append(codes, pr.Partners[i].Code)
	}
	return nil, fmt.Errorf("event %s has no agreement with a partner %q; it has with: %s", pr.Event.Slug, code, strings.Join(codes, ", "))
}
