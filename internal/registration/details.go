package registration

import (
	"unicode"

	"convene/internal/fault"
	"convene/internal/locale"
	"convene/internal/person"
)

// Bounds of what people type, in characters. Long enough for the longest name
// of the sample data twice over, short enough to print.
const (
	maxName     = 120
	maxFunction = 160
	maxBody     = 160
	maxTags     = 12
)

// Details is what a person says of themselves for one event. Family is optional;
// Latin is asked for only when the badge's name has other letters (domain.md I-01).
type Details struct {
	Given, Family, Badge, Latin string
	AuthorityID                 int64
	Organisation                string
	Country                     string // ISO 3166-1 alpha-2
	Function                    string
	Languages                   []string // BCP 47, the ones understood
	Locale                      string   // of the mails
	Phone                       string   // E.164, for the guide of a field trip; "" when none was given
}

// Clean gives the details as they are stored: one line each, NFC, no control
// characters, the badge's name filled in when it was left empty.
func (d Details) Clean() Details {
	d.Given, d.Family = person.Line(d.Given, maxName), person.Line(d.Family, maxName)
	d.Badge, d.Latin = person.Line(d.Badge, maxName), person.Line(d.Latin, maxName)
	d.Organisation, d.Function = person.Line(d.Organisation, maxBody), person.Line(d.Function, maxFunction)
	if d.Badge == "" {
		d.Badge = person.Line(d.Given+" "+d.Family, maxName)
	}
	if d.AuthorityID != 0 {
		d.Organisation = ""
	}
	d.Languages = cleanTags(d.Languages)
	if number, ok := ParsePhone(d.Phone); ok {
		d.Phone = number
	} else {
		d.Phone = person.Line(d.Phone, maxPhone)
	}
	if d.Locale == "" {
		d.Locale = "en"
	}
	return d
}

func cleanTags(tags []string) []string {
	kept := []string{}
	for _, t := range tags {
		if t = person.Line(t, 35); t != "" && !IsRomani(t) && len(kept) < maxTags {
			kept = append(kept, t)
		}
	}
	return kept
}

// Check names every wrong field of clean details; prefix is put before the names
// of the fields.
func (d Details) Check(prefix string) []fault.Field {
	var wrong []fault.Field
	add := func(bad bool, name, message string) {
		if bad {
			wrong = append(wrong, fault.Field{Name: prefix + name, Message: message})
		}
	}
	add(d.Given == "", "given_name", "Enter your given name.")
	add(d.Given != "" && !readable(d.Given), "given_name", "Enter a name with at least one letter.")
	add(d.Badge != "" && !readable(d.Badge), "badge_name", "Enter a name with at least one letter.")
	add(person.NeedsLatin(d.Badge) && d.Latin == "", "latin_name", "Your badge name is not in Latin letters. Enter how it is spelled in Latin letters.")
	add(d.Latin != "" && person.NeedsLatin(d.Latin), "latin_name", "Use Latin letters here.")
	add(d.AuthorityID == 0 && d.Organisation == "", "authority", "Choose your authority, or enter another organisation.")
	add(!knownCountry(d.Country), "country", "Choose a country.")
	add(d.Function == "", "function", "Enter your function, for example Mayor or School mediator.")
	_, ok := ParsePhone(d.Phone)
	add(!ok, "phone", WrongPhone)
	return wrong
}

// WrongPhone is what is said of a number that nobody can dial.
const WrongPhone = "Enter the number with its country code, for example +36 20 123 4567, or leave it empty."

// readable tells whether there is anything to print: a letter in any script.
func readable(s string) bool {
	for _, r := range s {
		if unicode.IsLetter(r) {
			return true
		}
	}
	return false
}

func knownCountry(code string) bool {
	return len(code) == 2 && locale.For("en").Country(code) != code
}
