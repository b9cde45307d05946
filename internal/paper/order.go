package paper

import (
	"cmp"

	"convene/internal/document"
	"convene/internal/locale"
	"convene/internal/person"
	"convene/internal/registration"
)

// sort brings people into the order in which badges are laid out and lists are
// read: country, authority or organisation, family name, given name, each by the
// collation of the paper's language (domain.md 1.5, rule 6; I-04).
func (s *source) sort() {
	locale.Sort(s.Printer, s.people,
		func(a registration.Attendee) string { return s.Country(a.Country) },
		func(a registration.Attendee) string { return latin(a.Body) },
		familyName, givenName)
}

func familyName(a registration.Attendee) string { return latin(cmp.Or(a.Family, a.Given)) }
func givenName(a registration.Attendee) string  { return latin(a.Given) }

// latin spells what is in another script in Latin letters, so that a list has
// one alphabet and Χατζής is found under H.
func latin(s string) string {
	if person.NeedsLatin(s) {
		return person.Fold(s)
	}
	return s
}

// groups gathers sorted people by country and then by body.
func (s *source) groups() []document.CountryGroup { return s.groupsOf(s.people) }

func (s *source) groupsOf(people []registration.Attendee) []document.CountryGroup {
	var groups []document.CountryGroup
	for _, a := range people {
		country := s.Country(a.Country)
		if n := len(groups); n == 0 || groups[n-1].Country != country {
			groups = append(groups, document.CountryGroup{Country: country})
		}
		g := &groups[len(groups)-1]
		if n := len(g.Bodies); n == 0 || g.Bodies[n-1].Name != a.Body {
			g.Bodies = append(g.Bodies, document.BodyGroup{Name: a.Body})
		}
		b := &g.Bodies[len(g.Bodies)-1]
		b.People = append(b.People, document.Attendant{Name: a.Badge, Latin: a.Latin, Function: a.Function})
	}
	return groups
}
