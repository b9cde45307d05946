package document

import (
	"bytes"
	"testing"
)

// The organiser waits for these: a thousand badges with their codes, an
// attendance list of a thousand rows.
func BenchmarkThousandBadges(b *testing.B) {
	s := sampleSheet(repeat(people, 1000))
	benchmark(b, badges, s)
}

func BenchmarkTenThousandBadges(b *testing.B) {
	s := sampleSheet(repeat(people, 10000))
	benchmark(b, badges, s)
}

// One badge, printed anew at the desk.
func BenchmarkOneBadge(b *testing.B) {
	benchmark(b, badges, sampleSheet(people[:1]))
}

func BenchmarkThousandRows(b *testing.B) {
	benchmark(b, attendance, sampleAttendance(repeat(people, 1000)))
}

func BenchmarkThousandCertificates(b *testing.B) {
	benchmark(b, certificates, sampleCertificates(repeat(people, 1000)))
}

func benchmark[T any](b *testing.B, build func(*bytes.Buffer, T) ([]Warning, error), in T) {
	b.ReportAllocs()
	var out bytes.Buffer
	for b.Loop() {
		out.Reset()
		if _, err := build(&out, in); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(out.Len())/1024, "KiB/file")
}
