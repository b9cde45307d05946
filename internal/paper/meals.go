package paper

import (
	"context"

	"github.com/uptrace/bun"

	"convene/internal/event"
	"convene/internal/registration"
)

// Meals makes the counts of MealTable as a paper.
func Meals(ctx context.Context, db bun.IDB, r Request) (*Paper, error) {
	s, err := ofEvent(ctx, db, r)
	if err != nil {
		return nil, err
	}
	t, err := s.mealTable(ctx, db)
	if err != nil {
		return nil, err
	}
	return s.asTable("meals", t)
}

// MealTable counts who is to be fed, meal by meal: numbers and nothing else, since
// a caterer needs no names, and who eats what is not asked. A social evening is a
// meal to its caterer. Members of the staff are counted apart: another pays for them.
func MealTable(ctx context.Context, db bun.IDB, r Request) (*Table, error) {
	s, err := ofEvent(ctx, db, r)
	if err != nil {
		return nil, err
	}
	return s.mealTable(ctx, db)
}

func (s *source) mealTable(ctx context.Context, db bun.IDB) (*Table, error) {
	t := s.newTable(s.T("Counts per meal"), s.T("Meal"), s.T("When and where"), s.T("Guests"), s.T("Staff"), s.T("Together"))
	var guests, staff int // of the day
	for i := range s.programme.Activities {
		a := &s.programme.Activities[i]
		if a.Kind != event.KindMeal && a.Kind != event.KindSocial {
			continue
		}
		people, err := s.at(ctx, db, a)
		if err != nil {
			return nil, err
		}
		day := s.Heading(s.Day(a.StartsAt))
		if n := len(t.Groups); n == 0 || t.Groups[n-1].Heading != day {
			t.Groups, guests, staff = append(t.Groups, group{Heading: day}), 0, 0
		}
		own := ofStaff(people)
		guests, staff = guests+len(people)-own, staff+own
		g := &t.Groups[len(t.Groups)-1]
		title, _ := a.Title.In(s.Lang(), s.programme.Event.DefaultLocale)
		g.Rows = append(g.Rows, append([]string{title, s.T("%s, %s", s.Span(a.StartsAt, a.EndsAt), a.Where(s.Printer))}, s.counts(len(people)-own, own)...))
		g.Total = append([]string{s.T("The day’s meals together"), ""}, s.counts(guests, staff)...)
	}
	t.Notes = []string{s.T("People with a confirmed place. A meal that nobody chooses is for everybody at the event."),
		s.T("All times are the time of %s.", s.programme.Event.City)}
	return t, nil
}

func ofStaff(people []registration.Attendee) int {
	n := 0
	for _, p := range people {
		if p.Role == registration.Staff {
			n++
		}
	}
	return n
}

func (s *source) counts(guests, staff int) []string {
	return []string{s.Number(guests), s.Number(staff), s.Number(guests + staff)}
}
