package main

import "fmt"

// migrateCommand brings the schema up to date.
type migrateCommand struct{}

// Help shows an example.
func (migrateCommand) Help() string {
	return `Run it before the first start and after each update of the program. Running it
again, or twice at once, does no harm.

Example: CONVENE_DATABASE_URL=postgres://convene@db.example.org/convene convene migrate`
}

// Run migrates.
func (migrateCommand) Run(in *invocation) error {
	s, err := in.openMigrated()
	if err != nil {
		return err
	}
	fmt.Fprintln(in.out, "The database's schema is up to date.")
	return s.Close()
}
