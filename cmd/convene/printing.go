package main

import (
	"errors"
	"fmt"

	"convene/internal/paper"
)

// printing is what badges and lists have in common.
type printing struct {
	Lang string `placeholder:"TAG" help:"Language of the paper; the event's own unless given."`
	output
}

// print lets draw make a paper of an event, writes it and names on the notes who
// needs a look before the printer runs.
func (p *printing) print(in *invocation, slug string, draw func(*store, paper.Request) (*paper.Paper, error)) (err error) {
	s, programme, err := in.openEvent(slug)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	request := paper.Request{EventID: programme.Event.ID, Lang: p.Lang, Now: in.now()}
	if request.Lang == "" {
		request.Lang = programme.Event.DefaultLocale
	}
	made, err := draw(s, request)
	if err != nil {
		return err
	}
	for _, w := range made.Warnings {
		fmt.Fprintf(in.notes, "look at %s %s\n", w.Reference, w.Warning)
	}
	return p.write(in, made.Body)
}
