package event

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"
)

// spot is one value of a file: its path, and how to put another in its place or
// take it away.
type spot struct {
	path   string
	set    func(value any)
	remove func() // nil in a list
}

func spots(path string, value any) []spot {
	var all []spot
	switch v := value.(type) {
	case map[string]any:
		for name, inner := range v {
			p := join(path, name)
			all = append(all, spot{p, func(x any) { v[name] = x }, func() { delete(v, name) }})
			all = append(all, spots(p, inner)...)
		}
	case []any:
		for i, inner := range v {
			p := fmt.Sprintf("%s[%d]", path, i)
			all = append(all, spot{p, func(x any) { v[i] = x }, nil})
			all = append(all, spots(p, inner)...)
		}
	}
	return all
}

// small is the sample cut down to one event that has a bit of everything.
func small(t *testing.T) map[string]any {
	t.Helper()
	var file map[string]any
	if err := json.Unmarshal(sample(t), &file); err != nil {
		t.Fatal(err)
	}
	budapest, madrid := at(t, file, "events", 0), at(t, file, "events", 1)
	budapest["sessions"] = budapest["sessions"].([]any)[2:4]
	budapest["field_trips"] = budapest["field_trips"].([]any)[:1]
	budapest["partners"], budapest["organisers"] = madrid["partners"], madrid["organisers"]
	file["events"] = []any{budapest}
	return file
}

// mayGo are the fields that may be left out.
func mayGo(path string) bool {
	for _, end := range []string{"note", ".interpretation", ".visa_letter_deadline", ".title.fr", ".title.hu", "sessions[0].capacity"} {
		if strings.HasSuffix(path, end) {
			return true
		}
	}
	return false
}

func parseAgain(t *testing.T, file any) error {
	t.Helper()
	data, err := json.Marshal(file)
	if err != nil {
		t.Fatal(err)
	}
	_, err = ParseFile("f.json", bytes.NewReader(data))
	return err
}

// Every field of the format in turn is taken away or made null: each time the
// file must be refused with that field named.
func TestParseFileMissesEveryFieldByName(t *testing.T) {
	for _, s := range spots("", small(t)) {
		for _, how := range []string{"removed", "null"} {
			file := small(t)
			other := find(t, file, s.path)
			if how == "null" {
				other.set(nil)
			} else if other.remove == nil || mayGo(s.path) {
				continue
			} else {
				other.remove()
			}
			err := parseAgain(t, file)
			var problems Problems
			if !errors.As(err, &problems) || !names(problems, s.path) {
				t.Errorf("%s %s: got %v", s.path, how, err)
			}
		}
	}
}

// names tells whether a problem stands at the path, or says that the title
// around it lacks its language.
func names(problems Problems, path string) bool {
	for _, p := range problems {
		if p.Path == path || p.Path == strings.TrimSuffix(path, ".en") {
			return true
		}
	}
	return false
}

func find(t *testing.T, file any, path string) spot {
	t.Helper()
	for _, s := range spots("", file) {
		if s.path == path {
			return s
		}
	}
	t.Fatalf("no %s", path)
	return spot{}
}
