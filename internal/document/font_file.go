package document

import (
	"bytes"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/jung-kurt/gofpdf"
)

// The objects of a font as gofpdf writes them, after those of its one page: the
// font (Type0), its descendant, the way back to Unicode, the collection, the
// descriptor, the glyphs of the characters and the TrueType file.
const (
	fontStart   = 4 // index of the first
	fontObjects = 7
	unicodeAt   = 2 // of them
)

// font writes a face with the letters that were drawn in it and gives the number of
// the font. gofpdf cuts the font down; its objects are taken over with their own
// names and a proper table from glyphs back to Unicode, neither of which it can
// set. The tag marks it as a subset (ISO 32000-1, 9.6.4).
func (f *file) font(of face, used *letters, tag string) (number int, err error) {
	objects, err := cutFont(of, used)
	if err != nil {
		return 0, err
	}
	name, _ := of.file()
	first := len(f.places) + 1
	for i, o := range objects {
		if i == unicodeAt {
			f.stream("", []byte(toUnicode(used)))
			continue
		}
		o = bytes.ReplaceAll(o, []byte("/utf8"+family), []byte("/"+tag+"+"+name))
		f.object(f.number(), renumber(o, first-fontStart-1))
	}
	return first, nil
}

// family is gofpdf's name for the face that is cut; font replaces it.
const family = "convene"

// cutFont lets gofpdf write a page with all the letters, and gives the objects of
// the font. gofpdf writes into the font it is given: clone it.
func cutFont(of face, used *letters) ([][]byte, error) {
	_, ttf := of.file()
	pdf := gofpdf.New("P", "mm", "A4", "")
	pdf.SetCatalogSort(true) // otherwise objects come in the order of a map
	pdf.AddUTF8FontFromBytes(family, "", bytes.Clone(ttf))
	pdf.AddPage()
	pdf.SetFont(family, "", 10)
	var all strings.Builder
	for r, drawn := range used {
		if drawn {
			all.WriteRune(rune(r))
		}
	}
	pdf.Text(0, 0, all.String())
	var raw bytes.Buffer
	if err := pdf.Output(&raw); err != nil {
		return nil, fmt.Errorf("document: cutting a font: %w", err)
	}
	objects, err := objectsOf(raw.Bytes())
	if err != nil {
		return nil, err
	}
	if len(objects) < fontStart+fontObjects || !bytes.Contains(objects[fontStart], []byte("/Subtype /Type0")) {
		return nil, errors.New("document: the PDF library did not write a font where it should be")
	}
	return objects[fontStart : fontStart+fontObjects], nil
}

var reference = regexp.MustCompile(`\b\d+ 0 R\b`)

// renumber moves the references of an object's dictionary by so many numbers.
func renumber(object []byte, by int) []byte {
	dictionary, content, found := bytes.Cut(object, []byte("stream\n"))
	moved := reference.ReplaceAllFunc(dictionary, func(r []byte) []byte {
		n, _ := strconv.Atoi(string(bytes.TrimSuffix(r, []byte(" 0 R")))) // the pattern has digits there
		return fmt.Appendf(nil, "%d 0 R", n+by)
	})
	if !found {
		return moved
	}
	return slices.Concat(moved, []byte("stream\n"), content)
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

// toUnicode is the CMap that gives text back to who copies or searches it
// (ISO 32000-1, 9.10.3). gofpdf uses code points as character codes, so each
// block maps onto itself; its own table is one range over all blocks, which the
// standard does not allow.
func toUnicode(used *letters) string {
	var ranges []string
	for high := range 256 {
		if slices.Contains(used[high<<8:(high+1)<<8], true) {
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
