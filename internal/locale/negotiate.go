package locale

import (
	"strings"
	"sync"

	"golang.org/x/text/language"
)

var matcher = sync.OnceValue(func() language.Matcher {
	tags := []language.Tag{}
	for _, lang := range supported() {
		tags = append(tags, language.Make(lang))
	}
	return language.NewMatcher(tags)
})

// Negotiate gives the supported language to speak to somebody: the one they
// chose, else the best of their Accept-Language header (RFC 9110, 12.5.4), else
// the event's own, else English. What cannot be read counts as not said.
func Negotiate(chosen, acceptLanguage, eventDefault string) string {
	for _, wanted := range [][]language.Tag{tags(chosen), tags(acceptLanguage), tags(eventDefault)} {
		if lang, ok := match(wanted); ok {
			return lang
		}
	}
	return source
}

// match finds the first wanted language that is supported: RFC 4647 lookup, with
// CLDR's knowledge of who reads what ("fr-CA" and Breton readers read French).
// Where CLDR is not sure, the next thing the person said is the better guess.
func match(wanted []language.Tag) (string, bool) {
	for _, tag := range wanted {
		if _, i, sure := matcher().Match(tag); sure >= language.High {
			return supported()[i], true
		}
	}
	return "", false
}

// maxAccept bounds what is read of a header: people name a handful of languages.
const maxAccept = 500

// tags reads a list of language ranges with weights, best first. One range that
// cannot be read does not spoil the others.
func tags(list string) []language.Tag {
	list = list[:min(len(list), maxAccept)]
	if good, _, err := language.ParseAcceptLanguage(list); err == nil {
		return good
	}
	readable := []string{}
	for part := range strings.SplitSeq(list, ",") {
		if _, _, err := language.ParseAcceptLanguage(part); err == nil {
			readable = append(readable, part)
		}
	}
	good, _, _ := language.ParseAcceptLanguage(strings.Join(readable, ","))
	return good
}

// Tag gives the canonical form of a BCP 47 language tag (RFC 5646). Tags that
// name no language anybody else could understand are not ok: "und", private
// use ("x-…", "fr-x-…", "qaa" to "qtz").
func Tag(s string) (string, bool) {
	tag, err := language.Parse(s)
	if err != nil {
		return "", false
	}
	base, _, _ := tag.Raw()
	if _, private := tag.Extension('x'); private || base.IsPrivateUse() || base == undetermined {
		return "", false
	}
	return tag.String(), true
}

var undetermined, _, _ = language.Und.Raw()
