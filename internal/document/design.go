package document

// Design is how badges look, as data: another look is another value, from a
// file or an editor, never code. ParseDesign reads it from JSON and tells what
// is wrong with it. Lengths are millimetres, letter sizes points.
type Design struct {
	// Name tells designs apart: "a6-portrait".
	Name  string `json:"name"`
	Sheet Sheet  `json:"sheet"`
	// Fold is "side" when each cell of the sheet is two badges wide and folded
	// about its upright middle: the front is the right half, the back the left.
	// "" does not fold; a back is then a page of its own behind the front's.
	Fold string `json:"fold,omitempty"`
	// Safe is what stays free along the edges of a badge, since hands cut as they
	// cut; only the code's white border may reach into it.
	Safe  float64 `json:"safe"`
	Front []Part  `json:"front"`
	Back  []Part  `json:"back,omitempty"`
	// Bands gives roles another colour than the house's: "speaker": "#751c3b".
	Bands map[string]string `json:"bands,omitempty"`
	// Logo is a PNG or JPEG file, in base64 in JSON; parts of the kind "logo" stay
	// empty without it.
	Logo []byte `json:"logo,omitempty"`
}

// Sheet is the paper and the badges (or labels) on it, row by row.
type Sheet struct {
	Width      float64 `json:"width"`
	Height     float64 `json:"height"`
	Columns    int     `json:"columns"`
	Rows       int     `json:"rows"`
	Left       float64 `json:"left"` // margin before the first cell
	Top        float64 `json:"top"`
	CellWidth  float64 `json:"cellWidth"`
	CellHeight float64 `json:"cellHeight"`
	GapX       float64 `json:"gapX"` // between two cells; 0 when one cut parts them
	GapY       float64 `json:"gapY"`
	// CutMarks are for plain paper; labels are cut already.
	CutMarks bool `json:"cutMarks"`
}

// Part is one thing at its place on a badge. Which fields count depends on the
// kind:
//
//	event      Lines beside a bar, and the words "Sample data"
//	name       Largest, Smallest, Latin, Weight, Align, Colour
//	text       Lines one below the other, Smallest, Align
//	role       the band: letter and word, Largest, Smallest
//	code       the QR code, at least 25 mm wide; Under is the place of the token
//	logo       Align
//	programme  the person's own; Largest, Smallest
//	bus        the person's own; Largest, Smallest
type Part struct {
	Kind     string  `json:"kind"`
	Box      Box     `json:"box"`
	Under    *Box    `json:"under,omitempty"`
	Largest  float64 `json:"largest,omitempty"`
	Smallest float64 `json:"smallest,omitempty"`
	// Latin is the largest size of the Latin spelling under a name.
	Latin  float64 `json:"latin,omitempty"`
	Weight string  `json:"weight,omitempty"` // "regular" (or "") or "bold"
	Align  string  `json:"align,omitempty"`  // "left" (or ""), "centre" or "right"
	Colour string  `json:"colour,omitempty"` // "#121721" when empty
	Lines  []Line  `json:"lines,omitempty"`
}

// Line is one text of a part, as large as Size when there is room; all lines of
// a part shrink together.
type Line struct {
	// Show is what stands there: event, dates, function, body, country, role, or
	// text for the words in Text, the same on every badge.
	Show   string  `json:"show"`
	Text   string  `json:"text,omitempty"`
	Size   float64 `json:"size"`
	Weight string  `json:"weight,omitempty"`
	Colour string  `json:"colour,omitempty"`
	Above  float64 `json:"above,omitempty"` // space before it, unless it is the first
}

// Box is a place on a badge, from its top left corner.
type Box struct {
	X      float64 `json:"x"`
	Y      float64 `json:"y"`
	Width  float64 `json:"width"`
	Height float64 `json:"height"`
}

func (b Box) rect() rect { return rect{b.X, b.Y, b.Width, b.Height} }

// bare is what office printers leave unprinted along the edges of the paper.
const bare = 4

func (s Sheet) stock() stock {
	return stock{
		Paper: format{s.Width, s.Height}, Columns: s.Columns, Rows: s.Rows,
		Cell: rect{s.Left, s.Top, s.CellWidth, s.CellHeight}, GapX: s.GapX, GapY: s.GapY, Bare: bare,
	}
}

// OneSided is the design without its back; of a folded badge the back stays
// white.
func (d Design) OneSided() Design {
	d.Back = nil
	return d
}

// folded tells that fronts and backs are on the same page.
func (d Design) folded() bool { return d.Fold == "side" }

// badge is the place of one side, from the top left corner of its own.
func (d Design) badge() rect {
	if d.folded() {
		return rect{W: d.Sheet.CellWidth / 2, H: d.Sheet.CellHeight}
	}
	return rect{W: d.Sheet.CellWidth, H: d.Sheet.CellHeight}
}

// sides gives the places of the i-th badge: its front, and its back on the same
// page when folded, on the next one otherwise.
func (d Design) sides(i int) (front, back rect) {
	s := d.Sheet.stock()
	front, back = s.cell(i), s.behind(i)
	if d.folded() {
		half := front.W / 2
		back = rect{front.X, front.Y, half, front.H}
		front = rect{front.X + half, front.Y, half, front.H}
	}
	return front, back
}

// band is the colour of a role's band.
func (d Design) band(role string) colour {
	if c, ok := parseColour(d.Bands[role]); ok {
		return c
	}
	return band(role)
}

// BandColour is the colour of a role's band as designs write it: "#1f3a6e".
func (d Design) BandColour(role string) string { return d.band(role).hex() }

// align is where a line stands in its place.
type align string

const (
	left   align = "left"
	centre align = "centre"
	right  align = "right"
)

// start is where something of a width begins in a place.
func (a align) start(place rect, width float64) float64 {
	switch a {
	case centre:
		return place.X + (place.W-width)/2
	case right:
		return place.right() - width
	}
	return place.X
}

// set moves lines that begin at the left of their place to where they belong.
func (a align) set(place rect, marks []mark) []mark {
	for i, m := range marks {
		if t, ok := m.(textMark); ok && a != left && a != "" {
			t.X = a.start(place, t.width())
			marks[i] = t
		}
	}
	return marks
}

func weight(s string) face {
	if s == "bold" {
		return bold
	}
	return regular
}
