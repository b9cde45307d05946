package event

import (
	"encoding/json"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"convene/internal/locale"
)

// The longest texts a file may hold, in runes, and the largest number.
const (
	longestCode  = 40
	longestText  = 300
	largestCount = 100_000
)

// object is a JSON object whose fields are asked for by name.
type object struct {
	*reader
	at     *node
	fields map[string]*node
}

// object takes a node for an object and reports every field that is not known.
// Asked for the fields of what is no object, it stays silent: one problem is enough.
func (r *reader) object(n *node, known ...string) *object {
	if n == nil {
		return &object{reader: r}
	}
	members, ok := n.value.([]member)
	if !ok {
		r.wrong(n, "must be an object {…}")
		return &object{reader: r}
	}
	o := &object{reader: r, at: n, fields: map[string]*node{}}
	for _, m := range members {
		if !slices.Contains(known, m.name) {
			r.wrong(m.value, "is not known; known here: %s", strings.Join(known, ", "))
		}
		o.fields[m.name] = m.value
	}
	return o
}

// need gives a field that must be there; nil, and reported, when it is not.
func (o *object) need(name string) *node {
	if o.at != nil && o.fields[name] == nil {
		o.add(o.at.line, join(o.at.path, name), "is missing")
	}
	return o.fields[name]
}

// maybe gives a field that may be left out; nil when it is.
func (o *object) maybe(name string) *node { return o.fields[name] }

// The readers below take a node for one shape of value. A nil node gives the
// zero value and no problem: that the field is missing has been said already.

func (r *reader) list(n *node) []*node {
	if n == nil {
		return nil
	}
	list, ok := n.value.([]*node)
	if !ok {
		r.wrong(n, "must be a list […]")
	}
	return list
}

// text is one line that people read: not empty, NFC, no control characters and
// none that turn the direction of the text around (Unicode TR 9).
func (r *reader) text(n *node) string {
	if n == nil {
		return ""
	}
	s, ok := n.value.(string)
	s = norm.NFC.String(strings.TrimSpace(s))
	switch {
	case !ok:
		r.wrong(n, "must be text in quotes")
	case s == "":
		r.wrong(n, "must not be empty")
	case utf8.RuneCountInString(s) > longestText:
		r.wrong(n, "is longer than %d characters", longestText)
	case strings.ContainsFunc(s, invisible):
		r.wrong(n, "has a line break or another control character in it")
	default:
		return s
	}
	return ""
}

func invisible(c rune) bool {
	return unicode.IsControl(c) || c == '\u2028' || c == '\u2029' ||
		'\u202a' <= c && c <= '\u202e' || '\u2066' <= c && c <= '\u2069'
}

var (
	slugShape = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)
	signShape = regexp.MustCompile(`^[A-Za-z0-9]+(-[A-Za-z0-9]+)*$`)
)

// slug is a name for addresses: small letters, digits and single hyphens.
func (r *reader) slug(n *node) string {
	return r.shaped(n, slugShape, "must be small letters and digits, with single hyphens between")
}

// sign is a short name people see, of a room or a track: "A", "S1".
func (r *reader) sign(n *node) string {
	return r.shaped(n, signShape, "must be letters and digits, with single hyphens between")
}

func (r *reader) shaped(n *node, shape *regexp.Regexp, words string) string {
	s := r.text(n)
	switch {
	case s == "":
		return ""
	case len(s) > longestCode:
		r.wrong(n, "is longer than %d characters", longestCode)
		return ""
	case !shape.MatchString(s):
		r.wrong(n, "%s", words)
		return ""
	}
	return s
}

// choice is one of a few words.
func (r *reader) choice(n *node, words ...string) string {
	s := r.text(n)
	if s != "" && !slices.Contains(words, s) {
		r.wrong(n, "must be one of: %s", strings.Join(words, ", "))
		return ""
	}
	return s
}

// count is a whole number from 0 to largestCount.
func (r *reader) count(n *node) int {
	if n == nil {
		return 0
	}
	number, _ := n.value.(json.Number)
	count, err := strconv.Atoi(number.String())
	if err != nil || count < 0 || count > largestCount {
		r.wrong(n, "must be a whole number from 0 to %d", largestCount)
		return 0
	}
	return count
}

func (r *reader) flag(n *node) bool {
	if n == nil {
		return false
	}
	b, ok := n.value.(bool)
	if !ok {
		r.wrong(n, "must be true or false")
	}
	return b
}

// country is an ISO 3166-1 alpha-2 code.
func (r *reader) country(n *node) string {
	s := r.text(n)
	if s == "" {
		return ""
	}
	if !locale.IsCountry(s) {
		r.wrong(n, "must be a country code of two capital letters (ISO 3166-1)")
		return ""
	}
	return s
}

// zone is an IANA time zone; nil when it is none.
func (r *reader) zone(n *node) *time.Location {
	name := r.text(n)
	if name == "" {
		return nil
	}
	location, err := time.LoadLocation(name)
	if err != nil || name == "Local" || name == "UTC" {
		r.wrong(n, "must be a time zone of a place, such as Europe/Budapest (IANA)")
		return nil
	}
	return location
}
