package registration

import (
	"cmp"
	"encoding/json"
	"time"

	"convene/internal/allocation"
)

// created is what a new registration has beside details and places.
type created struct {
	role string
	at   time.Time
}

type storedOutcome struct {
	key          string
	event        int64
	registration *int64
	body         []byte
}

// note keeps what has to be written because of one fresh outcome. A refused
// deed leaves nothing but its outcome, so that a repeat is refused as well.
func (r *batchRun) note(j *job, c allocation.Command, o *allocation.Outcome) error {
	if err := r.noteOutcome(j, o); err != nil || o.Refusal != nil {
		return err
	}
	switch {
	case j.newcomer != nil:
		r.noteNewcomer(j, o.Registration)
	case j.details != nil:
		r.details[c.Registration] = j.details
		f := r.in.faces[c.Registration]
		f.name, f.locale, f.body = j.details.Badge, j.details.Locale, r.bodyOf(j.details)
	}
	switch c.Kind {
	case allocation.Reserve:
		r.in.contingents[c.Contingent] = j.contingent
	case allocation.SetExempt:
		r.roles[c.Registration] = j.role
	case allocation.Move:
		r.moved = append(r.moved, j)
	}
	for _, consent := range j.consents {
		r.consent = append(r.consent, consentRow{registration: o.Registration, consent: consent, locale: j.details.Locale, channel: j.channel, at: c.Now})
	}
	err := r.noteDeeds(j, c, o)
	if pr := r.lane.programmes[j.Event].Programme; c.Kind == allocation.Move && pr != nil {
		r.lane.programmes[j.Event] = programme{Programme: withTime(pr, j)} // for the rest of the batch: the next one loads it
	}
	return err
}

func (r *batchRun) noteOutcome(j *job, o *allocation.Outcome) error {
	body, err := json.Marshal(o)
	kept := storedOutcome{key: j.Key, event: j.Event, body: body}
	if o.Refusal == nil && o.Registration != 0 {
		kept.registration = &o.Registration
	}
	r.stored = append(r.stored, kept)
	return err
}

func (r *batchRun) noteNewcomer(j *job, id int64) {
	role := j.newcomer.role
	if old := r.in.faces[j.Registration]; role == "" && old != nil {
		role = old.role
	}
	r.details[id], r.created[id] = j.details, &created{role: role, at: j.Now}
	r.in.faces[id] = &face{reference: newReference(), email: j.newcomer.email, name: j.details.Badge, locale: j.details.Locale, role: role, body: r.bodyOf(j.details)}
}

func (r *batchRun) bodyOf(d *Details) string {
	return cmp.Or(r.in.authorities[d.AuthorityID].name, d.Organisation)
}
