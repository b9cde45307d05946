// Package document lays out what an organiser takes to the venue: badges,
// attendance lists and bus manifests, as PDF. It owns no table and reads no
// clock: plain structs come in, bytes go out, and the same struct gives the
// same bytes, so that a hash proves a frozen copy.
//
// The rule it keeps: every name is printed, whole, in the letters and the case
// it was given in, or its owner is named in a Warning. No input makes it panic.
//
// Three layers, each only knowing the one before: text (clean.go, bidi.go,
// wrap.go, fit.go) turns strings into lines that fit; layout (geometry.go,
// badge_layout.go, list_layout.go …) turns lines into marks, which are plain
// values with a place on a page; drawing (pen.go, file.go, font_file.go) turns
// marks into PDF. Pages are written as they are drawn; gofpdf, which keeps them all
// until the end, cuts the fonts.
//
// How badges look is data (design.go): a Design is read from JSON and checked
// before anything is drawn by it; those in designs come with the program.
//
// Lengths are millimetres from the top left corner of the page, letter sizes
// are points (1/72 inch), unless a comment says otherwise.
package document

import (
	"crypto/sha256"
	"fmt"
	"io"
)

// write draws with the given function and writes the finished PDF to w.
//
// gofpdf reports some failures by panicking, on letters that no test has met
// yet; a list that cannot be made must be an error, never the end of the
// program. Nothing is written to w then.
func write(w io.Writer, a about, draw func(*pen)) (err error) {
	body, err := render(a, draw)
	if err != nil {
		return err
	}
	if _, err := w.Write(body); err != nil {
		return fmt.Errorf("document: writing %q: %w", a.Title, err)
	}
	return nil
}

func render(a about, draw func(*pen)) (body []byte, err error) {
	defer func() {
		if r := recover(); r != nil {
			body, err = nil, fmt.Errorf("document: making %q: %v", a.Title, r)
		}
	}()
	p := newPen()
	draw(p)
	return p.finish(a)
}

// finish adds the fonts and pictures that were drawn.
func (p *pen) finish(a about) ([]byte, error) {
	// The subset's tag is six letters; they depend on all that was drawn.
	sum := sha256.Sum256(p.file.Bytes())
	var fonts, pictures []resource
	for f, used := range p.letters {
		if used == nil {
			continue
		}
		number, err := p.file.font(face(f), used, subsetTag(sum))
		if err != nil {
			return nil, err
		}
		fonts = append(fonts, resource{fontNames[f], number})
	}
	for i, picture := range p.pictures {
		number, err := p.file.picture(picture)
		if err != nil {
			return nil, err
		}
		pictures = append(pictures, resource{pictureName(i), number})
	}
	return p.file.finish(a, fonts, pictures), nil
}

func subsetTag(sum [sha256.Size]byte) string {
	tag := make([]byte, 6)
	for i := range tag {
		tag[i] = 'A' + sum[i]%26
	}
	return string(tag)
}
