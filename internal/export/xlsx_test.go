package export

import (
	"slices"
	"strings"
	"testing"

	"convene/internal/locale"
)

// A workbook keeps text as it is: nothing becomes a number, a date, a formula or
// one of its own escapes.
func TestWorkbookKeepsText(t *testing.T) {
	odd := []string{"=1+1", "+37360000000", "007", "1e5", "2012-12-17", "true", "_x0041_", "  two spaces  ", "<b>Bo</b> & O'Neil",
		"Jo 🌍", "ליאת אברהם", "გიორგი", "a\nb", strings.Repeat("ő", 500)}
	s := &sheet{about: about{printer: locale.For("en"), at: now}}
	for range odd {
		s.columns = append(s.columns, column{heading: "Heading", width: 20})
	}
	s.rows = [][]string{odd}
	body, err := writeXLSX(s)
	if err != nil {
		t.Fatal(err)
	}
	sheets := workbook(t, body)
	if got := sheets["People"][1]; !slices.Equal(got, odd) {
		t.Errorf("wrote %q\nread  %q", odd, got)
	}
	if len(sheets) != 2 || len(sheets["About"]) == 0 {
		t.Errorf("the sheets are %v", sheets)
	}
}
