package mail

import (
	"bytes"
	"strings"
	"unicode"
)

// line makes one line of at most limit runes: valid UTF-8, white space in a row
// as one space, no control, format-breaking or direction-changing characters.
// It is what stands between people's input and header fields.
func line(s string, limit int) string {
	s = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case unicode.IsControl(r) || (r >= '\u202a' && r <= '\u202e') || (r >= '\u2066' && r <= '\u2069'):
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, "\uFFFD"))
	return shorten(strings.Join(strings.Fields(s), " "), limit)
}

// shorten cuts at limit runes and says so with an ellipsis.
func shorten(s string, limit int) string {
	runes := []rune(s)
	if len(runes) <= limit {
		return s
	}
	return strings.TrimSpace(string(runes[:limit-1])) + "…"
}

// withoutNUL takes the escape of U+0000 out of encoded JSON, which PostgreSQL
// keeps in json and cannot read: one such name must not hold up everybody else's letters in
// the desk's batch. An escaped backslash before u0000 is left alone.
func withoutNUL(encoded []byte) []byte {
	nul := []byte(`\u0000`)
	if !bytes.Contains(encoded, nul) {
		return encoded
	}
	out := encoded[:0:0]
	for len(encoded) > 0 {
		switch {
		case bytes.HasPrefix(encoded, nul):
			encoded = encoded[len(nul):]
		case encoded[0] == '\\':
			out, encoded = append(out, encoded[:2]...), encoded[2:]
		default:
			out, encoded = append(out, encoded[0]), encoded[1:]
		}
	}
	return out
}
