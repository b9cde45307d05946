// Package paper makes what is printed for an event: badges, lists and what the
// venue needs, one by one or as a pack. It owns the packs, which lists of
// participants were issued as final, the note of every print and an event's designs
// of badges, and draws nothing: it reads who holds a place, puts the people and the
// words into the order and the language of the paper, and lets package document draw
// it. The rule it keeps: only confirmed places are printed, and whoever cannot be
// printed as they wish is named.
package paper

import (
	"bytes"
	"context"
	"io"
	"time"

	"github.com/uptrace/bun"

	"convene/internal/document"
	"convene/internal/event"
	"convene/internal/fault"
	"convene/internal/locale"
	"convene/internal/registration"
)

// Request asks for one paper of one event. Activity is a code; "" is the event
// itself. Lang is the language of the paper (BCP 47), Now the moment that lists
// say they are from, Secret the key of the badges' tokens. Second is a second
// language of the titles on signs, "" for none; PerRow how many chairs a row has,
// 0 for the usual number.
type Request struct {
	EventID  int64
	Activity string
	Lang     string
	Now      time.Time
	Secret   []byte
	Second   string
	PerRow   int
}

// Paper is a finished PDF. Name is that of the file, in ASCII. People is how
// many it is about.
type Paper struct {
	Name     string
	Body     []byte
	People   int
	Checksum string // of a frozen list, SHA-256 in hexadecimal; "" of any other paper
	Warnings []Warning
}

// Warning names a person whose print needs a look. Reference is that of their
// registration, "" when it is about a text of the event or when several people
// have the name.
type Warning struct {
	document.Warning
	Reference string
}

// source is what every paper is made from.
type source struct {
	*locale.Printer
	programme *event.Programme
	activity  *event.Activity
	people    []registration.Attendee
	now       time.Time
}

// begin reads the programme and the activity.
func begin(ctx context.Context, db bun.IDB, r Request) (*source, error) {
	programme, err := event.Load(ctx, db, r.EventID)
	if err != nil {
		return nil, err
	}
	s := newSource(programme, r)
	if r.Activity != "" {
		s.activity = programme.ByCode(r.Activity)
	}
	if s.activity == nil {
		return nil, fault.New(fault.NotFound, "There is no such activity.")
	}
	return s, nil
}

// load reads the programme, the activity and who holds a place on it, in the
// order of their country, body and name. Everybody at the event is at an
// activity that nobody chooses, such as a plenary.
func load(ctx context.Context, db bun.IDB, r Request) (*source, error) {
	s, err := begin(ctx, db, r)
	if err != nil {
		return nil, err
	}
	held := ""
	if s.activity.Chosen {
		held = s.activity.Code
	}
	s.people, err = registration.Attendees(ctx, db, r.EventID, held, r.Secret)
	s.sort()
	return s, err
}

func newSource(programme *event.Programme, r Request) *source {
	return &source{Printer: locale.For(r.Lang), programme: programme, activity: programme.Root(), now: r.Now.In(programme.Event.Zone())}
}

// write lets the document draw itself and gathers what came of it.
func (s *source) write(name string, draw func(io.Writer) ([]document.Warning, error)) (*Paper, error) {
	var body bytes.Buffer
	warnings, err := draw(&body)
	if err != nil {
		return nil, err
	}
	return &Paper{Name: s.fileName(name), Body: body.Bytes(), People: len(s.people), Warnings: s.named(warnings)}, nil
}

// named says whose registration each warning is about.
func (s *source) named(warnings []document.Warning) []Warning {
	var list []Warning
	for _, w := range warnings {
		list = append(list, Warning{w, s.referenceOf(w.Name)})
	}
	return list
}

// fileName is "budapest-badges.pdf" or "budapest-attendance-bp-a1.pdf"; slugs
// and codes are plain letters, digits and dashes.
func (s *source) fileName(name string) string {
	file := s.programme.Event.Slug + "-" + name
	if s.activity.Kind != event.KindEvent {
		file += "-" + s.activity.Code
	}
	return file + ".pdf"
}

// referenceOf finds the one person of that name; "" for none or several.
func (s *source) referenceOf(name string) string {
	reference := ""
	for _, a := range s.people {
		switch {
		case a.Badge != name:
		case reference != "":
			return ""
		default:
			reference = a.Reference
		}
	}
	return reference
}
