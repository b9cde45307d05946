package event

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// mostProblems is how many problems of one file are listed: enough to mend a
// file in one go, and no flood when the wrong file was given.
const mostProblems = 50

// Problem is one thing that is wrong with a file. Path is a JSON path such as
// "events[0].sessions[3].start", "" for the file as a whole; Line is 0 when no
// line is to blame.
type Problem struct {
	File    string
	Line    int
	Path    string
	Problem string
}

// Error gives "events.json:12: events[0].slug: …", as editors and compilers know it.
func (p Problem) Error() string {
	s := p.File
	if p.Line > 0 {
		s += fmt.Sprintf(":%d", p.Line)
	}
	if p.Path != "" {
		s += ": " + p.Path
	}
	return s + ": " + p.Problem
}

// Problems are what is wrong with a file, in the order of its lines; at most
// mostProblems, and then one that says how many more there are.
type Problems []Problem

// Error lists the problems, one a line.
func (ps Problems) Error() string {
	lines := make([]string, len(ps))
	for i, p := range ps {
		lines[i] = p.Error()
	}
	return strings.Join(lines, "\n")
}

// report gathers the problems of one file.
type report struct {
	file     string
	problems Problems
	more     int
}

func (r *report) add(line int, path, format string, args ...any) {
	if len(r.problems) == mostProblems {
		r.more++
		return
	}
	r.problems = append(r.problems, Problem{r.file, line, path, fmt.Sprintf(format, args...)})
}

// err gives the problems as an error, nil when there are none.
func (r *report) err() error {
	if len(r.problems) == 0 {
		return nil
	}
	slices.SortStableFunc(r.problems, func(a, b Problem) int { return cmp.Compare(a.Line, b.Line) })
	if r.more > 0 {
		r.problems = append(r.problems, Problem{File: r.file, Problem: fmt.Sprintf("and %d more problems", r.more)})
	}
	return r.problems
}
