package web

import (
	"fmt"
	"slices"
	"strings"

	"convene/internal/document"
)

// partKinds are the parts that a badge can be given, in the order they are offered.
var partKinds = []string{"event", "name", "text", "role", "code", "logo", "programme", "bus"}

// change adds or takes away what a button of the form says: "add:front:text",
// "remove:front:2", "add-line:front:2", "remove-line:front:2:1". It gives the part
// to show open, "" for none; false when the button is another one.
func (d *draftDesign) change(button string, safe float64) (open string, changed bool) {
	deed, rest, _ := strings.Cut(button, ":")
	words := append(strings.Split(rest, ":"), "", "", "")
	if !slices.Contains(draftSides, words[0]) {
		return "", false
	}
	parts := d.side(words[0])
	if deed == "add" {
		if !slices.Contains(partKinds, words[1]) || len(*parts) >= maxDraftParts {
			return "", false
		}
		*parts = append(*parts, newPart(words[1], safe))
		return fmt.Sprintf("%s[%d]", words[0], len(*parts)-1), true
	}
	i := index(words[1], len(*parts))
	if i < 0 {
		return "", false
	}
	open = fmt.Sprintf("%s[%d]", words[0], i)
	lines := &(*parts)[i].lines
	switch j := index(words[2], len(*lines)); {
	case deed == "remove":
		*parts = slices.Delete(*parts, i, i+1)
		return "", true
	case deed == "add-line" && len(*lines) < maxDraftLines:
		*lines = append(*lines, newLine("text"))
	case deed == "remove-line" && j >= 0:
		*lines = slices.Delete(*lines, j, j+1)
	default:
		return "", false
	}
	return open, true
}

// index reads a place in a list of n; -1 for none.
func index(s string, n int) int {
	for i := range n {
		if s == fmt.Sprint(i) {
			return i
		}
	}
	return -1
}

// newPart is a part of a kind at the top left corner of a badge, of a size it fits.
func newPart(kind string, safe float64) draftPart {
	size := map[string][2]float64{"code": {26, 26}, "name": {60, 20}, "role": {40, 7}, "logo": {20, 10}}[kind]
	if size[0] == 0 {
		size = [2]float64{60, 12}
	}
	p := draftPart{fields: map[string]string{"kind": kind, "largest": "12", "smallest": "5", "latin": "10", "colour": inkOf(kind)}}
	draftBox(p.fields, "box.", document.Box{X: safe, Y: safe, Width: size[0], Height: size[1]})
	if kind == "code" {
		draftBox(p.fields, "under.", document.Box{X: safe, Y: safe + size[1], Width: 40, Height: 5})
	}
	switch kind {
	case "event":
		p.lines = []map[string]string{newLine("event"), newLine("dates")}
	case "text":
		p.lines = []map[string]string{newLine("text")}
	case "name":
		p.fields["largest"] = "30"
	}
	return p
}

func newLine(show string) map[string]string {
	return map[string]string{"show": show, "size": "9", "colour": inkOf("text"), "above": "0.5"}
}
