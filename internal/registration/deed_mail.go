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

// ByCoordinator is the actor of what a coordinator does for their delegation.
const ByCoordinator = "coordinator"

// retentionMonths is how long after an event registrations are kept (domain.md 3.4).
const retentionMonths = 12

// telling is what a letter is made of: the registration as the deed left it, the
// programme with every time as it is now, and the one that stood before.
type telling struct {
	*Desk
	*face
	pr, before *event.Programme
	reg        *allocation.Registration
	root       int64
	job        *job
	moves      map[int64]allocation.PlaceMove // the last of each activity
}

// letter makes the mail of one deed. Its key is the registration and the number
// of the deed, so that a repeated batch never mails twice.
func (r *batchRun) letter(j *job, id int64, deed string, moves []allocation.PlaceMove) (mail.Message, error) {
	pr := r.lane.programmes[j.Event].Programme
	if pr == nil {
		return mail.Message{}, fmt.Errorf("no programme of event %d to write a mail from", j.Event)
	}
	t := telling{Desk: r.lane.desk, face: r.in.faces[id], pr: pr, before: pr, reg: r.in.state.Registrations[id],
		root: pr.Root().ID, job: j, moves: map[int64]allocation.PlaceMove{}}
	if j.Kind == allocation.Move {
		t.pr = withTime(pr, j)
	}
	for _, m := range moves {
		t.moves[m.Activity] = m
	}
	return t.message(fmt.Sprintf("registration:%d:%d", id, t.sequence), r.mailDeed(id, deed, moves)), nil
}

func (t *telling) message(key, deed string) mail.Message {
	return mail.Message{Key: key, To: t.email, Locale: t.locale, EventID: t.reg.Event, RegistrationID: t.reg.ID, Content: t.content(deed)}
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

func (t *telling) content(deed string) mail.Registration {
	ev, base := t.pr.Event, t.o.BaseURL
	title, lang := ev.Title.In(t.locale, ev.DefaultLocale)
	m := mail.Registration{Deed: deed, Reference: t.reference, Name: t.name,
		EventTitle: title, EventLang: lang, EventSlug: ev.Slug, City: ev.City, Venue: ev.Venue.Name, Timezone: ev.Timezone,
		StartsAt: ev.StartsAt, EndsAt: ev.EndsAt, ChangesUntil: ev.ChangesUntil, Places: t.places(),
		MeURL: base + "/me", EventURL: base + "/events/" + ev.Slug, Contact: t.o.Contact,
		Sequence: t.sequence, Sample: ev.Sample}
	t.sayWho(&m)
	return m
}

// sayWho names the body behind a deed, and adds what the first mail to somebody
// who was named must tell.
func (t *telling) sayWho(m *mail.Registration) {
	switch {
	case m.Deed == mail.Nominated:
		m.Body, m.AnswerURL, m.AnswerUntil = t.body, t.answerURL(t.root), t.reg.Places[t.root].Until
		m.PrivacyURL, m.KeptUntil = t.o.BaseURL+"/privacy", m.EndsAt.AddDate(0, retentionMonths, 0)
	case m.Deed == mail.Expired && t.moves[t.root].From == allocation.Held:
		m.Body = t.body
	case (m.Deed == mail.Withdrawn || m.Deed == mail.Substituted) && t.job.actor == ByCoordinator:
		m.Body = t.body
	}
}

func (t *telling) answerURL(activity int64) string {
	return t.o.BaseURL + AnswerPath(t.o.Secret, t.reg.ID, activity)
}

// places lists the event's own place first, then the activities in the order of
// the programme; what was released is told only when this deed released it.
func (t *telling) places() []mail.Place {
	places := make([]mail.Place, 0, len(t.reg.Places))
	for i := range t.pr.Activities {
		a := &t.pr.Activities[i]
		p, ok := t.reg.Places[a.ID]
		if _, movedNow := t.moves[a.ID]; ok && (p.State != allocation.Released || movedNow) {
			places = append(places, t.place(a, p, t.moves[a.ID]))
		}
	}
	return places
}

func (t *telling) place(a *event.Activity, p allocation.Place, m allocation.PlaceMove) mail.Place {
	printer := locale.For(t.locale)
	title, lang := a.Title.In(t.locale, t.pr.Event.DefaultLocale)
	out := mail.Place{UID: t.uid(a), Title: title, Lang: lang, Kind: a.Kind, State: string(p.State), Where: a.Where(printer),
		MeetingPoint: a.MeetingPoint, Reason: Sentence(printer, t.reason(a, p, m), t.pr), StartsAt: a.StartsAt, EndsAt: a.EndsAt,
		Position: m.Position, Gained: p.State == allocation.Confirmed && m.To == allocation.Confirmed,
		Lost: !p.State.Taken() && m.From == allocation.Confirmed}
	if p.State == allocation.Offered {
		out.AnswerURL, out.Until = t.answerURL(a.ID), p.Until
	}
	if was := t.before.ByID(a.ID); was != nil && !(was.StartsAt.Equal(a.StartsAt) && was.EndsAt.Equal(a.EndsAt)) {
		out.WasStartsAt, out.WasEndsAt = was.StartsAt, was.EndsAt
	}
	return out
}

// reason is why a place stands as it does. What a person lost without a will of
// their own has none in its row: the deed is the reason.
func (t *telling) reason(a *event.Activity, p allocation.Place, m allocation.PlaceMove) *allocation.Reason {
	switch {
	case p.State == allocation.Waiting && m.Position > 0:
		return &allocation.Reason{Code: allocation.Full, Ahead: m.Position - 1}
	case p.State == allocation.Released && t.job.Kind == allocation.Expire && m.From == allocation.Offered:
		return &allocation.Reason{Code: allocation.OfferEnded}
	case p.State == allocation.Released && t.job.Kind == allocation.Move && a.Code != t.job.activity:
		return &allocation.Reason{Code: allocation.Clash, Activity: t.job.activity}
	case p.State == allocation.Released && t.job.Kind == allocation.Move:
		return &allocation.Reason{Code: allocation.Clash} // with one of theirs
	}
	return p.Reason
}

// uid is stable per registration and activity (RFC 5545 3.8.4.7) and names nobody.
func (t *telling) uid(a *event.Activity) string {
	return t.reference + "-" + a.Code + "@" + t.host
}

// hostOf gives the host of our address, for names that are the only ones of their kind.
func hostOf(baseURL string) string {
	if u, err := url.Parse(baseURL); err == nil && u.Hostname() != "" {
		return u.Hostname()
	}
	return "convene.invalid"
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
