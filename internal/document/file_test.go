package document

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"flag"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/go-fonts/dejavu/dejavusans"
)

var (
	update = flag.Bool("update", false, "write the digests of the sample documents anew")
	save   = flag.String("save", "", "a folder to put the sample documents in, to look at them")
)

// samples gives each kind of document, badges by each design, made from the same
// people.
func samples(t testing.TB) map[string][]byte {
	t.Helper()
	docs := logisticsSamples(t)
	for _, d := range Designs() {
		docs["badges "+d.Name], _ = made(t, badges, designSheet(t, d, people))
	}
	everything := headed(t)
	everything.Columns = AttendanceColumns
	docs["attendance"], _ = made(t, attendance, sampleAttendance(people))
	docs["attendance, all columns"], _ = made(t, attendance, everything)
	docs["manifest"], _ = made(t, busManifest, sampleManifest(people))
	docs["tents"], _ = made(t, tents, sampleTents(people))
	docs["confirmation"], _ = made(t, confirmation, sampleConfirmation(people[0]))
	docs["certificates"], _ = made(t, certificates, sampleCertificates(people))
	return docs
}

// Equal input, equal bytes: on any day, in any process. The digests change with
// the layout, the fonts, gofpdf and the compression of the Go release; look at
// the pages (-save) before writing them anew (-update).
func TestDigests(t *testing.T) {
	docs := samples(t)
	var got strings.Builder
	for _, name := range slices.Sorted(maps.Keys(docs)) {
		fmt.Fprintf(&got, "%x  %s\n", sha256.Sum256(docs[name]), name)
		keep(t, name, docs[name])
	}
	const file = "testdata/digests.txt"
	if *update {
		if err := os.WriteFile(file, []byte(got.String()), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if got.String() != string(want) {
		t.Errorf("the documents changed:\n%swere\n%s", got.String(), want)
	}
	for name, again := range samples(t) {
		if !bytes.Equal(docs[name], again) {
			t.Errorf("%s came out differently the second time", name)
		}
	}
}

// sound is that neither qpdf nor pdfcpu, at its strictest, finds fault with the
// files.
func sound(t testing.TB, bodies ...[]byte) {
	t.Helper()
	validate := []string{"tool", "pdfcpu", "validate", "--conf", "disable", "--offline", "--mode", "strict"}
	for _, body := range bodies {
		file := saved(t, body)
		validate = append(validate, file)
		if out := tool(t, "qpdf", "--check", file); !strings.Contains(out, "PDF Version: 1.7") || !strings.Contains(out, "No syntax or stream encoding errors") {
			t.Error(out)
		}
	}
	tool(t, "go", validate...) // it fails when one of them is not valid
}

func TestFilesAreSound(t *testing.T) {
	docs := samples(t)
	sound(t, slices.Collect(maps.Values(docs))...)
	for name, body := range docs {
		fonts := strings.Split(strings.TrimSpace(tool(t, "pdffonts", saved(t, body))), "\n")[2:]
		if len(fonts) == 0 {
			t.Errorf("%s is without fonts", name)
		}
		for _, line := range fonts {
			// embedded, subset, with a way back to Unicode
			if !strings.Contains(line, "+DejaVuSans") || !strings.Contains(strings.Join(strings.Fields(line), " "), "Identity-H yes yes yes") {
				t.Errorf("%s: font %s", name, line)
			}
		}
	}
}

func TestFilesSayWhatTheyAre(t *testing.T) {
	s := sampleSheet(people[:1])
	s.Event, s.Lang, s.Title = "Éducation", "fr", `Badges (Budapest) \ 🌍`
	body, _ := made(t, badges, s)
	info := tool(t, "pdfinfo", "-rawdates", saved(t, body))
	for _, want := range []string{`Badges (Budapest) \ 🌍`, "D:20261216180000+01'00'", "Page size:       595.28 x 841.89 pts (A4)", "Creator:         Convene"} {
		if !strings.Contains(info, want) {
			t.Errorf("%q is not in\n%s", want, info)
		}
	}
	if !bytes.Contains(body, []byte("/Lang (fr) /ViewerPreferences <</DisplayDocTitle true>>")) {
		t.Error("the language or the title's display is not set")
	}
	s.Made, s.Lang = time.Time{}, "fr) /Evil (x"
	body, _ = made(t, badges, s)
	if bytes.Contains(body, []byte("Date")) || bytes.Contains(body, []byte("Evil")) {
		t.Error("a date that nobody gave, or a language tag that is none")
	}
}

// gofpdf writes into the fonts it is given; the next document needs them whole.
func TestFontsStayWhole(t *testing.T) {
	before := sha256.Sum256(dejavusans.TTF)
	made(t, badges, sampleSheet(people))
	made(t, attendance, sampleAttendance(people))
	if sha256.Sum256(dejavusans.TTF) != before {
		t.Error("making documents changed the embedded font")
	}
}

// What was measured is what is printed: pdftotext finds each name as wide as the
// layout took it to be.
func TestWidthsAreThoseOfThePrint(t *testing.T) {
	for _, p := range people {
		if !text(p.Name, maxName).whole() {
			continue
		}
		body, _ := render(about{}, func(pen *pen) {
			pen.page([]mark{textMark{X: 10, Y: 50, Text: strings.ReplaceAll(p.Name, " ", "_"), Face: bold, Size: 10, Colour: ink}})
		})
		out := tool(t, "pdftotext", "-bbox", saved(t, body), "-")
		var left, right, top float64
		at := strings.Index(out, "<word")
		if _, err := fmt.Sscanf(out[max(at, 0):], `<word xMin="%f" yMin="%f" xMax="%f"`, &left, &top, &right); err != nil {
			t.Fatalf("%s: %v in %s", p.Name, err, out)
		}
		last := out[strings.LastIndex(out, `xMax="`):]
		if _, err := fmt.Sscanf(last, `xMax="%f"`, &right); err != nil {
			t.Fatal(err)
		}
		want := bold.width(strings.ReplaceAll(p.Name, " ", "_"), 10)
		if got := (right - left) * pointMM; got < want*0.99 || got > want*1.01 {
			t.Errorf("%s: %.2f mm printed, %.2f measured", p.Name, got, want)
		}
	}
}

func TestPanicBecomesAnError(t *testing.T) {
	var b bytes.Buffer
	err := write(&b, about{Title: "List"}, func(*pen) { panic("no such glyph") })
	if err == nil || !strings.Contains(err.Error(), "List") || b.Len() > 0 {
		t.Errorf("error %v, %d bytes", err, b.Len())
	}
}

// full is a disk without room.
type full struct{}

func (full) Write([]byte) (int, error) { return 0, errors.New("no space left") }

func TestWriterFailureIsReported(t *testing.T) {
	if _, err := Badges(full{}, sampleSheet(nil)); err == nil || !strings.Contains(err.Error(), "no space left") {
		t.Errorf("error %v", err)
	}
}

func TestForeignBytesAreRefused(t *testing.T) {
	for _, raw := range []string{"", "startxref\n", "startxref\n9999\n", "xref\n0 3\nstartxref\n0\n", "hello"} {
		if _, err := objectsOf([]byte(raw)); err == nil {
			t.Errorf("%q was taken for a PDF", raw)
		}
	}
}
