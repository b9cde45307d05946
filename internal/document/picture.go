package document

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	_ "image/jpeg" // logos come as JPEG or PNG
	"image/png"
)

// What a logo may be at most: enough for 60 mm at 600 dots per inch, little
// enough to be decoded for every sheet.
const (
	maxLogoBytes = 512 << 10
	maxLogoSide  = 1600
)

// picture is a logo in the one form that is drawn.
type picture struct {
	PNG           []byte
	Key           string // its digest
	Width, Height int    // in dots
}

// readPicture takes in a PNG or a JPEG, nothing else. It is written anew as an
// opaque PNG on white: gofpdf refuses interlaced pictures and those of 16 bits,
// and would carry a photograph's place and date along. The size is read before
// the dots are, since a small file can claim to be a huge picture.
func readPicture(file []byte) (*picture, error) {
	if len(file) > maxLogoBytes {
		return nil, fmt.Errorf("document: a logo of %d bytes", len(file))
	}
	config, kind, err := image.DecodeConfig(bytes.NewReader(file))
	if err != nil {
		return nil, fmt.Errorf("document: reading a logo: %w", err)
	}
	if kind != "png" && kind != "jpeg" || min(config.Width, config.Height) < 1 || max(config.Width, config.Height) > maxLogoSide {
		return nil, fmt.Errorf("document: a logo of %d × %d dots as %s", config.Width, config.Height, kind)
	}
	given, _, err := image.Decode(bytes.NewReader(file))
	if err != nil {
		return nil, fmt.Errorf("document: reading a logo: %w", err)
	}
	var b bytes.Buffer
	if err := png.Encode(&b, onWhite(given)); err != nil {
		return nil, fmt.Errorf("document: writing a logo: %w", err)
	}
	size := given.Bounds().Size()
	return &picture{PNG: b.Bytes(), Key: fmt.Sprintf("%x", sha256.Sum256(b.Bytes())), Width: size.X, Height: size.Y}, nil
}

func onWhite(given image.Image) image.Image {
	from := given.Bounds()
	paper := image.NewRGBA(image.Rect(0, 0, from.Dx(), from.Dy()))
	draw.Draw(paper, paper.Bounds(), image.NewUniform(color.White), image.Point{}, draw.Src)
	draw.Draw(paper, paper.Bounds(), given, from.Min, draw.Over)
	return paper
}

// within gives the largest place of the picture's proportions inside another.
func (p *picture) within(place rect, a align) rect {
	scale := min(place.W/float64(p.Width), place.H/float64(p.Height))
	w, h := float64(p.Width)*scale, float64(p.Height)*scale
	return rect{a.start(place, w), place.Y + (place.H-h)/2, w, h}
}
