package document

// rect is a place on a page, in millimetres from the top left corner.
type rect struct{ X, Y, W, H float64 }

func (r rect) right() float64  { return r.X + r.W }
func (r rect) bottom() float64 { return r.Y + r.H }

// in moves a place that is given within another one to where it is on the page.
func (r rect) in(outer rect) rect {
	return rect{outer.X + r.X, outer.Y + r.Y, r.W, r.H}
}

// inset is the place without a margin on all four sides.
func (r rect) inset(margin float64) rect {
	return rect{r.X + margin, r.Y + margin, r.W - 2*margin, r.H - 2*margin}
}

// ISO 216 A4, upright.
const (
	pageWidth  = 210.0
	pageHeight = 297.0
)

// format is the size of a page.
type format struct{ W, H float64 }

var a4 = format{pageWidth, pageHeight}

// stock is how a sheet of paper is divided into cells, row by row.
type stock struct {
	Paper         format
	Columns, Rows int
	Cell          rect    // the first one; the others repeat it
	GapX, GapY    float64 // between two cells; 0 when one cut parts them
	// Bare is what office printers leave unprinted along the edges of the paper:
	// cut marks start there.
	Bare float64
}

// perPage is the number of cells.
func (s stock) perPage() int { return s.Columns * s.Rows }

// cell is the place of the i-th cell of a page, from 0.
func (s stock) cell(i int) rect {
	return rect{
		X: s.Cell.X + float64(i%s.Columns)*(s.Cell.W+s.GapX),
		Y: s.Cell.Y + float64(i/s.Columns)*(s.Cell.H+s.GapY),
		W: s.Cell.W, H: s.Cell.H,
	}
}

// behind is the place of what stands behind the i-th cell when the sheet is
// turned over about its upright middle: the paper's long edge when it stands,
// the short one when it lies.
func (s stock) behind(i int) rect {
	front := s.cell(i)
	front.X = s.Paper.W - front.right()
	return front
}

// cutMarks shows where to cut: a tick at both ends of every cut, a small cross
// where two cuts meet.
func (s stock) cutMarks() []mark {
	const tick, arm = 5.0, 2.0
	var marks []mark
	add := func(x1, y1, x2, y2 float64) {
		marks = append(marks, ruleMark{X1: x1, Y1: y1, X2: x2, Y2: y2, Width: 0.2, Colour: cutGrey})
	}
	xs, ys := s.cuts()
	for _, x := range xs {
		add(x, s.Bare, x, s.Bare+tick)
		add(x, s.Paper.H-s.Bare-tick, x, s.Paper.H-s.Bare)
	}
	for _, y := range ys {
		add(s.Bare, y, s.Bare+tick, y)
		add(s.Paper.W-s.Bare-tick, y, s.Paper.W-s.Bare, y)
	}
	for _, x := range xs {
		for _, y := range ys {
			add(x-arm, y, x+arm, y)
			add(x, y-arm, x, y+arm)
		}
	}
	return marks
}

// cuts gives the lines to cut along, without the edges of the paper itself.
func (s stock) cuts() (xs, ys []float64) {
	for c := range s.Columns {
		left := s.cell(c)
		xs = appendCut(xs, left.X, s.Paper.W)
		xs = appendCut(xs, left.right(), s.Paper.W)
	}
	for r := range s.Rows {
		top := s.cell(r * s.Columns)
		ys = appendCut(ys, top.Y, s.Paper.H)
		ys = appendCut(ys, top.bottom(), s.Paper.H)
	}
	return xs, ys
}

// appendCut adds a cut unless it is the paper's edge or already there.
func appendCut(cuts []float64, at, end float64) []float64 {
	const same = 0.01
	if at < same || at > end-same {
		return cuts
	}
	if n := len(cuts); n > 0 && at-cuts[n-1] < same {
		return cuts
	}
	return append(cuts, at)
}
