package locale

import (
	"fmt"
	"maps"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/leonelquinteros/gotext"
)

// Every sentence that participants see stands in every catalogue. What is
// missing is printed as entries to paste into the .po file and translate.
func TestCataloguesAreComplete(t *testing.T) {
	found := slices.DeleteFunc(sentences(t), func(s sentence) bool { return !s.must })
	if len(found) < 300 {
		t.Fatalf("only %d sentences found: does this test still look in the right places?", len(found))
	}
	for _, lang := range Supported()[1:] {
		po := For(lang).po.GetDomain().GetTranslations()
		missing := map[string]sentence{}
		for _, s := range found {
			entry := po[s.msgid]
			if entry == nil || entry.Get() == "" || entry.PluralID != s.plural && s.plural != "" {
				missing[s.msgid] = s
			}
		}
		if len(missing) > 0 {
			t.Errorf("po/%s.po lacks %d sentences:\n%s", lang, len(missing), entries(missing))
		}
	}
}

// entries writes sentences as .po entries without translation.
func entries(missing map[string]sentence) string {
	out := ""
	for _, msgid := range slices.Sorted(maps.Keys(missing)) {
		s := missing[msgid]
		out += fmt.Sprintf("\n#: %s\nmsgid %s\n", s.at, strconv.Quote(s.msgid))
		if s.plural == "" {
			out += "msgstr \"\"\n"
			continue
		}
		out += fmt.Sprintf("msgid_plural %s\nmsgstr[0] \"\"\nmsgstr[1] \"\"\n", strconv.Quote(s.plural))
	}
	return out
}

// A sentence that nobody says any more is taken out of the catalogues.
func TestCataloguesHoldNothingElse(t *testing.T) {
	said := map[string]bool{"": true}
	for _, s := range sentences(t) {
		said[s.msgid] = true
	}
	for _, lang := range Supported()[1:] {
		for msgid := range For(lang).po.GetDomain().GetTranslations() {
			if !said[msgid] {
				t.Errorf("po/%s.po: nobody says %q", lang, msgid)
			}
		}
	}
}

// everyEntry calls check with each translation of each catalogue.
func everyEntry(t *testing.T, check func(t *testing.T, lang string, entry *gotext.Translation)) {
	t.Helper()
	for _, lang := range Supported()[1:] {
		domain := For(lang).po.GetDomain()
		all := slices.Collect(maps.Values(domain.GetTranslations()))
		for _, inContext := range domain.GetCtxTranslations() {
			all = append(all, slices.Collect(maps.Values(inContext))...)
		}
		for _, entry := range all {
			if entry.ID != "" {
				check(t, lang, entry)
			}
		}
	}
}

var verb = regexp.MustCompile(`%(\[\d+\])?[a-zA-Z]`)

// verbs are the placeholders of a message in the order of their arguments.
func verbs(message string) []string {
	found := []string{}
	for i, v := range verb.FindAllString(message, -1) {
		number, kind, ok := strings.Cut(strings.TrimPrefix(v, "%["), "]")
		if !ok {
			number, kind = strconv.Itoa(i+1), strings.TrimPrefix(v, "%")
		}
		found = append(found, number+kind)
	}
	slices.Sort(found)
	return slices.Compact(found)
}

// A translation has the placeholders of its sentence, in any order; one of the
// forms of a plural may do without any ("One answer").
func TestTranslationsKeepPlaceholders(t *testing.T) {
	everyEntry(t, func(t *testing.T, lang string, entry *gotext.Translation) {
		message, plural := entry.ID, entry.PluralID != ""
		if plural {
			message = entry.PluralID
		}
		for _, text := range entry.Trs {
			found := verbs(text)
			if !slices.Equal(found, verbs(message)) && !(plural && len(found) == 0) {
				t.Errorf("po/%s.po: %q has other placeholders than %q", lang, text, message)
			}
		}
	})
}

// Every form that the plural rule can ask for is there.
func TestPluralsAreComplete(t *testing.T) {
	forms := map[string]int{"fr": 2}
	everyEntry(t, func(t *testing.T, lang string, entry *gotext.Translation) {
		want := 1
		if entry.PluralID != "" {
			want = forms[lang]
		}
		for form := range want {
			if entry.Trs[form] == "" {
				t.Errorf("po/%s.po: form %d of %q is missing", lang, form, entry.ID)
			}
		}
	})
}

// French marks stand behind a no-break space, quotations between guillemets, and
// the apostrophe is a typographic one.
func TestFrenchTypography(t *testing.T) {
	wrong := regexp.MustCompile(`'|"|“|”|\.\.\.|[^\x{a0}][;!?»]|[^\x{a0}\d]:[^/\d]|[^\x{a0}]:$|«[^\x{a0}]| \x{a0}|\x{a0} |  `)
	everyEntry(t, func(t *testing.T, lang string, entry *gotext.Translation) {
		for _, text := range entry.Trs {
			if bad := wrong.FindString(text); lang == "fr" && bad != "" {
				t.Errorf("%q: %q", text, bad)
			}
		}
	})
}

// gotext reads what it can and says nothing of the rest: every entry in the file
// is one in the Printer, so none stands twice or is broken.
func TestCatalogueFilesAreWhole(t *testing.T) {
	begins := regexp.MustCompile(`(?m)^msgid `)
	for _, lang := range Supported()[1:] {
		written := 0
		for _, dir := range []string{"po/", "po/names/"} {
			body, err := os.ReadFile(dir + lang + ".po")
			if err != nil {
				t.Fatal(err)
			}
			written += len(begins.FindAll(body, -1)) - 1 // the header
		}
		read := 0
		everyEntry(t, func(_ *testing.T, l string, _ *gotext.Translation) {
			if l == lang {
				read++
			}
		})
		if written != read {
			t.Errorf("%s: %d entries written, %d read", lang, written, read)
		}
	}
}
