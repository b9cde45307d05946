package registration

import (
	"fmt"
	"net/url"

	"convene/internal/allocation"
	"convene/internal/event"
	"convene/internal/locale"
	"convene/internal/mail"
)

// The deeds of the history.
const (
	Submitted = "submitted"
	Changed   = "changed"
	Withdrawn = "withdrawn"
	Promoted  = "promoted"
	Consented = "consented"
)

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
// whose deed it was, one for each who was moved up by it (I8).
func (r *batchRun) noteDeeds(j *job, c allocation.Command, o *allocation.Outcome) error {
	byRegistration := map[int64][]allocation.PlaceMove{}
	for _, m := range o.Moves {
		byRegistration[m.Registration] = append(byRegistration[m.Registration], m)
	}
	if own := ownDeed(j); own != "" && (own != Withdrawn || len(o.Moves) > 0) {
		if err := r.noteDeed(j, c.Registration, own, byRegistration[c.Registration]); err != nil {
			return err
		}
		delete(byRegistration, c.Registration)
	}
	for _, id := range sortedIDs(byRegistration) {
		r.in.faces[id].sequence++
		if err := r.noteDeed(j, id, Promoted, byRegistration[id]); err != nil {
			return err
		}
	}
	return nil
}

func ownDeed(j *job) string {
	switch {
	case j.submission != nil:
		return Submitted
	case j.change != nil:
		return Changed
	case j.withdrawal != nil:
		return Withdrawn
	}
	return ""
}

func (r *batchRun) noteDeed(j *job, id int64, deed string, moves []allocation.PlaceMove) error {
	row := historyRow{event: j.eventID, registration: id, actor: j.actor(), deed: deed}
	for _, m := range moves {
		row.moves = append(row.moves, storedMove{m.Activity, string(m.From), string(m.To), m.Position})
	}
	r.history = append(r.history, row)
	letter, err := r.letter(j.eventID, id, deed, moves)
	r.mails = append(r.mails, letter)
	return err
}

func (j *job) actor() string {
	actor := ""
	switch {
	case j.submission != nil:
		actor = j.submission.Actor
	case j.change != nil:
		actor = j.change.Actor
	case j.withdrawal != nil:
		actor = j.withdrawal.Actor
	default:
		actor = j.resize.Actor
	}
	if actor == "" {
		return "participant"
	}
	return actor
}

// letter makes the mail of one deed. Its key is the registration and the number
// of the deed, so that a repeated batch never mails twice.
func (r *batchRun) letter(eventID, id int64, deed string, moves []allocation.PlaceMove) (mail.Message, error) {
	f, pr := r.in.faces[id], r.lane.programmes[eventID].Programme
	if pr == nil {
		return mail.Message{}, fmt.Errorf("no programme of event %d to write a mail from", eventID)
	}
	content := r.content(f, pr, id, deed)
	content.Places = r.mailPlaces(f, pr, id, moves)
	return mail.Message{Key: fmt.Sprintf("registration:%d:%d", id, f.sequence), To: f.email, Locale: f.locale,
		EventID: eventID, RegistrationID: id, Content: content}, nil
}

func (r *batchRun) content(f *face, pr *event.Programme, id int64, deed string) mail.Registration {
	ev, base := pr.Event, r.lane.desk.o.BaseURL
	title, lang := ev.Title.In(f.locale, ev.DefaultLocale)
	return mail.Registration{Deed: r.mailDeed(id, deed), Reference: f.reference, Name: f.name,
		EventTitle: title, EventLang: lang, EventSlug: ev.Slug, City: ev.City, Venue: ev.Venue.Name, Timezone: ev.Timezone,
		StartsAt: ev.StartsAt, EndsAt: ev.EndsAt, ChangesUntil: ev.ChangesUntil,
		MeURL: base + "/me", EventURL: base + "/events/" + ev.Slug, Contact: r.lane.desk.o.Contact,
		Sequence: f.sequence, Sample: ev.Sample}
}

// mailDeed is the kind of the mail: a submission is told as what came of it.
func (r *batchRun) mailDeed(id int64, deed string) string {
	if deed != Submitted {
		return deed
	}
	return string(r.in.state.Registrations[id].State)
}

// mailPlaces lists the event's own place first, then the activities in the order
// of the programme; what was released is told only when this deed released it.
func (r *batchRun) mailPlaces(f *face, pr *event.Programme, id int64, moves []allocation.PlaceMove) []mail.Place {
	moved := map[int64]allocation.PlaceMove{}
	for _, m := range moves {
		moved[m.Activity] = m
	}
	var places []mail.Place
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
	return mail.Place{UID: r.uid(f, a), Title: title, Lang: lang, Kind: a.Kind, State: string(p.State), Where: a.Where(printer),
		MeetingPoint: a.MeetingPoint, Reason: Sentence(printer, reason, pr), StartsAt: a.StartsAt, EndsAt: a.EndsAt,
		Position: m.Position, Gained: p.State == allocation.Confirmed && m.To == allocation.Confirmed,
		Lost: p.State == allocation.Released && m.From == allocation.Confirmed}
}

// uid is stable per registration and activity (RFC 5545 3.8.4.7) and names nobody.
func (r *batchRun) uid(f *face, a *event.Activity) string {
	host := "convene.invalid"
	if u, err := url.Parse(r.lane.desk.o.BaseURL); err == nil && u.Hostname() != "" {
		host = u.Hostname()
	}
	return f.reference + "-" + a.Code + "@" + host
}
