package locale

import (
	"database/sql/driver"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Text is one text in several languages: BCP 47 tag to text. In the database it
// is a jsonb object.
type Text map[string]string

// In gives the text in the first of the languages that has it, then in English,
// then in whichever comes first by tag, with the tag it is in, for lang="…".
// A region falls back to its language: "fr-CA" takes "fr" (RFC 4647, 3.4).
// Both are empty when there is no text at all.
func (t Text) In(langs ...string) (text, lang string) {
	for _, want := range append(slices.Clone(langs), source) {
		if lang := t.lookup(want); lang != "" {
			return t[lang], lang
		}
	}
	for _, lang := range slices.Sorted(maps.Keys(t)) {
		if t[lang] != "" {
			return t[lang], lang
		}
	}
	return "", ""
}

// lookup shortens a tag from its end until there is a text for it.
func (t Text) lookup(tag string) string {
	for tag != "" {
		if t[tag] != "" {
			return tag
		}
		cut := max(strings.LastIndexByte(tag, '-'), 0)
		tag = tag[:cut]
	}
	return ""
}

// Scan reads a jsonb column. It implements sql.Scanner.
func (t *Text) Scan(src any) error {
	*t = nil
	switch v := src.(type) {
	case nil:
		return nil
	case []byte:
		return json.Unmarshal(v, t)
	case string:
		return json.Unmarshal([]byte(v), t)
	}
	return fmt.Errorf("locale.Text: cannot read a %T", src)
}

// Value writes a jsonb column; a nil Text is an empty object. It implements
// driver.Valuer.
func (t Text) Value() (driver.Value, error) {
	if t == nil {
		return "{}", nil
	}
	b, err := json.Marshal(map[string]string(t))
	return string(b), err
}
