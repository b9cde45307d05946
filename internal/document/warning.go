package document

import (
	"fmt"
	"strings"
)

// Warning names a person (or, for an event's own texts, the text) whose print
// needs a look before it goes out. Problem is an English sentence and the key of
// its translation, a fmt format for Args.
type Warning struct {
	Name    string
	Problem string
	Args    []any
}

// String gives the warning in English, for logs and the command line.
func (w Warning) String() string {
	return w.Name + ": " + fmt.Sprintf(w.Problem, w.Args...)
}

// What a Warning can say.
const (
	NoLetters    = "These characters cannot be printed and a box stands in their place: %s."
	LatinInstead = "These characters cannot be printed: %s. The Latin spelling is printed instead."
	NoScript     = "This script cannot be printed correctly yet. A box stands for each word; give a Latin spelling."
	LatinScript  = "This script cannot be printed correctly yet. The Latin spelling is printed instead."
	LooseMarks   = "These accents have no fixed place in the font; look at the print: %s."
	CutText      = "The text was too long and is cut: “%s”."
	SmallName    = "The name is printed in %d points; below 18 it is hard to read from two metres."
	LongSign     = "The sign goes on over %d sheets."
	SmallTent    = "The name is printed in %d points; below 36 it is hard to read across a room."
	NoRoom       = "The name does not fit; its place is left empty to be written by hand."
	LeftOut      = "Not all of the programme fits: %d entries are left out."
	MixedScripts = "A word mixes letters of two alphabets; check the spelling."
	NoName       = "There is no name to print."
	NoCode       = "The badge has no token, so no code is printed."
	LongCode     = "The token is too long to be printed as a code."
)

// notes collects the warnings of one document, each only once.
type notes struct {
	list []Warning
	seen map[string]bool
}

func (n *notes) add(name, problem string, args ...any) {
	w := Warning{Name: name, Problem: problem, Args: args}
	if n.seen == nil {
		n.seen = map[string]bool{}
	}
	if key := w.String(); !n.seen[key] {
		n.seen[key] = true
		n.list = append(n.list, w)
	}
}

// line cleans one field that is not a name. who is named when something in it
// cannot be printed; without a person the text itself is.
func (n *notes) line(who, s string, max int) string {
	c := text(s, max)
	if who == "" {
		who = c.Plain
	}
	n.flaws(who, c)
	if len(c.Missing) > 0 {
		n.add(who, NoLetters, spell(c.Missing))
	}
	if c.Unjoined {
		n.add(who, NoScript)
	}
	return c.Line
}

// flaws reports what still prints but is not as it was typed.
func (n *notes) flaws(who string, c cleaned) {
	n.loose(who, c)
	if c.Cut {
		n.add(who, CutText, c.Line)
	}
}

func (n *notes) loose(who string, c cleaned) {
	if len(c.Loose) > 0 {
		n.add(who, LooseMarks, spell(c.Loose))
	}
}

// spell lists characters with their code points: a letter without a glyph is
// often invisible on the screen too, and marks need something to stand on.
func spell(runes []rune) string {
	parts := make([]string, len(runes))
	for i, r := range runes {
		parts[i] = fmt.Sprintf("%s (U+%04X)", shown(r), r)
	}
	return strings.Join(parts, ", ")
}
