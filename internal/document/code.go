package document

import (
	"fmt"
	"strconv"
	"strings"
	"sync"

	"rsc.io/qr"
	"rsc.io/qr/coding"
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
	return codeOf(token)
}

// codeOf makes the code of a text, in the version that is just large enough.
func codeOf(s string) (*qr.Code, error) {
	var content coding.Encoding = coding.String(s)
	if alpha := coding.Alpha(s); alpha.Check() == nil {
		content = alpha
	}
	version := coding.Version(coding.MinVersion)
	for content.Bits(version) > version.DataBytes(coding.M)*8 {
		version++ // what is printed is far from the largest
	}
	plan, err := planFor(version)
	if err != nil {
		return nil, err
	}
	code, err := plan.Encode(content)
	if err != nil {
		return nil, err
	}
	return &qr.Code{Bitmap: code.Bitmap, Size: code.Size, Stride: code.Stride}, nil
}

// plans are where the modules of each version of code stand, kept since qr.Encode
// would work them out anew for every badge, in half of its time.
var plans sync.Map // coding.Version → *coding.Plan

func planFor(v coding.Version) (*coding.Plan, error) {
	if known, ok := plans.Load(v); ok {
		return known.(*coding.Plan), nil
	}
	plan, err := coding.NewPlan(v, coding.M, 0)
	if err == nil {
		plans.Store(v, plan)
	}
	return plan, err
}

// path adds the code (ISO/IEC 18004) to PDF operators: the square's coordinate
// system with modules as units and the origin at the bottom left, one rectangle
// for each run of dark modules in a row, filled at once. The page's height turns
// millimetres from its top into points from its bottom.
func (c codeMark) path(b []byte, height float64) []byte {
	size := c.Code.Size
	module := c.W / pointMM / float64(size+2*quietZone)
	left := c.X/pointMM + quietZone*module
	bottom := (height-c.bottom())/pointMM + quietZone*module
	b = fmt.Appendf(b, "q 0 0 0 rg %.5f 0 0 %.5f %.3f %.3f cm\n", module, module, left, bottom)
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
	return append(b, "f Q"...)
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
