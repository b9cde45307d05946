package web

import (
	"fmt"
	"maps"
	"math"
	"strconv"
	"strings"

	"convene/internal/document"
	"convene/internal/fault"
	"convene/internal/registration"
)

// reading takes numbers out of a draft and notes those that are none.
type reading struct{ faults []fault.Field }

// number reads one; an empty field is 0, a comma is as good as a point.
func (r *reading) number(where, typed string) float64 {
	typed = strings.ReplaceAll(strings.TrimSpace(typed), ",", ".")
	if typed == "" {
		return 0
	}
	v, err := strconv.ParseFloat(typed, 64)
	if err != nil || math.IsInf(v, 0) || math.IsNaN(v) {
		r.faults = append(r.faults, fault.Field{Name: where, Message: "Give a number, such as 7.5."})
		return 0
	}
	return v
}

// design reads the draft over what is kept, whose name, logo and colours of roles
// that registrations do not have stay. What is no number is a fault of its field.
func (d *draftDesign) design(kept document.Design) (document.Design, []fault.Field) {
	r := &reading{}
	n := func(field string) float64 { return r.number(field, d.top[field]) }
	whole := func(field string) int {
		v := n(field)
		if v != math.Trunc(v) || math.Abs(v) > 1000 {
			r.faults = append(r.faults, fault.Field{Name: field, Message: "Give a whole number."})
			return 0
		}
		return int(v)
	}
	out := document.Design{Name: kept.Name, Logo: kept.Logo, Fold: d.top["fold"], Safe: n("safe"), Sheet: document.Sheet{
		Width: n("sheet.width"), Height: n("sheet.height"), Columns: whole("sheet.columns"), Rows: whole("sheet.rows"), Left: n("sheet.left"), Top: n("sheet.top"),
		CellWidth: n("sheet.cellWidth"), CellHeight: n("sheet.cellHeight"), GapX: n("sheet.gapX"), GapY: n("sheet.gapY"), CutMarks: d.top["sheet.cutMarks"] != ""}}
	out.Front, out.Back = r.parts("front", d.front), r.parts("back", d.back)
	if out.Bands = maps.Clone(kept.Bands); out.Bands == nil {
		out.Bands = map[string]string{}
	}
	for _, role := range registration.Roles {
		delete(out.Bands, role)
		if colour := d.top["bands."+role]; colour != "" && colour != (document.Design{}).BandColour(role) {
			out.Bands[role] = colour
		}
	}
	return out, r.faults
}

func (r *reading) parts(side string, drafts []draftPart) []document.Part {
	var parts []document.Part
	for i, d := range drafts {
		at := fmt.Sprintf("%s[%d].", side, i)
		n := func(field string) float64 { return r.number(at+field, d.fields[field]) }
		box := func(of string) document.Box {
			return document.Box{X: n(of + ".x"), Y: n(of + ".y"), Width: n(of + ".width"), Height: n(of + ".height")}
		}
		p := document.Part{Kind: d.fields["kind"], Box: box("box"), Largest: n("largest"), Smallest: n("smallest"), Latin: n("latin"),
			Weight: d.fields["weight"], Align: d.fields["align"], Colour: d.fields["colour"]}
		if p.Kind == "code" {
			under := box("under")
			p.Under = &under
		}
		for j, l := range d.lines {
			where := fmt.Sprintf("%slines[%d].", at, j)
			p.Lines = append(p.Lines, document.Line{Show: l["show"], Text: l["text"], Size: r.number(where+"size", l["size"]), Weight: l["weight"],
				Colour: l["colour"], Above: r.number(where+"above", l["above"])})
		}
		parts = append(parts, p)
	}
	return parts
}
