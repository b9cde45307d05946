package document

import (
	"encoding/json"
	"errors"
	"math"
	"strings"
	"testing"
)

// Each mistake is told where it is and what it is, in words for an organiser.
func TestDesignMistakesAreNamed(t *testing.T) {
	cases := []struct{ old, new, where, problem string }{
		{`"columns": 2`, `"columns": 3`, "sheet", "reach over the edge"},
		{`"columns": 2`, `"columns": 0`, "sheet.columns", "between 1 and 10"},
		{`"columns": 2`, `"columns": "two"`, "sheet.columns", "A string cannot stand here"},
		{`"columns": 2`, `"colums": 2`, "", `No design has the field "colums"`},
		{`"largest": 34`, `"largest": 4`, "front[1].largest", "between 5 and 200"},
		{`"weight": "bold", "colour": "#121721"`, `"weight": "heavy"`, "front[1].weight", "regular bold"},
		{`"latin": 13, "weight": "bold", "colour": "#121721"`, `"latin": 13, "colour": "#777777"`, "front[1].colour", "too pale"},
		{`"latin": 13, "weight": "bold", "colour": "#121721"`, `"latin": 13, "colour": "red"`, "front[1].colour", "like #1f3a6e"},
		{`"x": 76.7`, `"x": 80`, "front[4].box", "must be on the badge"},
		{`"width": 25.4, "height": 25.4`, `"width": 24, "height": 24`, "front[4].box", "at least 25 mm"},
		{`"x": 6, "y": 39.6, "width": 67`, `"x": 6, "y": 39.6, "width": 80`, "front[2].box", "stands on the code"},
		{`"x": 6, "y": 13, "width": 93`, `"x": 6, "y": 13, "width": 9`, "front[1].box", "too small: it needs 20 × 8 mm"},
		{`"x": 6, "y": 39.6, "width": 67`, `"x": 2, "y": 39.6, "width": 67`, "front[2].box", "at least 5 mm from its edges"},
		{`"kind": "name"`, `"kind": "logo"`, "front", "kind “name”"},
		{`"kind": "role"`, `"kind": "roll"`, "front[3].kind", "event name text role"},
		{`"show": "dates"`, `"show": "date"`, "front[0].lines[1].show", "event dates function"},
		{`"safe": 5,`, `"safe": 5, "fold": "top",`, "fold", "side"},
		{`"safe": 5,`, `"safe": 5, "bands": {"press": "#ffcc00"},`, "bands.press", "too pale"},
		{`"safe": 5,`, `"safe": 5, "logo": "aGVsbG8=",`, "logo", "PNG or JPEG"},
		{`"safe": 5,`, `"safe": 5, "logo": "?",`, "", "broken logo"},
		{`"safe": 5,`, `"safe": 5, "safe": 4,`, "", "The field safe stands there twice"},
		{`"gapX": 0`, `"gapX": 0, "gapx": 5`, "", "The field gapx stands there twice"},
		{`"safe": 5,`, `"safe": 5;`, "", "no JSON from character"},
	}
	file, err := designFiles.ReadFile("designs/a7-eight.json")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range cases {
		if !strings.Contains(string(file), c.old) {
			t.Errorf("%s is not in the design", c.old)
		}
		_, err := ParseDesign([]byte(strings.Replace(string(file), c.old, c.new, 1)))
		var flaws Flaws
		if !errors.As(err, &flaws) || flaws[0].Where != c.where || !strings.Contains(err.Error(), c.problem) {
			t.Errorf("%s: %v", c.new, err)
		}
	}
	for what, text := range map[string]string{"ends too early": string(file[:200]), "no JSON": "", "follows after the end": string(file) + "{}", "longer than": strings.Repeat(" ", maxDesign+1)} {
		if _, err := ParseDesign([]byte(text)); err == nil || !strings.Contains(err.Error(), what) && !strings.Contains(err.Error(), "ends too early") {
			t.Errorf("%s: %v", what, err)
		}
	}
}

// A design made in code is checked like one from a file.
func TestUnprintableDesignsAreRefused(t *testing.T) {
	d := defaultDesign
	d.Sheet.Left = math.NaN()
	if _, err := Badges(nil, BadgeSheet{Design: &d}); err == nil || !strings.Contains(err.Error(), "sheet.left: This must be between 0 and 210.") {
		t.Error(err)
	}
	if _, err := Badges(nil, BadgeSheet{Design: &Design{}}); err == nil {
		t.Error("an empty design was taken")
	}
}

// What an editor writes is read back as it was.
func TestDesignsSurviveJSON(t *testing.T) {
	for _, d := range Designs() {
		d.Logo = sampleLogo(t, "png", 20, 20)
		file, err := json.Marshal(d)
		if err != nil {
			t.Fatal(err)
		}
		again, err := ParseDesign(file)
		if err != nil {
			t.Fatal(err)
		}
		if second, _ := json.Marshal(again); string(second) != string(file) {
			t.Errorf("%s became %s", file, second)
		}
	}
	if _, ok := DesignNamed("a6-portrait"); !ok {
		t.Error("there is no a6-portrait")
	}
	if _, ok := DesignNamed("a0"); ok {
		t.Error("there is an a0")
	}
	if d, _ := DesignNamed("a6-butterfly"); d.OneSided().Back != nil || d.Back == nil {
		t.Error("one side has a back")
	}
}
