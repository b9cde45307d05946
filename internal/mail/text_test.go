package mail

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"
)

func TestLine(t *testing.T) {
	for in, want := range map[string]string{
		"":                               "",
		"  Ana \t Čakovec\u00a0 ":        "Ana Čakovec",
		"Ana\r\nBcc: x@example.org":      "Ana Bcc: x@example.org",
		"a\x00b\x07c\u202edc\u2066e\x7f": "abcdce",
		"\xff\xfeok":                     "\uFFFDok",
		"ჩხეიძე":                         "ჩხეიძე",
		strings.Repeat("ж", 31):          strings.Repeat("ж", 29) + "…",
	} {
		if got := line(in, 30); got != want {
			t.Errorf("%q became %q, want %q", in, got, want)
		}
	}
}

func TestLineIsOneShortLine(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in, limit := rapid.String().Draw(t, "in"), rapid.IntRange(1, 40).Draw(t, "limit")
		got := line(in, limit)
		if !utf8.ValidString(got) || utf8.RuneCountInString(got) > limit || strings.ContainsAny(got, "\r\n\x00\v\f\u2028\u0085") {
			t.Fatalf("%q became %q", in, got)
		}
		if again := line(got, limit); again != got {
			t.Fatalf("%q becomes %q when cleaned again", got, again)
		}
	})
}

func TestWithoutNUL(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		pieces := rapid.SliceOf(rapid.SampledFrom([]string{"\x00", `\`, `\u0000`, "u0000", `"`, "é", "a", "\n"})).Draw(t, "pieces")
		in := strings.Join(pieces, "")
		encoded, err := json.Marshal(in)
		if err != nil {
			t.Fatal(err)
		}
		before := bytes.Clone(encoded)
		var got string
		if err := json.Unmarshal(withoutNUL(encoded), &got); err != nil {
			t.Fatalf("%s is no longer JSON: %v", encoded, err)
		}
		if want := strings.ReplaceAll(in, "\x00", ""); got != want || !bytes.Equal(encoded, before) {
			t.Fatalf("%q became %q, want %q", in, got, want)
		}
	})
}
