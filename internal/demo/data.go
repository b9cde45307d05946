package demo

import (
	"bytes"
	"embed"
	"encoding/csv"
	"fmt"
	"io"
	"strings"

	"convene/internal/event"
)

// files are the sample data: 130 authorities, names of 29 countries, names that
// break careless programs, and two events. Nobody in them is a real person.
//
//go:embed data
var files embed.FS

// name is a person's name in its own script and in Latin letters. Names of one
// country and one half go together grammatically; others may not.
type name struct {
	given, family           string
	latinGiven, latinFamily string
	half                    int
}

// sample is everything the demo draws from.
type sample struct {
	names     map[string][]name // by country, in the order of the file
	edges     map[string]name   // by the name of the case
	languages map[string]string // first language by country, BCP 47
	sources   []event.Source    // Budapest, Madrid
}

func readSample() (*sample, error) {
	s := &sample{names: map[string][]name{}, edges: map[string]name{}, languages: map[string]string{}}
	names, err := rows("names.csv", 5)
	if err != nil {
		return nil, err
	}
	for _, r := range names {
		of := s.names[r[0]]
		s.names[r[0]] = append(of, name{r[1], r[2], r[3], r[4], len(of) / 6})
	}
	edges, err := rows("edge_names.csv", 6)
	if err != nil {
		return nil, err
	}
	for _, r := range edges {
		s.edges[r[0]] = name{given: r[1], family: r[2], latinGiven: r[3], latinFamily: r[4]}
	}
	countries, err := rows("countries.csv", 9)
	if err != nil {
		return nil, err
	}
	for _, r := range countries {
		s.languages[r[0]], _, _ = strings.Cut(r[3], ";")
	}
	s.sources, err = sources()
	return s, err
}

// rows reads a CSV file (RFC 4180) without its header.
func rows(file string, columns int) ([][]string, error) {
	in, err := open(file)
	if err != nil {
		return nil, err
	}
	r := csv.NewReader(in)
	r.FieldsPerRecord = columns
	all, err := r.ReadAll()
	if err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	return all[1:], nil
}

func sources() ([]event.Source, error) {
	in, err := open("events.json")
	if err != nil {
		return nil, err
	}
	return event.ParseFile("events.json", in)
}

func open(file string) (io.Reader, error) {
	content, err := files.ReadFile("data/" + file)
	return bytes.NewReader(content), err
}
