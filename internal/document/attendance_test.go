package document

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"
)

// headed is a list with everything a project wants to see above it, all columns
// and people who were added.
func headed(t testing.TB) Attendance {
	t.Helper()
	a := sampleAttendance(people)
	a.Header = Header{Logos: [][]byte{drawn(t, 300, 100), drawn(t, 100, 100)}, Short: "Schools for all 2026-1-HU01",
		Lines: []string{"Project: Schools for all", "Project number: 2026-1-HU01", "Funded by a sample fund"}}
	a.Labels.Body, a.Labels.Country, a.Labels.Email, a.Labels.Time = "Authority", "Country", "E-mail", "Time in"
	a.Part, a.AddedTitle = "Invited participants", "Added after 17 December 2026, 11:30"
	a.Added = []Attendant{{Number: 17, Name: "Dora Door", Function: "Teacher", Body: "Sample school", Country: "Hungary", Email: "dora@example.org", Note: "Added 11:41"}}
	for i := range a.Groups {
		p := &a.Groups[i].Bodies[0].People[0]
		p.Number, p.Body, p.Country, p.Email = i+1, a.Groups[i].Bodies[0].Name, a.Groups[i].Country, fmt.Sprintf("person.number.%d@example.org", i+1)
	}
	return a
}

func drawn(t testing.TB, w, h int) []byte {
	t.Helper()
	dots := image.NewRGBA(image.Rect(0, 0, w, h))
	for x := range w {
		dots.Set(x, x*h/w, color.RGBA{200, 30, 30, 255})
	}
	var b bytes.Buffer
	if err := png.Encode(&b, dots); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestAnyColumnsMakeAWholeSheet(t *testing.T) {
	for i := range 1 << len(AttendanceColumns) {
		a := Attendance{Columns: []AttendanceColumn{}}
		for bit, c := range AttendanceColumns {
			if i>>bit&1 == 1 {
				a.Columns = append(a.Columns, c)
			}
		}
		columns, _ := a.columns()
		sum := 0.0
		for _, c := range columns {
			sum += c.Width
			if c.Width < 12 {
				t.Errorf("%v: a column of %.1f mm", a.Columns, c.Width)
			}
		}
		if len(columns) != len(a.Columns)+1 || len(a.blank()) != len(columns) || sum > contentWidth+0.001 {
			t.Errorf("%v: %d columns of %.1f mm, %d cells", a.Columns, len(columns), sum, len(a.blank()))
		}
	}
}

func TestASheetWithEverythingIsSound(t *testing.T) {
	var bodies [][]byte
	for name, columns := range map[string][]AttendanceColumn{"all": AttendanceColumns, "usual": nil, "names": {}} {
		a := headed(t)
		a.Columns = columns
		body, _ := made(t, attendance, a)
		bodies = append(bodies, body)
		printed := squeezed(readBack(t, body))
		for _, want := range append(slices.Clone(a.Header.Lines), "Invited participants", "Dora Door", "Added 11:41", a.AddedTitle, "Schools for all 2026-1-HU01", "People on this list: 17") {
			if !strings.Contains(printed, squeezed(want)) {
				t.Errorf("%s: %q is not on the sheet", name, want)
			}
		}
	}
	sound(t, bodies...)
}

func TestEachListOfAFileHasItsOwnPages(t *testing.T) {
	one, two := sampleAttendance(people[:2]), sampleAttendance(people[2:5])
	var b bytes.Buffer
	if _, err := AttendanceLists(&b, []Attendance{one, two}); err != nil {
		t.Fatal(err)
	}
	pages := strings.Split(strings.TrimSuffix(readBack(t, b.Bytes()), "\f"), "\f")
	for i, total := range []string{"People on this list: 2", "People on this list: 3"} {
		if len(pages) != 2 || !strings.Contains(pages[i], total) || !strings.Contains(pages[i], "Page 1 of 1") {
			t.Errorf("page %d of %d lacks %q", i+1, len(pages), total)
		}
	}
	if _, err := AttendanceLists(&b, nil); err == nil {
		t.Error("no list at all is no error")
	}
}

func TestABrokenLogoIsAnError(t *testing.T) {
	a := sampleAttendance(people[:1])
	a.Header.Logos = [][]byte{[]byte("no picture")}
	if _, err := AttendanceList(&bytes.Buffer{}, a); err == nil {
		t.Error("a broken logo is no error")
	}
}

// Ten thousand rows, and as many badges, stay below what a small machine has: of
// badges a fifth within a fifth of it, since each takes as much as the one before.
func TestTenThousandFitIntoMemory(t *testing.T) {
	a := sampleAttendance(repeat(people, 10_000))
	a.Columns = AttendanceColumns
	const most = 150 << 20
	fitsIntoMemory(t, most, attendance, a)
	fitsIntoMemory(t, most/5, badges, sampleSheet(repeat(people, 2000)))
}

func fitsIntoMemory[T any](t *testing.T, most int64, build func(*bytes.Buffer, T) ([]Warning, error), in T) {
	t.Helper()
	runtime.GC()
	var before runtime.MemStats
	runtime.ReadMemStats(&before)
	done, peak := make(chan bool), make(chan uint64)
	go func() { peak <- peakUntil(done) }()
	body, _ := made(t, build, in)
	close(done)
	grown := int64(<-peak) - int64(before.HeapAlloc)
	t.Logf("the heap grew by %d MB for %d KB", grown>>20, len(body)>>10)
	if grown > most {
		t.Errorf("the heap grew by %d MB", grown>>20)
	}
}

// peakUntil is the most memory that was in use at once, garbage included.
func peakUntil(done chan bool) (peak uint64) {
	for {
		var now runtime.MemStats
		runtime.ReadMemStats(&now)
		peak = max(peak, now.HeapAlloc)
		select {
		case <-done:
			return peak
		case <-time.After(25 * time.Millisecond):
		}
	}
}
