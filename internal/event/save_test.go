package event

import (
	"context"
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/uptrace/bun"

	"convene/internal/fault"
	"convene/internal/locale"
	"convene/internal/postgres"
	"convene/internal/postgres/pgtest"
)

var monday = time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)

// save runs Save in a transaction of its own, as registration.ImportEvent does.
func save(t *testing.T, db *postgres.DB, src Source, now time.Time) (id int64, capacities map[int64]int, changed bool, err error) {
	t.Helper()
	err = db.RunInTx(t.Context(), nil, func(ctx context.Context, tx bun.Tx) error {
		id, capacities, changed, err = Save(ctx, tx, src, now)
		return err
	})
	return id, capacities, changed, err
}

func saved(t *testing.T, db *postgres.DB, src Source, now time.Time) (*Programme, map[int64]int, bool) {
	t.Helper()
	id, capacities, changed, err := save(t, db, src, now)
	if err != nil {
		t.Fatal(err)
	}
	p, err := Load(t.Context(), db, id)
	if err != nil {
		t.Fatal(err)
	}
	return p, capacities, changed
}

func TestSaveStoresEverything(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	for _, src := range parsed(t, sample(t)) {
		src.Event.Sample = true
		p, capacities, changed := saved(t, db, src, monday)
		if !changed {
			t.Error("a new event changes nothing")
		}
		want := src.Event
		want.ID, want.UpdatedAt = p.Event.ID, monday.In(want.Zone())
		if !reflect.DeepEqual(p.Event, want) {
			t.Errorf("event\n%+v\nwant\n%+v", p.Event, want)
		}
		compareActivities(t, p, src)
		comparePlaces(t, p, src, capacities)
		if len(p.Rooms) != len(src.Rooms) || len(p.Partners) != len(src.Partners) {
			t.Errorf("%d rooms, %d partners", len(p.Rooms), len(p.Partners))
		}
		for i, partner := range p.Partners {
			if partner.ID = 0; !reflect.DeepEqual(partner, src.Partners[i]) {
				t.Errorf("partner %+v, want %+v", partner, src.Partners[i])
			}
		}
	}
}

func compareActivities(t *testing.T, p *Programme, src Source) {
	t.Helper()
	rooms := map[string]int64{"": 0}
	for _, r := range p.Rooms {
		rooms[r.Code] = r.ID
	}
	for _, a := range append([]Planned{src.root()}, src.Activities...) {
		got := p.ByCode(a.Code)
		if got == nil {
			t.Errorf("%s is missing", a.Code)
			continue
		}
		want := a.Activity
		want.ID, want.EventID, want.RoomID = got.ID, p.Event.ID, rooms[a.RoomCode]
		if !reflect.DeepEqual(*got, want) {
			t.Errorf("activity\n%+v\nwant\n%+v", *got, want)
		}
	}
}

func comparePlaces(t *testing.T, p *Programme, src Source, capacities map[int64]int) {
	t.Helper()
	want := map[int64]int{p.Root().ID: src.Capacity}
	for _, a := range src.Activities {
		if a.Chosen {
			want[p.ByCode(a.Code).ID] = a.Capacity - a.ReservedStaff
		}
	}
	if !maps.Equal(capacities, want) {
		t.Errorf("capacities %v, want %v", capacities, want)
	}
}

func TestSaveASecondTimeChangesNothing(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	src := parsed(t, sample(t))[1]
	first, before, _ := saved(t, db, src, monday)
	second, after, changed := saved(t, db, src, monday.Add(time.Hour))
	if changed || !reflect.DeepEqual(first, second) || !maps.Equal(before, after) {
		t.Errorf("changed %v:\n%+v\n%+v", changed, first, second)
	}
}

