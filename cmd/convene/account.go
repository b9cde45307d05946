package main

import (
	"bufio"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"strings"

	"convene/internal/account"
	"convene/internal/fault"
)

// accountCommands are what an administrator does with accounts.
type accountCommands struct {
	Add   accountAddCommand   `cmd:"" help:"Make an account."`
	Reset accountResetCommand `cmd:"" help:"Give an account a new password, which ends its sessions."`
}

// password is where an account's password comes from.
type password struct {
	Stdin bool `name:"password-stdin" help:"Read the password from standard input instead of making one up."`
}

type accountAddCommand struct {
	Email   string   `arg:"" help:"Address to sign in with."`
	Name    string   `required:"" help:"Name of the person or office."`
	Role    string   `enum:"organiser,desk,partner" default:"organiser" help:"organiser, desk or partner."`
	Partner string   `help:"Code of the partner, for the role partner."`
	Events  []string `placeholder:"SLUG,…" help:"Events that an organiser or desk works for."`
	password
}

// Help shows an example.
func (accountAddCommand) Help() string {
	return `Prints the password, unless it was read from standard input.

Example: convene account add anna@example.org --name "Anna Nagy" --events budapest`
}

// Run makes the account.
func (c *accountAddCommand) Run(in *invocation) error {
	return in.withPassword(c.password, func(s *store, secret string) error {
		_, err := account.Add(in.ctx, s.DB.DB, in.now(), account.New{
			Email: c.Email, Name: c.Name, Role: c.Role, PartnerCode: c.Partner, Password: secret, Events: c.Events,
		})
		return err
	})
}

type accountResetCommand struct {
	Email string `arg:"" help:"Address the account signs in with."`
	password
}

// Help shows an example.
func (accountResetCommand) Help() string {
	return `Prints the new password, unless it was read from standard input.

Example: convene account reset anna@example.org`
}

// Run sets the password.
func (c *accountResetCommand) Run(in *invocation) error {
	return in.withPassword(c.password, func(s *store, secret string) error {
		err := account.Reset(in.ctx, s.DB.DB, c.Email, secret)
		if fault.Is(err, fault.NotFound) {
			return fmt.Errorf("there is no account %s: make it with `convene account add`", c.Email)
		}
		return err
	})
}

// withPassword opens the database, gets a password and shows one made up here
// once the work with it is done.
func (in *invocation) withPassword(from password, work func(*store, string) error) (err error) {
	secret, err := from.get(in.in)
	if err != nil {
		return err
	}
	s, err := in.open()
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	if err := work(s, secret); err != nil {
		return err
	}
	if !from.Stdin {
		fmt.Fprintf(in.out, "Password: %s\n", secret)
	}
	return nil
}

func (p password) get(in io.Reader) (string, error) {
	if !p.Stdin {
		return strings.ToLower(rand.Text()), nil
	}
	line, err := bufio.NewReader(in).ReadString('\n')
	if err != nil && !errors.Is(err, io.EOF) {
		return "", fmt.Errorf("read the password: %w", err)
	}
	return strings.TrimRight(line, "\r\n"), nil
}
