package registration

import (
	"fmt"
	"net/url"
	"slices"

	"convene/internal/allocation"
	"convene/internal/event"
	"convene/internal/locale"
	"convene/internal/mail"
)

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

// letter makes the mail of one deed. Its key is the registration and the number
// of the deed, so that a repeated batch never mails twice.
func (r *batchRun) letter(j *job, id int64, deed string, moves []allocation.PlaceMove) (mail.Message, error) {
	f, pr := r.in.faces[id], r.lane.programmes[j.Event].Programme
	if pr == nil {
		return mail.Message{}, fmt.Errorf("no programme of event %d to write a mail from", j.Event)
	}
	if deed == Moved {
		pr = withTime(pr, j)
	}
	content := r.content(f, pr, id, deed, moves)
	content.Places = r.mailPlaces(f, pr, id, moves)
	return mail.Message{Key: fmt.Sprintf("registration:%d:%d", id, f.sequence), To: f.email, Locale: f.locale,
		EventID: j.Event, RegistrationID: id, Content: content}, nil
}

// withTime is the programme with the time that an activity is moved to.
func withTime(pr *event.Programme, j *job) *event.Programme {
	moved := *pr
	moved.Activities = slices.Clone(pr.Activities)
	if a := moved.ByCode(j.activity); a != nil {
		a.StartsAt, a.EndsAt = j.Start.In(pr.Event.Zone()), j.End.In(pr.Event.Zone())
	}
	return &moved
}

func (r *batchRun) content(f *face, pr *event.Programme, id int64, deed string, moves []allocation.PlaceMove) mail.Registration {
	ev, base := pr.Event, r.lane.desk.o.BaseURL
	title, lang := ev.Title.In(f.locale, ev.DefaultLocale)
	m := mail.Registration{Deed: r.mailDeed(id, deed, moves), Reference: f.reference, Name: f.name,
		EventTitle: title, EventLang: lang, EventSlug: ev.Slug, City: ev.City, Venue: ev.Venue.Name, Timezone: ev.Timezone,
		StartsAt: ev.StartsAt, EndsAt: ev.EndsAt, ChangesUntil: ev.ChangesUntil,
		MeURL: base + "/me", EventURL: base + "/events/" + ev.Slug, Contact: r.lane.desk.o.Contact,
		Sequence: f.sequence, Sample: ev.Sample}
	if m.Deed == mail.Nominated {
		m.AnswerURL, m.Body = base+AnswerPath(r.lane.desk.o.Secret, id, pr.Root().ID), f.body
		m.AnswerUntil = r.in.state.Registrations[id].Places[pr.Root().ID].Until
	}
	return m
}

// mailDeed is the kind of the mail: most deeds are told as what came of them.
func (r *batchRun) mailDeed(id int64, deed string, moves []allocation.PlaceMove) string {
	reg := r.in.state.Registrations[id]
	switch deed {
	case Submitted, Nominated, TookOver, Confirmed, Approved:
		return string(reg.State)
	case Accepted, RefusedOffer, Assigned:
		return settled(reg.State, r.in.state.Events[reg.Event].Root, moves)
	case Extended:
		return answerable(reg.State)
	case Promoted:
		if reg.State == allocation.RegistrationNominated || offers(moves) {
			return answerable(reg.State)
		}
	case Expired:
		if reg.State != allocation.RegistrationWithdrawn {
			return mail.Changed
		}
	}
	return deed
}

// settled tells of the event's own place when the deed was about that.
func settled(state allocation.RegistrationState, root int64, moves []allocation.PlaceMove) string {
	won := slices.ContainsFunc(moves, func(m allocation.PlaceMove) bool { return m.Activity == root && m.To == allocation.Confirmed })
	switch {
	case state == allocation.RegistrationWithdrawn:
		return mail.Withdrawn
	case won:
		return mail.Confirmed
	}
	return mail.Changed
}

// answerable is the mail that asks for an answer.
func answerable(state allocation.RegistrationState) string {
	if state == allocation.RegistrationNominated {
		return mail.Nominated
	}
	return mail.Offered
}

func offers(moves []allocation.PlaceMove) bool {
	return slices.ContainsFunc(moves, func(m allocation.PlaceMove) bool { return m.To == allocation.Offered })
}

// mailPlaces lists the event's own place first, then the activities in the order
// of the programme; what was released is told only when this deed released it.
func (r *batchRun) mailPlaces(f *face, pr *event.Programme, id int64, moves []allocation.PlaceMove) []mail.Place {
	moved := map[int64]allocation.PlaceMove{}
	for _, m := range moves {
		moved[m.Activity] = m
	}
	places := make([]mail.Place, 0, len(r.in.state.Registrations[id].Places))
	for i := range pr.Activities {
		a := &pr.Activities[i]
		p, ok := r.in.state.Registrations[id].Places[a.ID]
		_, movedNow := moved[a.ID]
		if !ok || (p.State == allocation.Released && !movedNow) {
			continue
		}
		places = append(places, r.mailPlace(f, pr, a, p, moved[a.ID]))
	}
	return places
}

func (r *batchRun) mailPlace(f *face, pr *event.Programme, a *event.Activity, p allocation.Place, m allocation.PlaceMove) mail.Place {
	printer := locale.For(f.locale)
	title, lang := a.Title.In(f.locale, pr.Event.DefaultLocale)
	reason := p.Reason
	if p.State == allocation.Waiting && m.Position > 0 {
		reason = &allocation.Reason{Code: allocation.Full, Ahead: m.Position - 1}
	}
	out := mail.Place{UID: r.uid(f, a), Title: title, Lang: lang, Kind: a.Kind, State: string(p.State), Where: a.Where(printer),
		MeetingPoint: a.MeetingPoint, Reason: Sentence(printer, reason, pr), StartsAt: a.StartsAt, EndsAt: a.EndsAt,
		Position: m.Position, Gained: p.State == allocation.Confirmed && m.To == allocation.Confirmed,
		Lost: !p.State.Taken() && m.From == allocation.Confirmed}
	if p.State == allocation.Offered {
		out.AnswerURL, out.Until = r.lane.desk.o.BaseURL+AnswerPath(r.lane.desk.o.Secret, m.Registration, a.ID), p.Until
	}
	return out
}

// uid is stable per registration and activity (RFC 5545 3.8.4.7) and names nobody.
func (r *batchRun) uid(f *face, a *event.Activity) string {
	return f.reference + "-" + a.Code + "@" + r.lane.desk.host
}

// hostOf gives the host of our address, for names that are the only ones of their kind.
func hostOf(baseURL string) string {
	if u, err := url.Parse(baseURL); err == nil && u.Hostname() != "" {
		return u.Hostname()
	}
	return "convene.invalid"
}
