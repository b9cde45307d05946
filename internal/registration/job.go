package registration

import (
	"slices"

	"convene/internal/allocation"
)

// job is one command on its way through a lane: the command as far as its caller
// knows it, and what is kept beside its places. Ids that only the database knows
// are filled in under the lock.
type job struct {
	allocation.Command
	actor, channel string
	activity       string // code, of a command on one activity
	choices        []Choice
	details        *Details  // to be written; nil: they stay
	newcomer       *newcomer // of a command that makes a registration
	consents       []Consent
	role           string      // SetExempt
	contingent     *Contingent // Reserve

	done    chan struct{}
	outcome *Outcome
	err     error
}

// newcomer is whose registration is made.
type newcomer struct {
	email, role string // role "" is that of the registration taken over
}

func (j *job) answer(o *Outcome, err error) {
	j.outcome, j.err = o, err
	close(j.done)
}

// frees tells whether the job may give back places or change a queue.
func (j *job) frees() bool { return j.Kind != allocation.Submit && j.Kind != allocation.Nominate }

// raise bounds how many people one job may move up in one queue.
func (j *job) raise() int {
	switch j.Kind {
	case allocation.Resize, allocation.Reserve:
		return min(max(j.Capacity, 0), wholeQueue/maxBatch)
	case allocation.Move, allocation.Release, allocation.Expire:
		return wholeQueue / maxBatch
	}
	return 0
}

// onRegistration tells whether the job is about a registration that is there.
func (j *job) onRegistration() bool {
	return j.Registration != 0 && !slices.Contains([]allocation.Kind{allocation.Submit, allocation.Nominate}, j.Kind)
}

func (j *job) by() string {
	if j.actor == "" {
		return "participant"
	}
	return j.actor
}
