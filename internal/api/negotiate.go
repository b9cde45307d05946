package api

import (
	"mime"
	"strconv"
	"strings"

	"convene/internal/export"
)

// maxAccept bounds what is read of a header.
const maxAccept = 1000

// mediaType is the type of a format without its parameters.
func mediaType(format string) string {
	base, _, _ := strings.Cut(export.ContentType(format), ";")
	return base
}

// negotiate gives the format that an Accept header likes best, the earlier of
// equals; "" when it takes none of them (RFC 9110, 12.5.1). An empty header and
// what cannot be read of one take anything.
func negotiate(accept string, formats []string) string {
	if strings.TrimSpace(accept) == "" {
		return formats[0]
	}
	ranges := parseAccept(accept[:min(len(accept), maxAccept)])
	best, most := "", 0.0
	for _, f := range formats {
		if q := weight(ranges, mediaType(f)); q > most {
			best, most = f, q
		}
	}
	return best
}

// mediaRange is one entry of an Accept header.
type mediaRange struct {
	name   string // "text/csv", "text/*", "*/*"
	weight float64
}

func parseAccept(accept string) []mediaRange {
	var ranges []mediaRange
	for part := range strings.SplitSeq(accept, ",") {
		name, params, err := mime.ParseMediaType(part)
		if err != nil {
			continue
		}
		q, err := strconv.ParseFloat(params["q"], 64)
		if err != nil || q < 0 || q > 1 {
			q = 1
		}
		ranges = append(ranges, mediaRange{name, q})
	}
	return ranges
}

// weight is that of the range that says most about a type.
func weight(ranges []mediaRange, name string) float64 {
	kind, _, _ := strings.Cut(name, "/")
	for _, pattern := range []string{name, kind + "/*", "*/*"} {
		for _, r := range ranges {
			if r.name == pattern {
				return r.weight
			}
		}
	}
	return 0
}
