package registration

import "convene/internal/allocation"

// The deeds of the history.
const (
	Submitted       = "submitted"
	Changed         = "changed"
	Withdrawn       = "withdrawn"
	Promoted        = "promoted"
	Consented       = "consented"
	Approved        = "approved"
	Declined        = "declined"
	Accepted        = "accepted"
	RefusedOffer    = "refused"
	Extended        = "extended"
	Expired         = "expired"
	Nominated       = "nominated"
	Confirmed       = "confirmed" // by the person who was named
	Substituted     = "substituted"
	TookOver        = "took-over"
	Prioritised     = "prioritised"
	RoleSet         = "role"
	Assigned        = "assigned"
	Moved           = "moved"
	Requested       = "requested"
	RequestDeclined = "request-declined"
	TookBack        = "took-back" // a request
)

// ownDeeds name what a command is in the history of its own registration.
var ownDeeds = map[allocation.Kind]string{
	allocation.Submit: Submitted, allocation.Change: Changed, allocation.Withdraw: Withdrawn, allocation.Approve: Approved,
	allocation.Decline: Declined, allocation.Accept: Accepted, allocation.Refuse: RefusedOffer, allocation.Extend: Extended,
	allocation.Nominate: Nominated, allocation.Confirm: Confirmed, allocation.Substitute: Substituted,
	allocation.Prioritise: Prioritised, allocation.SetExempt: RoleSet, allocation.Assign: Assigned,
}

// silent deeds are the organisers' own business: nobody is written to about them.
var silent = map[string]bool{Prioritised: true, RoleSet: true}

type historyRow struct {
	event, registration int64
	actor, deed         string
	moves               []storedMove
}

// storedMove is one move as the history keeps it.
type storedMove struct {
	Activity int64  `json:"a"`
	From     string `json:"f,omitempty"`
	To       string `json:"t"`
	Position int    `json:"p,omitempty"`
}

// noteDeeds writes the history of one outcome and its mails: one for the person
// whose deed it was, one for each whom it touched (I8).
func (r *batchRun) noteDeeds(j *job, c allocation.Command, o *allocation.Outcome) error {
	touched := map[int64][]allocation.PlaceMove{}
	if c.Kind == allocation.Move {
		r.holders(c.Activity, touched) // the time is new for all of them
	}
	for _, m := range o.Moves {
		touched[m.Registration] = append(touched[m.Registration], m)
	}
	if own := ownDeeds[c.Kind]; own != "" {
		if err := r.noteOwn(j, c, own, touched); err != nil {
			return err
		}
		delete(touched, c.Registration)
	}
	for _, id := range sortedIDs(touched) {
		if err := r.noteDeed(j, id, touchedBy(c.Kind, id == c.NewRegistration, touched[id]), touched[id]); err != nil {
			return err
		}
	}
	return nil
}

// noteOwn leaves out a deed that was done already: somebody who withdraws twice.
func (r *batchRun) noteOwn(j *job, c allocation.Command, own string, touched map[int64][]allocation.PlaceMove) error {
	moves := touched[c.Registration]
	if len(moves) == 0 && (own == Withdrawn || own == Accepted || own == Assigned) {
		return nil
	}
	return r.noteDeed(j, c.Registration, own, moves)
}

// holders are those whom a new time of an activity concerns.
func (r *batchRun) holders(activity int64, touched map[int64][]allocation.PlaceMove) {
	for id, reg := range r.in.state.Registrations {
		if reg.Places[activity].State.Live() {
			touched[id] = nil
		}
	}
}

// touchedBy names what somebody else's command is in a registration's history.
func touchedBy(kind allocation.Kind, takesOver bool, moves []allocation.PlaceMove) string {
	if takesOver {
		return TookOver
	}
	for _, m := range moves {
		if m.To.Taken() {
			return Promoted
		}
	}
	switch kind {
	case allocation.Expire:
		return Expired
	case allocation.Move:
		return Moved
	}
	return Promoted
}

func (r *batchRun) noteDeed(j *job, id int64, deed string, moves []allocation.PlaceMove) error {
	row := historyRow{event: j.Event, registration: id, actor: j.by(), deed: deed}
	for _, m := range moves {
		row.moves = append(row.moves, storedMove{m.Activity, string(m.From), string(m.To), m.Position})
	}
	r.history = append(r.history, row)
	if deed != Submitted && deed != Nominated && deed != TookOver {
		r.in.faces[id].sequence++
	}
	if silent[deed] {
		return nil
	}
	letter, err := r.letter(j, id, deed, moves)
	r.mails = append(r.mails, letter)
	return err
}
