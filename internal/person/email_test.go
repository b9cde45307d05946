package person

import (
	"strings"
	"testing"

	"convene/internal/fault"
)

func TestEmail(t *testing.T) {
	tests := []struct{ in, want string }{
		{" Enikő.Kovács@example.org ", ""},
		{" Ana.Rusu+bus@Example.ORG\r\n", "ana.rusu+bus@example.org"},
		{"o'neil@example.org", "o'neil@example.org"},
		{"info@bücher.example", "info@xn--bcher-kva.example"},
		{"info@BÜCHER.example", "info@xn--bcher-kva.example"},
		{"ana@община.бг", "ana@xn--80abvuc1e.xn--90ae"},
		{"a@b.c.d-e.org", "a@b.c.d-e.org"},
		{strings.Repeat("a", 64) + "@example.org", strings.Repeat("a", 64) + "@example.org"},

		{strings.Repeat("a", 65) + "@example.org", ""},
		{"a@" + strings.Repeat("b123456789.", 24) + "org", ""},
		{"a@" + strings.Repeat("b", 64) + ".org", ""},
		{"", ""},
		{"example.org", ""},
		{"@example.org", ""},
		{"a@", ""},
		{"a@b@example.org", ""},
		{"a@localhost", ""},
		{"a@example.", ""},
		{"a@.example.org", ""},
		{"a@exa mple.org", ""},
		{"a@example.42", ""},
		{"a@[127.0.0.1]", ""},
		{"a@-example.org", ""},
		{"a@exa_mple.org", ""},
		{".a@example.org", ""},
		{"a..b@example.org", ""},
		{"a.@example.org", ""},
		{`"a b"@example.org`, ""},
		{"a b@example.org", ""},
		{"a\r\nbcc:x@example.org", ""},
		{"Ana <ana@example.org>", ""},
		{"a\x00@example.org", ""},
		{"a\x7f@example.org", ""},
		{"a@example.org\xff", ""},
	}
	for _, tt := range tests {
		t.Run(tt.in, func(t *testing.T) {
			got, err := Email(tt.in)
			if got != tt.want {
				t.Errorf("Email(%q) = %q, %v, want %q", tt.in, got, err, tt.want)
			}
			if refused := fault.Is(err, fault.Invalid); refused != (tt.want == "") {
				t.Errorf("Email(%q): error %v", tt.in, err)
			}
		})
	}
}

// The field is named, so that a form shows the sentence beside it; letters we
// cannot write to have a sentence of their own.
func TestEmailSaysWhatIsWrong(t *testing.T) {
	_, err := Email("zoë@example.org")
	f := fault.As(err)
	if f == nil || len(f.Fields) != 1 || f.Fields[0].Name != "email" || !strings.Contains(f.Fields[0].Message, "plain letters") {
		t.Errorf("got %+v", f)
	}
}

func FuzzEmail(f *testing.F) {
	for _, seed := range []string{"ana@example.org", "a@bücher.example", "A@B@c", "a@xn--bcher-kva.example", "a@ß.example", "K@K.org"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, s string) {
		address, err := Email(s)
		if err != nil {
			if address != "" || !fault.Is(err, fault.Invalid) {
				t.Errorf("Email(%q) = %q, %v", s, address, err)
			}
			return
		}
		if again, err := Email(address); err != nil || again != address {
			t.Errorf("not idempotent: %q is %q, then %q, %v", s, address, again, err)
		}
		if len(address) > 254 || strings.Count(address, "@") != 1 || address != strings.ToLower(address) {
			t.Errorf("Email(%q) = %q", s, address)
		}
		if strings.ContainsFunc(address, func(r rune) bool { return r <= ' ' || r > '~' }) || strings.ContainsAny(address, `<>(),;:"\[]`) {
			t.Errorf("Email(%q) = %q", s, address)
		}
	})
}
