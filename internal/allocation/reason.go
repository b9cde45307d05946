package allocation

// Reason says why a place or a whole command was refused, as a code and its
// facts; words are made from it in the reader's language.
type Reason struct {
	Code     string `json:"code"`
	Ahead    int    `json:"ahead,omitempty"`    // people waiting before you
	Activity string `json:"activity,omitempty"` // code of the activity it clashes with
	Limit    int    `json:"limit,omitempty"`    // places of your authority, or places assigned already
	Event    string `json:"event,omitempty"`    // name of another event on the same day
}

// The codes of a Reason.
const (
	Full      = "full"       // no place left on the activity
	Clash     = "clash"      // overlaps another activity of the same person
	Unknown   = "unknown"    // no such activity in this event
	EventFull = "event-full" // no place left on the event, and waiting was not asked for
	NotOpen   = "not-open"   // registration has not begun
	Closed    = "closed"     // registration is over
	Already   = "already"    // the person has a live registration
	Frozen    = "frozen"     // changes are no longer taken
	Missing   = "missing"    // no such registration, or it was withdrawn

	Delegation  = "delegation"  // the authority has all its places
	Uninvited   = "uninvited"   // only for people who were invited or named
	OtherEvent  = "other-event" // registered for another event on the same day
	Unconfirmed = "unconfirmed" // the person was named and has not confirmed yet
	Decided     = "decided"     // there is nothing to decide any more
	NoOffer     = "no-offer"    // no offer stands
	OfferEnded  = "offer-ended" // the offer, or the time to confirm, is over
	NotWaiting  = "not-waiting" // only who waits has a turn to change

	ContingentFull = "contingent-full" // every place of the contingent is assigned
	ContingentUsed = "contingent-used" // more places are assigned than would be left
	NoEventPlace   = "no-event-place"  // activities come after the place at the event
)
