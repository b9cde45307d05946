package person

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Fold gives the key under which a name is searched: Latin letters of ASCII in
// lower case, without marks, words separated by one space. "Groß" is "gross",
// "Ó Súilleabháin" is "o suilleabhain", "ჩხეიძე" is "chkheidze". Letters of
// scripts that have no table here (Hebrew, Arabic) stay as they are. Fold of a
// Fold is the same Fold.
//
// Cyrillic follows the Latin alphabet of Serbian and Macedonian, whose readers
// use both: "Ниш" and "Niš" are both "nis". Greek, Georgian and Armenian follow
// their national romanisations. A spelling of another custom is found because
// search columns hold the Latin spelling beside the native one.
//
// Keys are compared with keys and never shown; nobody's name is changed.
func Fold(s string) string {
	w := folding{letters: letters(s)}
	w.out.Grow(len(s))
	for w.at = 0; w.at < len(w.letters); w.at++ {
		w.fold()
	}
	return w.out.String()
}

// letter is one character without its marks.
type letter struct {
	r     rune // lower case, decomposed unless it is one of wholes
	acute bool // it carried a tonos or acute accent: Greek, no digraph begins here
	split bool // it carried a diaeresis: Greek, no digraph ends here
}

// firstMark and firstPair are where marks and letters of pairs begin: Latin text,
// which most of it is, lies below and needs no look into their tables.
const (
	firstMark = '\u0300'
	firstPair = 'Ͱ' // the first letter of Greek
)

// letters decomposes a text (NFKD) and takes the marks off its letters.
func letters(s string) []letter {
	all := make([]letter, 0, len(s))
	for _, r := range norm.NFKD.String(strings.ToValidUTF8(s, " ")) {
		switch {
		case r < firstMark || !unicode.In(r, unicode.Mn, unicode.Me):
			all = append(all, letter{r: unicode.ToLower(r)})
		case len(all) > 0:
			all[len(all)-1].mark(r)
		}
	}
	return all
}

// mark notes a mark that is about to be dropped, where it changes a sound.
func (l *letter) mark(mark rune) {
	l.acute = l.acute || mark == '\u0301'
	l.split = l.split || mark == '\u0308'
	if whole := wholes[string([]rune{l.r, mark})]; whole != 0 {
		l.r = whole
	}
}

// folding is the state of one Fold.
type folding struct {
	letters []letter
	at      int
	out     strings.Builder
	pending bool // a word has ended; the next one wants a space before it
	inWord  bool
}

// fold writes the letter at w.at, or the two letters that stand for one sound.
func (w *folding) fold() {
	r := w.letters[w.at].r
	if isWord(r) {
		w.write(string(r))
		return
	}
	if latin, ok := w.digraph(); ok {
		w.write(latin)
		w.at++
		return
	}
	switch latin, ok := w.latin(r); {
	case ok:
		w.write(latin)
	case unicode.IsLetter(r) && !unicode.Is(unicode.Lm, r) || unicode.IsNumber(r):
		w.write(string(r))
	case unicode.In(r, unicode.Cf) || w.inside(r):
	default:
		w.pending, w.inWord = w.out.Len() > 0, false
	}
}

// isWord tells a letter, which is in lower case by now, or digit of ASCII.
func isWord(c rune) bool { return c >= 'a' && c <= 'z' || c >= '0' && c <= '9' }

func (w *folding) write(latin string) {
	if latin == "" { // a sign without a sound, ь
		return
	}
	if w.pending {
		w.out.WriteByte(' ')
		w.pending = false
	}
	w.out.WriteString(latin)
	w.inWord = true
}

// latin looks a letter up; some sound different at the beginning of a word.
func (w *folding) latin(r rune) (string, bool) {
	if latin := initials[r]; latin != "" && !w.inWord {
		return latin, true
	}
	latin, ok := romanised[r]
	return latin, ok
}

// digraph looks up the pair of letters that begins here.
func (w *folding) digraph() (string, bool) {
	if w.at+1 == len(w.letters) {
		return "", false
	}
	a, b := w.letters[w.at], w.letters[w.at+1]
	if a.r < firstPair || b.r < firstPair || a.acute || b.split {
		return "", false
	}
	pair := string([]rune{a.r, b.r})
	if latin := initialPairs[pair]; latin != "" && !w.inWord {
		return latin, true
	}
	latin := pairs[pair]
	return latin, latin != ""
}

// inside tells an apostrophe that belongs to a word: the sign between two
// Cyrillic letters (В’ячеслав). Between Latin letters it parts words, so that
// "Aquila" finds L'Aquila.
func (w *folding) inside(r rune) bool {
	if !strings.ContainsRune("'’ʼ", r) || w.at == 0 || w.at+1 == len(w.letters) {
		return false
	}
	return unicode.Is(unicode.Cyrillic, w.letters[w.at-1].r) && unicode.Is(unicode.Cyrillic, w.letters[w.at+1].r)
}

// NeedsLatin tells whether a name has letters outside the Latin script, so that
// its owner is asked for a Latin spelling too.
func NeedsLatin(s string) bool {
	for _, r := range s {
		if unicode.IsLetter(r) && !unicode.In(r, unicode.Latin, unicode.Common, unicode.Inherited) {
			return true
		}
	}
	return false
}
