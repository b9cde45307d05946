package person

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"
)

// maxFile bounds an imported file, in bytes: far above all the authorities of
// Europe, far below what would trouble the server.
const maxFile = 16 << 20

// row is one line of a CSV file after its header.
type row struct {
	line  int // where it begins, from 1
	cells []string
}

// readTable reads a CSV file (RFC 4180) that has exactly these columns. It takes
// what spreadsheets write: with or without a byte order mark, commas or
// semicolons, CR LF or LF. A line that cannot be read is noted and left out, so
// that the wrong lines are found all at once; err is a failure to read at all.
func readTable(file string, in io.Reader, header []string) ([]row, InputErrors, error) {
	body, err := io.ReadAll(io.LimitReader(in, maxFile+1))
	if err != nil {
		return nil, nil, fmt.Errorf("reading %s: %w", file, err)
	}
	if len(body) > maxFile {
		return nil, InputErrors{{File: file, Problem: fmt.Sprintf("larger than %d MB", maxFile>>20)}}, nil
	}
	r := csvReader(body)
	if wrong := checkHeader(file, r, header); wrong != nil {
		return nil, wrong, nil
	}
	rows, wrong := readRows(file, r, len(header))
	return rows, wrong, nil
}

func csvReader(body []byte) *csv.Reader {
	body = bytes.TrimPrefix(body, []byte("\ufeff"))
	r := csv.NewReader(bytes.NewReader(body))
	r.FieldsPerRecord = -1 // counted by us, to go on after a wrong line
	first, _, _ := bytes.Cut(body, []byte("\n"))
	if !bytes.Contains(first, []byte(",")) && bytes.Contains(first, []byte(";")) {
		r.Comma = ';'
	}
	return r
}

func checkHeader(file string, r *csv.Reader, header []string) InputErrors {
	got, err := r.Read()
	if err == nil && slices.Equal(got, header) {
		return nil
	}
	return InputErrors{{File: file, Line: 1, Problem: "the first line must be " + strings.Join(header, ",")}}
}

func readRows(file string, r *csv.Reader, width int) (rows []row, wrong InputErrors) {
	for {
		cells, err := r.Read()
		if errors.Is(err, io.EOF) {
			return rows, wrong
		}
		var parse *csv.ParseError
		if errors.As(err, &parse) {
			wrong = append(wrong, InputError{File: file, Line: parse.StartLine, Problem: parse.Err.Error()})
			continue
		}
		line, _ := r.FieldPos(0)
		if problem := unreadable(cells, width); problem != "" {
			wrong = append(wrong, InputError{File: file, Line: line, Problem: problem})
			continue
		}
		rows = append(rows, row{line: line, cells: cells})
	}
}

// unreadable says what is wrong with the shape of a line; nothing when it is fine.
func unreadable(cells []string, width int) string {
	if len(cells) != width {
		return fmt.Sprintf("%d columns instead of %d", len(cells), width)
	}
	for _, cell := range cells {
		if !utf8.ValidString(cell) {
			return "not valid UTF-8; save the file as CSV UTF-8"
		}
	}
	return ""
}
