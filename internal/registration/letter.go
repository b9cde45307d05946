package registration

import (
	"convene/internal/event"
	"convene/internal/mail"
)

// Letterhead is what a letter of the house carries whatever it says. BaseURL is
// absolute and without a slash at its end, Contact the organisers' address, Locale
// the language that the letter is written in.
type Letterhead struct{ BaseURL, Contact, Locale string }

// Letterhead is that of the desk's own letters, in a language.
func (d *Desk) Letterhead(lang string) Letterhead {
	return Letterhead{BaseURL: d.o.BaseURL, Contact: d.o.Contact, Locale: lang}
}

// Invitation is the letter for Invite. by is who invites, "" for the organisers.
func (h Letterhead) Invitation(pr *event.Programme, by string) Letter {
	return Letter{h.Locale, mail.Invitation{Occasion: h.occasion(&pr.Event), By: by, RegisterURL: h.eventURL(&pr.Event) + "/register"}}
}

// Appointment is the letter for Appoint; authority is the name in Latin letters.
func (h Letterhead) Appointment(pr *event.Programme, authority string) Letter {
	return Letter{h.Locale, mail.Appointment{Occasion: h.occasion(&pr.Event), Authority: authority,
		Places: pr.Event.MaxPerDelegation, DelegationsURL: h.BaseURL + "/delegations"}}
}

// DeclinedRequest is the letter about a request that was not approved.
func (h Letterhead) DeclinedRequest(pr *event.Programme, q *Request, reference string) Letter {
	return Letter{h.Locale, mail.DeclinedRequest{Occasion: h.occasion(&pr.Event), Withdraw: q.Kind == RequestWithdraw,
		RegistrationURL: h.BaseURL + "/me/" + reference}}
}

// Certificate is the letter that a certificate of attendance is there; corrected
// says that it takes the place of an earlier one.
func (h Letterhead) Certificate(pr *event.Programme, reference string, corrected bool) Letter {
	return Letter{h.Locale, mail.Certificate{Occasion: h.occasion(&pr.Event), Corrected: corrected, RegistrationURL: h.BaseURL + "/me/" + reference}}
}

func (h Letterhead) occasion(ev *event.Event) mail.Occasion {
	title, lang := ev.Title.In(h.Locale, ev.DefaultLocale)
	return mail.Occasion{EventTitle: title, EventLang: lang, City: ev.City, Venue: ev.Venue.Name, Timezone: ev.Timezone,
		StartsAt: ev.StartsAt, EndsAt: ev.EndsAt, Until: ev.ClosesAt, EventURL: h.eventURL(ev), Contact: h.Contact, Sample: ev.Sample}
}

func (h Letterhead) eventURL(ev *event.Event) string { return h.BaseURL + "/events/" + ev.Slug }
