package document

import (
	"encoding/base64"
	"fmt"
	"strconv"
	"strings"

	"golang.org/x/text/unicode/bidi"
)

// canvas draws marks as SVG 2, one unit a millimetre, in presentation attributes
// alone: a page may forbid styles. Each line of text is given its width
// (textLength), so that it ends where it does on paper whatever font is there.
type canvas struct{ strings.Builder }

// pictureOf draws marks on white paper of a size.
func pictureOf(f format, marks ...[]mark) []byte {
	var c canvas
	fmt.Fprintf(&c, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %s %s"><rect width="%s" height="%s" fill="#ffffff"/>`, mm(f.W), mm(f.H), mm(f.W), mm(f.H))
	for _, list := range marks {
		for _, m := range list {
			m.svg(&c)
		}
	}
	c.WriteString("</svg>")
	return []byte(c.String())
}

// mm writes a length to the thousandth.
func mm(v float64) string {
	return strings.TrimSuffix(strings.TrimRight(strconv.FormatFloat(v, 'f', 3, 64), "0"), ".")
}

func (c colour) hex() string { return fmt.Sprintf("#%02x%02x%02x", c.R, c.G, c.B) }

// svg gives the line in logical order; who shows it sets the order on the screen.
// A line that runs from the right begins at its right end.
func (t textMark) svg(c *canvas) {
	x, way := t.X, "ltr"
	if base, _ := direction(t.Text); base == bidi.RightToLeft {
		x, way = t.X+t.width(), "rtl"
	}
	fmt.Fprintf(c, `<text x="%s" y="%s" direction="%s" font-family="DejaVu Sans, Verdana, sans-serif" font-size="%s" fill="%s"`, mm(x), mm(t.Y), way, mm(t.Size*pointMM), t.Colour.hex())
	if t.Face == bold {
		c.WriteString(` font-weight="bold"`)
	}
	fmt.Fprintf(c, ` textLength="%s" lengthAdjust="spacingAndGlyphs">%s</text>`, mm(t.width()), markup.Replace(t.Text))
}

var markup = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&#34;")

func (b boxMark) svg(c *canvas) {
	paint := fmt.Sprintf(`fill="%s"`, b.Colour.hex())
	if b.Line > 0 {
		paint = fmt.Sprintf(`fill="none" stroke="%s" stroke-width="%s"`, b.Colour.hex(), mm(b.Line))
	}
	fmt.Fprintf(c, `<rect x="%s" y="%s" width="%s" height="%s" %s/>`, mm(b.X), mm(b.Y), mm(b.W), mm(b.H), paint)
}

func (r ruleMark) svg(c *canvas) {
	fmt.Fprintf(c, `<line x1="%s" y1="%s" x2="%s" y2="%s" stroke="%s" stroke-width="%s"/>`, mm(r.X1), mm(r.Y1), mm(r.X2), mm(r.Y2), r.Colour.hex(), mm(r.Width))
}

// svg draws the code as one path with modules as units.
func (k codeMark) svg(c *canvas) {
	module := k.W / float64(k.Code.Size+2*quietZone)
	fmt.Fprintf(c, `<path transform="translate(%s %s) scale(%.5f)" shape-rendering="crispEdges" d="`, mm(k.X+quietZone*module), mm(k.Y+quietZone*module), module)
	for y := range k.Code.Size {
		for x := range k.Code.Size {
			if k.Code.Black(x, y) {
				fmt.Fprintf(c, "M%d %dh1v1h-1z", x, y)
			}
		}
	}
	c.WriteString(`"/>`)
}

func (t turnedMark) svg(c *canvas) {
	fmt.Fprintf(c, `<g transform="rotate(180 %s %s)">`, mm(t.X+t.W/2), mm(t.Y+t.H/2))
	for _, m := range t.Marks {
		m.svg(c)
	}
	c.WriteString("</g>")
}

func (i imageMark) svg(c *canvas) {
	fmt.Fprintf(c, `<image x="%s" y="%s" width="%s" height="%s" preserveAspectRatio="none" href="data:image/png;base64,%s"/>`,
		mm(i.X), mm(i.Y), mm(i.W), mm(i.H), base64.StdEncoding.EncodeToString(i.Picture.PNG))
}
