package document

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// What designs may be made of.
var (
	kinds   = []string{"event", "name", "text", "role", "code", "logo", "programme", "bus"}
	shows   = []string{"event", "dates", "function", "body", "country", "role", "text"}
	weights = []string{"", "regular", "bold"}
	aligns  = []string{"", "left", "centre", "right"}
)

const (
	maxParts = 20
	maxLines = 10
	// leastCode is how wide a code is at least, with its border, to be read by any
	// telephone.
	leastCode = 25
	// leastContrast is that of text on a badge (WCAG 2.2, 1.4.6), which is read in
	// bad light from two metres.
	leastContrast = 7
)

// check collects the flaws of a design.
type check struct {
	design Design
	flaws  Flaws
}

func (c *check) refuse(where, problem string, args ...any) {
	c.flaws = append(c.flaws, Flaw{where, problem, args})
}

// Check tells everything that keeps badges from being printed by the design; nil
// when nothing does.
func (d Design) Check() Flaws {
	c := check{design: d}
	c.oneOf("fold", d.Fold, []string{"", "side"})
	c.number("safe", d.Safe, 0, 20)
	c.sheet(d.Sheet)
	c.side("front", d.Front)
	c.side("back", d.Back)
	for _, kind := range []string{"event", "name"} {
		c.once("front", kind, d.Front)
	}
	c.once("front", "code", slices.Concat(d.Front, d.Back))
	for _, role := range slices.Sorted(maps.Keys(d.Bands)) {
		c.words("bands."+role, role)
		c.colour("bands."+role, d.Bands[role], white)
	}
	if len(d.Logo) > 0 {
		if _, err := readPicture(d.Logo); err != nil {
			c.refuse("logo", "The logo must be a PNG or JPEG picture of at most %d KB and %d dots a side.", maxLogoBytes>>10, maxLogoSide)
		}
	}
	return c.flaws
}

// sheet checks that the cells are on the paper.
func (c *check) sheet(s Sheet) {
	before := len(c.flaws)
	c.number("sheet.width", s.Width, 40, 450)
	c.number("sheet.height", s.Height, 40, 450)
	c.number("sheet.columns", float64(s.Columns), 1, 10)
	c.number("sheet.rows", float64(s.Rows), 1, 20)
	c.number("sheet.left", s.Left, 0, s.Width)
	c.number("sheet.top", s.Top, 0, s.Height)
	c.number("sheet.cellWidth", s.CellWidth, 20, s.Width)
	c.number("sheet.cellHeight", s.CellHeight, 20, s.Height)
	c.number("sheet.gapX", s.GapX, 0, s.Width)
	c.number("sheet.gapY", s.GapY, 0, s.Height)
	if len(c.flaws) > before {
		return
	}
	last := s.stock().cell(s.Columns*s.Rows - 1)
	if !inside(last, rect{W: s.Width, H: s.Height}) {
		c.refuse("sheet", "The badges reach over the edge of the paper.")
	}
}

func (c *check) side(where string, parts []Part) {
	if len(parts) > maxParts {
		c.refuse(where, "There are more than %d parts.", maxParts)
		return
	}
	for i, p := range parts {
		c.part(fmt.Sprintf("%s[%d]", where, i), p)
	}
	c.codeFree(where, parts)
}

func (c *check) part(where string, p Part) {
	c.oneOf(where+".kind", p.Kind, kinds)
	c.oneOf(where+".weight", p.Weight, weights)
	c.oneOf(where+".align", p.Align, aligns)
	c.colour(where+".colour", p.Colour, white)
	safe := c.design.badge().inset(c.design.Safe)
	switch p.Kind {
	case "code":
		c.code(where, p, safe)
		return
	case "event", "text":
		c.number(where+".smallest", p.Smallest, 3, 200)
		c.lines(where, p)
	case "name", "role", "programme", "bus":
		c.number(where+".smallest", p.Smallest, 3, 200)
		c.number(where+".largest", p.Largest, p.Smallest, 200)
	}
	if p.Kind == "name" {
		c.number(where+".latin", p.Latin, 5, p.Largest)
	}
	c.box(where+".box", p.Box, safe)
	c.room(where+".box", p)
}

