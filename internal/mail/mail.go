// Package mail owns the outbox: the table mail, what stands in a letter, and
// its way to a mail server.
//
// The rule it keeps: a letter belongs to the transaction of the deed that
// caused it (Enqueue and Queue write a row, nothing more), is written at
// delivery time from the row's data, and is sent at least once and normally
// exactly once, whatever happens to the program, the mail server or a second
// program on the same database. Only this package speaks SMTP.
package mail

import (
	"encoding/json"
	"fmt"
	"time"
)

// Message is one letter to one person. Key names the deed behind it: a second
// message with the same key is dropped. To is a bare address, Locale a BCP 47
// tag. EventID and RegistrationID are 0 when there is none.
type Message struct {
	Key            string
	To             string
	Locale         string
	EventID        int64
	RegistrationID int64
	Content        Content
}

// Content is what a kind of letter needs; one struct per kind.
type Content interface{ Kind() string }

// kindEntry is the kind of EntryCode; the kinds of Registration are its deeds.
const kindEntry = "entry"

// EntryCode lets a person in: six digits to type, or a link to follow. Both work
// once and for Minutes. EventTitle is where they were going, "" for nowhere in
// particular; Contact is the organisers' address, "" for none.
type EntryCode struct {
	Code       string `json:"code,omitempty"`
	Link       string `json:"link,omitempty"`
	EventTitle string `json:"event_title,omitempty"`
	Minutes    int    `json:"minutes"`
	Contact    string `json:"contact,omitempty"`
	Sample     bool   `json:"sample,omitempty"`
}

// Kind is "entry".
func (EntryCode) Kind() string { return kindEntry }

// The deeds a person is told about; each is a kind of letter.
const (
	Confirmed = "confirmed" // has a place at the event
	Waiting   = "waiting"   // is in the event's waiting list
	Changed   = "changed"   // changed the choice, or the organisers did
	Withdrawn = "withdrawn" // gave up the place
	Promoted  = "promoted"  // moved up from a waiting list

	Pending     = "pending"     // asked to take part; the organisers decide
	Declined    = "declined"    // the organisers said no
	Offered     = "offered"     // a place came free and waits for an answer
	Expired     = "expired"     // an offer or a nomination that nobody answered
	Nominated   = "nominated"   // was named by an authority and has to confirm
	Substituted = "substituted" // somebody else took the place over
	Moved       = "moved"       // an activity has another time
)

// Registration tells what became of a registration. Deed is one of the
// constants above and the letter's kind. Sequence is raised by every deed and
// becomes the SEQUENCE of the calendar entries (RFC 5545, 3.8.7.4). Timezone is
// an IANA name; a zero ChangesUntil leaves that sentence out. MeURL and EventURL
// are absolute and name nobody.
type Registration struct {
	Deed         string    `json:"deed"`
	Reference    string    `json:"reference"`
	Name         string    `json:"name"`
	EventTitle   string    `json:"event_title"`
	EventLang    string    `json:"event_lang,omitempty"`
	EventSlug    string    `json:"event_slug,omitempty"`
	City         string    `json:"city,omitempty"`
	Venue        string    `json:"venue,omitempty"`
	Timezone     string    `json:"timezone"`
	StartsAt     time.Time `json:"starts_at"`
	EndsAt       time.Time `json:"ends_at"`
	ChangesUntil time.Time `json:"changes_until,omitzero"`
	Places       []Place   `json:"places,omitempty"`
	MeURL        string    `json:"me_url,omitempty"`
	EventURL     string    `json:"event_url,omitempty"`
	Contact      string    `json:"contact,omitempty"`
	Sequence     int       `json:"sequence"`
	Sample       bool      `json:"sample,omitempty"`

	// Body is the authority or organisation whose deed it is: that named the person,
	// swapped them or withdrew them; "" when it was nobody's but the person's own or
	// the organisers'.
	Body string `json:"body,omitempty"`

	// Of a nomination: where they answer and until when, zero while they wait for a
	// place; and where the notice about their data stands, with its last day.
	AnswerURL   string    `json:"answer_url,omitempty"`
	AnswerUntil time.Time `json:"answer_until,omitzero"`
	PrivacyURL  string    `json:"privacy_url,omitempty"`
	KeptUntil   time.Time `json:"kept_until,omitzero"`
}

// Kind is the deed.
func (r Registration) Kind() string { return r.Deed }

// Place is one activity of the registration. UID is the calendar entry's for
// life; Lang is the language of Title; Kind is the activity's, "event" for the
// event itself. State is confirmed, held, offered, waiting, wished, refused or
// released; an offer has an AnswerURL and lasts Until. Reason
// is already in the reader's language. Gained and Lost say what this deed
// changed: a place that is confirmed only now, one that was confirmed before; a
// time until now that is not zero says that StartsAt and EndsAt are new.
type Place struct {
	UID          string    `json:"uid"`
	Title        string    `json:"title"`
	Lang         string    `json:"lang,omitempty"`
	Kind         string    `json:"kind"`
	State        string    `json:"state"`
	Where        string    `json:"where,omitempty"`
	MeetingPoint string    `json:"meeting_point,omitempty"`
	Reason       string    `json:"reason,omitempty"`
	StartsAt     time.Time `json:"starts_at"`
	EndsAt       time.Time `json:"ends_at"`
	Position     int       `json:"position,omitempty"`
	Gained       bool      `json:"gained,omitempty"`
	Lost         bool      `json:"lost,omitempty"`
	AnswerURL    string    `json:"answer_url,omitempty"`
	Until        time.Time `json:"until,omitzero"`
	WasStartsAt  time.Time `json:"was_starts_at,omitzero"`
	WasEndsAt    time.Time `json:"was_ends_at,omitzero"`
}

// The states of a place that the letters tell apart.
const (
	stateConfirmed = "confirmed"
	stateHeld      = "held"
	stateOffered   = "offered"
	stateWaiting   = "waiting"
	stateWished    = "wished"
	stateRefused   = "refused"
	stateReleased  = "released"
)

// eventKind is the Kind of the place that stands for the event itself.
const eventKind = "event"

// decoders read the data of each kind back; a kind that is not here is none.
var decoders = map[string]func([]byte) (Content, error){
	kindEntry: decodeAs[EntryCode], kindInvitation: decodeAs[Invitation], kindAppointment: decodeAs[Appointment],
	kindDeclinedRequest: decodeAs[DeclinedRequest], kindCertificate: decodeAs[Certificate],
	Confirmed: decodeAs[Registration], Waiting: decodeAs[Registration], Changed: decodeAs[Registration],
	Withdrawn: decodeAs[Registration], Promoted: decodeAs[Registration], Pending: decodeAs[Registration],
	Declined: decodeAs[Registration], Offered: decodeAs[Registration], Expired: decodeAs[Registration],
	Nominated: decodeAs[Registration], Substituted: decodeAs[Registration], Moved: decodeAs[Registration],
}

// decode reads a row's data back into the content of its kind.
func decode(kind string, data []byte) (Content, error) {
	read := decoders[kind]
	if read == nil {
		return nil, unknownKind(kind)
	}
	return read(data)
}

func decodeAs[C Content](data []byte) (Content, error) {
	var c C
	err := json.Unmarshal(data, &c)
	return c, err
}

func unknownKind(kind string) error { return fmt.Errorf("mail: unknown kind %q", kind) }
