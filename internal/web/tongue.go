package web

import (
	"slices"

	"convene/internal/event"
	"convene/internal/locale"
	"convene/internal/registration"
)

func withoutRomani(tags []string) []string {
	return slices.DeleteFunc(slices.Clone(tags), registration.IsRomani)
}

// otherLanguages are the languages of the countries our authorities come from, as
// in the list of countries.
var otherLanguages = []string{"sq", "hy", "bs", "hr", "sr", "bg", "cs", "de", "en", "es", "ca", "eu", "gl", "fi", "sv", "fr", "ka",
	"el", "ga", "hu", "cy", "it", "ro", "ru", "cnr", "mk", "nl", "pl", "pt", "sl", "sk", "tr", "uk"}

// languageOptions offers the event's languages first and all others after them,
// in the order of the reader's language.
func languageOptions(p *locale.Printer, e *event.Event) (ofEvent, others []option) {
	for _, tag := range withoutRomani(e.Locales) {
		ofEvent = append(ofEvent, option{Value: tag, Label: p.Language(tag)})
	}
	for _, tag := range otherLanguages {
		if !slices.Contains(e.Locales, tag) {
			others = append(others, option{Value: tag, Label: p.Language(tag)})
		}
	}
	locale.Sort(p, others, func(o option) string { return o.Label })
	return ofEvent, others
}