// room checks that a place can hold what is always there.
func (c *check) room(where string, p Part) {
	w, h := 5.0, 2.0
	switch p.Kind {
	case "event", "programme", "bus":
		w, h = 30, 5
	case "name":
		w, h = 20, 8
	case "role":
		w, h = 2*p.Box.Height, 4
	}
	if p.Box.Width < w || p.Box.Height < h {
		c.refuse(where, "This place is too small: it needs %v × %v mm.", w, h)
	}
}

func (c *check) code(where string, p Part, safe rect) {
	c.box(where+".box", p.Box, c.design.badge())
	if !(p.Box.Width >= leastCode) || p.Box.Width != p.Box.Height {
		c.refuse(where+".box", "A code is a square at least %d mm wide.", leastCode)
	}
	if p.Under == nil {
		c.refuse(where+".under", "A code needs a place for the same token in letters.")
		return
	}
	c.box(where+".under", *p.Under, safe)
}

func (c *check) lines(where string, p Part) {
	if len(p.Lines) > maxLines || len(p.Lines) == 0 {
		c.refuse(where+".lines", "A part of this kind has 1 to %d lines.", maxLines)
		return
	}
	for i, l := range p.Lines {
		at := fmt.Sprintf("%s.lines[%d]", where, i)
		c.oneOf(at+".show", l.Show, shows)
		c.words(at+".text", l.Text)
		c.oneOf(at+".weight", l.Weight, weights)
		c.colour(at+".colour", l.Colour, white)
		c.number(at+".size", l.Size, p.Smallest, 200)
		c.number(at+".above", l.Above, 0, 50)
	}
}

// codeFree checks that nothing stands on a code or its white border, which
// cameras need.
func (c *check) codeFree(where string, parts []Part) {
	for at, code := range parts {
		if code.Kind != "code" {
			continue
		}
		for i, p := range parts {
			if p.Kind != "code" && touches(p.Box.rect(), code.Box.rect()) {
				c.refuse(fmt.Sprintf("%s[%d].box", where, i), "This part stands on the code or the white border around it.")
			}
		}
		if code.Under != nil && touches(code.Under.rect(), code.Box.rect()) {
			c.refuse(fmt.Sprintf("%s[%d].under", where, at), "This part stands on the code or the white border around it.")
		}
	}
}

func (c *check) once(where, kind string, parts []Part) {
	count := 0
	for _, p := range parts {
		if p.Kind == kind {
			count++
		}
	}
	if count != 1 {
		c.refuse(where, "A badge needs exactly one part of the kind “%s” here.", kind)
	}
}

// number checks a range; what is no number at all is outside of any.
func (c *check) number(where string, v, least, most float64) {
	if !(v >= least && v <= most) {
		c.refuse(where, "This must be between %v and %v.", least, most)
	}
}

// words checks a text that came in a file, which no form has cleaned: no database
// keeps a NUL, and nothing prints any other control character.
func (c *check) words(where, s string) {
	if utf8.RuneCountInString(s) > maxField || strings.ContainsFunc(s, unicode.IsControl) {
		c.refuse(where, "This must be at most %d characters on one line.", maxField)
	}
}

func (c *check) oneOf(where, v string, all []string) {
	if !slices.Contains(all, v) {
		c.refuse(where, "This must be one of: %s.", strings.Join(all, " "))
	}
}

func (c *check) box(where string, b Box, outer rect) {
	if !(b.Width >= 1 && b.Height >= 1) || !inside(b.rect(), outer) {
		c.refuse(where, "This place must be on the badge, at least %v mm from its edges.", outer.X)
	}
}

// colour checks one that may be left out, against what it stands beside.
func (c *check) colour(where, s string, beside colour) {
	if s == "" {
		return
	}
	given, ok := parseColour(s)
	if !ok {
		c.refuse(where, "A colour is written like #1f3a6e.")
		return
	}
	if got := contrast(given, beside); got < leastContrast {
		c.refuse(where, "This colour is too pale: its contrast to white is %.1f and must be %d.", got, leastContrast)
	}
}

// inside tells whether a place is within another, but for rounding.
func inside(inner, outer rect) bool {
	const hair = 0.01
	return inner.X >= outer.X-hair && inner.Y >= outer.Y-hair && inner.right() <= outer.right()+hair && inner.bottom() <= outer.bottom()+hair
}

// touches tells whether two places have more than an edge in common.
func touches(a, b rect) bool {
	const hair = 0.01
	return a.X < b.right()-hair && b.X < a.right()-hair && a.Y < b.bottom()-hair && b.Y < a.bottom()-hair
}
