package document

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
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

// codes reads the QR codes of all pages from a picture in so many dots per inch.
func codes(t testing.TB, body []byte, dpi string) []string {
	t.Helper()
	file := saved(t, body)
	stem := strings.TrimSuffix(file, ".pdf")
	tool(t, "pdftoppm", "-r", dpi, "-png", file, stem)
	pictures, err := filepath.Glob(stem + "*.png")
	if err != nil || len(pictures) == 0 {
		t.Fatalf("no picture of the document: %v", err)
	}
	found := strings.Fields(tool(t, "zbarimg", append([]string{"--raw", "-q"}, pictures...)...))
	sort.Strings(found)
	return found
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
