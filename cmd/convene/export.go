package main

import (
	"errors"
	"fmt"
	"path/filepath"
	"strings"

	"convene/internal/export"
	"convene/internal/fault"
)

// exportCommand hands a partner's file over.
type exportCommand struct {
	Event   string `arg:"" help:"Slug of the event."`
	Partner string `required:"" help:"Code of the partner who receives the file."`
	Format  string `enum:"csv,csv-excel,xlsx,json," default:"" help:"csv, csv-excel, xlsx or json; taken from the file's name unless given."`
	Lang    string `default:"en" placeholder:"TAG" help:"Language of headings and country names."`
	output
}

// Help shows an example.
func (exportCommand) Help() string {
	return `Only people who agreed to this partner are in the file, and of them only the
fields that its agreement and their consent name. Each file is noted in the log
that organisers see.

Example: convene export madrid --partner iris -o iris.xlsx`
}

// Run writes the file and what the log says of it.
func (c *exportCommand) Run(in *invocation) (err error) {
	format, err := c.format()
	if err != nil {
		return err
	}
	s, programme, err := in.openEvent(c.Event)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	partner, err := partner(programme, c.Partner)
	if err != nil {
		return err
	}
	secret, err := in.secret(s)
	if err != nil {
		return err
	}
	file, err := export.ForPartner(in.ctx, s.DB.DB, in.now(), export.Request{
		PartnerID: partner.ID, EventID: programme.Event.ID, Format: format, Lang: c.Lang, Secret: secret,
	})
	if fault.Is(err, fault.NotFound) {
		return fmt.Errorf("the agreement with %s about event %s ended on %s: nothing may be handed over", partner.Name, c.Event, partner.EndsAt.Format("2 January 2006"))
	}
	if err != nil {
		return err
	}
	fmt.Fprintf(in.notes, "%d people, SHA-256 %s, log entry %d\n", file.Rows, file.SHA256, file.Number)
	return c.write(in, file.Body)
}

// format is the one asked for, or that of the file's name.
func (c *exportCommand) format() (string, error) {
	if c.Format != "" {
		return c.Format, nil
	}
	switch ending := strings.ToLower(filepath.Ext(c.Output)); ending {
	case ".csv", ".xlsx", ".json":
		return ending[1:], nil
	}
	return "", usage("the name of the file does not say its format: end it in .csv, .xlsx or .json, or give --format")
}
