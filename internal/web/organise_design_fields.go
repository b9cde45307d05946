package web

import (
	"fmt"
	"strings"

	"convene/internal/fault"
	"convene/internal/locale"
	"convene/internal/registration"
)

// group is fields that belong together, with what is wrong with them as a whole. ID
// is the place that flaws of a design name.
type group struct {
	ID, Legend, Wrong, Word string
	Texts                   []textField
	Selects                 []choiceField
	Boxes                   []choiceField
	Remove                  string // what the button says to take it away; "" for none
}

// sideView is the front or the back with its parts.
type sideView struct {
	ID, Title, Wrong, Word string
	Parts                  []partView
	Add                    []option // what the buttons say, and their words
}

// partView is one part of a side.
type partView struct {
	ID, Title, Kind string
	Open            bool
	Groups, Lines   []group
	LinesWrong      string
	Remove, AddLine string
}

// summary is what stands above the form: what is wrong, and where.
type summary struct {
	form
	Errors []formError
}

// placed puts what is wrong into words with the place it is at.
func placed(p *locale.Printer, d *draftDesign, faults []fault.Field) []formError {
	errors := newForm(p, nil, faults).Errors()
	for i := range errors {
		if place := designPlace(p, d, errors[i].Name); place != "" {
			errors[i].Text = p.T("%s: %s", place, errors[i].Text)
		}
	}
	return errors
}

// designPlace says where a field of the form is: "Front, Name"; "" for the whole.
func designPlace(p *locale.Printer, d *draftDesign, name string) string {
	for side, word := range map[string]string{"front": p.T("Front"), "back": p.T("Back side")} {
		if !strings.HasPrefix(name, side) {
			continue
		}
		for i, part := range *d.side(side) {
			if strings.HasPrefix(name, fmt.Sprintf("%s[%d]", side, i)) {
				return p.T("%s, %s", word, kindWord(p, part.fields["kind"]))
			}
		}
		return word
	}
	role, isBand := strings.CutPrefix(name, "bands.")
	switch {
	case isBand:
		return p.T("%s, %s", p.T("Colours of roles"), personRole(p, role))
	case strings.HasPrefix(name, "sheet"), name == "safe", name == "fold":
		return p.T("Paper and places")
	case name == "logo":
		return p.T("Logo")
	}
	return ""
}

// fields makes the form from a draft.
func (p *designPage) fields(d *draftDesign, open string) {
	p.Sheet = p.group("sheet", p.T("Paper and places"))
	words := []string{p.T("Width of the paper (mm)"), p.T("Height of the paper (mm)"), p.T("Badges beside each other"), p.T("Badges below each other"), p.T("Margin at the left (mm)"),
		p.T("Margin at the top (mm)"), p.T("Width of a place (mm)"), p.T("Height of a place (mm)"), p.T("Gap between columns (mm)"), p.T("Gap between rows (mm)"), p.T("Free along the edges of a badge (mm)")}
	for i, name := range sheetNumbers {
		p.Sheet.Texts = append(p.Sheet.Texts, p.number(name, words[i]))
	}
	p.Sheet.Selects = []choiceField{p.Form.Select("fold", p.T("Fold"), "", "off", []option{{Label: p.T("Not folded")}, {Value: "side", Label: p.T("Two badges wide, folded in the middle")}})}
	p.Sheet.Boxes = []choiceField{p.Form.Boxes("sheet.cutMarks", p.T("Marks"), "", []option{{Value: "yes", Label: p.T("Print marks for cutting")}})}
	p.Bands = p.group("bands", p.T("Colours of roles"))
	for _, role := range registration.Roles {
		p.Bands.Texts = append(p.Bands.Texts, p.colour("bands."+role, personRole(p.Printer, role)))
	}
	p.LogoWrong = p.Form.Error("logo")
	p.Sides = []sideView{p.sideOf(d, "front", p.T("Front"), open), p.sideOf(d, "back", p.T("Back side"), open)}
}

func (p *designPage) group(id, legend string) group {
	return group{ID: id, Legend: legend, Wrong: p.Form.Error(id), Word: p.Form.Word()}
}

func (p *designPage) number(name, label string) textField {
	t := p.Form.Text(name, label, "", "off")
	t.Inputmode, t.Narrow, t.MaxLength = "decimal", true, 12
	return t
}

func (p *designPage) colour(name, label string) textField {
	t := p.Form.Text(name, label, "", "off")
	t.Type, t.Narrow = "color", true
	return t
}

func (p *designPage) sideOf(d *draftDesign, side, title, open string) sideView {
	v := sideView{ID: side, Title: title, Wrong: p.Form.Error(side), Word: p.Form.Word()}
	for i, part := range *d.side(side) {
		v.Parts = append(v.Parts, p.part(side, i, part, open))
	}
	for _, kind := range partKinds {
		v.Add = append(v.Add, option{Value: "add:" + side + ":" + kind, Label: kindWord(p.Printer, kind)})
	}
	return v
}

