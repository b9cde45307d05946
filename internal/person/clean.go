package person

import (
	"math"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Line makes what somebody typed into one clean line: valid UTF-8, composed
// (NFC), every run of white space (line ends, tabs and no-break spaces too) one
// space, no control, bidi-override or other invisible characters, trimmed, at
// most max characters (runes). Upper and lower case stay as typed: the case of
// a name is its owner's business. Line of a Line is the same Line.
func Line(s string, max int) string {
	s = strings.ToValidUTF8(s, string(utf8.RuneError))
	words := strings.Fields(norm.NFC.String(strings.Map(visible, s)))
	return cut(strings.Join(words, " "), max)
}

// Paragraphs is Line for a text of several lines: its line ends stay, as "\n",
// and at most one empty line stands between two others.
func Paragraphs(s string, max int) string {
	s = strings.ToValidUTF8(s, string(utf8.RuneError))
	s = lineEnds.Replace(s)
	lines, empty := []string{}, false
	for line := range strings.SplitSeq(s, "\n") {
		line = Line(line, math.MaxInt)
		if line != "" || !empty {
			lines = append(lines, line)
		}
		empty = line == ""
	}
	return cut(strings.Join(lines, "\n"), max)
}

var lineEnds = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\u2028", "\n", "\u2029", "\n")

// cut keeps at most max runes of s and trims what then stands at its edges.
func cut(s string, max int) string {
	s = strings.TrimFunc(s, edge)
	runes := 0
	for at := range s {
		if runes == max {
			s = s[:at]
			break
		}
		runes++
	}
	return strings.TrimFunc(s, edge)
}

// visible turns white space into a space and drops what nobody sees: controls,
// formatting that overrides the order of letters or hides them, and code points
// that are no characters. The joiners and direction marks that Persian, Hebrew
// or an emoji need stay.
func visible(r rune) rune {
	switch {
	case unicode.IsSpace(r):
		return ' '
	case joins(r):
		return r
	case unicode.In(r, unicode.Cc, unicode.Cf, unicode.Noncharacter_Code_Point):
		return -1
	}
	return r
}

// joins tells the invisible characters that writing needs: zero width joiner and
// non-joiner, left-to-right, right-to-left and Arabic letter mark.
func joins(r rune) bool {
	return r >= '\u200c' && r <= '\u200f' || r == '\u061c'
}

// edge tells what is trimmed from the ends of a line, so that no name consists of
// nothing but invisible characters.
func edge(r rune) bool { return unicode.IsSpace(r) || joins(r) }
