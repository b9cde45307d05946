package paper

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/uptrace/bun"

	"convene/internal/locale"
	"convene/internal/person"
	"convene/internal/registration"
)

// What a person's last badge is: none yet, one that says something else than it
// would today, or one that is right. Late is either of the first two.
const (
	NeverPrinted = "never"
	ChangedSince = "changed"
	Printed      = "printed"
	Late         = "late"
)

// The orders of badges. The first is that of the hall: country, authority, name.
const (
	ByCountry   = "country"
	ByName      = "name"
	ByAuthority = "authority"
	ByRole      = "role"
	ByPrint     = "printed" // who was printed longest ago first, never first of all
)

// BadgeOrders are the orders that a selection can have.
var BadgeOrders = []string{ByCountry, ByName, ByAuthority, ByRole, ByPrint}

// Selection is whose badges, in which order. Empty fields leave nobody out.
type Selection struct {
	References []string // nil: everybody
	Print      int64    // who was on that print
	Role       string
	Country    string
	State      string // NeverPrinted, ChangedSince or Late
	Words      string // in any script, each in the name, body or reference
	Sort       string // one of BadgeOrders; "" is the first
	Descending bool
}

// people leaves out who is not selected and puts the others in order, but for what
// only their prints tell.
func (sel Selection) people(ctx context.Context, db bun.IDB, s *source) error {
	repeated, err := onPrint(ctx, db, s.programme.Event.ID, sel.Print)
	if err != nil {
		return err
	}
	words := strings.Fields(person.Fold(sel.Words))
	s.people = slices.DeleteFunc(s.people, func(a registration.Attendee) bool {
		return sel.References != nil && !slices.Contains(sel.References, a.Reference) || sel.Print != 0 && !repeated[a.RegistrationID] ||
			sel.Role != "" && a.Role != sel.Role || sel.Country != "" && a.Country != sel.Country || !says(a, words)
	})
	s.sortBy(sel.Sort)
	if sel.Descending && sel.Sort != ByPrint {
		slices.Reverse(s.people)
	}
	return nil
}

// says tells whether each word, folded, stands in what a badge says of somebody.
func says(a registration.Attendee, words []string) bool {
	if len(words) == 0 {
		return true
	}
	text := person.Fold(strings.Join([]string{a.Badge, a.Latin, a.Given, a.Family, a.Body, a.BodyNative, a.Reference}, " "))
	return !slices.ContainsFunc(words, func(w string) bool { return !strings.Contains(text, w) })
}

// onPrint gives the registrations on a print of the event; nil for no print.
func onPrint(ctx context.Context, db bun.IDB, eventID, printID int64) (map[int64]bool, error) {
	if printID == 0 {
		return nil, nil
	}
	var ids []int64
	err := db.NewRaw(`/* paper.onPrint */ select b.registration_id from print p join printed_badge b on b.print_id = p.id
		where p.id = ? and p.event_id = ?`, printID, eventID).Scan(ctx, &ids)
	if err != nil {
		return nil, fmt.Errorf("read a print: %w", err)
	}
	on := make(map[int64]bool, len(ids))
	for _, id := range ids {
		on[id] = true
	}
	return on, nil
}

// sortBy orders people who are in the order of the hall.
func (s *source) sortBy(order string) {
	switch order {
	case ByName:
		locale.Sort(s.Printer, s.people, familyName, givenName)
	case ByAuthority:
		locale.Sort(s.Printer, s.people, func(a registration.Attendee) string { return person.Latin(a.Body) }, familyName, givenName)
	case ByRole:
		slices.SortStableFunc(s.people, func(a, b registration.Attendee) int {
			return cmp.Compare(slices.Index(registration.Roles, a.Role), slices.Index(registration.Roles, b.Role))
		})
	}
}
