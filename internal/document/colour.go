package document

import (
	"math"
	"strconv"
)

// colour is an sRGB colour.
type colour struct{ R, G, B uint8 }

var (
	white = colour{255, 255, 255}
	ink   = colour{0x12, 0x17, 0x21}
	blue  = colour{0x1f, 0x3a, 0x6e} // the accent of all of Convene
	slate = colour{0x46, 0x4e, 0x5d} // secondary text
	tint  = colour{0xe8, 0xed, 0xf5} // behind headings inside a table
	hair  = colour{0xb4, 0xbc, 0xc8} // lines of a table
	frame = colour{0x6b, 0x74, 0x84} // boxes to write in
	// cutGrey is seen by who cuts and gone once cut.
	cutGrey = colour{0x8a, 0x8f, 0x98}
)

// bands gives the colour behind a role, white letters on it. A badge is told by
// its letter first: the colours are for a glance, and photocopies are grey.
var bands = map[string]colour{
	"participant": blue,
	"speaker":     {0x75, 0x1c, 0x3b},
	"partner":     {0x15, 0x50, 0x32},
	"staff":       {0x2b, 0x2e, 0x35},
	"press":       {0x5c, 0x3b, 0x05},
	"interpreter": {0x4c, 0x27, 0x73},
	"host":        {0x0c, 0x4d, 0x57},
}

// band is the colour of a role; roles without one of their own share a grey.
func band(role string) colour {
	if c, ok := bands[role]; ok {
		return c
	}
	return slate
}

// contrast is the ratio of WCAG 2.2 between two colours, from 1 to 21.
func contrast(a, b colour) float64 {
	light, dark := a.luminance(), b.luminance()
	if light < dark {
		light, dark = dark, light
	}
	return (light + 0.05) / (dark + 0.05)
}

func (c colour) luminance() float64 {
	linear := func(v uint8) float64 {
		s := float64(v) / 255
		if s <= 0.04045 {
			return s / 12.92
		}
		return math.Pow((s+0.055)/1.055, 2.4)
	}
	return 0.2126*linear(c.R) + 0.7152*linear(c.G) + 0.0722*linear(c.B)
}

// parseColour reads "#1f3a6e".
func parseColour(s string) (colour, bool) {
	if len(s) != 7 || s[0] != '#' {
		return colour{}, false
	}
	v, err := strconv.ParseUint(s[1:], 16, 24)
	if err != nil {
		return colour{}, false
	}
	return colour{uint8(v >> 16), uint8(v >> 8), uint8(v)}, true
}

// colourOr reads a colour that may be left out.
func colourOr(s string, otherwise colour) colour {
	if c, ok := parseColour(s); ok {
		return c
	}
	return otherwise
}
