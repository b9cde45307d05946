package paper

import (
	"context"

	"github.com/uptrace/bun"

	"convene/internal/document"
)

// Badges makes the badges of everybody with a confirmed place at the event, or
// on one activity of it, in the order of their country, body and name, by the
// event's design for all roles. It notes no print; PrintBadges does.
// fault.NotFound: there is no such event or activity.
func Badges(ctx context.Context, db bun.IDB, r Request) (*Paper, error) {
	design, err := DesignForAll(ctx, db, r.EventID)
	if err != nil {
		return nil, err
	}
	b, err := choose(ctx, db, r, Selection{})
	if err != nil {
		return nil, err
	}
	o := BadgeOrder{Request: r, Design: &design}
	batch := o.batch(design, b.wearers)
	return b.draw(ctx, db, &batch, o)
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
