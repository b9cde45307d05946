package locale

import (
	"fmt"
	"slices"
	"sync"
	"testing"
)

// polish is a catalogue with a plural rule of three forms.
const polish = `
msgid ""
msgstr ""
"Language: pl\n"
"Plural-Forms: nplurals=3; plural=(n==1 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2);\n"

msgid "%d place left for %s"
msgid_plural "%d places left for %s"
msgstr[0] "%[2]s: zostało %[1]d miejsce"
msgstr[1] "%[2]s: zostały %[1]d miejsca"
msgstr[2] "%[2]s: zostało %[1]d miejsc"

msgid "Hello %s,"
msgstr "Witaj, %s!"

msgid "Half done"
msgstr ""
`

func TestPrinterT(t *testing.T) {
	p := printerOf("pl", []byte(polish))
	tests := []struct {
		msgid string
		args  []any
		want  string
	}{
		{"Hello %s,", []any{"Ewa"}, "Witaj, Ewa!"},
		{"Half done", nil, "Half done"},
		{"Not there: %d", []any{7}, "Not there: 7"},
		{"100 % sure", nil, "100 % sure"},
		{"", nil, ""},
	}
	for _, tt := range tests {
		if got := p.T(tt.msgid, tt.args...); got != tt.want {
			t.Errorf("T(%q) = %q, want %q", tt.msgid, got, tt.want)
		}
	}
}

func TestPrinterN(t *testing.T) {
	p := printerOf("pl", []byte(polish))
	for n, want := range map[int]string{
		1: "A: zostało 1 miejsce", 2: "A: zostały 2 miejsca", 5: "A: zostało 5 miejsc",
		12: "A: zostało 12 miejsc", 22: "A: zostały 22 miejsca", 0: "A: zostało 0 miejsc",
	} {
		if got := p.N("%d place left for %s", "%d places left for %s", n, n, "A"); got != want {
			t.Errorf("N(%d) = %q, want %q", n, got, want)
		}
	}
	for n, want := range map[int]string{0: "0 buses", 1: "1 bus", 2: "2 buses", -1: "-1 buses"} {
		if got := p.N("%d bus", "%d buses", n, n); got != want {
			t.Errorf("not translated, N(%d) = %q, want %q", n, got, want)
		}
	}
	for n, want := range map[int]string{1: "One bus", 3: "3 buses"} {
		if got := p.N("One bus", "%d buses", n, n); got != want {
			t.Errorf("a form without the number: %q", got)
		}
	}
}

// French says "0 place" where English says "0 places".
func TestFrenchPluralRule(t *testing.T) {
	rule := For("fr").po.GetDomain()
	if rule.PluralForms != "nplurals=2; plural=(n > 1);" {
		t.Fatalf("the rule is %q", rule.PluralForms)
	}
	p := printerOf("fr", []byte(`msgid ""
msgstr "Plural-Forms: `+rule.PluralForms+`\n"
msgid "%d place"
msgid_plural "%d places"
msgstr[0] "%d place !"
msgstr[1] "%d places !"
`))
	for n, want := range map[int]string{0: "0 place !", 1: "1 place !", 2: "2 places !"} {
		if got := p.N("%d place", "%d places", n, n); got != want {
			t.Errorf("N(%d) = %q", n, got)
		}
	}
}

func TestFor(t *testing.T) {
	for tag, want := range map[string]string{
		"en": "en", "fr": "fr", "fr-CA": "fr", "FR": "fr", "en-GB": "en", "rom": "en", "de": "en", "": "en", "nonsense!": "en",
	} {
		if got := For(tag).Lang(); got != want {
			t.Errorf("For(%q) speaks %q, want %q", tag, got, want)
		}
	}
	if For("fr") != For("fr-BE") {
		t.Error("there is one Printer a language")
	}
}

func TestSupported(t *testing.T) {
	langs := Supported()
	if !slices.Equal(langs, []string{"en", "fr"}) {
		t.Errorf("supported: %v", langs)
	}
	langs[0] = "xx"
	if Supported()[0] != "en" {
		t.Error("a caller can change the list")
	}
}

// A Printer is used by all requests at once; -race watches.
func TestPrinterIsSafeForConcurrentUse(t *testing.T) {
	var wg sync.WaitGroup
	for i := range 8 {
		wg.Go(func() {
			p := For([]string{"en", "fr"}[i%2])
			names := []string{"Zoé", "Ana", "Émile"}
			Sort(p, names, func(s string) string { return s })
			if names[0] != "Ana" || !p.Less("a", "b") || len(p.Countries()) == 0 || p.T("x%d", i) != fmt.Sprint("x", i) {
				t.Error("wrong answer under load")
			}
		})
	}
	wg.Wait()
}
