package person

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"convene/internal/locale"
)

// The columns of the two files of an import of authorities.
var (
	memberColumns = []string{"city_or_region", "country_code", "kind"}
	nativeColumns = []string{"city_or_region", "country_code", "native_name"}
)

// maxName bounds the name of an authority, in characters.
const maxName = 200

// place is what makes an authority the same one as before.
type place struct{ country, name string }

// member is an authority as the files have it.
type member struct {
	place
	kind   string // "city" or "region"
	native string // empty when the files do not say
}

// nativeFile names the file of native names: by its own name when it is a file,
// else as the one beside the file of members, "members_native.csv".
func nativeFile(members string, native io.Reader) string {
	if file, ok := native.(interface{ Name() string }); ok {
		return filepath.Base(file.Name())
	}
	ext := path.Ext(members)
	return strings.TrimSuffix(members, ext) + "_native" + ext
}

// readMembers reads and checks both files; native may be nil. All that is wrong
// in either is in the one error, an InputErrors.
func readMembers(file string, in, native io.Reader) ([]member, error) {
	c := &checker{file: file, seen: map[place]int{}}
	members, err := c.members(in)
	wrong := c.sorted()
	if native != nil {
		c = &checker{file: nativeFile(file, native), seen: map[place]int{}}
		err = errors.Join(err, c.natives(native, members))
		wrong = append(wrong, c.sorted()...)
	}
	if err != nil {
		return nil, err
	}
	return members, wrong.orNil()
}

// checker reads one file and notes what is wrong in it.
type checker struct {
	file  string
	wrong InputErrors
	seen  map[place]int // the line a place stood on first
}

func (c *checker) members(in io.Reader) ([]member, error) {
	rows, wrong, err := readTable(c.file, in, memberColumns)
	c.wrong = append(c.wrong, wrong...)
	members := make([]member, len(rows))
	for i, r := range rows {
		members[i] = member{place: c.place(r), kind: r.cells[2]}
		if kind := r.cells[2]; kind != "city" && kind != "region" {
			c.note(r.line, "kind", "%q is neither city nor region", kind)
		}
	}
	return members, err
}

// natives adds the native names of a second file to their members.
func (c *checker) natives(in io.Reader, members []member) error {
	rows, wrong, err := readTable(c.file, in, nativeColumns)
	c.wrong = append(c.wrong, wrong...)
	for _, r := range rows {
		p := c.place(r)
		i := slices.IndexFunc(members, func(m member) bool { return m.place == p })
		if i < 0 {
			c.note(r.line, "city_or_region", "%s (%s) is not in the file of members", p.name, p.country)
			continue
		}
		members[i].native = c.name(r.line, "native_name", r.cells[2])
	}
	return err
}

// place reads the first two columns of either file.
func (c *checker) place(r row) place {
	p := place{country: r.cells[1], name: c.name(r.line, "city_or_region", r.cells[0])}
	if !locale.IsCountry(p.country) {
		c.note(r.line, "country_code", "%q is no country code of ISO 3166-1 (two capital letters)", p.country)
	}
	if line := c.seen[p]; line > 0 {
		c.note(r.line, "city_or_region", "%s (%s) stands on line %d already", p.name, p.country, line)
	} else {
		c.seen[p] = r.line
	}
	return p
}

// name reads a name as it stands: an apostrophe at its beginning belongs to it.
func (c *checker) name(line int, column, cell string) string {
	name := Line(cell, maxName+1)
	switch {
	case name == "":
		c.note(line, column, "empty")
	case len([]rune(name)) > maxName:
		c.note(line, column, "longer than %d characters", maxName)
	}
	return name
}

func (c *checker) note(line int, column, format string, args ...any) {
	c.wrong = append(c.wrong, InputError{File: c.file, Line: line, Field: column, Problem: fmt.Sprintf(format, args...)})
}

func (c *checker) sorted() InputErrors {
	slices.SortStableFunc(c.wrong, func(a, b InputError) int { return cmp.Compare(a.Line, b.Line) })
	return c.wrong
}
