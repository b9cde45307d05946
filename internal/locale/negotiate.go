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
	for _, list := range []string{chosen, acceptLanguage, eventDefault} {
		if list == "" {
			continue
		}
		if lang := readers.of(list); lang != "" {
			return lang
		}
	}
	return source
}

// readers remembers what lists came to: browsers send few different ones, and
// reading one takes longer than all else that a short answer needs.
var readers = memo{known: map[string]string{}}

// mostKnown bounds the memory that strangers can fill.
const mostKnown = 1000

type memo struct {
	mu    sync.RWMutex
	known map[string]string // a list → the supported language; "" for none
}

func (m *memo) of(list string) string {
	list = list[:min(len(list), maxAccept)]
	m.mu.RLock()
	lang, ok := m.known[list]
	m.mu.RUnlock()
	if ok {
		return lang
	}
	lang, _ = match(tags(list))
	m.mu.Lock()
	defer m.mu.Unlock()
	if len(m.known) >= mostKnown {
		clear(m.known)
	}
	m.known[strings.Clone(list)] = lang
	return lang
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
