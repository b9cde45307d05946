package paper

import (
	"cmp"

	"convene/internal/locale"
	"convene/internal/person"
	"convene/internal/registration"
)

// sort brings people into the order in which badges are laid out and lists are
// read: country, authority or organisation, family name, given name, each by the
// collation of the paper's language (domain.md 1.5, rule 6; I-04).
func (s *source) sort() {
	registration.InPrintOrder(s.Printer, s.people)
}

// byName orders people by family name alone, as a guide looks them up.
func (s *source) byName() {
	locale.Sort(s.Printer, s.people, familyName, givenName)
}

func familyName(a registration.Attendee) string { return person.Latin(cmp.Or(a.Family, a.Given)) }
func givenName(a registration.Attendee) string  { return person.Latin(a.Given) }
