package mail

import (
	"time"

	"convene/internal/locale"
)

// Occasion is an event as a letter tells of it to people who are not registered.
// Timezone is an IANA name; EventLang the language of EventTitle; Until the end of
// registration, zero to leave it out; Contact the organisers' address.
type Occasion struct {
	EventTitle string    `json:"event_title"`
	EventLang  string    `json:"event_lang,omitempty"`
	City       string    `json:"city,omitempty"`
	Venue      string    `json:"venue,omitempty"`
	Timezone   string    `json:"timezone"`
	StartsAt   time.Time `json:"starts_at"`
	EndsAt     time.Time `json:"ends_at"`
	Until      time.Time `json:"until,omitzero"`
	EventURL   string    `json:"event_url,omitempty"`
	Contact    string    `json:"contact,omitempty"`
	Sample     bool      `json:"sample,omitempty"`
}

// occasion makes an Occasion of whatever embeds one.
func (o Occasion) occasion() Occasion { return o }

// occasional is a letter about an event to somebody who is not registered: each
// says what it is and where its one button leads.
type occasional interface {
	Content
	occasion() Occasion
	subject(p *locale.Printer) string
	heading(p *locale.Printer) string
	lead(p *locale.Printer) []string
	link() string
	linkWords(p *locale.Printer) string
	after(p *locale.Printer, zone *time.Location) []string
}

// Invitation asks somebody to an event that only the invited may join. By is who
// invites, "" for the organisers; RegisterURL is where they sign up with the
// address that the letter went to.
type Invitation struct {
	Occasion
	By          string `json:"by,omitempty"`
	RegisterURL string `json:"register_url"`
}

const kindInvitation = "invitation"

// Kind is "invitation".
func (Invitation) Kind() string { return kindInvitation }

func (i Invitation) subject(p *locale.Printer) string { return p.T("Invitation: %s", i.EventTitle) }
func (Invitation) heading(p *locale.Printer) string   { return p.T("You are invited") }
func (i Invitation) link() string                     { return i.RegisterURL }

func (i Invitation) lead(p *locale.Printer) []string {
	who := p.T("The organisers invite you to this event.")
	if i.By != "" {
		who = p.T("%s invites you to this event.", oneLine(i.By))
	}
	return []string{who, p.T("Only people who are invited can register.")}
}

func (i Invitation) linkWords(p *locale.Printer) string {
	return p.T("Register on %s", host(i.RegisterURL))
}

func (i Invitation) after(p *locale.Printer, zone *time.Location) []string {
	said := []string{p.T("Please register with the address that this mail was sent to. The invitation is for this address only.")}
	if !i.Until.IsZero() {
		said = append(said, p.T("Please answer until %s.", p.Moment(i.Until.In(zone))))
	}
	return append(said, p.T("If you do not want to come, you need not do anything."))
}

// Appointment tells somebody that they name an authority's people for an event.
// Places is how many places the authority has, 0 for no limit; DelegationsURL is
// where they do it, with the address that the letter went to.
type Appointment struct {
	Occasion
	Authority      string `json:"authority"`
	Places         int    `json:"places,omitempty"`
	DelegationsURL string `json:"delegations_url"`
}

const kindAppointment = "appointment"

// Kind is "appointment".
func (Appointment) Kind() string { return kindAppointment }

func (a Appointment) subject(p *locale.Printer) string {
	return p.T("You are a coordinator: %s", a.EventTitle)
}

func (Appointment) heading(p *locale.Printer) string { return p.T("You are a coordinator") }
func (a Appointment) link() string                   { return a.DelegationsURL }

func (a Appointment) lead(p *locale.Printer) []string {
	said := []string{p.T("You name the people who come to this event for %s.", oneLine(a.Authority))}
	if a.Places > 0 {
		said = append(said, p.N("Your authority has %d place.", "Your authority has %d places.", a.Places, a.Places))
	}
	return append(said, p.T("Each person you name gets a mail and confirms. You can swap a person without losing the place."))
}

func (a Appointment) linkWords(p *locale.Printer) string {
	return p.T("Your delegations on %s", host(a.DelegationsURL))
}

func (a Appointment) after(p *locale.Printer, zone *time.Location) []string {
	said := []string{p.T("Enter there with the address that this mail was sent to. You are sent a code, no password is needed.")}
	if !a.Until.IsZero() {
		said = append(said, p.T("You can name people until %s.", p.Moment(a.Until.In(zone))))
	}
	return append(said, p.T("What a person agrees to share is theirs alone to say. You neither see it nor answer for them."))
}

// occasionView is what the templates of these letters see. Dates are those of the
// event; TitleLang is empty when the title is in the letter's own language.
type occasionView struct {
	frame
	Occasion
	Heading         string
	Lead, After     []string
	Dates           string
	TitleLang       string
	Link, LinkWords string
}

func newOccasionView(c occasional, p *locale.Printer, zone *time.Location) occasionView {
	o := c.occasion()
	return occasionView{frame: newFrame(c, p, c.link(), o.Contact), Occasion: o, Heading: c.heading(p), Lead: c.lead(p),
		After: c.after(p, zone), Dates: p.DateRange(o.StartsAt.In(zone), o.EndsAt.In(zone)), TitleLang: foreign(o.EventLang, p),
		Link: c.link(), LinkWords: c.linkWords(p)}
}
