package document

import (
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"
)

func TestText(t *testing.T) {
	cases := []struct {
		name, in, line, missing, loose string
		unjoined                       bool
	}{
		{name: "plain", in: "Song O", line: "Song O"},
		{name: "decomposed letters are composed", in: "Zdene\u030ck R\u030ci\u0301ha", line: "Zdeněk Říha"},
		{name: "white space of all kinds", in: "\u00a0 Anne -Laure\t\r\n Gauthier\u2028", line: "Anne -Laure Gauthier"},
		{name: "header injection", in: "Eve\r\nBcc: x@example.org", line: "Eve Bcc: x@example.org"},
		{name: "controls and overrides", in: "A\x00\x1b\u202eB\u2066C\ufeffD\u00adE", line: "ABCDE"},
		{name: "case is kept", in: "გიორგი Işıl Weiß Σίσυφος", line: "გიორგი Işıl Weiß Σίσυφος"},
		{name: "markup is text", in: "<b>Bo</b> O&Neil {{x}}", line: "<b>Bo</b> O&Neil {{x}}"},
		{name: "emoji", in: "Jo 🌍 Berg", line: "Jo □ Berg", missing: "🌍"},
		{name: "family of joined emoji", in: "👩\u200d👧", line: "□□", missing: "👩👧"},
		{name: "broken bytes", in: "Jo\xff\xfe Berg", line: "Jo□ Berg", missing: "\ufffd"},
		{name: "letters without a glyph", in: "王小明", line: "□□□", missing: "王小明"},
		{name: "Georgian capitals the font lacks", in: "ᲒᲘ", line: "□□", missing: "ᲒᲘ"},
		{name: "private use has no meaning", in: "A\ue000", line: "A□", missing: "\ue000"},
		{name: "loose accent", in: "m\u0303a", line: "m\u0303a", loose: "\u0303"},
		{name: "joiner between letter and accent", in: "e\u200d\u0301", line: "é"},
		{name: "Hebrew without its points", in: "לִיאַת", line: "ליאת", loose: "\u05b4\u05b7"},
		{name: "Arabic, a box a word", in: "محمد علي", line: "□ □", unjoined: true},
		{name: "ligature", in: "Սևակ", line: "Սևակ"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			got := text(c.in, 100)
			if got.Line != c.line || string(got.Missing) != c.missing || string(got.Loose) != c.loose || got.Unjoined != c.unjoined || got.Cut {
				t.Errorf("text(%q) = %+v", c.in, got)
			}
		})
	}
}

func TestTextIsBounded(t *testing.T) {
	for _, s := range []string{strings.Repeat("é", 1000), strings.Repeat("🌍", 1<<20), strings.Repeat("a\u0301", 500)} {
		got := text(s, 50)
		if !got.Cut || utf8.RuneCountInString(got.Line) != 51 || !strings.HasSuffix(got.Line, "…") {
			t.Errorf("%.10q… became %d characters, cut %v: %q", s, utf8.RuneCountInString(got.Line), got.Cut, got.Line)
		}
	}
	if got := text(strings.Repeat("x", 50), 50); got.Cut {
		t.Error("a text of exactly the limit was cut")
	}
}

// What comes out is drawable, whatever came in, and cleaning it again changes
// nothing.
func TestTextIsDrawable(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in := rapid.OneOf(rapid.String(), rapid.Map(rapid.SliceOf(rapid.Byte()), func(b []byte) string { return string(b) })).Draw(t, "in")
		line := text(in, 80).Line
		for _, r := range line {
			if r > 0xFFFF || r < ' ' || !regular.has(r) || !bold.has(r) {
				t.Fatalf("%+q leaves %U", in, r)
			}
		}
		if again := text(line, 81).Line; again != line {
			t.Fatalf("%+q, cleaned again, is %+q", line, again)
		}
	})
}

// The scripts of the sample names, and what the layout itself prints.
func TestFontsCoverEurope(t *testing.T) {
	for _, s := range []string{
		"ĂăÂâÎîȘșȚțŞşĞğİıŐőŰűŁłŻżŹźČčĐđŠšŽžÞþÐðÆæØøÅåŒœßŸÿĦħĠġĊċĿŀŊŋƏəẞ",
		"АБВГДЂЃЕЄЖЅЗИІЇЙЈКЛЉМНЊОПРСТЋЌУЎФХЦЧЏШЩЪЫЬЭЮЯабвгдђѓеєжѕзиіїйјклљмнњопрстћќуўфхцчџшщъыьэюя",
		"ΑΆΒΓΔΕΈΖΗΉΘΙΊΪΚΛΜΝΞΟΌΠΡΣΤΥΎΫΦΧΨΩΏαάβγδεέζηήθιίϊΐκλμνξοόπρστυύϋΰφχψωώς",
		"აბგდევზთიკლმნოპჟრსტუფქღყშჩცძწჭხჯჰ", "ԱԲԳԴԵԶԷԸԹԺԻԼԽԾԿՀՁՂՃՄՅՆՇՈՉՊՋՌՍՎՏՐՑՒՓՔՕՖաբգդեզէըթժիլխծկհձղճմյնշոչպջռսվտրցւփքօֆև",
		"אבגדהוזחטיכלמנסעפצקרשתךםןףץ׳״", "–—‘’“”„«»…·•□/&@ʼ",
	} {
		if c := text(s, 200); !c.whole() || c.Line != s {
			t.Errorf("not printed as it is: %q, missing %q", s, c.Missing)
		}
	}
}
