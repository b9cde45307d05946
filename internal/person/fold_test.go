package person

import (
	"strings"
	"testing"
	"unicode"

	"golang.org/x/text/unicode/norm"
	"pgregory.net/rapid"
)

func TestFold(t *testing.T) {
	tests := []struct{ name, in, want string }{
		{"sharp s", "Groß GROẞ", "gross gross"},
		{"Irish", "Ó Súilleabháin", "o suilleabhain"},
		{"Polish", "Łódź", "lodz"},
		{"Danish and Faroese", "Søren Æðelþór", "soren aedelthor"},
		{"Croatian", "Đurđević", "durdevic"},
		{"Turkish", "Işıl İnci", "isil inci"},
		{"Turkish, all dotless", "ışıl INCI", "isil inci"},
		{"Azerbaijani", "Əliyev", "eliyev"},
		{"Romanian", "Mureș Mureş", "mures mures"},
		{"Maltese and Sami", "Ħamrun Ŧ Ŋ", "hamrun t n"},
		{"ligatures and width", "ﬁn Ａｂ ǅ", "fin ab dz"},
		{"decomposed", "R\u030ci\u0301ha", "riha"},

		{"Serbian", "Ниш", "nis"},
		{"Serbian letters", "Ђорђе Љубичић Његош Џаџић Ћосић", "dorde ljubicic njegos dzadzic cosic"},
		{"Macedonian", "Ѓорѓи Ќиро Ѕвезда", "gjorgji kjiro dzvezda"},
		{"Bulgarian", "Пещера Търново Йорданов", "peshtera tarnovo yordanov"},
		{"Ukrainian", "Харків Їжак Ґалаґан Юля", "harkiv izak galagan yulya"},
		{"soft sign", "Львів а ь б", "lviv a b"},
		{"Ukrainian apostrophe, three ways", "В’ячеслав В'ячеслав Вʼячеслав", "vyaceslav vyaceslav vyaceslav"},

		{"Greek", "Ηράκλειο Θεσσαλονίκη Ψυχικό", "irakleio thessaloniki psychiko"},
		{"Greek pairs", "Παπαδόπουλος Σταύρος Ευαγγελία", "papadopoulos stavros evangelia"},
		{"Greek, accented pair", "Παύλος Πούλος", "pavlos poulos"},
		{"Greek, no pair", "άυλος Μαΐου αϋπνία", "aylos maiou aypnia"},
		{"Greek initial", "Μπάμπης", "bampis"},

		{"Georgian", "ჩხეიძე ღვინიაშვილი", "chkheidze ghviniashvili"},
		{"Georgian capitals", "ᲩᲮᲔᲘᲫᲔ", "chkheidze"},
		{"Armenian", "Երևան Ոսկանյան Հարությունյան", "yerevan voskanyan harutyunyan"},
		{"Armenian ligature", "Սևակ", "sevak"},

		{"apostrophes part Latin words", "L'Aquila 't Hart O’Neil", "l aquila t hart o neil"},
		{"hyphens and dots", "Anne-Laure St. Gallen", "anne laure st gallen"},
		{"figures", "Bus 2", "bus 2"},
		{"spaces", "\t a \u00a0\r\n b ", "a b"},
		{"emoji", "Jo 🌍 Berg", "jo berg"},
		{"other scripts", "ליאת أحمد", "ליאת احمد"},
		{"nothing", " - ' ", ""},
		{"not UTF-8", "a\xffb", "a b"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := Fold(tt.in); got != tt.want {
				t.Errorf("Fold(%q) = %q, want %q", tt.in, got, tt.want)
			}
		})
	}
}

// Every name of the sample in Serbian, Greek, Georgian and Armenian letters has
// the same key as the Latin spelling its owner gave.
func TestFoldFollowsOwnersSpelling(t *testing.T) {
	checked := 0
	for _, record := range sampleRows(t, "names.csv") {
		if !strings.Contains("RS ME GR GE AM", record[0]) {
			continue
		}
		native, latin := record[1]+" "+record[2], record[3]+" "+record[4]
		if Fold(native) != Fold(latin) {
			t.Errorf("%s: %s is %q, %s is %q", record[0], native, Fold(native), latin, Fold(latin))
		}
		checked++
	}
	if checked < 48 {
		t.Errorf("only %d names checked", checked)
	}
}

func TestNeedsLatin(t *testing.T) {
	for s, want := range map[string]bool{
		"Zoë Łęcka-Groß": false, "Işıl": false, "'t Hart 2": false, "": false, "Jo 🌍": false,
		"Никола": true, "Ηρώ": true, "გიორგი": true, "Սևակ": true, "ליאת": true,
		"Оlена": true, // begins with a Cyrillic letter that looks Latin
	} {
		if got := NeedsLatin(s); got != want {
			t.Errorf("NeedsLatin(%q) = %t", s, got)
		}
	}
}

// checkFold checks what holds for the key of any text.
func checkFold(t failer, s string) {
	key := Fold(s)
	if again := Fold(key); again != key {
		t.Errorf("not idempotent: %q, %q, %q", s, key, again)
	}
	if Fold(norm.NFD.String(s)) != Fold(norm.NFC.String(s)) {
		t.Errorf("composed and decomposed differ: %q", s)
	}
	if strings.Join(strings.Fields(key), " ") != key {
		t.Errorf("spaces: %q", key)
	}
	for _, r := range key {
		if r != ' ' && !unicode.IsLetter(r) && !unicode.IsNumber(r) {
			t.Errorf("Fold(%q) = %q has %U", s, key, r)
		}
	}
}

func TestFoldProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) { checkFold(t, anyText().Draw(t, "text")) })
}

func FuzzFold(f *testing.F) {
	for _, seed := range []string{"Ĵé ОУ", "և", "ᲩᲮ", "ΐ", "Ǆ", "㎢", "ˮ", "\u0345", "ϒ\u0301", "'я'"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, s string) { checkFold(t, s) })
}
