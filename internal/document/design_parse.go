package document

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
)

// maxDesign is the longest design in bytes of JSON, its logo included.
const maxDesign = 1 << 20

// Flaw is one thing that is wrong with a design. Where says at which field, as
// in JSON ("front[2].box"), "" for the whole. Problem is an English sentence and
// the key of its translation, a fmt format for Args.
type Flaw struct {
	Where   string
	Problem string
	Args    []any
}

// Flaws is everything that is wrong with a design, in its order.
type Flaws []Flaw

// Error gives the flaws in English, for logs and the command line.
func (f Flaws) Error() string {
	all := make([]string, len(f))
	for i, flaw := range f {
		all[i] = strings.TrimPrefix(flaw.Where+": ", ": ") + fmt.Sprintf(flaw.Problem, flaw.Args...)
	}
	return "badge design: " + strings.Join(all, " ")
}

// ParseDesign reads a design from JSON (RFC 8259) and checks that badges can be
// printed by it. The error is Flaws. A field that no design has is a flaw too:
// it is a misspelling, and what was meant would silently not be printed.
func ParseDesign(file []byte) (Design, error) {
	var d Design
	if len(file) > maxDesign {
		return d, wrong("The design is longer than %d bytes.", maxDesign)
	}
	in := json.NewDecoder(bytes.NewReader(file))
	in.DisallowUnknownFields()
	if err := in.Decode(&d); err != nil {
		return Design{}, unreadable(err)
	}
	if _, err := in.Token(); !errors.Is(err, io.EOF) {
		return Design{}, wrong("Something follows after the end of the design.")
	}
	if field := repeated(file); field != "" {
		return Design{}, wrong("The field %s stands there twice.", field)
	}
	if flaws := d.Check(); flaws != nil {
		return Design{}, flaws
	}
	return d, nil
}

// repeated finds a field that an object has twice, in capitals or not: the
// decoder takes the last and forgets the first. The JSON has been read once and
// is sound.
func repeated(file []byte) string {
	type level struct {
		seen map[string]bool // nil in an array
		key  bool            // a field's name comes next
	}
	levels := []level{{}}
	for in := json.NewDecoder(bytes.NewReader(file)); ; {
		token, err := in.Token()
		if err != nil {
			return ""
		}
		at := &levels[len(levels)-1]
		switch token {
		case json.Delim('{'):
			levels = append(levels, level{map[string]bool{}, true})
			continue
		case json.Delim('['):
			levels = append(levels, level{})
			continue
		case json.Delim('}'), json.Delim(']'):
			levels = levels[:len(levels)-1]
			at = &levels[len(levels)-1]
		default:
			if at.key {
				name := token.(string)
				if at.seen[strings.ToLower(name)] {
					return name
				}
				at.seen[strings.ToLower(name)], at.key = true, false
				continue
			}
		}
		at.key = at.seen != nil // the value has ended
	}
}

func wrong(problem string, args ...any) Flaws { return wrongAt("", problem, args...) }

func wrongAt(where, problem string, args ...any) Flaws {
	return Flaws{{Where: where, Problem: problem, Args: args}}
}

// unreadable says what the decoder stumbled over, where it can.
func unreadable(err error) Flaws {
	var kind *json.UnmarshalTypeError
	var syntax *json.SyntaxError
	switch {
	case errors.As(err, &kind):
		return wrongAt(kind.Field, "A %s cannot stand here.", kind.Value)
	case errors.As(err, &syntax):
		return wrong("The design is no JSON from character %d on.", syntax.Offset)
	case strings.Contains(err.Error(), "unknown field"):
		return wrong("No design has the field %s.", strings.TrimPrefix(err.Error(), "json: unknown field "))
	}
	return wrong("The design ends too early or holds a broken logo.")
}
