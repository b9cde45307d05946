package person

import (
	"fmt"
	"strings"
)

// InputError is one thing that is wrong in a file somebody gave us.
type InputError struct {
	File    string
	Line    int    // from 1; 0 when it is the file as a whole
	Field   string // name of the column; empty when it is the line as a whole
	Problem string
}

// Error writes "members.csv:12: country_code: XX is no country code of ISO 3166-1".
func (e InputError) Error() string {
	s := e.File
	if e.Line > 0 {
		s = fmt.Sprintf("%s:%d", s, e.Line)
	}
	if e.Field != "" {
		s += ": " + e.Field
	}
	return s + ": " + e.Problem
}

// InputErrors are all the things that are wrong in the files of one import, in
// the order of the files; at most maxProblems of them and a last one that says
// how many more there are.
type InputErrors []InputError

// maxProblems bounds the list: whoever chose the wrong file need not read it all.
const maxProblems = 100

// Error writes one problem a line.
func (es InputErrors) Error() string {
	lines := make([]string, len(es))
	for i, e := range es {
		lines[i] = e.Error()
	}
	return strings.Join(lines, "\n")
}

// orNil gives the error to return: nil when nothing is wrong.
func (es InputErrors) orNil() error {
	if len(es) == 0 {
		return nil
	}
	if more := len(es) - maxProblems; more > 0 {
		es = append(es[:maxProblems:maxProblems], InputError{
			File: es[len(es)-1].File, Problem: fmt.Sprintf("and %d more problems", more)})
	}
	return es
}
