// Package locale speaks to people in their language: catalogues of sentences,
// dates, numbers, names of countries and languages, and the order of a list.
//
// A sentence in the code is plain English and is its own key (gettext msgid);
// po/fr.po and its like translate it, po/names/ the names of countries and
// languages. A further language is two more files and no code: months, days and
// the shapes of dates stand in them too. A sentence that has no translation is
// shown in English rather than not at all; a test fails when one that
// participants see is missing.
package locale

import (
	"embed"
	"slices"
	"strings"
	"sync"

	"github.com/leonelquinteros/gotext"
	"golang.org/x/text/language"
)

//go:embed po/*.po po/names/*.po
var catalogues embed.FS

// source is the language the sentences in the code are written in.
const source = "en"

// Printer writes in one language. It is immutable and safe for concurrent use.
type Printer struct {
	lang      string
	po        *gotext.Po
	collators *sync.Pool
	countries func() []Country
}

// printers holds one Printer for each language, made once.
var printers = sync.OnceValue(func() map[string]*Printer {
	all := map[string]*Printer{}
	for _, lang := range Supported() {
		all[lang] = newPrinter(lang)
	}
	return all
})

// Supported gives the languages there are catalogues for, as BCP 47 tags in the
// order of the language switch: English first, the others by tag.
func Supported() []string { return slices.Clone(supported()) }

var supported = sync.OnceValue(func() []string {
	files, err := catalogues.ReadDir("po")
	if err != nil {
		panic(err) // the directory is compiled into the program
	}
	langs := []string{source}
	for _, f := range files {
		if lang, ok := strings.CutSuffix(f.Name(), ".po"); ok {
			langs = append(langs, lang)
		}
	}
	return langs
})

// For gives the Printer of the supported language nearest to a BCP 47 tag,
// English when there is none.
func For(tag string) *Printer {
	if exactly := printers()[tag]; exactly != nil {
		return exactly
	}
	return printers()[Negotiate(tag, "", "")]
}

func newPrinter(lang string) *Printer {
	bodies := [][]byte{}
	for _, dir := range []string{"po/", "po/names/"} {
		// English has no files: its sentences and names are the keys.
		if body, err := catalogues.ReadFile(dir + lang + ".po"); err == nil {
			bodies = append(bodies, body)
		}
	}
	return printerOf(lang, bodies...)
}

// printerOf makes a Printer from the bodies of .po files.
func printerOf(lang string, bodies ...[]byte) *Printer {
	po := gotext.NewPo()
	for _, body := range bodies {
		po.Parse(body)
	}
	p := &Printer{lang: lang, po: po, collators: collators(language.Make(lang))}
	p.countries = sync.OnceValue(p.sortedCountries)
	return p
}

// Lang is the BCP 47 tag of the Printer's language, for lang="…".
func (p *Printer) Lang() string { return p.lang }

// T translates a sentence and fills in its arguments as fmt.Sprintf does.
// Without arguments a % stands for itself.
func (p *Printer) T(msgid string, args ...any) string {
	if msgid == "" { // the key of a catalogue's own header
		return ""
	}
	return p.po.Get(msgid, args...)
}

// N translates a sentence that counts: one for n = 1, many otherwise, by the
// plural rule of the language. The number itself is an argument like any other:
// N("%d place left", "%d places left", n, n). A form that needs no argument
// ("One answer needs another look") takes none.
func (p *Printer) N(one, many string, n int, args ...any) string {
	form := many
	switch {
	case p.po.IsTranslatedN(one, n):
		form = p.po.GetN(one, many, n)
	case n == 1:
		form = one
	}
	if !strings.Contains(form, "%") {
		return form
	}
	return gotext.FormatString(form, args...)
}

// in translates a word that means different things in different places; context
// is what tells them apart (gettext msgctxt).
func (p *Printer) in(context, msgid string, args ...any) string {
	return p.po.GetC(msgid, context, args...)
}
