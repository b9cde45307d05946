package main

import (
	"errors"
	"fmt"
)

// doctorCommand checks everything that can be wrong without anybody noticing.
type doctorCommand struct{}

// Help shows an example.
func (doctorCommand) Help() string {
	return `One line for each check; the exit code is 1 when something needs a hand.

Example: convene doctor`
}

// check is one question of the doctor. finding is what there is to say when all
// is well; the error says what is wrong and what to do.
type check struct {
	name string
	look func(in *invocation, s *store) (finding string, err error)
	last bool // when it fails, the checks after it can only repeat why
}

// checks is the whole examination, in its order.
var checks = []check{
	{"PostgreSQL", checkServer, true},
	{"schema", checkSchema, true},
	{"durability", checkDurability, false},
	{"clock", checkClock, false},
	{"places", checkPlaces, false},
	{"accounts", checkAccounts, false},
	{"secret key", checkSecret, false},
	{"address", checkAddress, false},
	{"mail", checkMail, false},
}

// Run examines and writes what it finds.
func (doctorCommand) Run(in *invocation) (err error) {
	s, err := in.openAny()
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	ill := 0
	for _, c := range checks {
		finding, err := c.look(in, s)
		if err != nil {
			ill++
			fmt.Fprintf(in.out, "FAIL  %-10s  %v\n", c.name, err)
			if c.last {
				break
			}
			continue
		}
		fmt.Fprintf(in.out, "ok    %-10s  %s\n", c.name, finding)
	}
	if ill > 0 {
		return errors.New("something needs a hand: see above what to do")
	}
	return nil
}
