// Package registration owns registrations, places, consents and their history,
// and the desk: the lanes that gather commands, decide them with
// internal/allocation and commit them together. It keeps the rules of places:
// what is acknowledged is committed, and the database refuses what the rules
// would never decide.
package registration

import (
	"time"

	"convene/internal/allocation"
)

// The roles a registration can have; the badge's band shows it.
const (
	Participant = "participant"
	Speaker     = "speaker"
	Partner     = "partner"
	Staff       = "staff"
	Press       = "press"
	Assistant   = "assistant" // of a participant who needs one
)

// Roles are all roles in the order in which they are listed.
var Roles = []string{Participant, Speaker, Partner, Staff, Press, Assistant}

// ExemptRoles count in no delegation (places.md, rule 9).
var ExemptRoles = []string{Speaker, Staff, Assistant}

// The ways in which a deed reaches us.
const (
	ChannelWeb    = "web"
	ChannelAPI    = "api"
	ChannelImport = "import"
	ChannelPaper  = "paper"
)

// Choice is one activity asked for, by its code, and whether to wait when it is full.
type Choice struct {
	Activity string
	MayWait  bool
}

// Consent is one answer to one question of sharing. Purpose is "list" or
// "partner:CODE"; Text is the exact sentence that was shown; Fields are what a
// partner may receive.
type Consent struct {
	Purpose string
	Given   bool
	Text    string
	Fields  []string
	At      time.Time // when it was given; filled on reading
}

// Submission asks for a registration. The same Key always gets the first outcome.
type Submission struct {
	Key      string
	EventID  int64
	Email    string // as person.Email gives it
	Details  Details
	Role     string // "" is Participant
	Choices  []Choice
	MayWait  bool // wait for the event itself when it is full
	Both     bool // knows of another event on the same day and wants both
	Consents []Consent
	Channel  string
	Actor    string // "participant", "account:ID" or "system"
	Staff    bool   // an organiser's deed: opening times do not bind it
	Now      time.Time
}

// Change replaces the details and the whole choice of a registration.
type Change struct {
	Key                     string
	EventID, RegistrationID int64
	Details                 Details
	Choices                 []Choice
	Channel, Actor          string
	Staff                   bool
	Now                     time.Time
}

// Withdrawal gives up a registration with all its places.
type Withdrawal struct {
	Key                     string
	EventID, RegistrationID int64
	Channel, Actor          string
	Staff                   bool // an organiser's deed: the freeze does not bind it
	Now                     time.Time
}

// Resize changes the capacity of an activity. Nobody loses a place by it.
type Resize struct {
	Key      string
	EventID  int64
	Activity string // code
	Capacity int
	Actor    string
	Now      time.Time
}

// Nomination names somebody for a place of an authority. The place is held until
// the person confirms; consents are theirs alone to give (DP-06).
type Nomination struct {
	Key     string
	EventID int64
	Email   string  // as person.Email gives it
	Details Details // AuthorityID is the authority that names them
	MayWait bool    // name them for the waiting list when the event is full
	Actor   string  // "coordinator" or "account:ID"
	Staff   bool
	Now     time.Time
}

// Confirmation is the word of somebody who was named, with their own choice.
type Confirmation struct {
	Key                     string
	EventID, RegistrationID int64
	Details                 Details
	Choices                 []Choice
	Both                    bool
	Consents                []Consent
	Channel, Actor          string
	Now                     time.Time
}

// Substitution hands a registration to somebody else: places, authority and the
// turn in each queue; never needs, consents or answers (places.md, rule 10).
type Substitution struct {
	Key                     string
	EventID, RegistrationID int64
	Email                   string
	Details                 Details
	Confirmed               bool // stands in at once; otherwise the new person confirms first
	Actor                   string
	Staff                   bool
	Now                     time.Time
}

// Decision is what a few facts tell. Kind says which of them count:
//
//	Approve (MayWait), Decline                  a registration that is pending
//	Accept, Refuse, Extend (Until)              an offer of an Activity, or a nomination
//	Prioritise (Priority), Assign (Contingent)  a registration's place on an Activity
//	SetExempt (Role)                            a registration
//	Move (Start, End, KeepMoved)                an Activity
//	Reserve (Contingent, Capacity, FromGeneral) an Activity
//	Release (Contingent)                        a contingent
//	Expire                                      whatever of the event has ended by Now
//
// Activity is a code; event.RootCode, or "" with Accept, Refuse and Extend, is the
// event itself.
type Decision struct {
	Key                     string
	Kind                    allocation.Kind
	EventID, RegistrationID int64
	Activity                string
	MayWait                 bool
	Until                   time.Time
	Priority                int
	Role                    string
	Start, End              time.Time
	KeepMoved               bool
	Capacity                int
	Contingent              Contingent
	FromGeneral             bool
	Actor                   string
	Staff                   bool
	Now                     time.Time
}

// PlaceOutcome is what became of one wish. State is one of allocation.PlaceState;
// Position is 1 for the next in line, Until the end of an offer.
type PlaceOutcome struct {
	Activity string
	State    string
	Position int
	Until    time.Time
	Reason   *allocation.Reason
}

// Outcome is the desk's answer. State is one of allocation.RegistrationState.
type Outcome struct {
	RegistrationID int64
	Reference      string
	State          string
	Places         []PlaceOutcome
	OtherEvent     string // another event of the person on the same day
	Repeated       bool   // an earlier deed with the same key had this outcome
}

// Registration is one person's registration for one event as pages show it.
type Registration struct {
	ID, EventID, PersonID int64
	Email                 string
	Reference             string
	State                 string
	Ending                string // how it came to its end; "" while it lives
	Role                  string
	Details
	Authority       string // its name in Latin letters; "" with an organisation
	AuthorityNative string
	Sequence        int
	CreatedAt       time.Time
	UpdatedAt       time.Time
}

// Body is the authority or organisation the person comes from.
func (r *Registration) Body() string {
	if r.Authority != "" {
		return r.Authority
	}
	return r.Organisation
}

// Place is one wish of a registration as pages show it.
type Place struct {
	ActivityID int64
	Activity   string // code
	State      string
	MayWait    bool
	Priority   int
	Position   int       // 1 is next in line; 0 when not waiting
	Until      time.Time // the end of an offer, or of what is held
	Contingent int64     // whose place it is; 0 is everybody's
	Reason     *allocation.Reason
	ChangedAt  time.Time
}
