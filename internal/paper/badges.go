package paper

import "convene/internal/document"

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
