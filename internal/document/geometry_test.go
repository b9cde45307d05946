package document

import "testing"

// eightA7 is the sheet of the default design.
var eightA7 = defaultDesign.Sheet.stock()

func TestEightA7FillsThePage(t *testing.T) {
	if n := eightA7.perPage(); n != 8 {
		t.Fatalf("%d cells", n)
	}
	if c := eightA7.cell(0); c != (rect{0, 0, 105, 74.25}) {
		t.Errorf("first cell %+v", c)
	}
	if c := eightA7.cell(7); c.right() != pageWidth || c.bottom() != pageHeight {
		t.Errorf("last cell %+v", c)
	}
	for i := range 8 {
		for j := range i {
			if touches(eightA7.cell(i), eightA7.cell(j)) {
				t.Errorf("cells %d and %d overlap", i, j)
			}
		}
	}
}

func TestCuts(t *testing.T) {
	xs, ys := eightA7.cuts()
	if len(xs) != 1 || xs[0] != 105 || len(ys) != 3 || ys[0] != 74.25 {
		t.Errorf("cuts at %v and %v", xs, ys)
	}
	// cells with gaps are cut on both sides
	labels := stock{Paper: a4, Columns: 2, Rows: 2, Cell: rect{10, 15, 90, 54}, GapX: 5, GapY: 0, Bare: 4}
	xs, ys = labels.cuts()
	if len(xs) != 4 || xs[2] != 105 || len(ys) != 3 {
		t.Errorf("cuts at %v and %v", xs, ys)
	}
}

// Marks stay where printers print, and out of the badges.
func TestCutMarks(t *testing.T) {
	marks := eightA7.cutMarks()
	if len(marks) != 2*(1+3)+2*3 {
		t.Errorf("%d marks", len(marks))
	}
	page := rect{0, 0, pageWidth, pageHeight}.inset(eightA7.Bare)
	for _, m := range marks {
		r := m.(ruleMark)
		place := rect{r.X1, r.Y1, r.X2 - r.X1, r.Y2 - r.Y1}
		if !inside(place, page) {
			t.Errorf("%+v is not printed", r)
		}
		for i := range 8 {
			if touches(rect{place.X - 0.1, place.Y - 0.1, place.W + 0.2, place.H + 0.2}, eightA7.cell(i).inset(4.9)) {
				t.Errorf("%+v reaches into badge %d", r, i)
			}
		}
	}
}
