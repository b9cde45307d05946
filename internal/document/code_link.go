package document

import (
	"fmt"
	"strings"

	"rsc.io/qr"
)

// maxLink is the longest address in bytes whose code still has modules of half a
// millimetre on a certificate.
const maxLink = 140

// encodeLink makes the code of an address to open, with the error correction of a
// token.
func encodeLink(link string) (*qr.Code, error) {
	if link == "" || len(link) > maxLink {
		return nil, fmt.Errorf("an address of %d bytes makes no code for paper", len(link))
	}
	return codeOf(link)
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
