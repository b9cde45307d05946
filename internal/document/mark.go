package document

import "rsc.io/qr"

// mark is one thing on a page with its place: what layout gives and pen draws on
// paper, canvas on a screen. Marks are plain values, so a test can ask where a name
// went without a PDF.
type mark interface {
	draw(*pen)
	svg(*canvas)
}

// textMark is one line of text. Text is in logical order; Y is the baseline.
type textMark struct {
	X, Y   float64
	Text   string
	Face   face
	Size   float64
	Colour colour
}

// width of the line as printed.
func (t textMark) width() float64 { return t.Face.width(t.Text, t.Size) }

// bounds is the place the letters take at most, accents and tails included.
func (t textMark) bounds() rect {
	return rect{t.X, t.Y - ascent*t.Size*pointMM, t.width(), lineHeight(t.Size)}
}

// endingAt moves a line so that it ends at x.
func (t textMark) endingAt(x float64) textMark {
	t.X = x - t.width()
	return t
}

// centredOn moves a line so that its middle is at x.
func (t textMark) centredOn(x float64) textMark {
	t.X = x - t.width()/2
	return t
}

// boxMark is a rectangle, filled or with a border of Line millimetres.
type boxMark struct {
	rect
	Line   float64 // 0: filled
	Colour colour
}

// ruleMark is a straight line.
type ruleMark struct {
	X1, Y1, X2, Y2 float64
	Width          float64
	Colour         colour
}

// codeMark is a QR code, its quiet zone inside the square.
type codeMark struct {
	rect
	Code *qr.Code
}

// turnedMark is marks upside down: given as if upright in a place, drawn turned
// about its middle.
type turnedMark struct {
	rect
	Marks []mark
}

// imageMark is a picture stretched over a place.
type imageMark struct {
	rect
	Picture *picture
}
