package mail

import (
	"strings"

	"convene/internal/locale"
)

// subjectLength bounds a subject, in runes: a header line may not exceed 998
// octets (RFC 5322, 2.1.1), and nobody reads more.
const subjectLength = 150

// subject writes the Subject of a letter: what happened and to which event,
// never who. A subject shows on locked screens and in logs of mail servers.
//
// A title that looks like an encoded word (RFC 2047) is broken up: mail programs
// would decode it, line breaks included.
func subject(c Content, p *locale.Printer) string {
	var s string
	switch c := c.(type) {
	case EntryCode:
		s = c.subject(p)
	case Registration:
		s = p.T("%s: %s", c.heading(p), c.EventTitle)
	case occasional:
		s = p.T("%s: %s", c.heading(p), c.occasion().EventTitle)
	}
	return shorten(strings.ReplaceAll(line(s, subjectLength), "=?", "= ?"), subjectLength)
}

func (e EntryCode) subject(p *locale.Printer) string {
	if e.EventTitle == "" {
		return p.T("Your code to enter")
	}
	return p.T("Your code to enter: %s", e.EventTitle)
}

// heading is the one line that says what was decided.
func (r Registration) heading(p *locale.Printer) string {
	switch r.Deed {
	case Waiting:
		return p.T("You are on the waiting list")
	case Changed:
		return p.T("Your registration has changed")
	case Withdrawn:
		return p.T("Your registration is withdrawn")
	case Promoted:
		return p.T("You moved up from the waiting list")
	case Pending:
		return p.T("We have your registration")
	case Declined:
		return p.T("No place at this event")
	case Offered:
		return p.T("A place is offered to you")
	case Expired:
		return p.T("The time to answer is over")
	case Nominated:
		return p.T("You are named for this event")
	case Substituted:
		return p.T("Somebody else takes your place")
	case Moved:
		return p.T("An activity has another time")
	}
	return p.T("You have a place")
}

// placesHeading stands above the list of places.
func (r Registration) placesHeading(p *locale.Printer) string {
	switch r.Deed {
	case Withdrawn, Substituted:
		return p.T("Your places until now")
	case Pending:
		return p.T("What you asked for")
	}
	return p.T("Your places")
}

// stateWords says what became of one place.
func (r Registration) stateWords(place Place, p *locale.Printer) string {
	switch place.State {
	case stateConfirmed:
		if place.Gained && r.Deed != Confirmed {
			return p.T("Confirmed, new")
		}
		return p.T("Confirmed")
	case stateHeld:
		return p.T("Kept for you until you confirm")
	case stateOffered:
		return p.T("Offered to you")
	case stateWaiting:
		if place.Position > 0 {
			return p.T("Waiting list, position %d", place.Position)
		}
		return p.T("Waiting list")
	case stateWished:
		return wishedWords(place, p)
	case stateRefused:
		return p.T("Not given")
	}
	return r.goneWords(place, p)
}

// wishedWords: the event itself is only wished for where organisers approve.
func wishedWords(place Place, p *locale.Printer) string {
	if place.Kind == eventKind {
		return p.T("The organisers decide")
	}
	return p.T("Noted; decided once you have a place at the event")
}

// goneWords tell what was taken from what was given up.
func (r Registration) goneWords(place Place, p *locale.Printer) string {
	if r.Deed == Substituted || (place.Lost && r.Deed != Withdrawn) {
		return p.T("No longer yours")
	}
	return p.T("Given up")
}