func TestSaveTakesChangesOver(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	src := parsed(t, sample(t))[1]
	saved(t, db, src, monday)
	now := monday
	for _, c := range []struct {
		name   string
		change func()
	}{
		{"title of the event", func() { src.Event.Title = locale.Text{"en": "Another title"} }},
		{"one more step", func() { src.Event.OutcomeSteps = src.Event.OutcomeSteps[:2] }},
		{"time of a workshop", func() { src.Activities[6].EndsAt = src.Activities[6].EndsAt.Add(time.Minute) }},
		{"languages of a workshop", func() { src.Activities[6].Interpretation = []string{"es"} }},
		{"name of a room", func() { src.Rooms[1].Name, src.Activities[6].Room = "Room One", "Room One" }},
		{"name of a partner", func() { src.Partners[0].Name = "IRIS Madrid" }},
		{"fields of an agreement", func() { src.Partners[1].Fields = []string{"name"} }},
		{"a workshop in another room", func() { src.Activities[7].RoomCode, src.Activities[7].Room = "AU", "Auditorium" }},
		{"the room left behind", func() { src.Rooms = src.Rooms[:2] }},
		{"the end of an agreement", func() { src.Partners = src.Partners[:1] }},
		{"one more activity", func() {
			extra := src.Activities[7]
			extra.Code, extra.Position = "md-c", 10
			src.Activities = append(src.Activities, extra)
		}},
	} {
		c.change()
		now = now.Add(time.Hour)
		p, capacities, changed := saved(t, db, src, now)
		if !changed || !p.Event.UpdatedAt.Equal(now) {
			t.Errorf("%s: changed %v, at %s", c.name, changed, p.Event.UpdatedAt)
		}
		want := src.Event
		want.ID, want.UpdatedAt = p.Event.ID, p.Event.UpdatedAt
		if !reflect.DeepEqual(p.Event, want) || len(p.Rooms) != len(src.Rooms) || len(p.Partners) != len(src.Partners) {
			t.Errorf("%s: got %+v", c.name, p)
		}
		compareActivities(t, p, src)
		comparePlaces(t, p, src, capacities)
		if _, _, changed := saved(t, db, src, now.Add(time.Minute)); changed {
			t.Errorf("%s: changed again by the same file", c.name)
		}
	}
}

func TestSaveRefusesToLoseAnActivityOrItsPlaces(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	src := parsed(t, sample(t))[0]
	before, _, _ := saved(t, db, src, monday)
	for want, lose := range map[string]func(*Source){
		"The file has lost the activity bp-t3 of education-budapest-2012.": func(s *Source) {
			s.Activities = s.Activities[:len(s.Activities)-1]
		},
		"In the file the activity bp-dinner of education-budapest-2012 has no places any more.": func(s *Source) {
			s.Activities[11].Chosen = false
		},
	} {
		lost := src
		lost.Activities = slices.Clone(src.Activities)
		lost.Event.City = "Pest"
		lose(&lost)
		_, _, _, err := save(t, db, lost, monday.Add(time.Hour))
		if !fault.Is(err, fault.Conflict) || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("got %v, want %s", err, want)
		}
	}
	if after, err := Load(t.Context(), db, before.Event.ID); err != nil || !reflect.DeepEqual(before, after) {
		t.Errorf("a refused file left something behind: %+v, %v", after, err)
	}
}

// Two imports of one new file at once must end as one event.
func TestSaveTwiceAtOnce(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	src := parsed(t, sample(t))[1]
	changes := make(chan bool, 4)
	for range cap(changes) {
		go func() {
			_, _, changed, err := save(t, db, src, monday)
			if err != nil {
				t.Error(err)
			}
			changes <- changed
		}()
	}
	made := 0
	for range cap(changes) {
		if <-changes {
			made++
		}
	}
	if made != 1 {
		t.Errorf("%d of the imports changed something, want one", made)
	}
}

func TestListGivesPublishedEventsByStart(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	src := parsed(t, sample(t))[0]
	for slug, days := range map[string]int{"later": 14, "first": 0, "hidden": 7} {
		moved := src.Shift(days, slug)
		if slug == "hidden" {
			moved.Event.Status = Draft
		}
		saved(t, db, moved, monday)
	}
	events, err := List(t.Context(), db)
	if err != nil || len(events) != 2 || events[0].Slug != "first" || events[1].Slug != "later" {
		t.Fatalf("%+v, %v", events, err)
	}
	if zone := events[0].StartsAt.Location().String(); zone != "Europe/Budapest" {
		t.Errorf("times in %s", zone)
	}
	hidden, err := BySlug(t.Context(), db, "hidden")
	if err != nil || hidden.Public() {
		t.Errorf("the draft: %+v, %v", hidden, err)
	}
}

func TestReadsOfNothingAreNotFound(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	if _, err := BySlug(t.Context(), db, "nowhere' or true --"); !fault.Is(err, fault.NotFound) {
		t.Errorf("by slug: %v", err)
	}
	if _, err := Load(t.Context(), db, 7); !fault.Is(err, fault.NotFound) {
		t.Errorf("by id: %v", err)
	}
	if events, err := List(t.Context(), db); err != nil || len(events) != 0 {
		t.Errorf("list: %v, %v", events, err)
	}
}
