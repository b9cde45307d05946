package event

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"regexp"
	"sort"
	"strconv"
	"unicode/utf8"
)

const (
	// largestFile is the most that is read of a file, in bytes; two events take 20,000.
	largestFile = 4 << 20
	// deepest is how far values may stand inside each other; the format needs 6.
	deepest = 16
)

// node is one value of a JSON file that still knows where it stands, because
// encoding/json forgets the line of a value and stops at the first wrong one.
type node struct {
	value any // string, json.Number, bool, nil, []*node or []member
	line  int
	path  string
}

type member struct {
	name  string
	value *node
}

// reader turns the text of a file into nodes.
type reader struct {
	report
	lines   []int // offsets at which the lines begin
	decoder *json.Decoder
}

// wrong reports a problem of a node.
func (r *reader) wrong(n *node, format string, args ...any) {
	r.add(n.line, n.path, format, args...)
}

// tree reads a whole file; nil when it is no JSON (RFC 8259), which is then the only problem.
func (r *reader) tree(in io.Reader) *node {
	data, err := io.ReadAll(io.LimitReader(in, largestFile+1))
	switch {
	case err != nil:
		r.add(0, "", "cannot be read: %v", err)
		return nil
	case len(data) > largestFile:
		r.add(0, "", "is larger than %d bytes", largestFile)
		return nil
	}
	data = bytes.TrimPrefix(data, []byte("\ufeff"))
	r.index(data)
	if !r.wellFormed(data) {
		return nil
	}
	r.decoder = json.NewDecoder(bytes.NewReader(data))
	r.decoder.UseNumber()
	return r.next("", 0)
}

// wellFormed checks the whole text first, so that next may trust it.
func (r *reader) wellFormed(data []byte) bool {
	if i := firstInvalid(data); i >= 0 {
		r.add(r.lineAt(i), "", "is not UTF-8")
		return false
	}
	var all json.RawMessage
	err := json.Unmarshal(data, &all)
	if err == nil {
		return true
	}
	line := 0
	if syntax := (*json.SyntaxError)(nil); errors.As(err, &syntax) {
		line = r.lineAt(int(syntax.Offset) - 1)
	}
	r.add(line, "", "is not JSON: %v", err)
	return false
}

// next reads the value that begins at the decoder's place.
func (r *reader) next(path string, depth int) *node {
	n := &node{path: path}
	if depth > deepest {
		var skipped json.RawMessage
		r.decoder.Decode(&skipped) // cannot fail: the text is well formed
		n.line = r.here()
		r.wrong(n, "stands too deep inside other values")
		return n
	}
	token, _ := r.decoder.Token() // cannot fail: the text is well formed
	n.line = r.here()
	switch token {
	case json.Delim('['):
		n.value = r.elements(path, depth+1)
	case json.Delim('{'):
		n.value = r.members(path, depth+1)
	default:
		n.value = token
	}
	return n
}

func (r *reader) elements(path string, depth int) []*node {
	list := []*node{}
	for r.decoder.More() {
		list = append(list, r.next(fmt.Sprintf("%s[%d]", path, len(list)), depth))
	}
	r.decoder.Token() // the closing bracket
	return list
}

// members reads an object. A name that stands twice is a problem: readers
// disagree on which of the two counts.
func (r *reader) members(path string, depth int) []member {
	list := []member{}
	seen := map[string]bool{}
	for r.decoder.More() {
		token, _ := r.decoder.Token()
		name, _ := token.(string)
		value := r.next(join(path, name), depth)
		if seen[name] {
			r.wrong(value, "stands twice")
			continue
		}
		seen[name] = true
		list = append(list, member{name, value})
	}
	r.decoder.Token() // the closing brace
	return list
}

var plainName = regexp.MustCompile(`^[A-Za-z0-9_-]{1,40}$`)

// join adds a name to a path; a name that could be mistaken for something else
// is quoted, a long one cut.
func join(path, name string) string {
	if !plainName.MatchString(name) {
		name = strconv.QuoteToASCII(name)
		name = name[:min(len(name), 40)]
	}
	if path == "" {
		return name
	}
	return path + "." + name
}

// index notes where the lines begin.
func (r *reader) index(data []byte) {
	r.lines = []int{0}
	for i, b := range data {
		if b == '\n' {
			r.lines = append(r.lines, i+1)
		}
	}
}

// here is the line of the last byte that the decoder has read.
func (r *reader) here() int { return r.lineAt(int(r.decoder.InputOffset()) - 1) }

// lineAt gives the line, from 1, of the byte at an offset.
func (r *reader) lineAt(offset int) int {
	return max(1, sort.SearchInts(r.lines, offset+1))
}

func firstInvalid(data []byte) int {
	for i := 0; i < len(data); {
		c, size := utf8.DecodeRune(data[i:])
		if c == utf8.RuneError && size == 1 {
			return i
		}
		i += size
	}
	return -1
}
