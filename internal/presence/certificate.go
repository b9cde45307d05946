package presence

import (
	"slices"
	"time"

	"convene/internal/event"
	"convene/internal/locale"
	"convene/internal/registration"
)

// Facts are what a certificate says of a person and their event. Name is as it
// stands on the badge, Latin its spelling when it is in another script, Body the
// authority or organisation, Country ISO 3166-1; HalfDays are codes of half-days
// in order, those in which the person took part.
type Facts struct {
	Name, Latin, Body, Country string
	Title                      locale.Text
	City, Timezone             string
	StartsAt, EndsAt           time.Time
	HalfDays                   []string `bun:",array"`
	Sample                     bool
}

// Signatory is who signs the certificates of an event. Function may be empty.
type Signatory struct{ Name, Function string }

// Certificate is what was certified of one person, as it was issued. At most one
// of a registration stands; ReplacedAt and RevokedAt are zero for it.
type Certificate struct {
	ID, RegistrationID int64
	Reference          string // of the registration
	Given, Family      string // as registered now, to sort by; filled by Certificates
	Facts
	Signatory             Signatory `bun:"embed:signatory_"`
	IssuedAt              time.Time
	ReplacedAt, RevokedAt time.Time
	Why                   string // it was revoked, in the words of who did it
}

// Stands tells whether a certificate is neither replaced nor withdrawn.
func (c *Certificate) Stands() bool { return c.ReplacedAt.IsZero() && c.RevokedAt.IsZero() }

// codeBits are random-looking bits of a certificate's code: with the check
// character it has twenty characters, which are read in groups of four.
const codeBits = 95

// Code is what verifies a certificate. It is derived from the certificate's id, as
// tokens of badges are; the database holds its hash alone.
func (c *Certificate) Code(secret []byte) string { return code(secret, c.ID) }

func code(secret []byte, id int64) string {
	return registration.Derive(secret, "certificate", id, codeBits)
}

// Zone is the time zone of the venue.
func (f *Facts) Zone() *time.Location {
	at := event.Event{Timezone: f.Timezone}
	return at.Zone()
}

// Proved are the half-days of the certificate in words, in a reader's language.
func (f *Facts) Proved(p *locale.Printer) []string {
	var words []string
	for _, code := range f.HalfDays {
		if h, err := event.ParseHalfDay(code, f.Zone()); err == nil {
			words = append(words, h.Words(p))
		}
	}
	return words
}

// Days are the same in few words, a line for each day.
func (f *Facts) Days(p *locale.Printer) []string {
	var words []string
	var last event.HalfDay
	for _, code := range f.HalfDays {
		h, err := event.ParseHalfDay(code, f.Zone())
		switch {
		case err != nil:
			continue
		case h.Date.Equal(last.Date):
			words[len(words)-1] = p.T("%s, whole day", p.Date(h.Date))
		case h.Part == event.Morning:
			words = append(words, p.T("%s, morning", p.Date(h.Date)))
		default:
			words = append(words, p.T("%s, afternoon", p.Date(h.Date)))
		}
		last = h
	}
	return words
}

// What of a certificate is no longer as it was issued.
const (
	ChangedPerson   = "person"   // name, authority or country
	ChangedPresence = "presence" // the half-days
	ChangedEvent    = "event"    // title, city or dates
)

// changes lists what differs from the facts of today.
func (f *Facts) changes(today *Facts) []string {
	var list []string
	if f.Name != today.Name || f.Latin != today.Latin || f.Body != today.Body || f.Country != today.Country {
		list = append(list, ChangedPerson)
	}
	if !slices.Equal(f.HalfDays, today.HalfDays) {
		list = append(list, ChangedPresence)
	}
	if !sameText(f.Title, today.Title) || f.City != today.City || !f.StartsAt.Equal(today.StartsAt) || !f.EndsAt.Equal(today.EndsAt) {
		list = append(list, ChangedEvent)
	}
	return list
}

func sameText(a, b locale.Text) bool {
	same := len(a) == len(b)
	for lang := range a {
		same = same && a[lang] == b[lang]
	}
	return same
}
