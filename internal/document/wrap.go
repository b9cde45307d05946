package document

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// piece is a stretch of text that is not broken: a word, or a part of one that
// ends in a hyphen.
type piece struct {
	text  string
	space bool // a space stands before it when both are on one line
}

func pieces(s string) []piece {
	var list []piece
	for _, word := range strings.Fields(s) {
		space := true
		for word != "" {
			end := hyphenEnd(word)
			list = append(list, piece{word[:end], space})
			word, space = word[end:], false
		}
	}
	return list
}

// breakers are the characters after which a word may go on below.
const breakers = "-‐–/"

// hyphenEnd is where a line may end inside a word: after a hyphen or a slash
// between two letters.
func hyphenEnd(word string) int {
	if !strings.ContainsAny(word, breakers) {
		return len(word)
	}
	before := rune(0)
	for i, r := range word {
		end := i + utf8.RuneLen(r)
		after, _ := utf8.DecodeRuneInString(word[end:])
		if strings.ContainsRune(breakers, r) && unicode.IsLetter(before) && unicode.IsLetter(after) {
			return end
		}
		before = r
	}
	return len(word)
}

// wrap breaks s into lines no wider than width. A word that is wider by itself
// is broken between letters, never lost.
func wrap(s string, f face, size, width float64) []string {
	if s != "" && f.width(s, size) <= width {
		return []string{s}
	}
	var lines []string
	line := ""
	for _, p := range pieces(s) {
		longer := join(line, p)
		if f.width(longer, size) <= width {
			line = longer
			continue
		}
		if line != "" {
			lines = append(lines, line)
		}
		full, rest := split(p.text, f, size, width)
		lines = append(lines, full...)
		line = rest
	}
	if line != "" {
		lines = append(lines, line)
	}
	return lines
}

func join(line string, p piece) string {
	if line == "" || !p.space {
		return line + p.text
	}
	return line + " " + p.text
}

// split cuts one word into full lines and what remains of it.
func split(word string, f face, size, width float64) (full []string, rest string) {
	for _, c := range clusters(word) {
		if rest != "" && f.width(rest+c, size) > width {
			full, rest = append(full, rest), ""
		}
		rest += c
	}
	return full, rest
}

// clusters gives the letters of a word, each with the marks that belong to it.
func clusters(word string) []string {
	var list []string
	for _, r := range word {
		if len(list) > 0 && unicode.Is(unicode.M, r) {
			list[len(list)-1] += string(r)
		} else {
			list = append(list, string(r))
		}
	}
	return list
}

// balance breaks s between words into at most n lines whose widest is as narrow
// as can be: "Maria da Conceição / Vasconcelos", not one word alone below. It
// gives the widest line's width in millimetres per point of size.
func balance(s string, f face, n int) (lines []string, widest float64) {
	if n == 1 {
		return []string{s}, f.width(s, 1)
	}
	all := pieces(s)
	left, right := edges(all, f)
	// narrow[j] is the widest line when the first j pieces stand on as many lines
	// as were tried; cuts[l][j] is where the last of those lines begins.
	narrow := append([]float64{0}, right...)
	cuts := [][]int{make([]int, len(narrow))}
	for range n - 1 {
		next, cut := oneLineMore(narrow, left, right)
		if next[len(all)] >= narrow[len(all)] {
			break
		}
		narrow, cuts = next, append(cuts, cut)
	}
	end := len(all)
	lines = make([]string, len(cuts))
	for l := len(cuts) - 1; l >= 0; l-- {
		start := cuts[l][end]
		for _, p := range all[start:end] {
			lines[l] = join(lines[l], p)
		}
		end = start
	}
	return lines, narrow[len(all)]
}

// edges gives where each piece would begin and end if all stood on one line.
func edges(all []piece, f face) (left, right []float64) {
	x, space := 0.0, f.width(" ", 1)
	for i, p := range all {
		if i > 0 && p.space {
			x += space
		}
		left = append(left, x)
		x += f.width(p.text, 1)
		right = append(right, x)
	}
	return left, right
}

// oneLineMore finds, for each number of first pieces, where to begin a further
// line so that the widest is narrowest.
func oneLineMore(narrow, left, right []float64) (next []float64, cut []int) {
	next, cut = make([]float64, len(narrow)), make([]int, len(narrow))
	for j := 1; j < len(narrow); j++ {
		next[j] = narrow[j] + 1
		for i := range j {
			if w := max(narrow[i], right[j-1]-left[i]); w < next[j] {
				next[j], cut[j] = w, i
			}
		}
	}
	return next, cut
}
