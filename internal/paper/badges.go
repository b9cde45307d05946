package paper

import (
	"context"
	"io"

	"github.com/uptrace/bun"

	"convene/internal/document"
)

// Badges makes the badges of everybody with a confirmed place at the event, or
// on one activity of it, in the order of their country, body and name.
// fault.NotFound: there is no such event or activity.
func Badges(ctx context.Context, db bun.IDB, r Request) (*Paper, error) {
	s, err := load(ctx, db, r)
	if err != nil {
		return nil, err
	}
	return s.write("badges", func(w io.Writer) ([]document.Warning, error) {
		return document.Badges(w, s.badgeSheet())
	})
}

func (s *source) badgeSheet() document.BadgeSheet {
	e := s.programme.Event
	sheet := document.BadgeSheet{
		Event:  s.eventTitle(),
		Dates:  s.T("%s, %s", e.City, s.DateRange(e.StartsAt, e.EndsAt)),
		Lang:   s.Lang(),
		Sample: s.sample(),
		Title:  s.T("Badges: %s", s.eventTitle()),
	}
	letters := s.roleLetters()
	sheet.Badges = make([]document.Badge, 0, len(s.people))
	for _, a := range s.people {
		sheet.Badges = append(sheet.Badges, document.Badge{
			Name: a.Badge, Latin: a.Latin, Function: a.Function, Body: a.Body, Country: s.Country(a.Country),
			Role: a.Role, RoleName: s.roleName(a.Role), RoleLetter: letters[a.Role], Token: a.Token,
		})
	}
	return sheet
}
