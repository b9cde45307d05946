package paper

import (
	"context"
	"io"

	"github.com/uptrace/bun"

	"convene/internal/document"
	"convene/internal/event"
	"convene/internal/fault"
)

// Blank lines for people who are not on the list: one for every tenth person,
// within bounds; a bus has only as many as it has free seats.
const (
	fewestBlank  = 6
	mostBlank    = 20
	mostSpare    = 4
	peopleToLine = 10
)

// HasSheet tells whether an activity has a list to sign or to count by. Meals
// and services have none: who ate is nobody's business.
func HasSheet(a *event.Activity) bool {
	switch a.Kind {
	case event.KindService, event.KindMeal:
		return a.Chosen
	}
	return true
}

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
	return s.write("attendance", func(w io.Writer) ([]document.Warning, error) {
		return document.AttendanceList(w, s.attendance())
	})
}

func (s *source) attendance() document.Attendance {
	return document.Attendance{
		Event: s.eventTitle(), Activity: s.activityTitle(), When: s.when(), Where: s.where(),
		Lang: s.Lang(), Sample: s.sample(), AsOf: s.asOf(), Labels: s.attendanceLabels(),
		Groups: s.groups(), BlankLines: max(fewestBlank, min(mostBlank, len(s.people)/peopleToLine)),
	}
}
