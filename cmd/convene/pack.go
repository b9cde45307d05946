package main

import (
	"errors"
	"fmt"
	"io"

	"convene/internal/paper"
)

// packCommand writes all papers of an event into one file.
type packCommand struct {
	Event string `arg:"" help:"Slug of the event."`
	Lang  string `placeholder:"TAG" help:"Language of the papers; the event's own unless given."`
	output
}

// Help shows an example.
func (packCommand) Help() string {
	return `The print pack of an event: badges, lists, passenger lists and all else that is
taken to the venue, as a ZIP. How far it is, and who cannot be printed as they
wish, is told on standard error; the names stand in its READ-ME as well.

Example: convene pack budapest -o budapest.zip`
}

// Run writes the pack.
func (c *packCommand) Run(in *invocation) (err error) {
	s, programme, err := in.openEvent(c.Event)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	r := paper.Request{EventID: programme.Event.ID, Lang: c.Lang, Now: in.now()}
	if r.Lang == "" {
		r.Lang = programme.Event.DefaultLocale
	}
	if r.Secret, err = in.secret(s); err != nil {
		return err
	}
	return c.stream(in, func(w io.Writer) error {
		warnings, err := paper.WritePack(in.ctx, s.DB.DB, paper.PackOrder{Request: r}, w, func(done, total int, step string) error {
			_, err := fmt.Fprintf(in.notes, "%3d %% %s\n", 100*done/max(total, 1), step)
			return err
		})
		in.lookAt(warnings)
		return err
	})
}
