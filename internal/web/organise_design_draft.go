package web

import (
	"cmp"
	"fmt"
	"net/url"
	"slices"
	"strconv"

	"convene/internal/document"
	"convene/internal/registration"
)

// draftDesign is a design as it stands in a form: every value as it was typed, so
// that nothing is lost while it is no number yet. Fields are named as in the JSON,
// which is how Flaws name them: "sheet.width", "front[2].box.x".
type draftDesign struct {
	top         map[string]string
	front, back []draftPart
}

// draftPart is one part, its fields named from the part on: "box.x".
type draftPart struct {
	fields map[string]string
	lines  []map[string]string
}

// What a form has at most; the check of designs allows fewer.
const (
	maxDraftParts = 30
	maxDraftLines = 15
)

// The fields of a design, of a part and of a line, and those of them that are
// numbers.
var (
	sheetNumbers = []string{"sheet.width", "sheet.height", "sheet.columns", "sheet.rows", "sheet.left", "sheet.top", "sheet.cellWidth", "sheet.cellHeight", "sheet.gapX", "sheet.gapY", "safe"}
	boxNumbers   = []string{"box.x", "box.y", "box.width", "box.height"}
	underNumbers = []string{"under.x", "under.y", "under.width", "under.height"}
	partFields   = slices.Concat([]string{"kind", "largest", "smallest", "latin", "weight", "align", "colour"}, boxNumbers, underNumbers)
	lineFields   = []string{"show", "text", "size", "weight", "colour", "above"}
)

// readDraft takes the fields of a form.
func readDraft(v url.Values) draftDesign {
	d := draftDesign{top: map[string]string{}, front: readDraftSide(v, "front"), back: readDraftSide(v, "back")}
	for _, name := range slices.Concat(sheetNumbers, []string{"sheet.cutMarks", "fold"}) {
		d.top[name] = v.Get(name)
	}
	for _, role := range registration.Roles {
		d.top["bands."+role] = v.Get("bands." + role)
	}
	return d
}

func readDraftSide(v url.Values, side string) []draftPart {
	var parts []draftPart
	for i := range maxDraftParts {
		at := fmt.Sprintf("%s[%d].", side, i)
		if !v.Has(at + "kind") {
			break
		}
		p := draftPart{fields: map[string]string{}}
		for _, name := range partFields {
			p.fields[name] = v.Get(at + name)
		}
		for j := range maxDraftLines {
			line := fmt.Sprintf("%slines[%d].", at, j)
			if !v.Has(line + "show") {
				break
			}
			fields := map[string]string{}
			for _, name := range lineFields {
				fields[name] = v.Get(line + name)
			}
			p.lines = append(p.lines, fields)
		}
		parts = append(parts, p)
	}
	return parts
}

// values are the fields of the form.
func (d *draftDesign) values() url.Values {
	v := url.Values{}
	for name, value := range d.top {
		v.Set(name, value)
	}
	for _, side := range draftSides {
		for i, p := range *d.side(side) {
			at := fmt.Sprintf("%s[%d].", side, i)
			for name, value := range p.fields {
				v.Set(at+name, value)
			}
			for j, line := range p.lines {
				for name, value := range line {
					v.Set(fmt.Sprintf("%slines[%d].%s", at, j, name), value)
				}
			}
		}
	}
	return v
}

var draftSides = []string{"front", "back"}

func (d *draftDesign) side(name string) *[]draftPart {
	if name == "back" {
		return &d.back
	}
	return &d.front
}

// draftOf is the form of a design.
func draftOf(design document.Design) draftDesign {
	s := design.Sheet
	d := draftDesign{top: map[string]string{"fold": design.Fold, "safe": decimal(design.Safe), "sheet.columns": strconv.Itoa(s.Columns), "sheet.rows": strconv.Itoa(s.Rows)},
		front: draftParts(design.Front), back: draftParts(design.Back)}
	for name, v := range map[string]float64{"width": s.Width, "height": s.Height, "left": s.Left, "top": s.Top, "cellWidth": s.CellWidth, "cellHeight": s.CellHeight, "gapX": s.GapX, "gapY": s.GapY} {
		d.top["sheet."+name] = decimal(v)
	}
	if s.CutMarks {
		d.top["sheet.cutMarks"] = "yes"
	}
	for _, role := range registration.Roles {
		d.top["bands."+role] = design.BandColour(role)
	}
	return d
}

func draftParts(parts []document.Part) []draftPart {
	list := make([]draftPart, len(parts))
	for i, p := range parts {
		f := map[string]string{"kind": p.Kind, "largest": decimal(p.Largest), "smallest": decimal(p.Smallest), "latin": decimal(p.Latin),
			"weight": p.Weight, "align": p.Align, "colour": cmp.Or(p.Colour, inkOf(p.Kind))}
		draftBox(f, "box.", p.Box)
		if p.Under != nil {
			draftBox(f, "under.", *p.Under)
		}
		list[i].fields = f
		for _, l := range p.Lines {
			list[i].lines = append(list[i].lines, map[string]string{"show": l.Show, "text": l.Text, "size": decimal(l.Size), "weight": l.Weight, "colour": cmp.Or(l.Colour, inkOf("text")), "above": decimal(l.Above)})
		}
	}
	return list
}

// inkOf is the colour of a part whose design names none: a field for colours cannot
// be empty.
func inkOf(kind string) string {
	if kind == "event" {
		return "#1f3a6e"
	}
	return "#121721"
}

func draftBox(fields map[string]string, at string, b document.Box) {
	fields[at+"x"], fields[at+"y"], fields[at+"width"], fields[at+"height"] = decimal(b.X), decimal(b.Y), decimal(b.Width), decimal(b.Height)
}

// decimal writes a number as it is typed.
func decimal(v float64) string { return strconv.FormatFloat(v, 'f', -1, 64) }
