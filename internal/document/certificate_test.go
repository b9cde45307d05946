package document

import (
	"bytes"
	"fmt"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func certificates(w *bytes.Buffer, s CertificateSheet) ([]Warning, error) { return Certificates(w, s) }

const certificateLink = "https://register.example.org/certificates#4TFKXQ2ZMB7WJ5RNCH8Y"

func sampleCertificates(list []person) CertificateSheet {
	s := CertificateSheet{Lang: "en", Sample: "Sample data", Title: "Certificates", Made: madeAt}
	for _, p := range list {
		s.Certificates = append(s.Certificates, Certificate{
			Title: "Certificate of attendance", Lead: "This is to certify that", Took: "took part in", Name: p.Name, Latin: p.Latin,
			Body: p.Body + ", " + p.Country, Event: sampleTitle, Place: "Budapest, 14–15 December 2026", Present: "and was present on",
			HalfDays: []string{"Monday 14 December 2026, morning", "Monday 14 December 2026, afternoon", "Tuesday 15 December 2026, morning"},
			Issued:   "Issued on 17 December 2026", Signatory: "Éva Sample", Function: "Secretary General of the Alliance",
			Check: "To check this certificate, scan the code or type it at:", Verify: "https://register.example.org/certificates", CodeName: "Code",
			Code: "4TFKXQ2ZMB7WJ5RNCH8Y", Link: certificateLink,
		})
	}
	return s
}

// wantName is what stands on paper for a person: the name, or what is printed in its
// stead, and the Latin spelling below one in another script.
func wantName(p person) []string {
	c := text(p.Name, maxName)
	switch {
	case !c.whole() && text(p.Latin, maxName).whole():
		return []string{text(p.Latin, maxName).Line}
	case needsLatin(c.Line):
		return []string{c.Line, p.Latin}
	}
	return []string{c.Line}
}

// says fails the test unless all of it was printed.
func says(t *testing.T, what, printed string, want ...string) {
	t.Helper()
	for _, w := range want {
		if !strings.Contains(squeezed(printed), squeezed(w)) {
			t.Errorf("%s: %q is not in %q", what, w, printed)
		}
	}
}

func TestEdgeNamesPrintOnCertificates(t *testing.T) {
	list := everybody(t)
	s := sampleCertificates(list)
	body, warnings := made(t, certificates, s)
	tellsOf(t, "certificates", list, warnings)
	pages := pagesOf(t, body)
	if len(pages) != len(list) {
		t.Fatalf("%d certificates for %d people", len(pages), len(list))
	}
	for i, c := range s.Certificates {
		saysName(t, "certificate", list[i], pages[i], 1)
		says(t, list[i].Case, pages[i], text(c.Body, maxField).Line, c.Event, c.Place, c.Issued, c.Signatory, c.Function, c.Check, c.Verify, "4TFK XQ2Z MB7W J5RN CH8Y", s.Sample)
		says(t, list[i].Case, pages[i], c.HalfDays...)
	}
	for _, w := range warnings {
		if w.Problem == CutText {
			t.Error(w)
		}
	}
}

// scanned reads the one code of each page, held before a camera with what stands
// close around it, in so many dots per inch.
func scanned(t *testing.T, body []byte, code rect, dpi int) []string {
	t.Helper()
	file, place, dots := saved(t, body), code.inset(-5), float64(dpi)/25.4
	args := []string{"-gray", "-r", fmt.Sprint(dpi)}
	for option, v := range map[string]float64{"-x": place.X, "-y": place.Y, "-W": place.W, "-H": place.H} {
		args = append(args, option, fmt.Sprint(int(v*dots)))
	}
	tool(t, "pdftoppm", append(args, file, file)...)
	pages, err := filepath.Glob(file + "*.pgm")
	if err != nil || len(pages) == 0 {
		t.Fatalf("no picture of the document: %v", err)
	}
	slices.Sort(pages)
	var found []string
	for _, page := range pages {
		out, err := exec.Command("zbarimg", "--raw", "-q", page).Output()
		if err != nil {
			t.Fatalf("%d dpi, %s: zbarimg (%s): %v", dpi, filepath.Base(page), packages["zbarimg"], err)
		}
		found = append(found, strings.TrimSpace(string(out)))
	}
	return found
}

// letterCodePlace is where a confirmation has its code.
var letterCodePlace = rect{pageWidth - letterMargin - letterCode, letterMargin, letterCode, letterCode}

func TestCodesOfPapersForAPersonScan(t *testing.T) {
	list := sampleCertificates(people[:3])
	var links []string
	for i := range list.Certificates {
		list.Certificates[i].Link = fmt.Sprint(certificateLink, i)
		links = append(links, list.Certificates[i].Link)
	}
	sheet, _ := made(t, certificates, list)
	letter, _ := made(t, confirmation, sampleConfirmation(people[0]))
	for _, dpi := range []int{200, 600} {
		if got := scanned(t, sheet, certificateCode, dpi); !slices.Equal(got, links) {
			t.Errorf("certificates at %d dpi: %q", dpi, got)
		}
		if got := scanned(t, letter, letterCodePlace, dpi); !slices.Equal(got, []string{sampleToken(0)}) {
			t.Errorf("confirmation at %d dpi: %q", dpi, got)
		}
	}
}

// An address of some length still makes a code; a longer one is left to be typed.
func TestLongAddressesOfCertificates(t *testing.T) {
	s := sampleCertificates(people[:1])
	s.Certificates[0].Link = "https://" + strings.Repeat("a", 100) + ".example/#" + "4TFKXQ2ZMB7WJ5RNCH8Y"
	body, _ := made(t, certificates, s)
	if got := scanned(t, body, certificateCode, 200); !slices.Equal(got, []string{s.Certificates[0].Link}) {
		t.Errorf("%q", got)
	}
	s.Certificates[0].Link += strings.Repeat("x", 40)
	if _, warnings := made(t, certificates, s); !warned(warnings, people[0].Name, LongCode) {
		t.Error(warnings)
	}
}

// A code for a screen is the same code.
func TestSquaresAreTheCode(t *testing.T) {
	c := sampleCertificates(people[:1]).Certificates[0]
	code, err := encodeLink(c.Link)
	if err != nil {
		t.Fatal(err)
	}
	s := c.Squares()
	dark := 0
	for y := range code.Size {
		for x := range code.Size {
			if code.Black(x, y) {
				dark++
				if !strings.Contains(s.Path, fmt.Sprintf("M%d %dh", x+quietZone, y+quietZone)) {
					t.Fatalf("%d, %d is not dark", x, y)
				}
			}
		}
	}
	if s.Side != code.Size+8 || strings.Count(s.Path, "M") != dark {
		t.Errorf("side %d, %d squares of %d", s.Side, strings.Count(s.Path, "M"), dark)
	}
	if (Certificate{}).Squares() != (Squares{}) {
		t.Error("nothing makes a code")
	}
}

// Whatever is written, the parts of a certificate keep clear of each other.
func checkCertificate(t testing.TB, c Certificate) {
	t.Helper()
	var n notes
	inner := certificateEdge.inset(2.2)
	for _, m := range c.marks(&n) {
		line, ok := m.(textMark)
		if ok && !inside(line.bounds(), inner) {
			t.Errorf("%q: %+v leaves the frame", c.Name, m)
		}
	}
}

func TestCertificatesKeepTheirPlace(t *testing.T) {
	for _, long := range []string{strings.Repeat("W", 5000), strings.Repeat("Wide ", 500), "", "א 1 b (ב)"} {
		c := Certificate{Title: long, Lead: long, Took: long, Name: long, Latin: long, Body: long, Event: long, Place: long, Present: long,
			Issued: long, Signatory: long, Function: long, Check: long, Verify: long, CodeName: long, Code: long, Link: long}
		for range 60 {
			c.HalfDays = append(c.HalfDays, long)
		}
		checkCertificate(t, c)
		made(t, certificates, CertificateSheet{Sample: long, Title: long, Certificates: []Certificate{c}})
	}
}

func FuzzCertificates(f *testing.F) {
	for _, p := range seeds(f) {
		f.Add(p.Name, p.Latin, p.Body, p.Country, p.Function)
	}
	f.Add("Jo\xff\xfe", strings.Repeat("W", 4000), strings.Repeat("x ", 5000), "א 1 b (ב) [2", "%d %s")
	f.Fuzz(func(t *testing.T, name, latin, body, event, other string) {
		c := Certificate{Title: event, Lead: other, Took: other, Name: name, Latin: latin, Body: body, Event: event, Place: other, Present: event,
			HalfDays: []string{body, other, event}, Issued: other, Signatory: name, Function: event, Check: body, Verify: other, CodeName: event, Code: latin, Link: body}
		checkCertificate(t, c)
		made(t, certificates, CertificateSheet{Lang: other, Sample: event, Title: body, Certificates: []Certificate{c}})
		l := Confirmation{Title: event, Event: body, Dates: other, Lang: other, Sample: event, Name: name, Latin: latin, Function: other, Body: body,
			Token: latin, Bring: other, AsOf: body, Page: other, Sections: []Section{{event, []Fact{{Label: other, Text: body, Note: name, State: latin}, {Text: name, State: body}}}}}
		checkConfirmation(t, l)
		made(t, confirmation, l)
	})
}
