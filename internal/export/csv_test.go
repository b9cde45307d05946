package export

import (
	"bytes"
	"encoding/csv"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"convene/internal/locale"
)

// A spreadsheet must see no formula, and a name must stay readable.
func TestGuard(t *testing.T) {
	for cell, want := range map[string]string{
		"":                                     "",
		"Mayor":                                "Mayor",
		"'t Hart":                              "'t Hart",
		"'s-Hertogenbosch":                     "'s-Hertogenbosch",
		"Anne-Laure + Co":                      "Anne-Laure + Co",
		"x@example.org":                        "x@example.org",
		`=HYPERLINK("http://x.example","a")`:   `'=HYPERLINK("http://x.example","a")`,
		"+37360000000":                         "'+37360000000",
		"-1":                                   "'-1",
		"@SUM(A1)":                             "'@SUM(A1)",
		"\t=1":                                 "'\t'=1",
		"\r=1":                                 "'\r=1",
		"\x00=1":                               "'\x00=1",
		"＝1+1":                                 "'＝1+1",
		" =1":                                  " '=1",
		"Mayor;=1+1":                           "Mayor;'=1+1",
		`Mayor, "=1+1"`:                        `Mayor, "'=1+1"`,
		"Mayor;@x;-2":                          "Mayor;'@x;'-2",
		"Mayor, city of A=B; district 4 (a-b)": "Mayor, city of A=B; district 4 (a-b)",
	} {
		if got := guard(cell); got != want {
			t.Errorf("guard(%q) = %q, want %q", cell, got, want)
		}
	}
}

// The plain profile gives back every value exactly, also one with line breaks,
// quotes or a formula; only the reader's own folding of CR LF is left out.
func TestPlainCSVIsExact(t *testing.T) {
	cell := rapid.StringMatching(`[a-zÀ-ž'=+@\-"; ,\t\n]{0,12}`)
	rapid.Check(t, func(t *rapid.T) {
		row := []string{"id", cell.Draw(t, "first"), cell.Draw(t, "second")}
		body, err := writeCSV(&sheet{columns: []column{{key: "a"}, {key: "b"}, {key: "c"}}, rows: [][]string{row}})
		if err != nil {
			t.Fatal(err)
		}
		read, err := csv.NewReader(bytes.NewReader(body)).ReadAll()
		if err != nil || len(read) != 2 || !slices.Equal(read[1], row) {
			t.Fatalf("wrote %q, read %q (%v)", row, read, err)
		}
	})
}

// Whatever separator the spreadsheet splits at, no piece begins like a formula.
func TestGuardHoldsForOtherSeparators(t *testing.T) {
	cell := rapid.StringMatching(`[a=+@\-"';, \t]{0,16}`)
	rapid.Check(t, func(t *rapid.T) {
		var b bytes.Buffer
		writeLine(&b, []string{guard(cell.Draw(t, "cell")), "x"}, ',')
		for _, comma := range []byte{',', ';', '\t'} {
			for piece := range bytes.SplitSeq(b.Bytes(), []byte{comma}) {
				if start := bytes.TrimLeft(piece, `" `); len(start) > 0 && bytes.ContainsAny(start[:1], "=+-@\t") {
					t.Fatalf("split at %q, %q holds a formula: %q", comma, b.String(), piece)
				}
			}
		}
	})
}

func TestCSVForExcelSpeaksTheLanguage(t *testing.T) {
	s := &sheet{columns: []column{{key: "a", heading: "A"}, {key: "b", heading: "=B"}}, rows: [][]string{{"1;2", "é"}}}
	for lang, want := range map[string]string{
		"en": "\ufeffA,'=B\r\n\"1;2\",é\r\n",
		"fr": "\ufeffA;'=B\r\n\"1;2\";é\r\n",
	} {
		s.about.printer = locale.For(lang)
		if body, err := writeCSVExcel(s); err != nil || string(body) != want {
			t.Errorf("%s: %q (%v), want %q", lang, body, err, want)
		}
	}
	if en, fr := Separator(locale.For("en")), Separator(locale.For("fr")); en != "commas" || fr == en {
		t.Errorf("separators are called %q and %q", en, fr)
	}
}
