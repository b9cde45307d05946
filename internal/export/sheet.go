package export

import (
	"fmt"
	"strings"
	"time"

	"convene/internal/event"
	"convene/internal/locale"
)

// sheet is a file before it is written: text in columns and rows, and what is
// said about it.
type sheet struct {
	columns []column
	rows    [][]string
	about   about
	people  []Attendee // the rows of a partner's sheet, for JSON
}

// column has a key for programs, a heading for people and a width in characters.
type column struct {
	key, heading string
	width        float64
}

// about is what a file carries of itself, where its format has room for it
// (domain.md DP-15).
type about struct {
	printer *locale.Printer
	number  int64
	event   event.Event
	partner *event.Partner // nil: an organiser's file
	fields  []string       // as the log keeps them
	purpose string
	at      time.Time
}

// Purpose says what a partner may use the people's data for: the very thing they
// were asked about.
func Purpose(p *locale.Printer) string { return p.T("To follow up the results of this event.") }

// title is the event's name in the language of the file.
func (a about) title() string {
	text, _ := a.event.Title.In(a.printer.Lang(), a.event.DefaultLocale)
	return text
}

// fileName is "madrid-iris-2026-11-23-17.csv": event, partner, day at the venue,
// number in the log. It is plain ASCII because slugs and codes are.
func (a about) fileName(suffix string) string {
	parts := []string{a.event.Slug}
	if a.event.Sample {
		parts = append(parts, "sample")
	}
	if a.partner != nil {
		parts = append(parts, a.partner.Code)
	}
	parts = append(parts, a.at.In(a.event.Zone()).Format(time.DateOnly), fmt.Sprint(a.number))
	return strings.Join(parts, "-") + suffix
}

func (a about) moment() string { return a.printer.Moment(a.at.In(a.event.Zone())) }

func (s *sheet) keys() []string {
	keys := make([]string, len(s.columns))
	for i, c := range s.columns {
		keys[i] = c.key
	}
	return keys
}

func (s *sheet) headings() []string {
	headings := make([]string, len(s.columns))
	for i, c := range s.columns {
		headings[i] = c.heading
	}
	return headings
}
