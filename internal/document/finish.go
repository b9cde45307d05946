package document

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf16"
)

// finish turns what gofpdf wrote into the file that leaves the house: PDF 1.7
// (ISO 32000-1) with its title and language, fonts under their own names and
// marked as subsets, and a proper table from glyphs back to Unicode. gofpdf can
// set none of these, and always writes a date; so its objects are taken over,
// the few that matter rewritten, and the file put together anew.
func finish(raw []byte, a about, blocks [256]bool) ([]byte, error) {
	objects, err := objectsOf(raw)
	if err != nil {
		return nil, err
	}
	n := len(objects)
	if n < 3 || !bytes.Contains(objects[n-1], []byte("/Type /Catalog")) {
		return nil, errors.New("document: the PDF library did not end its file with a catalog")
	}
	tag := subsetTag(objects[:n-2])
	for i, o := range objects {
		switch {
		case bytes.HasPrefix(o, []byte("<</Type /Font")):
			objects[i] = renameFonts(o, tag)
		case bytes.Contains(o, []byte("/CIDInit /ProcSet")):
			objects[i] = stream(toUnicode(blocks))
		}
	}
	objects[n-2], objects[n-1] = information(a), catalog(a)
	return assemble(objects), nil
}

// objectsOf cuts a file of gofpdf into its objects, by number from 1 at index
// 0, each without its "n 0 obj" and "endobj" lines.
func objectsOf(raw []byte) ([][]byte, error) {
	var table, count int
	last := bytes.LastIndex(raw, []byte("startxref\n"))
	if last < 0 {
		return nil, errors.New("document: the PDF library wrote no cross-reference table")
	}
	if _, err := fmt.Sscanf(string(raw[last:]), "startxref\n%d", &table); err != nil {
		return nil, fmt.Errorf("document: reading the PDF's end: %w", err)
	}
	if table < 0 || table > last {
		return nil, errors.New("document: the PDF's cross-reference table lies outside of it")
	}
	if _, err := fmt.Sscanf(string(raw[table:last]), "xref\n0 %d", &count); err != nil {
		return nil, fmt.Errorf("document: reading the PDF's cross-reference table: %w", err)
	}
	// each entry is "0000000000 00000 n \n"; the first is the free one
	const entry = 20
	entries := raw[min(table+len(fmt.Sprintf("xref\n0 %d\n", count)), last):last]
	if count < 1 || len(entries) < entry*count {
		return nil, errors.New("document: the PDF's cross-reference table is cut short")
	}
	starts := make([]int, 0, count-1)
	for i := 1; i < count; i++ {
		var at int
		if _, err := fmt.Sscanf(string(entries[entry*i:entry*i+10]), "%d", &at); err != nil {
			return nil, fmt.Errorf("document: reading the place of object %d: %w", i, err)
		}
		starts = append(starts, at)
	}
	return cutAt(raw, starts, table)
}

// cutAt gives the bodies of the objects that start at the given places, which
// need not be in order; the last ends where the table begins.
func cutAt(raw []byte, starts []int, end int) ([][]byte, error) {
	ordered := append(slices.Clone(starts), end)
	slices.Sort(ordered)
	bodies := make([][]byte, len(starts))
	for i, at := range starts {
		next, _ := slices.BinarySearch(ordered, at+1)
		if next >= len(ordered) {
			return nil, fmt.Errorf("document: object %d of the PDF lies outside of it", i+1)
		}
		body := bytes.TrimPrefix(raw[at:ordered[next]], fmt.Appendf(nil, "%d 0 obj\n", i+1))
		bodies[i] = bytes.TrimSuffix(body, []byte("endobj\n"))
	}
	return bodies, nil
}

// assemble writes a whole file. Its identifier is a digest of the content, so
// equal documents are equal bytes.
func assemble(objects [][]byte) []byte {
	var b bytes.Buffer
	// the second line tells transfer programs that the file is binary
	b.WriteString("%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
	places := make([]int, len(objects))
	for i, o := range objects {
		places[i] = b.Len()
		fmt.Fprintf(&b, "%d 0 obj\n", i+1)
		b.Write(bytes.TrimRight(o, "\n"))
		b.WriteString("\nendobj\n")
	}
	id := sha256.Sum256(b.Bytes())
	table := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n", len(objects)+1)
	for _, at := range places {
		fmt.Fprintf(&b, "%010d 00000 n \n", at)
	}
	fmt.Fprintf(&b, "trailer\n<</Size %d /Root %d 0 R /Info %d 0 R /ID [<%x> <%x>]>>\nstartxref\n%d\n%%%%EOF\n",
		len(objects)+1, len(objects), len(objects)-1, id[:16], id[:16], table)
	return b.Bytes()
}

// subsetTag is the six letters that mark a font as cut down to the characters
// of this document (ISO 32000-1, 9.6.4). It depends on all of the content but
// gofpdf's own information, which holds the time of day.
func subsetTag(content [][]byte) string {
	sum := sha256.Sum256(bytes.Join(content, nil))
	tag := make([]byte, 6)
	for i := range tag {
		tag[i] = 'A' + sum[i]%26
	}
	return string(tag)
}

func renameFonts(object []byte, tag string) []byte {
	for _, f := range []face{regular, bold} {
		name, _ := f.file()
		object = bytes.ReplaceAll(object, []byte("/utf8"+family(f)), []byte("/"+tag+"+"+name))
	}
	return object
}

func stream(content string) []byte {
	return fmt.Appendf(nil, "<</Length %d>>\nstream\n%s\nendstream", len(content), content)
}

// toUnicode is the CMap that gives text back to who copies or searches it
// (ISO 32000-1, 9.10.3). gofpdf uses code points as character codes, so each
// block maps onto itself; its own table is one range over all blocks, which the
// standard does not allow.
func toUnicode(blocks [256]bool) string {
	var ranges []string
	for high, used := range blocks {
		if used {
			ranges = append(ranges, fmt.Sprintf("<%02X00> <%02XFF> <%02X00>\n", high, high, high))
		}
	}
	var b strings.Builder
	b.WriteString("/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n" +
		"/CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def\n" +
		"/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n" +
		"1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n")
	const most = 100 // ranges in one group
	for group := range slices.Chunk(ranges, most) {
		fmt.Fprintf(&b, "%d beginbfrange\n%sendbfrange\n", len(group), strings.Join(group, ""))
	}
	b.WriteString("endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend")
	return b.String()
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
