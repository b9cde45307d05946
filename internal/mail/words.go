package mail

import (
	"slices"
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
		s = c.subject(p)
	case occasional:
		s = c.subject(p)
	}
	return shorten(strings.ReplaceAll(line(s, subjectLength), "=?", "= ?"), subjectLength)
}

func (e EntryCode) subject(p *locale.Printer) string {
	if e.EventTitle == "" {
		return p.T("Your code to enter")
	}
	return p.T("Your code to enter: %s", e.EventTitle)
}

func (r Registration) subject(p *locale.Printer) string {
	switch r.Deed {
	case Waiting:
		return p.T("You are on the waiting list: %s", r.EventTitle)
	case Changed:
		return p.T("Your registration has changed: %s", r.EventTitle)
	case Withdrawn:
		return p.T("Your registration is withdrawn: %s", r.EventTitle)
	case Promoted:
		return p.T("You moved up from the waiting list: %s", r.EventTitle)
	}
	return p.T("You have a place: %s", r.EventTitle)
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
	}
	return p.T("You have a place")
}

// lead says what the decision means, a sentence or two.
func (r Registration) lead(p *locale.Printer) []string {
	switch r.Deed {
	case Waiting:
		return []string{r.queue(p), p.T("We write to you as soon as a place is yours. You need not do anything until then.")}
	case Changed:
		return r.withGaps(p.T("This is what stands now."), p)
	case Withdrawn:
		return []string{p.T("Your places are free for others now. You need not do anything else.")}
	case Promoted:
		return []string{p.T("A place you waited for is yours now. It is marked below."), p.T("If you cannot come, please withdraw: others wait for the place.")}
	}
	return r.withGaps(p.T("You are registered for this event, and we look forward to seeing you."), p)
}

// withGaps adds what a reader must not overlook below: places that were asked
// for and are not theirs.
func (r Registration) withGaps(sentence string, p *locale.Printer) []string {
	missing := func(place Place) bool { return place.State == stateRefused || place.State == stateWaiting }
	if !slices.ContainsFunc(r.Places, missing) {
		return []string{sentence}
	}
	return []string{sentence, p.T("Not everything you asked for could be given. Each place is listed below.")}
}

// placesHeading stands above the list of places.
func (r Registration) placesHeading(p *locale.Printer) string {
	if r.Deed == Withdrawn {
		return p.T("Your places until now")
	}
	return p.T("Your places")
}

// queue says where the person stands in the event's waiting list.
func (r Registration) queue(p *locale.Printer) string {
	for _, place := range r.Places {
		if place.Kind == eventKind && place.Position > 0 {
			return p.T("The event is full at present. Your position in the waiting list is %d.", place.Position)
		}
	}
	return p.T("The event is full at present.")
}

// stateWords says what became of one place.
func (r Registration) stateWords(place Place, p *locale.Printer) string {
	switch {
	case place.State == stateConfirmed && place.Gained && r.Deed != Confirmed:
		return p.T("Confirmed, new")
	case place.State == stateConfirmed:
		return p.T("Confirmed")
	case place.State == stateWaiting && place.Position > 0:
		return p.T("Waiting list, position %d", place.Position)
	case place.State == stateWaiting:
		return p.T("Waiting list")
	case place.State == stateWished:
		return p.T("Noted; decided once you have a place at the event")
	case place.State == stateRefused:
		return p.T("Not given")
	case place.Lost && r.Deed != Withdrawn:
		return p.T("No longer yours")
	}
	return p.T("Given up")
}
