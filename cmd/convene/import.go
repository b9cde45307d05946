package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"convene/internal/event"
	"convene/internal/person"
	"convene/internal/registration"
)

// importCommands read files. A file with anything wrong in it changes nothing.
type importCommands struct {
	Event   importEventCommand   `cmd:"" help:"Read events with their programme and partners."`
	Members importMembersCommand `cmd:"" help:"Read member authorities."`
}

type importEventCommand struct {
	File string `arg:"" type:"existingfile" help:"JSON file of one or more events."`
}

// Help shows an example.
func (importEventCommand) Help() string {
	return `Reads events, or changes those that exist with the same slug. Nobody loses a place
by it. Every mistake in the file is named with its line; then nothing is changed.

Example: convene import event events.json`
}

// Run reads the whole file before it changes anything.
func (c *importEventCommand) Run(in *invocation) (err error) {
	file, err := os.Open(c.File)
	if err != nil {
		return err
	}
	sources, err := event.ParseFile(filepath.Base(c.File), file)
	if err := errors.Join(err, file.Close()); err != nil {
		return unchanged(err)
	}
	s, err := in.open()
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	for _, source := range sources {
		changed, err := registration.ImportEvent(in.ctx, s.DB.DB, source, in.now())
		if err != nil {
			return fmt.Errorf("event %s: %w", source.Event.Slug, err)
		}
		fmt.Fprintf(in.out, "%s: %s\n", source.Event.Slug, outcome(changed))
	}
	return nil
}

func outcome(changed bool) string {
	if changed {
		return "imported"
	}
	return "nothing new"
}

type importMembersCommand struct {
	File   string `arg:"" type:"existingfile" help:"CSV file of the authorities."`
	Native string `type:"existingfile" help:"CSV file of their names in their own language and script."`
}

// Help shows an example.
func (importMembersCommand) Help() string {
	return `Every mistake in the files is named with its line; then nothing is changed.

Example: convene import members members.csv --native members_native.csv`
}

// Run imports both files together or not at all.
func (c *importMembersCommand) Run(in *invocation) (err error) {
	members, err := os.Open(c.File)
	if err != nil {
		return err
	}
	defer func() { _ = members.Close() }() // only read
	var native io.Reader
	if c.Native != "" {
		file, err := os.Open(c.Native)
		if err != nil {
			return err
		}
		defer func() { _ = file.Close() }() // only read
		native = file
	}
	s, err := in.open()
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	report, err := person.ImportAuthorities(in.ctx, s.DB.DB, filepath.Base(c.File), members, native)
	if err != nil {
		return unchanged(err)
	}
	fmt.Fprintf(in.out, "%d authorities read: %d new, %d changed\n", report.Read, report.Added, report.Changed)
	return nil
}

// unchanged adds what matters most to somebody whose file was refused.
func unchanged(err error) error {
	return fmt.Errorf("%w\nnothing was changed: mend the file and import it again", err)
}
