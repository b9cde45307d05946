package mail

import (
	"bytes"
	"unicode/utf8"
)

// lineOctets is the longest content line of a calendar file, its line break not
// counted (RFC 5545, 3.1).
const lineOctets = 75

// fold breaks the content lines of a calendar file at 75 octets. go-ical writes
// each in one piece. A break never falls inside a rune: several calendars
// decode line by line and would show two damaged letters. Lines end in CRLF.
func fold(calendar []byte) []byte {
	out := make([]byte, 0, len(calendar)+len(calendar)/lineOctets*3)
	for line := range bytes.SplitSeq(bytes.TrimSuffix(calendar, []byte("\r\n")), []byte("\r\n")) {
		out = appendFolded(out, line)
	}
	return out
}

// appendFolded adds one content line; a continuation begins with a space, which
// counts as one of its 75 octets.
func appendFolded(out, line []byte) []byte {
	for limit := lineOctets; len(line) > limit; limit = lineOctets - 1 {
		cut := runeStart(line, limit)
		out = append(out, line[:cut]...)
		out = append(out, "\r\n "...)
		line = line[cut:]
	}
	out = append(out, line...)
	return append(out, "\r\n"...)
}

// runeStart is the last place at or before limit where a rune begins. In text
// that is not UTF-8 there may be none near; then it is limit itself.
func runeStart(line []byte, limit int) int {
	for cut := limit; cut > limit-utf8.UTFMax; cut-- {
		if utf8.RuneStart(line[cut]) {
			return cut
		}
	}
	return limit
}
