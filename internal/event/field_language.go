package event

import (
	"slices"
	"strings"

	"golang.org/x/text/language"

	"convene/internal/locale"
)

// language is a BCP 47 tag in its usual spelling: "fr", "en-GB", "rom".
func (r *reader) language(n *node) string {
	s := r.text(n)
	if s != "" && !wellTagged(s) {
		r.wrong(n, "must be a language tag such as en, fr or en-GB (BCP 47)")
		return ""
	}
	return s
}

// wellTagged refuses tags that name no language and those of private use: no
// other program would know what they mean.
func wellTagged(s string) bool {
	tag, err := language.Raw.Parse(s)
	return err == nil && tag.String() == s && tag != language.Und && !strings.Contains("-"+s, "-x-")
}

// languages is a list of tags, each once.
func (r *reader) languages(n *node) []string {
	tags := []string{}
	for _, each := range r.list(n) {
		tag := r.language(each)
		if slices.Contains(tags, tag) {
			r.wrong(each, "stands twice")
		} else if tag != "" {
			tags = append(tags, tag)
		}
	}
	return tags
}

// title is a text in several languages; it must be there in the event's own
// language or in English, so that everybody has something to read.
func (r *reader) title(n *node, own string) locale.Text {
	if n == nil {
		return nil
	}
	members, ok := n.value.([]member)
	if !ok {
		r.wrong(n, `must be an object of languages, {"en": "…"}`)
		return nil
	}
	text := locale.Text{}
	for _, m := range members {
		if !wellTagged(m.name) {
			r.wrong(m.value, "stands under no language tag such as en, fr or en-GB (BCP 47)")
		}
		text[m.name] = r.text(m.value)
	}
	_, inOwn := text[own]
	_, inEnglish := text["en"]
	if !inOwn && !inEnglish {
		r.wrong(n, "is neither in the event's default_locale nor in en")
	}
	return text
}
