package event

import (
	"bytes"
	"encoding/json"
	"errors"
	"os"
	"reflect"
	"strings"
	"testing"
	"time"
)

const sampleFile = "../demo/data/events.json"

func sample(t testing.TB) []byte {
	t.Helper()
	data, err := os.ReadFile(sampleFile)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func parsed(t testing.TB, data []byte) []Source {
	t.Helper()
	sources, err := ParseFile("events.json", bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	return sources
}

func in(t testing.TB, zone, moment string) time.Time {
	t.Helper()
	at, err := time.LoadLocation(zone)
	if err != nil {
		t.Fatal(err)
	}
	m, err := time.ParseInLocation("2006-01-02 15:04", moment, at)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func TestParseFileReadsTheWholeSample(t *testing.T) {
	sources := parsed(t, sample(t))
	if len(sources) != 2 {
		t.Fatalf("%d events, want 2", len(sources))
	}
	budapest, madrid := sources[0], sources[1]
	if budapest.Capacity != 120 || len(budapest.Rooms) != 4 || len(budapest.Activities) != 17 {
		t.Errorf("Budapest: capacity %d, %d rooms, %d activities", budapest.Capacity, len(budapest.Rooms), len(budapest.Activities))
	}
	if got, want := budapest.Event.StartsAt, in(t, "Europe/Budapest", "2012-12-17 08:30"); !got.Equal(want) {
		t.Errorf("Budapest starts at %s, want %s", got, want)
	}
	if got, want := budapest.Event.EndsAt, in(t, "Europe/Budapest", "2012-12-18 16:00"); !got.Equal(want) {
		t.Errorf("Budapest ends at %s, want %s", got, want)
	}
	if got, want := budapest.Event.OpensAt, in(t, "Europe/Budapest", "2012-10-15 09:00"); !got.Equal(want) {
		t.Errorf("Budapest opens at %s, want %s", got, want)
	}
	wantLoop := Venue{Name: "Sample Seminar Centre Budapest", Address: "Sample street 1, Budapest", StepFree: true,
		HearingLoop: []string{"P"}, Note: "invented venue"}
	if !reflect.DeepEqual(budapest.Event.Venue, wantLoop) {
		t.Errorf("venue %+v", budapest.Event.Venue)
	}
	if steps := budapest.Event.OutcomeSteps; len(steps) != 5 || !steps[4].Date.Equal(in(t, "Europe/Budapest", "2013-03-01 00:00")) {
		t.Errorf("steps %v", steps)
	}
	if len(madrid.Partners) != 2 || len(madrid.Partners[0].Fields) != 5 || len(madrid.Partners[1].Fields) != 4 {
		t.Fatalf("agreements %+v: the co-organiser gets the address, the other does not", madrid.Partners)
	}
	if got, want := madrid.Partners[1].EndsAt, in(t, "Europe/Madrid", "2013-12-17 18:15"); !got.Equal(want) {
		t.Errorf("agreement ends at %s, want %s", got, want)
	}
}

func TestParseFileReadsActivities(t *testing.T) {
	byCode := map[string]Planned{}
	for _, a := range parsed(t, sample(t))[0].Activities {
		byCode[a.Code] = a
	}
	if a := byCode["bp-t1"]; a.Places() != 45 || a.Block != TripBlock || !a.Chosen || a.Vehicle != "Bus 1" || a.WheelchairSpaces != 2 {
		t.Errorf("bus 1: %+v", a)
	}
	if a := byCode["bp-c1"]; a.Places() != 24 || a.Block != "bp-w1" || a.Track != "C" || a.Room != "Room C" || !a.Chosen {
		t.Errorf("C1: %+v", a)
	}
	if a := byCode["bp-dinner"]; a.Places() != 100 || !a.Chosen || a.Location != "offsite" || a.RoomCode != "" {
		t.Errorf("dinner: %+v", a)
	}
	for _, code := range []string{"bp-reg", "bp-open", "bp-lunch", "bp-close"} {
		if byCode[code].Chosen {
			t.Errorf("%s is not for choosing", code)
		}
	}
}

// at finds a value of a decoded JSON file by a path of names and numbers.
func at(t *testing.T, root any, path ...any) map[string]any {
	t.Helper()
	for _, step := range path {
		switch s := step.(type) {
		case string:
			root = root.(map[string]any)[s]
		case int:
			root = root.([]any)[s]
		}
	}
	return root.(map[string]any)
}

func TestParseFileNamesWhatIsWrong(t *testing.T) {
	first := []any{"events", 0}
	session := []any{"events", 0, "sessions", 3} // workshop A1
	trip := []any{"events", 0, "field_trips", 0}
	window := []any{"events", 0, "registration"}
	for _, c := range []struct {
		name  string
		at    []any
		field string
		value any // nil takes the field away
		want  string
	}{
		{"no slug", first, "slug", nil, "events[0].slug: is missing"},
		{"slug in capitals", first, "slug", "Budapest", "events[0].slug: must be small letters"},
		{"slug not text", first, "slug", 12, "events[0].slug: must be text"},
		{"null", first, "city", json.RawMessage("null"), "events[0].city: must be text"},
		{"status", first, "status", "open", "events[0].status: must be one of: draft, published, cancelled"},
		{"zone unknown", first, "timezone", "Europe/Pest", "events[0].timezone: must be a time zone"},
		{"zone of the machine", first, "timezone", "Local", "events[0].timezone: must be a time zone"},
		{"country of three letters", first, "country", "HUN", "events[0].country: must be a country code"},
		{"country that is none", first, "country", "EU", "events[0].country: must be a country code"},
		{"country in small letters", first, "country", "hu", "events[0].country: must be a country code"},
		{"capacity below nothing", first, "capacity", -1, "events[0].capacity: must be a whole number"},
		{"capacity and a half", first, "capacity", 1.5, "events[0].capacity: must be a whole number"},
		{"capacity in quotes", first, "capacity", "120", "events[0].capacity: must be a whole number"},
		{"capacity of a town", first, "capacity", 1e9, "events[0].capacity: must be a whole number"},
		{"trip required", first, "field_trip_required", true, "events[0].field_trip_required: must be false"},
		{"own language not spoken", first, "default_locale", "de", "events[0].default_locale: is not one of"},
		{"locale unreadable", first, "locales", []any{"en", "english!"}, "events[0].locales[1]: must be a language tag"},
		{"locale private", first, "locales", []any{"en", "x-rom"}, "events[0].locales[1]: must be a language tag"},
		{"locale misspelt", first, "locales", []any{"en", "en-gb"}, "events[0].locales[1]: must be a language tag"},
		{"locale twice", first, "locales", []any{"en", "en"}, "events[0].locales[1]: stands twice"},
		{"locales no list", first, "locales", "en", "events[0].locales: must be a list"},
		{"title in neither language", first, "title", map[string]any{"hu": "Cím"}, "events[0].title: is neither in"},
		{"title as text", first, "title", "Title", "events[0].title: must be an object of languages"},
		{"title empty", first, "title", map[string]any{"en": " "}, "events[0].title.en: must not be empty"},
		{"title with a line break", first, "title", map[string]any{"en": "a\nb"}, "events[0].title.en: has a line break"},
		{"title turned around", first, "title", map[string]any{"en": "a\u202eb"}, "events[0].title.en: has a line break"},
		{"title very long", first, "title", map[string]any{"en": strings.Repeat("é", 301)}, "events[0].title.en: is longer"},
		{"organiser unknown", first, "organisers", []any{"iris"}, "events[0].organisers[0]: is neither"},
		{"partner twice", first, "partners", []any{
			map[string]any{"id": "x", "name": "X", "role": "r"}, map[string]any{"id": "x", "name": "Y", "role": "r"},
		}, "events[0].partners[1]: has the id x, which is taken"},
		{"partner without a role", first, "partners", []any{map[string]any{"id": "x", "name": "X"}}, "events[0].partners[0].role: is missing"},
		{"field of another format", first, "price", 10, "events[0].price: is not known"},
		{"no sessions", first, "sessions", []any{}, "events[0].sessions: has no session"},

		{"opens with another offset", window, "opens", "2012-10-15T09:00:00+01:00", "opens: has the offset +01:00, but Europe/Budapest is at +02:00 then"},
		{"opens without an offset", window, "opens", "2012-10-15T09:00:00", "opens: must be a moment"},
		{"opens on no day", window, "opens", "2012-02-30T09:00:00+01:00", "opens: must be a moment"},
		{"closes before it opens", window, "closes", "2012-10-01T09:00:00+02:00", "closes: is not after opens"},
		{"closes after the end", window, "closes", "2012-12-30T09:00:00+01:00", "closes: is after the end"},
		{"changes after the end", window, "changes_until", "2013-12-12T18:00:00+01:00", "changes_until: is after the end"},
		{"changes before it opens", window, "changes_until", "2012-10-01T18:00:00+02:00", "changes_until: is before opens"},
		{"visa deadline", window, "visa_letter_deadline", "9 Nov", "visa_letter_deadline: must be a day"},

		{"workshop without places", session, "capacity", nil, "sessions[3].capacity: is missing"},
		{"workshop without a block", session, "block", nil, "sessions[3].block: is missing"},
		{"workshop in the trips' block", session, "block", "trip", "sessions[3].block: must not be"},
		{"more people than the room takes", session, "capacity", 46, "sessions[3]: is for 46 people, but room A (Room A) takes 45"},
		{"room unknown", session, "room", "Q", "sessions[3].room: is not the id of a room"},
		{"id taken by a trip", trip, "id", "bp-a1", "field_trips[0].id: is the id of another activity"},
		{"id of the event itself", session, "id", "event", "sessions[3].id: is the id of another activity, or of the event itself"},
		{"kind", session, "kind", "talk", "sessions[3].kind: must be one of"},
		{"day that is none", session, "date", "2012-13-17", "sessions[3].date: must be a day"},
		{"year that is none", session, "date", "0012-12-17", "sessions[3].date: must be a day"},
		{"wrong year", session, "date", "2021-12-17", "events[0]: lasts from 2012-12-17 to 2021-12-17"},
		{"time without a nought", session, "start", "9:15", "sessions[3].start: must be a time of day"},
		{"time that is none", session, "start", "25:00", "sessions[3].start: must be a time of day"},
		{"ends when it begins", session, "end", "11:30", "sessions[3].end: is not after 11:30"},
		{"interpretation", session, "interpretation", []any{"xx-yy-zz-"}, "sessions[3].interpretation[0]: must be a language tag"},
		{"returns before it leaves", trip, "return", "08:00", "field_trips[0].return: is not after 08:30"},
		{"no meeting point", trip, "meeting_point", nil, "field_trips[0].meeting_point: is missing"},
		{"more staff than seats", trip, "reserved_staff", 49, "field_trips[0].reserved_staff: is more than the capacity of 48"},
		{"more wheelchairs than seats", trip, "wheelchair_spaces", 49, "field_trips[0].wheelchair_spaces: is more than"},
		{"trip by air", trip, "kind", "balloon", "field_trips[0].kind: must be one of: bus, walk"},
		{"loop in no room", []any{"events", 0, "venue"}, "hearing_loop", []any{"Z"}, "venue.hearing_loop[0]: is not the id of a room"},
		{"step-free in words", []any{"events", 0, "venue"}, "step_free", "yes", "venue.step_free: must be true or false"},
		{"step without a date", []any{"events", 0, "outcome_process", 0}, "date", nil, "outcome_process[0].date: is missing"},
		{"slug twice", []any{"events", 1}, "slug", "education-budapest-2012", "events[1]: has the slug"},
	} {
		t.Run(c.name, func(t *testing.T) {
			var file any
			if err := json.Unmarshal(sample(t), &file); err != nil {
				t.Fatal(err)
			}
			if target := at(t, file, c.at...); c.value == nil {
				delete(target, c.field)
			} else {
				target[c.field] = c.value
			}
			data, err := json.Marshal(file)
			if err != nil {
				t.Fatal(err)
			}
			sources, err := ParseFile("events.json", bytes.NewReader(data))
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Fatalf("got %v\nwant %s", err, c.want)
			}
			if sources != nil {
				t.Error("a wrong file gives events all the same")
			}
			if problems := (Problems)(nil); !errors.As(err, &problems) || len(problems) != 1 {
				t.Errorf("more than the one problem:\n%v", err)
			}
		})
	}
}

func TestParseFileRefusesTheSameRoomTwice(t *testing.T) {
	data := bytes.Replace(sample(t), []byte(`"rooms": [`), []byte(`"rooms": [
    {"id": "A", "name": "First room A", "capacity": 45, "booths": 2},`), 1)
	_, err := ParseFile("f.json", bytes.NewReader(data))
	if want := "f.json:53: events[0].rooms[2]: has the id A, which is taken"; err == nil || err.Error() != want {
		t.Errorf("got %v, want %s", err, want)
	}
}

func TestParseFileWantsAHallForEverybody(t *testing.T) {
	data := bytes.Replace(sample(t), []byte("     \"capacity\": 120,\n"), nil, 1) // of the opening
	parsed(t, data)
	data = bytes.Replace(data, []byte(`"capacity": 120`), []byte(`"capacity": 131`), 1) // of the event
	_, err := ParseFile("f.json", bytes.NewReader(data))
	want := "events[0].sessions[1]: is for 131 people, but room P (Plenary hall) takes 130"
	if err == nil || !strings.HasSuffix(err.Error(), want) {
		t.Errorf("got %v, want %s", err, want)
	}
}

func TestParseFileRefusesHoursThatClocksSkipOrRepeat(t *testing.T) {
	for start, want := range map[string]string{
		`"2012-03-25", "start": "02:30"`: "start: does not exist on that day",
		`"2012-10-28", "start": "02:30"`: "start: happens twice on that day",
	} {
		data := bytes.Replace(sample(t), []byte(`"2012-12-17",
     "start": "08:30"`), []byte(start), 1)
		if _, err := ParseFile("events.json", bytes.NewReader(data)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: got %v, want %s", start, err, want)
		}
	}
}

func TestParseFileSaysWhichLine(t *testing.T) {
	data := bytes.Replace(sample(t), []byte(`"HU"`), []byte(`"Hungary"`), 1)
	_, err := ParseFile("my.json", bytes.NewReader(data))
	if err == nil || !strings.HasPrefix(err.Error(), "my.json:8: events[0].country: must be a country code") {
		t.Errorf("got %v", err)
	}
}

func TestParseFileNamesWhatIsNoEventFile(t *testing.T) {
	for input, want := range map[string]string{
		"":                           "f.json:1: is not JSON",
		"{\n\"events\": [\n}":        "f.json:3: is not JSON",
		"[]":                         "f.json:1: must be an object",
		"{}":                         "f.json:1: events: is missing",
		`{"events": []}`:             "f.json:1: events: has no event in it",
		`{"events": [7]}`:            "f.json:1: events[0]: must be an object",
		"{\"events\":\n[\"\xff\"]}":  "f.json:2: is not UTF-8",
		`{"a\nb": 1, "events": []}`:  `f.json:1: "a\nb": is not known; known here: note, events`,
		`{"events": 1, "events": 2}`: "f.json:1: events: stands twice",
		`{"events":` + strings.Repeat("[", 20) + strings.Repeat("]", 20) + "}": "stands too deep",
		`{"note": "` + strings.Repeat("x", largestFile) + `"}`:                 "is larger than",
	} {
		_, err := ParseFile("f.json", strings.NewReader(input))
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%.60q: got %.200v, want %s", input, err, want)
		}
	}
}

func TestParseFileTakesAByteOrderMark(t *testing.T) {
	parsed(t, append([]byte("\ufeff"), sample(t)...))
}

func TestParseFileBoundsItsList(t *testing.T) {
	_, err := ParseFile("f.json", strings.NewReader(`{"events": [`+strings.Repeat("1,\n", 500)+"1]}"))
	var problems Problems
	if !errors.As(err, &problems) || len(problems) != mostProblems+1 {
		t.Fatalf("%d problems", len(problems))
	}
	if last := problems[mostProblems].Error(); last != "f.json: and 451 more problems" {
		t.Errorf("last line %q", last)
	}
}

func FuzzParseFile(f *testing.F) {
	data := sample(f)
	f.Add(data)
	f.Add(bytes.ReplaceAll(data, []byte("2012"), []byte("2013")))
	f.Add([]byte(`{"events":[{"slug":"a","sessions":[{"date":"2012-01-01","start":"00:00"}],"title":{"":""}}]}`))
	f.Add([]byte(`{"events":[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		sources, err := ParseFile("f.json", bytes.NewReader(data))
		if (err == nil) == (sources == nil) {
			t.Fatalf("%d events and the error %v", len(sources), err)
		}
		var problems Problems
		if err != nil && (!errors.As(err, &problems) || len(problems) > mostProblems+1) {
			t.Fatalf("an error of another kind: %v", err)
		}
		for _, s := range sources {
			e := s.Event
			if !e.StartsAt.Before(e.EndsAt) || !e.OpensAt.Before(e.ClosesAt) || e.Slug == "" || e.Title == nil {
				t.Fatalf("a wrong event passed: %+v", e)
			}
		}
	})
}
