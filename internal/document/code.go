package document

import (
	"fmt"
	"strconv"
	"strings"

	"rsc.io/qr"
)

// quietZone is the white border that ISO/IEC 18004 asks for around a QR code,
// in modules.
const quietZone = 4

// maxToken is the longest token in bytes whose code still has modules of half a
// millimetre on a badge.
const maxToken = 64

// encode makes the code of a token, with error correction level M: a scratch or
// a fold may hide 15 % of it.
func encode(token string) (*qr.Code, error) {
	if len(token) > maxToken {
		return nil, fmt.Errorf("a token of %d bytes is too long for a badge", len(token))
	}
	return qr.Encode(token, qr.M)
}

// maxLink is the longest address in bytes whose code still has modules of half a
// millimetre on a certificate.
const maxLink = 140

// encodeLink makes the code of an address to open, with the error correction of a
// token.
func encodeLink(link string) (*qr.Code, error) {
	if link == "" || len(link) > maxLink {
		return nil, fmt.Errorf("an address of %d bytes makes no code for paper", len(link))
	}
	return qr.Encode(link, qr.M)
}

// Squares is a QR code as the path of a picture (SVG 2, 9.3) whose side is Side
// modules, its quiet zone among them; both are empty when there is no code.
type Squares struct {
	Side int
	Path string
}

func squares(code *qr.Code, err error) Squares {
	if err != nil {
		return Squares{}
	}
	var path strings.Builder
	for y := range code.Size {
		for x := range code.Size {
			if code.Black(x, y) {
				fmt.Fprintf(&path, "M%d %dh1v1h-1z", x+quietZone, y+quietZone)
			}
		}
	}
	return Squares{code.Size + 2*quietZone, path.String()}
}

// path writes the code (ISO/IEC 18004) as PDF operators: the square's coordinate
// system with modules as units and the origin at the bottom left, one rectangle
// for each run of dark modules in a row, filled at once. The page's height turns
// millimetres from its top into points from its bottom.
func (c codeMark) path(height float64) string {
	size := c.Code.Size
	module := c.W / pointMM / float64(size+2*quietZone)
	left := c.X/pointMM + quietZone*module
	bottom := (height-c.bottom())/pointMM + quietZone*module
	b := fmt.Appendf(make([]byte, 0, 4096), "q 0 0 0 rg %.5f 0 0 %.5f %.3f %.3f cm\n", module, module, left, bottom)
	for y := range size {
		for x := 0; x < size; x++ {
			run := 0
			for x+run < size && c.Code.Black(x+run, y) {
				run++
			}
			if run == 0 {
				continue
			}
			for _, number := range [3]int{x, size - 1 - y, run} {
				b = append(strconv.AppendInt(b, int64(number), 10), ' ')
			}
			b = append(b, "1 re\n"...)
			x += run
		}
	}
	return string(append(b, "f Q"...))
}

// TokenGroups writes a token in groups of four, as a person reads and types it
// when the camera does not. Spaces in what comes back are to be ignored.
func TokenGroups(token string) string {
	var groups []string
	runes := []rune(token)
	for len(runes) > 4 {
		groups, runes = append(groups, string(runes[:4])), runes[4:]
	}
	return strings.Join(append(groups, string(runes)), " ")
}
