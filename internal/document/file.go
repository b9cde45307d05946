package document

import (
	"bytes"
	"compress/zlib"
	"crypto/sha256"
	"fmt"
	"image"
	"image/draw"
	"image/png"
	"strings"
)

// file is a PDF 1.7 (ISO 32000-1) as it is written, object by object. Of the pages
// only their compressed content is kept, so that ten thousand badges need little
// more memory than the file has bytes.
type file struct {
	bytes.Buffer
	places   []int // of the objects, by number from 1; 0: not written yet
	pages    []int // numbers of the page objects
	squeezer *zlib.Writer
	squeezed bytes.Buffer
}

// The first two objects are known before the first page and written after the last.
const (
	pagesObject = iota + 1
	resourcesObject
)

func newFile() *file {
	f := &file{places: make([]int, resourcesObject)}
	f.squeezer, _ = zlib.NewWriterLevel(&f.squeezed, zlib.BestSpeed) // the level exists
	// the second line tells transfer programs that the file is binary
	f.WriteString("%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
	return f
}

// number gives the next object its number.
func (f *file) number() int {
	f.places = append(f.places, 0)
	return len(f.places)
}

// object writes the object of a number.
func (f *file) object(n int, body []byte) {
	f.places[n-1] = f.Len()
	fmt.Fprintf(f, "%d 0 obj\n", n)
	f.Write(bytes.TrimRight(body, "\n"))
	f.WriteString("\nendobj\n")
}

// stream writes a new object with content, compressed; entries stand in its
// dictionary beside the length.
func (f *file) stream(entries string, content []byte) (number int) {
	f.squeezed.Reset()
	f.squeezer.Reset(&f.squeezed)
	f.squeezer.Write(content) // into memory: neither of them fails
	f.squeezer.Close()
	number = f.number()
	f.places[number-1] = f.Len()
	fmt.Fprintf(f, "%d 0 obj\n<<%s/Filter /FlateDecode /Length %d>>\nstream\n", number, entries, f.squeezed.Len())
	f.Write(f.squeezed.Bytes())
	f.WriteString("\nendstream\nendobj\n")
	return number
}

// page writes a page and its content.
func (f *file) page(size format, content []byte) {
	contents, page := f.stream("", content), f.number()
	f.object(page, fmt.Appendf(nil, "<</Type /Page /Parent %d 0 R /MediaBox [0 0 %.2f %.2f] /Resources %d 0 R /Contents %d 0 R>>",
		pagesObject, size.W/pointMM, size.H/pointMM, resourcesObject, contents))
	f.pages = append(f.pages, page)
}

// finish writes what all pages share and what the file says of itself, and gives
// the whole. Its identifier is a digest of the content, so equal documents are
// equal bytes.
func (f *file) finish(a about, fonts, pictures []resource) []byte {
	var kids strings.Builder
	for _, page := range f.pages {
		fmt.Fprintf(&kids, " %d 0 R", page)
	}
	f.object(pagesObject, fmt.Appendf(nil, "<</Type /Pages /Count %d /Kids [%s]>>", len(f.pages), kids.String()))
	f.object(resourcesObject, fmt.Appendf(nil, "<</Font <<%s>> /XObject <<%s>>>>", named(fonts), named(pictures)))
	info, root := f.number(), f.number()
	f.object(info, information(a))
	f.object(root, catalog(a))
	f.trailer(info, root)
	return f.Bytes()
}

// resource is an object that pages call by a name.
type resource struct {
	name   string
	number int
}

func named(all []resource) string {
	var b strings.Builder
	for _, r := range all {
		fmt.Fprintf(&b, "%s %d 0 R ", r.name, r.number)
	}
	return b.String()
}

func (f *file) trailer(info, root int) {
	id, table := sha256.Sum256(f.Bytes()), f.Len()
	fmt.Fprintf(f, "xref\n0 %d\n0000000000 65535 f \n", len(f.places)+1)
	for _, at := range f.places {
		fmt.Fprintf(f, "%010d 00000 n \n", at)
	}
	fmt.Fprintf(f, "trailer\n<</Size %d /Root %d 0 R /Info %d 0 R /ID [<%x> <%x>]>>\nstartxref\n%d\n%%%%EOF\n",
		len(f.places)+1, root, info, id[:16], id[:16], table)
}

// picture writes the dots of a picture, three bytes each.
func (f *file) picture(p *picture) (number int, err error) {
	given, err := png.Decode(bytes.NewReader(p.PNG))
	if err != nil {
		return 0, fmt.Errorf("document: reading a logo: %w", err)
	}
	dots := image.NewRGBA(image.Rect(0, 0, p.Width, p.Height))
	draw.Draw(dots, dots.Bounds(), given, given.Bounds().Min, draw.Src)
	colours := make([]byte, 0, 3*p.Width*p.Height)
	for i := 0; i < len(dots.Pix); i += 4 {
		colours = append(colours, dots.Pix[i:i+3]...)
	}
	entries := fmt.Sprintf("/Type /XObject /Subtype /Image /Width %d /Height %d /ColorSpace /DeviceRGB /BitsPerComponent 8 ", p.Width, p.Height)
	return f.stream(entries, colours), nil
}
