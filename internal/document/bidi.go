package document

import (
	"slices"
	"strings"

	"golang.org/x/text/unicode/bidi"
)

// visual gives the characters of one printed line from left to right, by the
// Unicode Bidirectional Algorithm (UAX #9) without embeddings, which text() has
// removed. Lines without right-to-left letters come back as they are.
//
// Break lines before, not after: the order is that of one line.
func visual(line string) string {
	base, mixed := direction(line)
	if !mixed {
		return line
	}
	var p bidi.Paragraph
	if _, err := p.SetString(line, bidi.DefaultDirection(base)); err != nil {
		return line
	}
	order, err := p.Order()
	if err != nil {
		return line
	}
	runs := make([]bidi.Run, order.NumRuns())
	for i := range runs {
		runs[i] = order.Run(i)
	}
	if base == bidi.RightToLeft {
		return backwards(parts(runs))
	}
	return insideLatin(runs)
}

// direction finds the direction of a line from its first strong letter (rules
// P2 and P3), and whether it has right-to-left letters at all.
func direction(line string) (base bidi.Direction, any bool) {
	found := false
	for _, r := range line {
		p, _ := bidi.LookupRune(r)
		switch p.Class() {
		case bidi.L:
			found = true
		case bidi.R, bidi.AL:
			if !found {
				base, found = bidi.RightToLeft, true
			}
			any = true
		}
	}
	return base, any
}

// part is a stretch of one direction.
type part struct {
	text string
	rtl  bool
}

func parts(runs []bidi.Run) []part {
	list := make([]part, len(runs))
	for i := range runs {
		list[i] = part{runs[i].String(), runs[i].Direction() == bidi.RightToLeft}
	}
	return list
}

// backwards sets a right-to-left stretch: the parts in reverse, the letters of
// the right-to-left ones too (rule L2), brackets turned round (L4).
func backwards(list []part) string {
	var b strings.Builder
	for i := len(list) - 1; i >= 0; i-- {
		if list[i].rtl {
			b.WriteString(bidi.ReverseString(list[i].text))
		} else {
			b.WriteString(list[i].text)
		}
	}
	return b.String()
}

// insideLatin sets a left-to-right line with right-to-left stretches in it. A
// number that follows such a stretch belongs to it (level 2, rule I1), though
// the package bidi hands it out joined with the letters after it.
func insideLatin(runs []bidi.Run) string {
	var b strings.Builder
	var stretch []part
	for _, p := range parts(runs) {
		if p.rtl {
			stretch = append(stretch, p)
			continue
		}
		n := 0
		if len(stretch) > 0 {
			n = numberLength(p.text)
			stretch = append(stretch, part{text: p.text[:n]})
		}
		if n < len(p.text) {
			b.WriteString(backwards(stretch))
			b.WriteString(p.text[n:])
			stretch = nil
		}
	}
	b.WriteString(backwards(stretch))
	return b.String()
}

// numberLength is how many bytes at the start of s are one number: digits with
// their separators between and their signs around (rules W4 and W5).
func numberLength(s string) int {
	end := 0
	for i, r := range s {
		p, size := bidi.LookupRune(r)
		switch p.Class() {
		case bidi.EN, bidi.AN, bidi.ET:
			end = i + size
		case bidi.ES, bidi.CS:
		default:
			return end
		}
	}
	return end
}

// placedWord is part of a printed line: its letters from the left and what
// stands before it.
type placedWord struct{ text, before string }

// inReadingOrder cuts a line with right-to-left letters into its words, in the
// order they are read; other lines stay whole. So does one whose words are not
// found again as they are drawn, such as a number with its sign moved.
func inReadingOrder(line string) []placedWord {
	if _, mixed := direction(line); !mixed {
		return []placedWord{{text: line}}
	}
	drawn := visual(line)
	whole := []placedWord{{text: drawn}}
	var words []placedWord
	at := 0
	for _, w := range strings.Fields(drawn) {
		at += strings.Index(drawn[at:], w)
		words = append(words, placedWord{w, drawn[:at]})
		at += len(w)
	}
	read := make([]placedWord, 0, len(words))
	for _, w := range strings.Fields(line) {
		i := slices.IndexFunc(words, func(p placedWord) bool { return p.text == w || p.text == visual(w) })
		if i < 0 {
			return whole
		}
		read = append(read, words[i])
		words = slices.Delete(words, i, i+1)
	}
	if len(words) > 0 {
		return whole
	}
	return read
}
