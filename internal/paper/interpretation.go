package paper

import (
	"context"
	"slices"

	"github.com/uptrace/bun"

	"convene/internal/document"
	"convene/internal/event"
	"convene/internal/registration"
)

type group = document.TableGroup

// Interpretation makes the plan of InterpretationTable as a paper.
func Interpretation(ctx context.Context, db bun.IDB, r Request) (*Paper, error) {
	s, err := ofEvent(ctx, db, r)
	if err != nil {
		return nil, err
	}
	t, err := s.interpretation(ctx, db)
	if err != nil {
		return nil, err
	}
	return s.asTable("interpretation", t)
}

// InterpretationTable counts who will listen to which language, for each room and
// activity with interpretation. Its rules:
//
//   - Whoever understands several languages is counted once: at the first on their
//     form that this room has. They may take other headphones on the day.
//   - Whoever named none of the room's languages, or named none at all, is one of the
//     others. The two are not told apart, so that nobody can take the others for
//     people who listen to a language that is not asked for.
//   - Romani is such a language: its column says so and counts nobody (domain.md 3.2,
//     3.3). A tag of it that got into a registration counts for nothing.
//   - One or two people are "1–2": so few may be somebody one knows. No row has a
//     total, because a total would give the hidden number back.
func InterpretationTable(ctx context.Context, db bun.IDB, r Request) (*Table, error) {
	s, err := ofEvent(ctx, db, r)
	if err != nil {
		return nil, err
	}
	return s.interpretation(ctx, db)
}

// few hides how few people there are.
const few = 3

func (s *source) interpretation(ctx context.Context, db bun.IDB) (*Table, error) {
	tags := s.interpretationTags()
	t := s.newTable(s.T("Interpretation plan"), s.T("When"), s.T("Room and activity"))
	t.First = 24
	for _, tag := range tags {
		t.Columns = append(t.Columns, s.Heading(s.Language(tag)))
	}
	t.Columns = append(t.Columns, s.T("Others"))
	for i := range s.programme.Activities {
		a := &s.programme.Activities[i]
		if !interpretedInRoom(a) {
			continue
		}
		people, err := s.at(ctx, db, a)
		if err != nil {
			return nil, err
		}
		if n, half := len(t.Groups), s.halfDay(a); n == 0 || t.Groups[n-1].Heading != half {
			t.Groups = append(t.Groups, group{Heading: half})
		}
		g := &t.Groups[len(t.Groups)-1]
		g.Rows = append(g.Rows, append(s.roomOf(a), s.listeners(a, tags, people)...))
	}
	t.Notes = s.planNotes(tags)
	return t, nil
}

func interpretedInRoom(a *event.Activity) bool {
	return len(a.Interpretation) > 0 && a.Kind != event.KindTrip && a.Kind != event.KindEvent
}

// interpretationTags are the languages of all rooms, those of the event first.
func (s *source) interpretationTags() []string {
	var used, tags []string
	for i := range s.programme.Activities {
		if a := &s.programme.Activities[i]; interpretedInRoom(a) {
			used = append(used, a.Interpretation...)
		}
	}
	for _, tag := range slices.Concat(s.programme.Event.Locales, used) {
		if slices.Contains(used, tag) && !slices.Contains(tags, tag) {
			tags = append(tags, tag)
		}
	}
	return tags
}

func (s *source) halfDay(a *event.Activity) string {
	return s.Heading(a.HalfDay().Words(s.Printer))
}

func (s *source) roomOf(a *event.Activity) []string {
	title, _ := a.Title.In(s.Lang(), s.programme.Event.DefaultLocale)
	return []string{s.hours(a), s.T("%s: %s", a.Where(s.Printer), title)}
}

// listeners are the cells of one activity.
func (s *source) listeners(a *event.Activity, tags []string, people []registration.Attendee) []string {
	counted := map[string]int{}
	for _, p := range people {
		counted[firstOffered(p.Languages, a.Interpretation)]++
	}
	var cells []string
	for _, tag := range tags {
		switch {
		case !slices.Contains(a.Interpretation, tag):
			cells = append(cells, "–")
		case registration.IsRomani(tag):
			cells = append(cells, s.T("not asked"))
		default:
			cells = append(cells, s.hidden(counted[tag]))
		}
	}
	return append(cells, s.hidden(counted[""]))
}

// firstOffered is the first language of a person that a room has; "" for none.
func firstOffered(understood, offered []string) string {
	for _, tag := range understood {
		if slices.Contains(offered, tag) && !registration.IsRomani(tag) {
			return tag
		}
	}
	return ""
}

func (s *source) hidden(n int) string {
	if 0 < n && n < few {
		return "1–2"
	}
	return s.Number(n)
}

func (s *source) planNotes(tags []string) []string {
	notes := []string{
		s.T("Everybody with a confirmed place counts once: at the first language on their form that the room has."),
		s.T("Others: they named none of the room’s languages, or none at all."),
		s.T("One or two people are printed as “1–2”, and no row has a total, so that a number points at nobody."),
		s.T("A dash: the room does not have this language."),
	}
	if slices.ContainsFunc(tags, registration.IsRomani) {
		notes = append(notes, s.T("Nobody is asked whether they understand Romani, and nobody is counted: the headphones are for everybody."))
	}
	return append(notes, s.T("All times are the time of %s.", s.programme.Event.City))
}
