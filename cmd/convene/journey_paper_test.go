package main

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/chromedp/chromedp"
)

// papers downloads what is printed and compares it with the people of the CSV.
func (v *visitor) papers(everyone []map[string]string) {
	v.t.Helper()
	v.press("Badges")
	v.open("/organise/events/budapest/badges/ready")
	warned := v.text()
	confirmed := where(everyone, "event", "confirmed")
	_, badges := v.save("the badges", chromedp.Click(chromedp.CSS(`main form[action$="/badges/file"] button`)))
	v.namesOn("badges", badges, confirmed, warned)
	readsEveryCode(v.t, badges, len(confirmed))
	v.open("/organise/events/budapest/print")

	_, list := v.save("an attendance list", chromedp.Click(chromedp.CSS(`main a[href$="/sheets/bp-a1"]`)))
	v.namesOn("attendance list", list, where(everyone, "bp-a1", "confirmed"), warned)
	_, bus := v.save("a passenger list", chromedp.Click(chromedp.CSS(`main a[href$="/sheets/bp-t1"]`)))
	v.namesOn("passenger list", bus, where(everyone, "bp-t1", "confirmed"), warned)
}

func where(people []map[string]string, column, value string) []map[string]string {
	var found []map[string]string
	for _, p := range people {
		if p[column] == value {
			found = append(found, p)
		}
	}
	return found
}

// namesOn looks for everybody's name in the text of a PDF; whoever is not there
// as they wrote it must be named in a warning on the page of papers.
func (v *visitor) namesOn(paper string, pdf []byte, people []map[string]string, warned string) {
	v.t.Helper()
	if len(people) == 0 {
		v.t.Fatalf("nobody is to be on the %s", paper)
	}
	text := squeeze(tool(v.t, "poppler-utils", "pdftotext", "-raw", saved(v.t, pdf), "-"))
	for _, p := range people {
		name := p["badge_name"]
		if !strings.Contains(text, squeeze(name)) && !strings.Contains(text, squeeze(backwards(name))) && !strings.Contains(warned, name) {
			v.t.Errorf("%s is neither on the %s nor in a warning", name, paper)
		}
	}
}

var printedToken = regexp.MustCompile(`(?:[0-9A-Z]{4}\s){6}[0-9A-Z]{3}\b`)

// readsEveryCode looks at each badge by itself, as a scanner at the door does: its
// QR code is the token that is printed on this very badge.
func readsEveryCode(t *testing.T, pdf []byte, people int) {
	t.Helper()
	file := saved(t, pdf)
	var printed []string
	for _, token := range printedToken.FindAllString(tool(t, "poppler-utils", "pdftotext", "-raw", file, "-"), -1) {
		printed = append(printed, squeeze(token))
	}
	tool(t, "poppler-utils", "pdftoppm", "-r", "200", "-gray", file, strings.TrimSuffix(file, ".pdf"))
	pages, err := filepath.Glob(strings.TrimSuffix(file, ".pdf") + "*.pgm")
	if err != nil {
		t.Fatal(err)
	}
	var badges []string
	for _, page := range pages { // in their order: the numbers have leading zeros
		badges = append(badges, cut(t, page)...)
	}
	if len(badges) < people {
		t.Fatalf("%d pages are too few for %d people", len(pages), people)
	}
	read := strings.Fields(tool(t, "zbar-tools", "zbarimg", append([]string{"--raw", "-q"}, badges[:people]...)...))
	if len(read) != people || !slices.Equal(read, printed) {
		t.Errorf("for %d people %d codes are read and %d tokens are printed; they are the same: %v", people, len(read), len(printed), slices.Equal(read, printed))
	}
}

// cut cuts the picture of a page, a binary PGM of Netpbm, into its eight badges,
// row by row.
func cut(t *testing.T, page string) []string {
	t.Helper()
	content, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	var width, height, white int
	if _, err := fmt.Fscanf(bytes.NewReader(content), "P5\n%d %d\n%d\n", &width, &height, &white); err != nil || white != 255 {
		t.Fatalf("the picture %s begins with %.20q: %v", page, content, err)
	}
	pixels := content[len(content)-width*height:]
	var names []string
	for n := range 8 {
		left, top := n%2*(width/2), n/2*(height/4)
		badge := fmt.Appendf(nil, "P5\n%d %d\n255\n", width/2, height/4)
		for y := top; y < top+height/4; y++ {
			badge = append(badge, pixels[y*width+left:][:width/2]...)
		}
		names = append(names, fmt.Sprintf("%s-%d.pgm", strings.TrimSuffix(page, ".pgm"), n))
		if err := os.WriteFile(names[n], badge, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return names
}

// tool runs a program that reads papers back.
func tool(t *testing.T, from, name string, args ...string) string {
	t.Helper()
	if _, err := exec.LookPath(name); err != nil {
		t.Fatalf("%s is missing: install it with `make setup`, or apt-get install -y %s", name, from)
	}
	out, err := exec.CommandContext(t.Context(), name, args...).Output()
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return string(out)
}

func saved(t *testing.T, pdf []byte) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "paper.pdf")
	if err := os.WriteFile(file, pdf, 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

// squeeze leaves out spaces, so that a name on two lines is found, and the marks
// that pdftotext puts around words that run from right to left.
func squeeze(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || unicode.Is(unicode.Cf, r) {
			return -1
		}
		return r
	}, s)
}

// backwards is a name in the order pdftotext gives the words of one that runs from
// right to left.
func backwards(name string) string {
	words := strings.Fields(name)
	slices.Reverse(words)
	return strings.Join(words, " ")
}
