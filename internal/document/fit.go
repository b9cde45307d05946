package document

import (
	"math"
	"slices"
	"strings"
)

// leading is the distance between two baselines, in letter heights; ascent is
// how much of it lies above the baseline. With DejaVu this clears the accent on
// a capital from the tail of a g above it.
const (
	leading = 1.16
	ascent  = 0.93
)

// lineHeight is what one line of a size takes, in millimetres.
func lineHeight(size float64) float64 { return size * leading * pointMM }

// nameSpace is the place for a name, which is set as large as fits it.
type nameSpace struct {
	Face  face
	Width float64
	// Height is for all lines together.
	Height float64
	// Largest is where short names stop, so that a sheet looks of one hand.
	Largest float64
	// OneLine is down to where the name stays on one line; below, two are larger.
	OneLine float64
	// Smallest is the last resort; what does not fit then is cut, and said so.
	Smallest float64
}

// setName is a name broken into lines, all of one size.
type setName struct {
	Lines []string
	Size  float64
	Cut   bool
}

// height is what all lines take together.
func (s setName) height() float64 { return float64(len(s.Lines)) * lineHeight(s.Size) }

// fits tells that all of it is there, in letters of at least a size.
func (s setName) fits(smallest float64) bool { return !s.Cut && s.Size >= smallest }

// fit sets a name: on one line while it is large enough there, else on as few
// lines as give the largest letters, and breaking inside words only when that
// is what keeps them readable.
func (n nameSpace) fit(name string) setName {
	if name == "" {
		return setName{Size: n.Largest}
	}
	best := n.words(name, 1)
	if best.Size >= min(n.OneLine, halfPoint(n.Largest)) {
		return best
	}
	if two := n.words(name, 2); two.Size > best.Size {
		best = two
	}
	for lines := 3; lines <= 4 && best.Size < n.OneLine; lines++ {
		// one more line has to pay for itself
		if more := n.words(name, lines); more.Size > best.Size*1.15 {
			best = more
		}
	}
	const broken = 12 // points; a word is not broken for less
	if best.Size < broken {
		if letters := n.letters(name); letters.Size > best.Size*1.15 {
			best = letters
		}
	}
	return best
}

// words sets the name on at most so many lines, broken between words.
func (n nameSpace) words(name string, lines int) setName {
	broken, widest := balance(name, n.Face, lines)
	size := min(n.Largest, n.Height/lineHeight(1)/float64(len(broken)))
	if widest > 0 {
		size = min(size, n.Width/widest)
	}
	return setName{Lines: broken, Size: halfPoint(size)}
}

// letters sets the name in the largest size at which it fits when words may be
// broken; at the smallest the end is cut.
func (n nameSpace) letters(name string) setName {
	for size := n.OneLine; ; size -= 0.5 {
		lines := wrap(name, n.Face, size, n.Width)
		room := int(n.Height / lineHeight(size))
		wide := func(l string) bool { return n.Face.width(l, size) > n.Width } // by one letter
		if len(lines) <= room && !slices.ContainsFunc(lines, wide) {
			return setName{Lines: lines, Size: size}
		}
		if size <= n.Smallest {
			lines, _ = cutLines(lines, max(room, 1))
			return setName{Lines: lines, Size: size, Cut: true}
		}
	}
}

// halfPoint rounds down to half a point, so that names nearly as long as each
// other come out alike.
func halfPoint(size float64) float64 { return math.Floor(size*2) / 2 }

// cutLines keeps n lines, the last one marked when others were lost.
func cutLines(lines []string, n int) ([]string, bool) {
	if len(lines) <= n {
		return lines, false
	}
	kept := append([]string{}, lines[:n]...)
	letters := clusters(kept[n-1])
	kept[n-1] = strings.TrimRight(strings.Join(letters[:max(len(letters)-2, 0)], ""), " ") + "…"
	return kept, true
}

// paragraph is one text of a stack with the look it has when there is room.
type paragraph struct {
	Text   string
	Face   face
	Size   float64
	Colour colour
	Above  float64 // space before it, unless it is the first
}

// stack sets paragraphs below each other from the top of a place, all shrunk by
// the same factor until they fit, down to least; then the longest loses its end,
// in the smallest places the last ones go, and cut is true. Empty paragraphs take no room.
func stack(place rect, paragraphs []paragraph, least float64) (marks []mark, bottom float64, cut bool) {
	for scale := 1.0; ; scale -= 0.05 {
		marks, bottom = stackAt(place, paragraphs, scale, 0)
		if holds(place, marks, bottom) {
			return marks, bottom, false
		}
		if scale <= least {
			break
		}
	}
	for lines := 4; lines > 1; lines-- {
		marks, bottom = stackAt(place, paragraphs, least, lines)
		if holds(place, marks, bottom) {
			return marks, bottom, true
		}
	}
	for marks, bottom = stackAt(place, paragraphs, least, 1); !holds(place, marks, bottom) && len(paragraphs) > 0; {
		paragraphs = paragraphs[:len(paragraphs)-1]
		marks, bottom = stackAt(place, paragraphs, least, 1)
	}
	return marks, bottom, true
}

// holds tells whether lines that end at bottom are within their place. One letter
// may be wider than it.
func holds(place rect, marks []mark, bottom float64) bool {
	const hair = 0.01
	return bottom <= place.bottom()+hair && !slices.ContainsFunc(marks, func(m mark) bool {
		line := m.(textMark)
		return line.X+line.width() > place.right()+hair
	})
}

// stackAt sets paragraphs at a scale, each on at most limit lines (0: any).
func stackAt(place rect, paragraphs []paragraph, scale float64, limit int) (marks []mark, bottom float64) {
	y := place.Y
	for _, p := range paragraphs {
		if p.Text == "" {
			continue
		}
		if len(marks) > 0 {
			y += p.Above * scale
		}
		size := p.Size * scale
		lines := wrap(p.Text, p.Face, size, place.W)
		if limit > 0 {
			lines, _ = cutLines(lines, limit)
		}
		for _, l := range lines {
			marks = append(marks, textMark{X: place.X, Y: y + ascent*size*pointMM, Text: l, Face: p.Face, Size: size, Colour: p.Colour})
			y += lineHeight(size)
		}
	}
	return marks, y
}
