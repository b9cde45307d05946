package document

import (
	"bytes"
	"fmt"
	"strings"
	"time"
	"unicode/utf16"
)

// about is what a file says of itself: PDF's document information and catalog.
type about struct {
	Title string
	Lang  string    // BCP 47
	Made  time.Time // zero: the file carries no date
}

func information(a about) []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, "<</Title %s /Creator %s /Producer %s", textString(a.Title), textString("Convene"), textString("Convene, gofpdf"))
	if !a.Made.IsZero() {
		fmt.Fprintf(&b, " /CreationDate (%[1]s) /ModDate (%[1]s)", pdfDate(a.Made))
	}
	b.WriteString(">>")
	return b.Bytes()
}

func catalog(a about) []byte {
	return fmt.Appendf(nil, "<</Type /Catalog /Pages 1 0 R /Lang (%s) /ViewerPreferences <</DisplayDocTitle true>>>>", languageTag(a.Lang))
}

// textString writes any text as UTF-16 with its byte order mark, in hexadecimal
// so that nothing in it can end the string.
func textString(s string) string {
	var b strings.Builder
	b.WriteString("<FEFF")
	for _, unit := range utf16.Encode([]rune(s)) {
		fmt.Fprintf(&b, "%04X", unit)
	}
	b.WriteString(">")
	return b.String()
}

// pdfDate writes a moment with its offset (ISO 32000-1, 7.9.4).
func pdfDate(t time.Time) string {
	offset := t.Format("-07:00")
	return "D:" + t.Format("20060102150405") + strings.Replace(offset, ":", "'", 1) + "'"
}

// languageTag gives a BCP 47 tag that is safe to write, English for any other
// string.
func languageTag(tag string) string {
	odd := func(r rune) bool {
		return !('a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9' || r == '-')
	}
	if tag == "" || len(tag) > 35 || strings.ContainsFunc(tag, odd) {
		return "en"
	}
	return tag
}
