package document

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/bidi"
	"golang.org/x/text/unicode/norm"
)

// standIn is printed for what the font cannot draw: an empty box, so that the
// gap is seen on paper too.
const standIn = '□'

// cleaned is one line of text that can be drawn, and what had to change for it.
type cleaned struct {
	Line     string // in logical order; see visual for the order on paper
	Plain    string // the same before boxes replaced anything, for a screen
	Missing  []rune // characters without a glyph, replaced by a box each
	Loose    []rune // combining marks that no composed letter took in
	Unjoined bool   // has words of a script that needs joined letters; a box each
	Cut      bool   // ended by "…" at the limit
}

// whole tells that every letter prints.
func (c cleaned) whole() bool { return len(c.Missing) == 0 && !c.Unjoined }

// text makes any string safe to print on one line of at most limit characters.
//
// It is the one door to gofpdf, which loses the whole document over an emoji or
// a broken byte, hangs on endless text and draws control characters as letters.
// Composed letters (Unicode NFC) come first, since the font has no rules to put
// a loose accent over its letter. The case of a letter is never changed.
func text(s string, limit int) cleaned {
	s, cut := bounded(s, limit)
	c := cleaned{Cut: cut}
	var line strings.Builder
	joined := false // the last character belonged to an unjoined word
	for _, r := range s {
		switch {
		case unjoined(r):
			if !joined {
				line.WriteRune(standIn)
			}
			c.Unjoined = true
		case r == utf8.RuneError, unicode.Is(unicode.Co, r), !regular.has(r), !bold.has(r):
			line.WriteRune(standIn)
			c.Missing = appendOnce(c.Missing, r)
		case unicode.Is(unicode.M, r):
			c.Loose = appendOnce(c.Loose, r)
			// Hebrew reads the same without its points, and misplaced ones hide letters.
			if !unicode.Is(unicode.Hebrew, r) {
				line.WriteRune(r)
			}
		default:
			line.WriteRune(r)
		}
		joined = unjoined(r) || joined && unicode.Is(unicode.M, r)
	}
	c.Line, c.Plain = line.String(), s
	return c
}

// bounded gives valid UTF-8 in NFC on one line: white space of any kind is one
// space, characters without a shape (controls, bidi overrides, joiners,
// variation selectors) are gone, and the rest ends after limit characters.
func bounded(s string, limit int) (line string, cut bool) {
	const longest = 16 // bytes that may stand for one printed character before cleaning
	if end := limit * longest; len(s) > end {
		for end > 0 && !utf8.RuneStart(s[end]) {
			end--
		}
		s, cut = s[:end], true
	}
	s = norm.NFC.String(strings.ToValidUTF8(s, string(utf8.RuneError)))
	s = strings.Join(strings.Fields(strings.Map(visible, s)), " ")
	runes := []rune(norm.NFC.String(s)) // again: a joiner may have kept two letters apart
	if len(runes) > limit {
		runes, cut = runes[:limit], true
	}
	if cut {
		return strings.TrimRight(string(runes), " ") + "…", true
	}
	return string(runes), false
}

// visible maps white space to a space and drops what has no shape of its own.
func visible(r rune) rune {
	switch {
	case unicode.IsSpace(r):
		return ' '
	case unicode.In(r, unicode.Cc, unicode.Cf, unicode.Variation_Selector, unicode.Other_Default_Ignorable_Code_Point):
		return -1
	}
	return r
}

// unjoined tells whether r belongs to a right-to-left script other than Hebrew:
// Arabic, Syriac, N'Ko … Their letters join, which needs shaping that is not
// done here; set one by one they would be wrong, so they are not set at all.
func unjoined(r rune) bool {
	if r < 0x590 || unicode.Is(unicode.Hebrew, r) || !unicode.IsLetter(r) {
		return false
	}
	p, _ := bidi.LookupRune(r)
	return p.Class() == bidi.R || p.Class() == bidi.AL
}

func appendOnce(list []rune, r rune) []rune {
	if slices.Contains(list, r) {
		return list
	}
	return append(list, r)
}

// shown gives a character for a sentence: marks stand on a dotted circle.
func shown(r rune) string {
	switch {
	case r == utf8.RuneError:
		return "?"
	case unicode.Is(unicode.M, r):
		return "◌" + string(r)
	}
	return string(r)
}
