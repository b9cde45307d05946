package paper

import (
	"context"

	"github.com/uptrace/bun"

	"convene/internal/event"
	"convene/internal/fault"
	"convene/internal/presence"
)

// Blank lines for people who are not on the list: one for every tenth person,
// within bounds; a bus has only as many as it has free seats.
const (
	fewestBlank  = 6
	mostBlank    = 20
	mostSpare    = 4
	peopleToLine = 10
)

// HasSheet tells whether an activity has a list: presence.HasSheet.
func HasSheet(a *event.Activity) bool { return presence.HasSheet(a) }

// Sheet makes the list of an activity: a passenger list for a field trip, an
// attendance list for anything else. fault.NotFound: there is no such event, no
// such activity, or it has no list.
func Sheet(ctx context.Context, db bun.IDB, r Request) (*Paper, error) {
	s, err := load(ctx, db, r)
	switch {
	case err != nil:
		return nil, err
	case !HasSheet(s.activity):
		return nil, fault.New(fault.NotFound, "There is no list of this activity.")
	case s.activity.Kind == event.KindTrip:
		return s.passengers(ctx, db)
	}
	return AttendanceSheet(ctx, db, SheetRequest{Request: r, BlankLines: AsUsual})
}
