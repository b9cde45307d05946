package document

import (
	"bytes"

	"github.com/jung-kurt/gofpdf"
)

// pen draws marks with gofpdf and remembers which letters it drew.
type pen struct {
	pdf *gofpdf.Fpdf
	// blocks are the 256-character blocks of Unicode that were used, for the
	// tables that give text back to who copies or searches it.
	blocks [256]bool
	height float64 // of the page being drawn
}

func newPen() *pen {
	pdf := gofpdf.New("P", "mm", "A4", "")
	pdf.SetAutoPageBreak(false, 0)
	pdf.SetCatalogSort(true) // otherwise objects come in the order of a map
	for _, f := range []face{regular, bold} {
		_, ttf := f.file()
		pdf.AddUTF8FontFromBytes(family(f), "", bytes.Clone(ttf))
	}
	return &pen{pdf: pdf}
}

// family is gofpdf's name for a face; finish replaces it by the font's own.
func family(f face) string {
	if f == bold {
		return "convenebold"
	}
	return "conveneregular"
}

// page starts a new page of A4 and draws the marks in order.
func (p *pen) page(marks ...[]mark) { p.pageOf(a4, marks...) }

// pageOf starts a new page of any size.
func (p *pen) pageOf(f format, marks ...[]mark) {
	p.height = f.H
	if f == a4 {
		p.pdf.AddPage()
	} else {
		p.pdf.AddPageFormat("P", gofpdf.SizeType{Wd: f.W, Ht: f.H})
	}
	for _, list := range marks {
		for _, m := range list {
			m.draw(p)
		}
	}
}

// draw puts the line down. The letters of a word stand from the left, as drawn:
// programs that read text back turn right-to-left words round by themselves; an
// ActualText beside would serve others, which gofpdf cannot write and Poppler
// turns round as well. The words come in the order they are read in, so that a
// program that takes them as they come has a name in order too.
func (t textMark) draw(p *pen) {
	p.pdf.SetFont(family(t.Face), "", t.Size)
	p.pdf.SetTextColor(t.Colour.rgb())
	for _, w := range inReadingOrder(t.Text) {
		for _, r := range w.text {
			p.blocks[uint16(r)>>8] = true
		}
		p.pdf.Text(t.X+t.Face.width(w.before, t.Size), t.Y, w.text)
	}
}

func (b boxMark) draw(p *pen) {
	if b.Line == 0 {
		p.pdf.SetFillColor(b.Colour.rgb())
		p.pdf.Rect(b.X, b.Y, b.W, b.H, "F")
		return
	}
	p.pdf.SetLineWidth(b.Line)
	p.pdf.SetDrawColor(b.Colour.rgb())
	p.pdf.Rect(b.X, b.Y, b.W, b.H, "D")
}

func (r ruleMark) draw(p *pen) {
	p.pdf.SetLineWidth(r.Width)
	p.pdf.SetDrawColor(r.Colour.rgb())
	p.pdf.Line(r.X1, r.Y1, r.X2, r.Y2)
}

// draw gives the code to gofpdf as one path of the page's own language: several
// times faster and smaller than a rectangle per module or an image, and sharp
// at any resolution.
func (c codeMark) draw(p *pen) { p.pdf.RawWriteStr(c.path(p.height)) }

// draw lays the paper the other way round for its marks.
func (t turnedMark) draw(p *pen) {
	p.pdf.TransformBegin()
	p.pdf.TransformRotate(180, t.X+t.W/2, t.Y+t.H/2)
	for _, m := range t.Marks {
		m.draw(p)
	}
	p.pdf.TransformEnd()
}

// draw puts the picture's bytes into the file once, however often it is shown.
func (i imageMark) draw(p *pen) {
	if p.pdf.GetImageInfo(i.Picture.Key) == nil {
		p.pdf.RegisterImageOptionsReader(i.Picture.Key, gofpdf.ImageOptions{ImageType: "PNG"}, bytes.NewReader(i.Picture.PNG))
	}
	p.pdf.ImageOptions(i.Picture.Key, i.X, i.Y, i.W, i.H, false, gofpdf.ImageOptions{ImageType: "PNG"}, 0, "")
}

func (c colour) rgb() (r, g, b int) { return int(c.R), int(c.G), int(c.B) }
