package mail

import (
	"cmp"
	netmail "net/mail"
	"net/url"
	"slices"
	"time"

	"convene/internal/locale"
)

// frame is what every letter's templates see. Host is the site the letter is
// about; Mailto is the contact when that is an address, "" otherwise.
type frame struct {
	*locale.Printer
	Subject, Host, Mailto string
}

func newFrame(c Content, p *locale.Printer, link, contact string) frame {
	return frame{Printer: p, Subject: subject(c, p), Host: host(link), Mailto: addressIn(contact)}
}

// addressIn is the bare address in a contact, "" when it is something else.
func addressIn(contact string) string {
	a, err := netmail.ParseAddress(contact)
	if err != nil {
		return ""
	}
	return a.Address
}

// entryView is what the templates of an entry code see.
type entryView struct {
	frame
	EntryCode
}

func newEntryView(e EntryCode, p *locale.Printer) entryView {
	return entryView{frame: newFrame(e, p, e.Link, e.Contact), EntryCode: e}
}

// registrationView is what the templates of a registration's letters see.
// Calendar is the method of the attached file, "" without one; ChangesOpen says
// whether the online changes were still open when the letter was caused, Until
// is their end, "" when it is not to be told. Notice is about the reader's data.
type registrationView struct {
	frame
	Registration
	Heading       string
	Lead          []string
	PlacesHeading string
	Dates         string
	Begins        string
	TitleLang     string
	Rows          []placeView
	Calendar      string
	ChangesOpen   bool
	Until         string
	Notice        []string
}

// placeView is one place in words. Lang is empty when the title is in the
// letter's own language. Held marks what the person has or is offered; AnswerURL
// is where an offer is answered, Until says until when; Was is the time it had.
type placeView struct {
	Title, Lang, State, When, Was, Where, MeetingPoint, Reason string
	AnswerURL, Until                                           string
	Held                                                       bool
}

// newRegistrationView lays out a letter; zone is the venue's, made the moment of
// the deed, calendar the method of the attached file.
func newRegistrationView(r Registration, p *locale.Printer, zone *time.Location, made time.Time, calendar string) registrationView {
	v := registrationView{
		frame:        newFrame(r, p, cmp.Or(r.MeURL, r.EventURL), r.Contact),
		Registration: r, Calendar: calendar,
		Heading: r.heading(p), Lead: r.lead(p, zone), Notice: r.notice(p, zone), PlacesHeading: r.placesHeading(p),
		Dates:       p.DateRange(r.StartsAt.In(zone), r.EndsAt.In(zone)),
		Begins:      p.Moment(r.StartsAt.In(zone)),
		TitleLang:   foreign(r.EventLang, p),
		ChangesOpen: made.Before(r.ChangesUntil),
	}
	if !r.ChangesUntil.IsZero() && !slices.Contains(unchangeable, r.Deed) {
		v.Until = p.Moment(r.ChangesUntil.In(zone))
	}
	if !slices.Contains(withoutPlaces, r.Deed) {
		for _, place := range r.Places {
			v.Rows = append(v.Rows, r.row(place, p, zone))
		}
	}
	return v
}

// ToAnswer tells whether the letter asks for an answer: that button is the first.
func (v registrationView) ToAnswer() bool {
	return v.AnswerURL != "" || slices.ContainsFunc(v.Rows, func(row placeView) bool { return row.AnswerURL != "" })
}

var (
	// unchangeable are the letters after which there is nothing to change, or nothing yet.
	unchangeable = []string{Withdrawn, Declined, Expired, Substituted, Nominated}
	// withoutPlaces are those to people who never had what they asked for.
	withoutPlaces = []string{Declined, Expired}
)

func (r Registration) row(place Place, p *locale.Printer, zone *time.Location) placeView {
	title, lang := place.Title, foreign(place.Lang, p)
	if place.Kind == eventKind { // its title stands above the list
		title, lang = p.T("The event itself"), ""
	}
	v := placeView{
		Title: title, Lang: lang,
		State: r.stateWords(place, p),
		When:  when(p, place.StartsAt.In(zone), place.EndsAt.In(zone)),
		Where: place.Where, MeetingPoint: place.MeetingPoint, Reason: place.Reason,
		Held: place.State == stateConfirmed || place.State == stateOffered,
	}
	if place.State == stateOffered {
		v.AnswerURL, v.Until = place.AnswerURL, p.T("Please answer until %s.", p.Moment(place.Until.In(zone)))
	}
	if !place.WasStartsAt.IsZero() {
		v.When = p.T("New time: %s", v.When)
		v.Was = p.T("Until now: %s", when(p, place.WasStartsAt.In(zone), place.WasEndsAt.In(zone)))
	}
	return v
}

// when writes the day once when a place begins and ends on it.
func when(p *locale.Printer, starts, ends time.Time) string {
	if starts.YearDay() == ends.YearDay() && starts.Year() == ends.Year() {
		return p.Day(starts) + ", " + p.Span(starts, ends)
	}
	return p.Span(starts, ends)
}

// foreign is the language to name in a lang attribute: that of a text that is
// not in the letter's (WCAG 3.1.2).
func foreign(lang string, p *locale.Printer) string {
	if lang == p.Lang() || !languageTag.MatchString(lang) {
		return ""
	}
	return lang
}

// host is the name of the site a link leads to, for the words of the link.
func host(link string) string {
	u, err := url.Parse(link)
	if err != nil {
		return ""
	}
	return u.Host
}
