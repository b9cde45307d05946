package document

import "strconv"

// pen writes marks as the operators of a page's content (ISO 32000-1, 8 and 9) and
// remembers which letters and pictures it needed. It holds one page at a time.
type pen struct {
	file    *file
	content []byte
	height  float64 // of the page being drawn
	// letters are those drawn in each face, for the fonts and for the tables that
	// give text back to who copies or searches it.
	letters  [2]*letters
	pictures []*picture
	text     style // the last one set
}

// letters marks characters of the Basic Multilingual Plane.
type letters [1 << 16]bool

// style is what the next line of text is drawn in.
type style struct {
	face   face
	size   float64
	colour colour
}

func newPen() *pen { return &pen{file: newFile()} }

// page starts a new page of A4 and draws the marks in order.
func (p *pen) page(marks ...[]mark) { p.pageOf(a4, marks...) }

// pageOf draws a new page of any size.
func (p *pen) pageOf(f format, marks ...[]mark) {
	p.content, p.height, p.text = p.content[:0], f.H, style{}
	for _, list := range marks {
		for _, m := range list {
			m.draw(p)
		}
	}
	p.file.page(f, p.content)
}

// op writes an operator after its numbers.
func (p *pen) op(operator string, numbers ...float64) {
	for _, n := range numbers {
		p.content = append(strconv.AppendFloat(p.content, n, 'f', 3, 64), ' ')
	}
	p.content = append(append(p.content, operator...), '\n')
}

// x and y turn millimetres from the top left corner into points from the bottom
// left one.
func (p *pen) x(mm float64) float64 { return mm / pointMM }
func (p *pen) y(mm float64) float64 { return (p.height - mm) / pointMM }

// draw puts the line down. The letters of a word stand from the left, as drawn:
// programs that read text back turn right-to-left words round by themselves; an
// ActualText beside would serve others, and Poppler turns that round as well. The
// words come in the order they are read in, so that a program that takes them as
// they come has a name in order too.
func (t textMark) draw(p *pen) {
	p.set(style{t.Face, t.Size, t.Colour})
	for _, w := range inReadingOrder(t.Text) {
		p.op("BT")
		p.op("Td", p.x(t.X+t.Face.width(w.before, t.Size)), p.y(t.Y))
		p.show(t.Face, w.text)
	}
}

// set changes face, size and colour of what follows, unless they are as they were.
func (p *pen) set(s style) {
	if s.colour != p.text.colour || p.text.size == 0 {
		p.op("rg", s.colour.parts()...)
	}
	if s.face != p.text.face || s.size != p.text.size {
		p.content = append(append(p.content, fontNames[s.face]...), ' ')
		p.op("Tf", s.size)
	}
	p.text = s
}

// fontNames are those of the faces in a page's resources.
var fontNames = [2]string{regular: "/R", bold: "/B"}

// show writes a string as its code points in two bytes each, which is how finish
// numbers the characters of the fonts.
func (p *pen) show(f face, s string) {
	if p.letters[f] == nil {
		p.letters[f] = new(letters)
	}
	p.content = append(p.content, '(')
	for _, r := range s {
		p.letters[f][uint16(r)] = true
		p.content = appendEscaped(appendEscaped(p.content, byte(r>>8)), byte(r))
	}
	p.content = append(p.content, ") Tj ET\n"...)
}

// appendEscaped writes a byte of a literal string (ISO 32000-1, 7.3.4.2).
func appendEscaped(to []byte, b byte) []byte {
	switch b {
	case '(', ')', '\\':
		return append(to, '\\', b)
	case '\r':
		return append(to, '\\', 'r')
	}
	return append(to, b)
}

func (b boxMark) draw(p *pen) {
	at := []float64{p.x(b.X), p.y(b.bottom()), b.W / pointMM, b.H / pointMM}
	if b.Line == 0 {
		p.op("rg", b.Colour.parts()...)
		p.op("re", at...)
		p.op("f")
		p.text.size = 0 // the colour of text is that of filled areas
		return
	}
	p.op("w", b.Line/pointMM)
	p.op("RG", b.Colour.parts()...)
	p.op("re", at...)
	p.op("S")
}

func (r ruleMark) draw(p *pen) {
	p.op("w", r.Width/pointMM)
	p.op("RG", r.Colour.parts()...)
	p.op("m", p.x(r.X1), p.y(r.Y1))
	p.op("l", p.x(r.X2), p.y(r.Y2))
	p.op("S")
}

// draw gives the code as one path: several times faster and smaller than a
// rectangle per module or an image, and sharp at any resolution.
func (c codeMark) draw(p *pen) { p.content = append(c.path(p.content, p.height), '\n') }

// draw lays the paper the other way round for its marks.
func (t turnedMark) draw(p *pen) {
	p.op("q")
	p.op("cm", -1, 0, 0, -1, 2*p.x(t.X+t.W/2), 2*p.y(t.Y+t.H/2))
	p.text = style{}
	for _, m := range t.Marks {
		m.draw(p)
	}
	p.op("Q")
	p.text = style{}
}

// draw shows the picture, whose dots are in the file once.
func (i imageMark) draw(p *pen) {
	p.op("q")
	p.op("cm", i.W/pointMM, 0, 0, i.H/pointMM, p.x(i.X), p.y(i.bottom()))
	p.content = append(p.content, pictureName(p.pictureNumber(i.Picture))...)
	p.op(" Do")
	p.op("Q")
}

func (p *pen) pictureNumber(of *picture) int {
	for n, known := range p.pictures {
		if known.Key == of.Key {
			return n
		}
	}
	p.pictures = append(p.pictures, of)
	return len(p.pictures) - 1
}

func pictureName(n int) string { return "/I" + strconv.Itoa(n) }

// parts are the colour's red, green and blue, 0 to 1.
func (c colour) parts() []float64 {
	return []float64{float64(c.R) / 255, float64(c.G) / 255, float64(c.B) / 255}
}
