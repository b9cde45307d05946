package presence

import (
	"context"
	"time"

	"github.com/uptrace/bun"

	"convene/internal/event"
	"convene/internal/fault"
	"convene/internal/locale"
	"convene/internal/registration"
)

// Sheet is the list of an activity or of a half-day: who is expected, in the order
// in which it is printed and marked. From its start on it is frozen: Rows stay as
// they are, and whoever came later stands in Added.
type Sheet struct {
	ID       int64 // 0 while it is not frozen
	Activity *event.Activity
	Slot     string    // of the event itself: the code of the half-day
	StartsAt time.Time // for which it was, or will be, frozen
	FrozenAt time.Time // zero: not yet
	Checksum string    // SHA-256 of File, in hexadecimal; "" while it is not frozen
	Rows     []Row
	Added    []Row
}

// Row is one person of a sheet. Number counts through Rows and then Added. At is
// when somebody was added: given a place, or marked present without one.
type Row struct {
	Number          int
	RegistrationID  int64
	Reference       string
	Name, Latin     string
	Body, Country   string // authority or organisation; ISO 3166-1 alpha-2
	Function, Email string
	HasPlace        bool // as things are now
	At              time.Time
}

// HasSheet tells whether an activity has a list to sign or to count by. Meals and
// services have none: who ate is nobody's business.
func HasSheet(a *event.Activity) bool {
	switch a.Kind {
	case event.KindService, event.KindMeal:
		return a.Chosen
	}
	return true
}

// Key names one sheet of an event.
type Key struct {
	Activity *event.Activity
	Slot     string // of the event itself: the code of a half-day; otherwise ""
	StartsAt time.Time
}

// Keys gives the sheets of a programme, the half-days of the whole event first.
func Keys(p *event.Programme) []Key {
	var keys []Key
	for i := range p.Activities {
		a := &p.Activities[i]
		switch {
		case a.Kind == event.KindEvent:
			keys = append(keys, halfDays(p, a)...)
		case HasSheet(a):
			keys = append(keys, Key{a, "", a.StartsAt})
		}
	}
	return keys
}

// halfDays are the sheets of the whole event. One that does no work has one all
// the same.
func halfDays(p *event.Programme, root *event.Activity) []Key {
	var keys []Key
	for _, h := range p.HalfDays() {
		from, _ := p.Span(h)
		keys = append(keys, Key{root, h.Code(), from})
	}
	if len(keys) == 0 {
		keys = []Key{{root, "", root.StartsAt}}
	}
	return keys
}

// KeyOf finds the sheet on which a slot of an activity is marked: both ways of a
// field trip have one. fault.NotFound: there is none.
func KeyOf(p *event.Programme, a *event.Activity, slot string) (Key, error) {
	for _, k := range Keys(p) {
		if k.Activity.ID == a.ID && (k.Slot == slot || a.Kind != event.KindEvent) {
			return k, nil
		}
	}
	return Key{}, fault.New(fault.NotFound, "There is no list of this activity.")
}

// Read reads a sheet, and freezes it first when its time has come.
func Read(ctx context.Context, db bun.IDB, p *event.Programme, k Key, now time.Time) (*Sheet, error) {
	if !k.StartsAt.After(now) {
		if err := freeze(ctx, db, p, k, now); err != nil {
			return nil, err
		}
	}
	s, err := frozen(ctx, db, k)
	if err != nil {
		return nil, err
	}
	if s.ID == 0 {
		if s.Rows, err = expected(ctx, db, p, k); err != nil {
			return nil, err
		}
	}
	return s, s.addLater(ctx, db, p)
}

// held is the activity whose places tell who is expected: everybody at the event
// where nobody chose.
func (k Key) held(p *event.Programme) *event.Activity {
	if k.Activity.Chosen {
		return k.Activity
	}
	return p.Root()
}

// expected lists who holds a place now, in the event's own language whatever the
// language of the paper: a number means the same person on every copy.
func expected(ctx context.Context, db bun.IDB, p *event.Programme, k Key) ([]Row, error) {
	code := ""
	if a := k.held(p); a.Kind != event.KindEvent {
		code = a.Code
	}
	people, err := registration.Attendees(ctx, db, p.Event.ID, code, nil)
	if err != nil {
		return nil, err
	}
	registration.InPrintOrder(locale.For(p.Event.DefaultLocale), people)
	rows := make([]Row, len(people))
	for i, a := range people {
		rows[i] = Row{Number: i + 1, RegistrationID: a.RegistrationID, Reference: a.Reference, Name: a.Badge, Latin: a.Latin,
			Body: a.Body, Country: a.Country, Function: a.Function, Email: a.Email, HasPlace: true}
	}
	return rows, nil
}

// People are all rows, the added ones last.
func (s *Sheet) People() []Row { return append(s.Rows[:len(s.Rows):len(s.Rows)], s.Added...) }

// Find gives the row of a registration; nil when it is not on the sheet.
func (s *Sheet) Find(registrationID int64) *Row {
	for _, rows := range [][]Row{s.Rows, s.Added} {
		for i := range rows {
			if rows[i].RegistrationID == registrationID {
				return &rows[i]
			}
		}
	}
	return nil
}
