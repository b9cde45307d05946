package registration

import (
	"convene/internal/allocation"
)

// request is what a batch asks the database for, gathered from its jobs.
type request struct {
	events, registrations, authorities []int64
	liveEvents                         []int64 // with emails, pairwise
	liveEmails                         []string
	delegationEvents, delegations      []int64 // events and authorities, pairwise
	keys                               []string
	newcomers, contingents             int
	confirm                            []int64 // registrations whose people may be registered elsewhere
	expire, moved                      []int64 // events to clear; activities whose people are all needed
	movedCodes                         []string
	front                              int  // heads of each queue
	look                               bool // only look: take no lock, make no person
	unsafeNoLock                       bool // tests only
}

func requestOf(batch []*job, front int) request {
	q := request{front: front}
	seen := map[int64]bool{}
	for _, j := range batch {
		if !seen[j.Event] {
			seen[j.Event] = true
			q.events = append(q.events, j.Event)
		}
		q.keys = append(q.keys, j.Key)
		q.add(j)
	}
	return q
}

func (q *request) add(j *job) {
	if j.newcomer != nil {
		q.newcomers++
		q.addPerson(j.Event, j.newcomer.email)
	}
	if j.onRegistration() {
		q.registrations = append(q.registrations, j.Registration)
	}
	if j.details != nil {
		q.addAuthority(j.Event, j.details.AuthorityID)
	}
	switch j.Kind {
	case allocation.Reserve:
		q.contingents++
	case allocation.Confirm:
		q.confirm = append(q.confirm, j.Registration)
	case allocation.Expire:
		q.expire = append(q.expire, j.Event)
	case allocation.Move:
		q.moved, q.movedCodes = append(q.moved, j.Event), append(q.movedCodes, j.activity)
	}
	if j.frees() {
		q.front += 1 + j.raise()
	}
}

func (q *request) addPerson(event int64, email string) {
	q.liveEvents, q.liveEmails = append(q.liveEvents, event), append(q.liveEmails, email)
}

func (q *request) addAuthority(event, id int64) {
	if id != 0 {
		q.authorities = append(q.authorities, id)
		q.delegationEvents, q.delegations = append(q.delegationEvents, event), append(q.delegations, id)
	}
}
