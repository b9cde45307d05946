package locale

import (
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"
)

func TestCountry(t *testing.T) {
	tests := []struct{ code, en, fr string }{
		{"HU", "Hungary", "Hongrie"}, {"ES", "Spain", "Espagne"}, {"GB", "United Kingdom", "Royaume-Uni"},
		{"MK", "North Macedonia", "Macédoine du Nord"}, {"TR", "Türkiye", "Türkiye"}, {"CZ", "Czechia", "Tchéquie"},
		{"SK", "Slovakia", "Slovaquie"}, {"MD", "Moldova", "Moldavie"}, {"SZ", "Eswatini", "Eswatini"},
		{"CV", "Cabo Verde", "Cabo Verde"}, {"TL", "Timor-Leste", "Timor-Leste"}, {"CI", "Côte d’Ivoire", "Côte d’Ivoire"},
		{"ZZ", "ZZ", "ZZ"}, {"", "", ""}, {"hu", "hu", "hu"},
	}
	for _, tt := range tests {
		if en, fr := For("en").Country(tt.code), For("fr").Country(tt.code); en != tt.en || fr != tt.fr {
			t.Errorf("%s is %q and %q", tt.code, en, fr)
		}
		if known := IsCountry(tt.code); known != (tt.en != tt.code) {
			t.Errorf("IsCountry(%q) = %t", tt.code, known)
		}
	}
}

// renamed are the countries whose names in x/text, of 2017, are out of date or
// where we write another form; see countryNames.
var renamed = map[string]string{
	"en": "CV MK MO SZ TR XK",
	"fr": "BN CV FM GS HM KG LR MK NG SZ TK TL TR VC VN XK",
}

// Apart from those, our names are the ones that x/text took from CLDR too: a slip
// in either table shows.
func TestCountriesAgreeWithXText(t *testing.T) {
	for _, lang := range Supported() {
		theirs := display.Regions(language.Make(lang))
		for _, c := range For(lang).Countries() {
			want := theirs.Name(language.MustParseRegion(c.Code))
			if differs := c.Name != want; differs != strings.Contains(renamed[lang], c.Code) {
				t.Errorf("%s: %s is %q, in x/text %q", lang, c.Code, c.Name, want)
			}
		}
	}
}

func TestCountries(t *testing.T) {
	const iso3166 = 249
	for _, lang := range Supported() {
		p := For(lang)
		list := p.Countries()
		if len(list) != iso3166+1 { // and Kosovo
			t.Errorf("%s: %d countries", lang, len(list))
		}
		names := map[string]string{}
		for i, c := range list {
			if other := names[c.Name]; other != "" {
				t.Errorf("%s: %s and %s are both %s", lang, other, c.Code, c.Name)
			}
			names[c.Name] = c.Code
			if i > 0 && p.Less(c.Name, list[i-1].Name) {
				t.Errorf("%s: %s stands before %s", lang, list[i-1].Name, c.Name)
			}
		}
	}
	fr := For("fr").Countries()
	if i := slices.IndexFunc(fr, func(c Country) bool { return c.Code == "EE" }); fr[i-1].Name != "Espagne" || fr[i+1].Name != "Eswatini" {
		t.Errorf("Estonie stands between %s and %s", fr[i-1].Name, fr[i+1].Name)
	}
	fr[0] = Country{}
	if For("fr").Countries()[0] == (Country{}) {
		t.Error("a caller can change the list")
	}
}

func TestLanguage(t *testing.T) {
	tests := []struct{ tag, en, fr string }{
		{"hu", "Hungarian", "hongrois"}, {"rom", "Romani", "romani"}, {"cnr", "Montenegrin", "monténégrin"},
		{"sr", "Serbian", "serbe"}, {"sr-Latn", "Serbian", "serbe"}, {"de-AT", "German", "allemand"},
		{"tlh", "tlh", "tlh"}, {"nonsense!", "nonsense!", "nonsense!"}, {"", "", ""},
	}
	for _, tt := range tests {
		if en, fr := For("en").Language(tt.tag), For("fr").Language(tt.tag); en != tt.en || fr != tt.fr {
			t.Errorf("%s is %q and %q", tt.tag, en, fr)
		}
	}
	for tag := range strings.FieldsSeq("en fr hu es rom sq hy bs hr sr bg cs de ca eu gl fi sv ka el ga cy it ro ru cnr mk nl pl pt sl sk tr uk") {
		if name := For("en").Language(tag); name == tag {
			t.Errorf("%s has no name", tag)
		}
	}
}

// Every name of a country and language stands in every catalogue, even where it
// is the same word.
func TestNamesAreTranslated(t *testing.T) {
	for _, lang := range Supported()[1:] {
		p := For(lang)
		for kind, table := range map[string]map[string]string{"country": countryNames, "language": languageNames} {
			for code, english := range table {
				if !p.po.IsTranslatedC(english, kind) {
					t.Errorf("po/names/%s.po has no %s %q (%s)", lang, kind, english, code)
				}
			}
		}
	}
}

func TestNumber(t *testing.T) {
	for n, want := range map[int][2]string{
		0: {"0", "0"}, 7: {"7", "7"}, 999: {"999", "999"}, 1000: {"1,000", "1\u00a0000"},
		1234567: {"1,234,567", "1\u00a0234\u00a0567"}, -1: {"−1", "−1"}, -123456: {"−123,456", "−123\u00a0456"},
	} {
		if en, fr := For("en").Number(n), For("fr").Number(n); en != want[0] || fr != want[1] {
			t.Errorf("%d is %q and %q", n, en, fr)
		}
	}
}
