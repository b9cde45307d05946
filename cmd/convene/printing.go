package main

import (
	"cmp"
	"errors"
	"fmt"
	"strings"

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
	s, request, err := p.begin(in, slug)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	made, err := draw(s, request)
	if err != nil {
		return err
	}
	return p.hand(in, made)
}

// begin opens the database and says what every paper of the event is asked with.
// The caller closes the store.
func (p *printing) begin(in *invocation, slug string) (*store, paper.Request, error) {
	s, programme, err := in.openEvent(slug)
	if err != nil {
		return nil, paper.Request{}, err
	}
	return s, paper.Request{EventID: programme.Event.ID, Lang: cmp.Or(p.Lang, programme.Event.DefaultLocale), Now: in.now()}, nil
}

// hand names whoever needs a look and writes the file.
func (o output) hand(in *invocation, made *paper.Paper) error {
	in.lookAt(made.Warnings)
	return o.write(in, made.Body)
}

// lookAt names people by their reference, where the paper knows it, and what is
// wrong with their print.
func (in *invocation) lookAt(warnings []paper.Warning) {
	for _, w := range warnings {
		fmt.Fprintln(in.notes, "look at "+strings.TrimPrefix(w.Reference+" ", " ")+w.String())
	}
}
