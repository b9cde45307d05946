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

// stock is how a sheet of paper is divided into cells, row by row.
type stock struct {
	Columns, Rows int
	Cell          rect    // the first one; the others repeat it
	GapX, GapY    float64 // between two cells; 0 when one cut parts them
	// Bare is what office printers leave unprinted along the edges of the paper:
	// cut marks start there.
	Bare float64
}

// eightA7 divides A4 into eight cells of 105 × 74.25 mm, A7 but for a hair, the
// size of the common badge holder. Four straight cuts and no waste: any office
// guillotine does it. Nothing may print within 6 mm of a cell's edge.
var eightA7 = stock{Columns: 2, Rows: 4, Cell: rect{W: pageWidth / 2, H: pageHeight / 4}, Bare: 4}

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
		add(x, pageHeight-s.Bare-tick, x, pageHeight-s.Bare)
	}
	for _, y := range ys {
		add(s.Bare, y, s.Bare+tick, y)
		add(pageWidth-s.Bare-tick, y, pageWidth-s.Bare, y)
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
		xs = appendCut(xs, left.X, pageWidth)
		xs = appendCut(xs, left.right(), pageWidth)
	}
	for r := range s.Rows {
		top := s.cell(r * s.Columns)
		ys = appendCut(ys, top.Y, pageHeight)
		ys = appendCut(ys, top.bottom(), pageHeight)
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
