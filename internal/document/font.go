package document

import (
	"encoding/binary"
	"sync"

	"github.com/go-fonts/dejavu/dejavusans"
	"github.com/go-fonts/dejavu/dejavusansbold"
)

// face is one of the embedded typefaces. DejaVu Sans covers Latin, Cyrillic,
// Greek, Georgian, Armenian and Hebrew; it has no letters outside the Basic
// Multilingual Plane that gofpdf could draw, and no Mtavruli.
type face int

const (
	regular face = iota
	bold
)

// pointMM is one point in millimetres.
const pointMM = 25.4 / 72

// file gives the font's PostScript name and its TrueType bytes. gofpdf writes
// into what it is given: clone it.
func (f face) file() (name string, ttf []byte) {
	if f == bold {
		return "DejaVuSans-Bold", dejavusansbold.TTF
	}
	return "DejaVuSans", dejavusans.TTF
}

// glyphs says how wide each character of the Basic Multilingual Plane is.
type glyphs struct {
	units   float64 // per em
	advance []int32 // by code point; -1 where the font has no glyph
}

var metrics = sync.OnceValue(func() [2]glyphs {
	var all [2]glyphs
	for f := range all {
		_, ttf := face(f).file()
		all[f] = readGlyphs(ttf)
	}
	return all
})

// has tells whether the font can draw r.
func (f face) has(r rune) bool {
	advance := metrics()[f].advance
	return r >= 0 && int(r) < len(advance) && advance[r] >= 0
}

// width is how wide s is set in points of size, in millimetres. Characters
// without a glyph count nothing: text() has replaced them.
func (f face) width(s string, size float64) float64 {
	m := metrics()[f]
	var sum int32
	for _, r := range s {
		if int(r) < len(m.advance) && m.advance[r] > 0 {
			sum += m.advance[r]
		}
	}
	return float64(sum) / m.units * size * pointMM
}

// sfnt reads a TrueType file (ISO/IEC 14496-22). Reading outside of it gives 0,
// so a damaged font ends in characters without glyphs, which are warned of.
type sfnt []byte

func (t sfnt) u16(at int) int {
	if at < 0 || at+2 > len(t) {
		return 0
	}
	return int(binary.BigEndian.Uint16(t[at:]))
}

func (t sfnt) u32(at int) int { return t.u16(at)<<16 | t.u16(at+2) }

// table gives the bytes from the start of a table to the end of the file.
func (t sfnt) table(tag string) sfnt {
	for i := range t.u16(4) {
		at := 12 + 16*i
		if at+16 > len(t) || string(t[at:at+4]) != tag {
			continue
		}
		if start := t.u32(at + 8); start < len(t) {
			return t[start:]
		}
	}
	return nil
}

func readGlyphs(ttf []byte) glyphs {
	t := sfnt(ttf)
	g := glyphs{units: float64(max(t.table("head").u16(18), 1)), advance: make([]int32, 1<<16)}
	index := t.characters()
	hmtx, measured := t.table("hmtx"), t.table("hhea").u16(34)
	for r := range g.advance {
		g.advance[r] = -1
		if id := index[r]; id != 0 {
			// glyphs after the last measured one share its width
			g.advance[r] = int32(hmtx.u16(4 * min(id, measured-1)))
		}
	}
	return g
}

// characters maps code points to glyph numbers by the cmap subtable for
// Unicode's first plane (format 4); 0 is "no glyph".
func (t sfnt) characters() []int {
	index := make([]int, 1<<16)
	sub := t.table("cmap").firstPlane()
	twice := sub.u16(6) // two bytes for each segment
	for s := 0; s < twice; s += 2 {
		last, first := sub.u16(14+s), sub.u16(16+twice+s)
		delta, offset := sub.u16(16+2*twice+s), sub.u16(16+3*twice+s)
		for r := first; r <= last && r < 0xFFFF; r++ {
			id := r
			if offset != 0 {
				if id = sub.u16(16 + 3*twice + s + offset + 2*(r-first)); id == 0 {
					continue
				}
			}
			index[r] = (id + delta) & 0xFFFF
		}
	}
	return index
}

func (t sfnt) firstPlane() sfnt {
	for i := range t.u16(2) {
		at := 4 + 8*i
		platform, start := t.u16(at), t.u32(at+4)
		if (platform == 0 || platform == 3) && start < len(t) && t.u16(start) == 4 {
			return t[start:]
		}
	}
	return nil
}
