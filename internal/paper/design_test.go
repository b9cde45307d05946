package paper

import (
	"errors"
	"strings"
	"testing"

	"convene/internal/document"
	"convene/internal/fault"
	"convene/internal/registration"
)

func TestNamesOfDesigns(t *testing.T) {
	t.Parallel()
	for typed, want := range map[string]string{
		"Our badges": "our-badges", "  Séminaire: Ниш!  ": "seminaire-nis", "a7-eight": "a7-eight", "…": "", "ﷺ": "",
		strings.Repeat("long ", 20): "long-long-long-long-long-long-long-long",
	} {
		if got := DesignName(typed); got != want {
			t.Errorf("%q is %q, want %q", typed, got, want)
		}
	}
}

func TestOwnDesignsAreKeptAndChosen(t *testing.T) {
	t.Parallel()
	db, id := seminar(t, delegates...)
	d, _ := document.DesignNamed("a6-portrait")
	d.Name, d.Bands = "ours", map[string]string{"press": "#5a0000"}
	if err := AddDesign(t.Context(), db, id, d, now, 0); err != nil {
		t.Fatal(err)
	}
	if err := AddDesign(t.Context(), db, id, d, now, 0); !fault.Is(err, fault.Invalid) {
		t.Errorf("a name twice: %v", err)
	}
	d.Safe = 4
	if err := SaveDesign(t.Context(), db, id, d, now, 0); err != nil {
		t.Fatal(err)
	}
	got, err := DesignNamed(t.Context(), db, id, "ours")
	if err != nil || !got.Own || got.Safe != 4 || got.Bands["press"] != "#5a0000" || len(got.Back) != len(d.Back) {
		t.Errorf("it comes back as %+v, %v", got, err)
	}
	if _, err := DesignNamed(t.Context(), db, id+1, "ours"); !fault.Is(err, fault.NotFound) {
		t.Errorf("another event has it: %v", err)
	}
	if err := SaveChoice(t.Context(), db.DB, id, Choice{"": "ours", registration.Press: "label-60x90"}); err != nil {
		t.Fatal(err)
	}
	if err := SaveChoice(t.Context(), db.DB, id, Choice{"": "theirs"}); !fault.Is(err, fault.Invalid) {
		t.Errorf("a design that is not there: %v", err)
	}
	c, err := ChoiceOf(t.Context(), db, id)
	if err != nil || c.Of(registration.Staff) != "ours" || c.Of(registration.Press) != "label-60x90" {
		t.Errorf("the choice is %v, %v", c, err)
	}
	if err := DeleteDesign(t.Context(), db.DB, id, "ours"); err != nil {
		t.Fatal(err)
	}
	if c, err = ChoiceOf(t.Context(), db, id); err != nil || c.Of(registration.Staff) != "a7-eight" || c.Of(registration.Press) != "label-60x90" {
		t.Errorf("without it the choice is %v, %v", c, err)
	}
	if err := DeleteDesign(t.Context(), db.DB, id, "ours"); !fault.Is(err, fault.NotFound) {
		t.Errorf("deleted twice: %v", err)
	}
}

func TestABadDesignIsNeverKept(t *testing.T) {
	t.Parallel()
	db, id := seminar(t)
	good, _ := document.DesignNamed("a6-portrait")
	for what, change := range map[string]func(*document.Design){
		"name":                   func(d *document.Design) { d.Name = "a6-portrait" },
		"name ":                  func(d *document.Design) { d.Name = "Our Badges" },
		"sheet":                  func(d *document.Design) { d.Sheet.Left = 150 },
		"front[0].lines[0].size": func(d *document.Design) { d.Front[0].Lines[0].Size = 900 },
	} {
		d := good
		d.Name, d.Front = "ours", append([]document.Part{}, good.Front...)
		d.Front[0].Lines = append([]document.Line{}, good.Front[0].Lines...)
		change(&d)
		err := AddDesign(t.Context(), db, id, d, now, 0)
		if f := fault.As(err); f == nil || f.Kind != fault.Invalid || len(f.Fields) == 0 || f.Fields[0].Name != strings.TrimSpace(what) {
			t.Errorf("%s: %v", what, err)
		}
	}
	if own, err := Designs(t.Context(), db, id); err != nil || len(own) != len(document.Designs()) {
		t.Errorf("%d designs, %v", len(own), err)
	}
}

func TestPreviewsAreOfDifficultPeople(t *testing.T) {
	t.Parallel()
	db, id := seminar(t)
	d, _ := document.DesignNamed("label-90x54")
	previews, warnings, err := PreviewDesign(t.Context(), db, request(id, "", "fr"), d)
	if err != nil || len(previews) != 3 {
		t.Fatalf("%d previews, %v", len(previews), err)
	}
	if !strings.Contains(string(previews[1].Front), "Παπαδόπουλος") || !strings.Contains(string(previews[2].Front), `direction="rtl"`) ||
		!strings.Contains(string(previews[0].Back), "Mediators (fr)") {
		t.Errorf("they show %s", previews[1].Front)
	}
	if len(warnings) == 0 {
		t.Error("a name of seventy letters fits everywhere?")
	}
	d.Front = nil
	if _, _, err := PreviewDesign(t.Context(), db, request(id, "", "en"), d); !errors.As(err, &document.Flaws{}) {
		t.Errorf("a broken design: %v", err)
	}
}
