package document

import (
	"fmt"
	"slices"
)

// Header is what stands above a list that a project pays for: pictures side by
// side (PNG or JPEG, at most 512 KB each) and lines of text, such as its name, its
// number and who funds it. Short is what the pages after the first say of it.
type Header struct {
	Logos [][]byte
	Lines []string
	Short string

	pictures []*picture
}

// CheckLogo tells whether a picture can be printed; the error is for a log.
func CheckLogo(file []byte) error {
	_, err := readPicture(file)
	return err
}

// Measures of the header.
const (
	logoHeight = 13.0
	logoWidth  = 42.0
	logoGap    = 5.0
	mostLogos  = 4
)

// pictures keeps what was read already: every list of a file has the same logos.
type pictures map[string]*picture

func (h *Header) prepare(n *notes, known pictures) error {
	h.pictures, h.Lines = nil, slices.Clone(h.Lines)
	for i := range h.Lines {
		clean(n, &h.Lines[i])
	}
	clean(n, &h.Short)
	for _, file := range h.Logos[:min(len(h.Logos), mostLogos)] {
		if known[string(file)] == nil {
			read, err := readPicture(file)
			if err != nil {
				return fmt.Errorf("document: a logo above a list: %w", err)
			}
			known[string(file)] = read
		}
		h.pictures = append(h.pictures, known[string(file)])
	}
	return nil
}

// marks sets the header from the top of a place on and tells where it ends.
func (h Header) marks(place rect) (marks []mark, bottom float64) {
	bottom = place.Y
	width := min(logoWidth, (place.W-sampleRoom+logoGap)/float64(max(len(h.pictures), 1))-logoGap)
	for i, p := range h.pictures {
		at := p.within(rect{place.X + float64(i)*(width+logoGap), place.Y, width, logoHeight}, left)
		marks, bottom = append(marks, imageMark{at, p}), place.Y+logoHeight+2
	}
	var lines []paragraph
	for _, line := range h.Lines {
		if line != "" {
			lines = append(lines, paragraph{Text: line, Face: regular, Size: 8.5, Colour: ink, Above: 0.3})
		}
	}
	if len(lines) > 0 {
		var text []mark
		text, bottom = stackAt(rect{X: place.X, Y: bottom, W: place.W - sampleRoom}, lines, 1, 0)
		marks, bottom = append(marks, text...), bottom+1.5
	}
	if bottom > place.Y {
		marks, bottom = append(marks, ruleMark{place.X, bottom, place.right(), bottom, 0.3, blue}), bottom+4
	}
	return marks, bottom
}
