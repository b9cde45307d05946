package paper

import (
	"cmp"

	"convene/internal/document"
	"convene/internal/person"
	"convene/internal/registration"
)

// sort brings people into the order in which badges are laid out and lists are
// read: country, authority or organisation, family name, given name, each by the
// collation of the paper's language (domain.md 1.5, rule 6; I-04).
func (s *source) sort() {
	registration.InPrintOrder(s.Printer, s.people)
}

func familyName(a registration.Attendee) string { return person.Latin(cmp.Or(a.Family, a.Given)) }
func givenName(a registration.Attendee) string  { return person.Latin(a.Given) }

// groups gathers sorted people by country and then by body.
func (s *source) groups() []document.CountryGroup { return s.groupsOf(s.people) }

func (s *source) groupsOf(people []registration.Attendee) []document.CountryGroup {
	var groups []document.CountryGroup
	for _, a := range people {
		groups = grouped(groups, document.Attendant{Name: a.Badge, Latin: a.Latin, Function: a.Function, Body: a.Body, Country: s.Country(a.Country)})
	}
	return groups
}