// part shows what counts for its kind.
func (p *designPage) part(side string, i int, d draftPart, open string) partView {
	kind := d.fields["kind"]
	v := partView{ID: fmt.Sprintf("%s[%d]", side, i), Kind: kind, Title: kindWord(p.Printer, kind), Remove: fmt.Sprintf("remove:%s:%d", side, i)}
	if kind == "text" && len(d.lines) > 0 {
		v.Title = p.T("%s: %s", v.Title, showWord(p.Printer, d.lines[0]["show"]))
	}
	v.Groups = []group{p.box(v.ID+".box", p.T("Place, from the top left corner"))}
	if kind == "code" {
		v.Groups = append(v.Groups, p.box(v.ID+".under", p.T("Place of the same code in letters")))
	}
	v.Groups = append(v.Groups, p.look(v.ID, kind))
	if kind == "event" || kind == "text" {
		v.LinesWrong, v.AddLine = p.Form.Error(v.ID+".lines"), fmt.Sprintf("add-line:%s:%d", side, i)
		for j := range d.lines {
			line := p.line(fmt.Sprintf("%s.lines[%d]", v.ID, j), j)
			line.Remove = fmt.Sprintf("remove-line:%s:%d:%d", side, i, j)
			v.Lines = append(v.Lines, line)
		}
	}
	v.Open = v.ID == open || p.Form.wrongUnder(v.ID)
	return v
}

func (p *designPage) box(id, legend string) group {
	g := p.group(id, legend)
	g.Texts = []textField{p.number(id+".x", p.T("From the left (mm)")), p.number(id+".y", p.T("From the top (mm)")), p.number(id+".width", p.T("Width (mm)")), p.number(id+".height", p.T("Height (mm)"))}
	return g
}

// look is the letters of a part, their colour and where they stand.
func (p *designPage) look(id, kind string) group {
	g := p.group(id+".kind", p.T("Letters"))
	switch kind {
	case "name":
		g.Texts = []textField{p.number(id+".largest", p.T("Largest (points)")), p.number(id+".smallest", p.T("Smallest (points)")),
			p.number(id+".latin", p.T("Latin spelling, largest (points)")), p.colour(id+".colour", p.T("Colour"))}
		g.Selects = []choiceField{p.weight(id), p.align(id)}
	case "event":
		g.Texts = []textField{p.number(id+".smallest", p.T("Smallest (points)")), p.colour(id+".colour", p.T("Colour of the bar"))}
	case "text":
		g.Texts = []textField{p.number(id+".smallest", p.T("Smallest (points)"))}
		g.Selects = []choiceField{p.align(id)}
	case "role", "programme", "bus":
		g.Texts = []textField{p.number(id+".largest", p.T("Largest (points)")), p.number(id+".smallest", p.T("Smallest (points)"))}
	default:
		g.Legend, g.Selects = p.T("Where it stands in its place"), []choiceField{p.align(id)}
	}
	return g
}

func (p *designPage) line(id string, i int) group {
	g := p.group(id, p.T("Line %d", i+1))
	g.Texts = []textField{p.Form.Text(id+".text", p.T("Words, for “the same words on all badges”"), "", "off"), p.number(id+".size", p.T("Size (points)")),
		p.number(id+".above", p.T("Space above (mm)")), p.colour(id+".colour", p.T("Colour"))}
	var shows []option
	for _, show := range lineShows {
		shows = append(shows, option{Value: show, Label: showWord(p.Printer, show)})
	}
	g.Selects = []choiceField{p.Form.Select(id+".show", p.T("What stands there"), "", "off", shows), p.weight(id)}
	return g
}

func (p *designPage) weight(id string) choiceField {
	return p.Form.Select(id+".weight", p.T("Weight"), "", "off", []option{{Label: p.T("Regular")}, {Value: "bold", Label: p.T("Bold")}})
}

func (p *designPage) align(id string) choiceField {
	return p.Form.Select(id+".align", p.T("Alignment"), "", "off", []option{{Label: p.T("Left")}, {Value: "centre", Label: p.T("Centre")}, {Value: "right", Label: p.T("Right")}})
}

// lineShows are what a line can show, in the order they are offered.
var lineShows = []string{"event", "dates", "function", "body", "country", "role", "text"}

func showWord(p *locale.Printer, show string) string {
	switch show {
	case "event":
		return p.T("Title of the event")
	case "dates":
		return p.T("City and dates")
	case "function":
		return p.T("Function")
	case "body":
		return p.T("Authority or organisation")
	case "country":
		return p.T("Country")
	case "role":
		return p.T("Role")
	}
	return p.T("The same words on all badges")
}

func kindWord(p *locale.Printer, kind string) string {
	switch kind {
	case "event":
		return p.T("Event")
	case "name":
		return p.T("Name")
	case "role":
		return p.T("Band of the role")
	case "code":
		return p.T("Code to scan")
	case "logo":
		return p.T("Logo")
	case "programme":
		return p.T("Their own programme")
	case "bus":
		return p.T("Their field trip")
	}
	return p.T("Text")
}
