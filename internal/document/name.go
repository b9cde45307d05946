package document

import (
	"strings"
	"unicode"
)

// The most characters of each field that are printed. They are above what the
// forms take in; their use is to bound the work for anything else.
const (
	maxName  = 160
	maxField = 200
	maxShort = 80
)

// printedName is how a person's name stands on paper.
type printedName struct {
	Main  string
	Latin string // second line; "" when Main can be read by everybody
	Who   string // the name as given, for warnings on a screen
	Cut   bool   // longer than any name is printed
}

// name decides what is printed for a person. The Latin spelling takes the place
// of a name that cannot be set right: a guest would rather read that than boxes
// or letters in the wrong order. Otherwise it stands below a name in another
// script.
func (n *notes) name(name, latin string) printedName {
	main, second := text(name, maxName), text(latin, maxName)
	if main.Line == "" {
		main, second = second, cleaned{}
	}
	who := main.Plain
	if main.Line == "" {
		n.add(who, NoName)
		return printedName{}
	}
	if mixesScripts(main.Plain) {
		n.add(who, MixedScripts)
	}
	if main.whole() {
		n.loose(who, main)
		return printedName{main.Line, n.below(who, main, second), who, main.Cut}
	}
	return n.replaced(who, main, second)
}

// below gives the second line, if there is to be one.
func (n *notes) below(who string, main, second cleaned) string {
	if !needsLatin(main.Line) || second.Line == main.Line {
		return ""
	}
	n.loose(who, second)
	if len(second.Missing) > 0 {
		n.add(who, NoLetters, spell(second.Missing))
	}
	return second.Line
}

// whole reports a name that ends in "…", where that is better than no name.
func (n *notes) whole(name printedName) printedName {
	if name.Cut {
		n.add(name.Who, CutText, name.Main)
	}
	return name
}

// replaced gives the line for a name that does not print whole.
func (n *notes) replaced(who string, main, second cleaned) printedName {
	instead := second.Line != "" && second.whole()
	missing, script := NoLetters, NoScript
	if instead {
		missing, script = LatinInstead, LatinScript
	}
	if len(main.Missing) > 0 {
		n.add(who, missing, spell(main.Missing))
	}
	if main.Unjoined {
		n.add(who, script)
	}
	if instead {
		n.loose(who, second)
		return printedName{Main: second.Line, Who: who, Cut: second.Cut}
	}
	n.loose(who, main)
	return printedName{Main: main.Line, Who: who, Cut: main.Cut}
}

// needsLatin tells whether s has letters of another script than Latin.
func needsLatin(s string) bool {
	return strings.ContainsFunc(s, foreign)
}

// foreign tells letters of another script than Latin from Latin ones and from
// those that all scripts share, such as ʼ.
func foreign(r rune) bool {
	return unicode.IsLetter(r) && !unicode.In(r, unicode.Latin, unicode.Common, unicode.Inherited)
}

// mixesScripts finds words like "Оlena" with a Cyrillic О: they look right and
// sort, search and read aloud wrong.
func mixesScripts(s string) bool {
	words := strings.FieldsFunc(s, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.Is(unicode.M, r) })
	for _, w := range words {
		latin := strings.ContainsFunc(w, func(r rune) bool { return unicode.Is(unicode.Latin, r) })
		if latin && needsLatin(w) {
			return true
		}
	}
	return false
}
