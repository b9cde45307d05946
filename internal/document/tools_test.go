package document

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"sort"
	"strings"
	"testing"
	"unicode"
)

// packages says where the tools come from that read a PDF back. A machine
// without them cannot tell whether the paper is right, so the tests fail there.
var packages = map[string]string{
	"pdftotext": "poppler-utils", "pdftoppm": "poppler-utils", "pdfinfo": "poppler-utils", "pdffonts": "poppler-utils",
	"zbarimg": "zbar-tools", "qpdf": "qpdf",
}

// tool runs a tool and gives what it wrote.
func tool(t testing.TB, name string, args ...string) string {
	t.Helper()
	if _, err := exec.LookPath(name); err != nil {
		t.Fatalf("%s is missing; install it with: apt-get install -y %s", name, packages[name])
	}
	cmd := exec.Command(name, args...)
	var out, problems bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &problems
	if err := cmd.Run(); err != nil {
		t.Fatalf("%s: %v\n%s%s", name, err, out.String(), problems.String())
	}
	return out.String()
}

// saved puts a document into a file of the test.
func saved(t testing.TB, body []byte) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "document.pdf")
	if err := os.WriteFile(file, body, 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

// readBack gives the text of a document as pdftotext sees it, without the marks
// it puts around right-to-left words.
func readBack(t testing.TB, body []byte) string {
	t.Helper()
	return unmarked(tool(t, "pdftotext", "-layout", saved(t, body), "-"))
}

// readAsDrawn gives the text in the order it was drawn, so that wrapped lines of
// badges side by side stay apart.
func readAsDrawn(t testing.TB, body []byte) string {
	t.Helper()
	return unmarked(tool(t, "pdftotext", "-raw", saved(t, body), "-"))
}

func unmarked(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Cf, r) {
			return -1
		}
		return r
	}, s)
}

// squeezed drops all white space: a name that was wrapped counts as found.
func squeezed(s string) string { return strings.Join(strings.Fields(s), "") }

// codes reads the QR codes from pictures of the badges, each by itself with what
// stands close around it, as it is held before a camera, in so many dots per
// inch.
func codes(t testing.TB, d Design, body []byte, dpi float64) []string {
	t.Helper()
	file := saved(t, body)
	stem := strings.TrimSuffix(file, ".pdf")
	tool(t, "pdftoppm", "-r", fmt.Sprint(dpi), "-gray", file, stem)
	pages, err := filepath.Glob(stem + "*.pgm")
	if err != nil || len(pages) == 0 {
		t.Fatalf("no picture of the document: %v", err)
	}
	args := []string{"--raw", "-q"}
	code := d.Front[slices.IndexFunc(d.Front, func(p Part) bool { return p.Kind == "code" })].Box.rect()
	for _, page := range pages {
		picture := readGrey(t, page)
		for i := range d.Sheet.stock().perPage() {
			front, _ := d.sides(i)
			part := fmt.Sprintf("%s-%d.pgm", page, i)
			if err := os.WriteFile(part, picture.cutOut(code.in(front).inset(-5), dpi/25.4), 0o600); err != nil {
				t.Fatal(err)
			}
			args = append(args, part)
		}
	}
	// a picture without a code is an empty cell of the last sheet: not a failure
	out, err := exec.Command("zbarimg", args...).Output()
	if status := (&exec.ExitError{}); err != nil && (!errors.As(err, &status) || status.ExitCode() != 4) {
		t.Fatalf("zbarimg (%s): %v", packages["zbarimg"], err)
	}
	found := strings.Fields(string(out))
	sort.Strings(found)
	return found
}

// grey is a picture of shades, a byte each, row by row.
type grey struct {
	width, height int
	shades        []byte
}

// readGrey reads a PGM file.
func readGrey(t testing.TB, file string) grey {
	t.Helper()
	body, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var g grey
	if _, err := fmt.Sscanf(string(body[:32]), "P5\n%d %d\n255\n", &g.width, &g.height); err != nil {
		t.Fatal(err)
	}
	g.shades = body[len(body)-g.width*g.height:]
	return g
}

// cutOut gives a place of the picture as a PGM file.
func (g grey) cutOut(place rect, dots float64) []byte {
	x, y := max(int(place.X*dots), 0), max(int(place.Y*dots), 0)
	w, h := min(int(place.W*dots), g.width-x), min(int(place.H*dots), g.height-y)
	part := fmt.Appendf(nil, "P5\n%d %d\n255\n", w, h)
	for row := range h {
		start := (y+row)*g.width + x
		part = append(part, g.shades[start:start+w]...)
	}
	return part
}

// spot is where a word begins, in millimetres, on a page counted from 1.
type spot struct {
	Page int
	X, Y float64
}

// placesOf finds the words of a document that begin in a certain way.
func placesOf(t testing.TB, body []byte, prefix string) map[string]spot {
	t.Helper()
	found, page := map[string]spot{}, 0
	for line := range strings.Lines(tool(t, "pdftotext", "-bbox", saved(t, body), "-")) {
		line = strings.TrimSpace(line)
		if strings.HasPrefix(line, "<page") {
			page++
		}
		var x, y, right, bottom float64
		if _, err := fmt.Sscanf(line, `<word xMin="%f" yMin="%f" xMax="%f" yMax="%f">`, &x, &y, &right, &bottom); err != nil {
			continue
		}
		word := strings.TrimSuffix(line[strings.Index(line, ">")+1:], "</word>")
		if strings.HasPrefix(word, prefix) {
			found[word] = spot{page, x * pointMM, y * pointMM}
		}
	}
	return found
}

// plain gives the document with its streams laid open.
func plain(t testing.TB, body []byte) []byte {
	t.Helper()
	return []byte(tool(t, "qpdf", "--qdf", saved(t, body), "-"))
}
