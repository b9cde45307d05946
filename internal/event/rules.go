package event

import (
	"context"
	"time"

	"github.com/uptrace/bun"

	"convene/internal/fault"
)

// Rules are what an organiser decides about how places are given. Hours are whole
// hours, Delegation is the places of one authority (0: no limit).
type Rules struct {
	Mode                  string // ModeOpen, ModeApproval or ModeInvitation
	OfferHours, HoldHours int
	Delegation            int
}

// longestHours is the longest time an offer or a nomination may last: a year.
const longestHours = 8760

// Check names every wrong field.
func (r Rules) Check() []fault.Field {
	var wrong []fault.Field
	mark := func(bad bool, name, message string) {
		if bad {
			wrong = append(wrong, fault.Field{Name: name, Message: message})
		}
	}
	mark(r.Mode != ModeOpen && r.Mode != ModeApproval && r.Mode != ModeInvitation, "mode", "Choose who may take part.")
	mark(r.OfferHours < 0 || r.OfferHours > longestHours, "offer_hours", "Enter a number of hours from 0 to 8760.")
	mark(r.HoldHours < 1 || r.HoldHours > longestHours, "hold_hours", "Enter a number of hours from 1 to 8760.")
	mark(r.Delegation < 0 || r.Delegation > 1000, "delegation", "Enter a number from 0 to 1000.")
	return wrong
}

// Rules gives the rules of an event.
func (e *Event) Rules() Rules {
	return Rules{Mode: e.Mode, OfferHours: e.OfferHours, HoldHours: e.HoldHours, Delegation: e.MaxPerDelegation}
}

// SetRules changes how places are given from now on; what was given or offered
// before stays as it is. fault.Invalid names the wrong fields.
func SetRules(ctx context.Context, db bun.IDB, eventID int64, r Rules, now time.Time) error {
	if err := fault.WrongInput(r.Check()); err != nil {
		return err
	}
	_, err := db.NewRaw(`/* event.SetRules */ update event set mode = ?, offer_hours = ?, hold_hours = ?, max_per_delegation = ?, updated_at = ?
where id = ?`, r.Mode, r.OfferHours, r.HoldHours, r.Delegation, now, eventID).Exec(ctx)
	return err
}
