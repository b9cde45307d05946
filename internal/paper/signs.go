package paper

import (
	"context"
	"io"
	"strings"
	"time"

	"github.com/uptrace/bun"

	"convene/internal/document"
	"convene/internal/event"
	"convene/internal/fault"
)

// RoomSigns makes a sign for each room and day with what happens in it.
func RoomSigns(ctx context.Context, db bun.IDB, r Request) (*Paper, error) {
	return signs(ctx, db, r, "room-signs", (*source).roomSigns)
}

// BusSigns makes a sign for each vehicle, or group, of a field trip.
func BusSigns(ctx context.Context, db bun.IDB, r Request) (*Paper, error) {
	return signs(ctx, db, r, "bus-signs", (*source).busSigns)
}

// signs needs no person: what hangs at a door names none.
func signs(ctx context.Context, db bun.IDB, r Request, name string, of func(*source, string) []document.Sign) (*Paper, error) {
	programme, err := event.Load(ctx, db, r.EventID)
	if err != nil {
		return nil, err
	}
	s := newSource(programme, r)
	hung := of(s, r.Second)
	if len(hung) == 0 {
		return nil, fault.New(fault.NotFound, "The programme has nothing that needs such a sign.")
	}
	sheet := document.SignSheet{Title: s.T("Signs: %s", s.eventTitle()), Event: s.eventTitle(), Lang: s.Lang(), Sample: s.sample(),
		Page: s.T("Page %d of %d", asIs...), Signs: hung}
	return s.write(name, func(w io.Writer) ([]document.Warning, error) { return document.Signs(w, sheet) })
}

func (s *source) roomSigns(second string) []document.Sign {
	var signs []document.Sign
	for _, room := range s.programme.Rooms {
		day := ""
		for i := range s.programme.Activities {
			a := &s.programme.Activities[i]
			if a.RoomID != room.ID {
				continue
			}
			if on := s.Heading(s.Day(a.StartsAt)); on != day {
				day, signs = on, append(signs, document.Sign{Name: room.Name, Day: on})
			}
			sign := &signs[len(signs)-1]
			sign.Entries = append(sign.Entries, document.SignEntry{Left: s.hours(a), Titles: s.titles(a, second), Below: s.interpreted(a)})
		}
	}
	return signs
}

// hours are those of a day: a sign hangs where its clock is right.
func (s *source) hours(a *event.Activity) string {
	if a.StartsAt.Format(time.DateOnly) != a.EndsAt.Format(time.DateOnly) {
		return s.Clock(a.StartsAt)
	}
	return s.Span(a.StartsAt, a.EndsAt)
}

// titles are the title in the paper's language and, when there is another, in the
// second. The second may be any language of the event, with a catalogue or not.
func (s *source) titles(a *event.Activity, second string) []string {
	first, _ := a.Title.In(s.Lang(), s.programme.Event.DefaultLocale)
	titles := []string{first}
	if other, lang := a.Title.In(second); second != "" && lang == second && other != first {
		titles = append(titles, other)
	}
	return titles
}

func (s *source) interpreted(a *event.Activity) string {
	if len(a.Interpretation) == 0 {
		return ""
	}
	return s.T("Interpretation: %s", s.languages(a.Interpretation))
}

func (s *source) languages(tags []string) string {
	names := make([]string, len(tags))
	for i, tag := range tags {
		names[i] = s.Language(tag)
	}
	return strings.Join(names, ", ")
}

func (s *source) busSigns(second string) []document.Sign {
	var signs []document.Sign
	for i := range s.programme.Activities {
		a := &s.programme.Activities[i]
		if a.Kind != event.KindTrip {
			continue
		}
		titles := s.titles(a, second)
		sign := document.Sign{Name: a.Vehicle, Day: s.Heading(s.Day(a.StartsAt))}
		if sign.Name == "" {
			sign.Name = titles[0]
		}
		sign.Entries = append(sign.Entries, document.SignEntry{Left: s.T("Departure"), Titles: []string{s.Clock(a.StartsAt)}})
		if a.MeetingPoint != "" {
			sign.Entries = append(sign.Entries, document.SignEntry{Left: s.T("Meet at"), Titles: []string{a.MeetingPoint}})
		}
		guided := ""
		if len(a.GuideLanguages) > 0 {
			guided = s.T("Guided in: %s", s.languages(a.GuideLanguages))
		}
		signs = append(signs, sign)
		last := &signs[len(signs)-1]
		last.Entries = append(last.Entries, document.SignEntry{Left: s.T("Trip"), Titles: titles, Below: guided})
	}
	return signs
}
