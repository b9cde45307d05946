package person

import (
	"encoding/csv"
	"os"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
	"pgregory.net/rapid"
)

func TestLine(t *testing.T) {
	tests := []struct {
		name, in string
		max      int
		want     string
	}{
		{"plain", "Zoé Lefèvre", 80, "Zoé Lefèvre"},
		{"trimmed and collapsed", "  Anne -Laure\u00a0, \tGauthier\t", 80, "Anne -Laure , Gauthier"},
		{"a mail header", "Eve\r\nBcc: x@example.org", 80, "Eve Bcc: x@example.org"},
		{"other line ends", "a\u2028b\u2029c\u0085d\ve", 80, "a b c d e"},
		{"decomposed", "R\u030ciha", 80, "Řiha"},
		{"case stays", "გიორგი McDONALD ß ı", 80, "გიორგი McDONALD ß ı"},
		{"controls", "a\x00b\x1bc\x7fd", 80, "abcd"},
		{"bidi overrides", "abc\u202egnp.exe\u202c\u2066x\u2069", 80, "abcgnp.exex"},
		{"hidden", "a\u200bb\ufeffc\u00add\U000e0041e", 80, "abcde"},
		{"noncharacters", "a\ufffeb\U0010ffffc", 80, "abc"},
		{"joiners inside stay", "می\u200cخواهم", 80, "می\u200cخواهم"},
		{"joiners alone are nothing", "\u200d\u200f \u200c", 80, ""},
		{"not UTF-8", "a\xffb", 80, "a\ufffdb"},
		{"emoji", "Jo 🌍", 80, "Jo 🌍"},
		{"shortened by characters", "ĀĒĪŌŪ", 3, "ĀĒĪ"},
		{"shortened at a space", "ab cd", 3, "ab"},
		{"nothing", " \t\r\n", 80, ""},
		{"leading apostrophe", "'t Hart", 80, "'t Hart"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := Line(tt.in, tt.max); got != tt.want {
				t.Errorf("Line(%q) = %q, want %q", tt.in, got, tt.want)
			}
		})
	}
}

func TestParagraphs(t *testing.T) {
	tests := []struct {
		in   string
		max  int
		want string
	}{
		{"one\r\ntwo\rthree", 80, "one\ntwo\nthree"},
		{"  a  b \n\n\n\n c\t", 80, "a b\n\nc"},
		{"\n\nfirst\n\n", 80, "first"},
		{"a\x00\u202eb\n\u200b\nc", 80, "ab\n\nc"},
		{"abc\ndef", 5, "abc\nd"},
		{"abc\ndef", 4, "abc"},
	}
	for _, tt := range tests {
		if got := Paragraphs(tt.in, tt.max); got != tt.want {
			t.Errorf("Paragraphs(%q, %d) = %q, want %q", tt.in, tt.max, got, tt.want)
		}
	}
}

// The names that broke other services come out of Line as their owners would
// write them in one line.
func TestLineKeepsEdgeNames(t *testing.T) {
	for _, record := range sampleRows(t, "edge_names.csv") {
		for _, name := range record[1:5] {
			want := strings.Join(strings.Fields(norm.NFC.String(name)), " ")
			if got := Line(name, 200); got != want {
				t.Errorf("%s: Line(%q) = %q, want %q", record[0], name, got, want)
			}
		}
	}
}

// failer is what testing.T and rapid.T have in common.
type failer interface{ Errorf(string, ...any) }

// anyText draws texts of the scripts, marks, spaces and invisible characters that
// names and attacks are made of.
func anyText() *rapid.Generator[string] {
	return rapid.StringOf(rapid.RuneFrom([]rune(" '’-\r\n\t\u00a0\u202e\u200d\ufeff\ufffd🌍"),
		unicode.Latin, unicode.Cyrillic, unicode.Greek, unicode.Georgian, unicode.Armenian, unicode.Hebrew,
		unicode.Mn, unicode.Cf, unicode.Cc, unicode.Zs, unicode.Nd))
}

// checkClean checks what holds for Line and Paragraphs of any text.
func checkClean(t failer, s string, limit int) {
	line := Line(s, limit)
	if again := Line(line, limit); again != line {
		t.Errorf("not idempotent: %q, then %q", line, again)
	}
	if !utf8.ValidString(line) || !norm.NFC.IsNormalString(line) || utf8.RuneCountInString(line) > limit {
		t.Errorf("Line(%q, %d) = %q", s, limit, line)
	}
	if strings.ContainsAny(line, "\r\n\t\u00a0\u202a\u202b\u202d\u202e\u2066\u2067\u2068") || strings.Contains(line, "  ") {
		t.Errorf("unclean: %q", line)
	}
	text := Paragraphs(s, limit)
	if again := Paragraphs(text, limit); again != text {
		t.Errorf("paragraphs not idempotent: %q, then %q", text, again)
	}
	for one := range strings.SplitSeq(text, "\n") {
		if Line(one, limit) != one {
			t.Errorf("a paragraph that is no line: %q", one)
		}
	}
}

func TestCleanProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		checkClean(t, anyText().Draw(t, "text"), rapid.IntRange(0, 40).Draw(t, "limit"))
	})
}

func FuzzLine(f *testing.F) {
	for _, seed := range []string{"Zoé", "a\r\nb", "\u202e", "e\u0301\u0301", "\xff\xfe", "\u1e9b\u0323", strings.Repeat("\u0301", 70)} {
		f.Add(seed, 10)
	}
	f.Fuzz(func(t *testing.T, s string, limit int) { checkClean(t, s, limit&0xff) })
}

// sampleRows reads a CSV file of the demo, without its header.
func sampleRows(t testing.TB, name string) [][]string {
	t.Helper()
	f, err := os.Open("../demo/data/" + name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	records, err := csv.NewReader(f).ReadAll()
	if err != nil || len(records) < 2 {
		t.Fatalf("%s: %d records, %v", name, len(records), err)
	}
	return records[1:]
}
