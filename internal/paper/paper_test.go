package paper

import (
	"bytes"
	"slices"
	"strings"
	"testing"
	"time"

	"convene/internal/document"
	"convene/internal/event"
	"convene/internal/fault"
	"convene/internal/locale"
	"convene/internal/postgres"
	"convene/internal/postgres/pgtest"
	"convene/internal/registration"
)

var (
	now    = time.Date(2026, 11, 23, 10, 0, 0, 0, time.UTC)
	secret = []byte("a secret of thirty-two bytes long")
)

// guest is a person of the fixture and the codes of what they choose.
type guest struct {
	given, family, badge, latin, body, country, role string
	choices                                          []string
}

// seminar has a workshop, a bus of 5 seats with 2 for staff, a plenary and a
// lunch, and these guests.
func seminar(t *testing.T, guests ...guest) (*postgres.DB, int64) {
	t.Helper()
	db := pgtest.New(t)
	if _, err := registration.ImportEvent(t.Context(), db.DB, seminarSource(), now); err != nil {
		t.Fatal(err)
	}
	e, err := event.BySlug(t.Context(), db, "budapest")
	if err != nil {
		t.Fatal(err)
	}
	desk := registration.NewDesk(db, registration.Options{Secret: secret, BaseURL: "http://127.0.0.1"})
	t.Cleanup(desk.Close)
	for i, g := range guests {
		s := registration.Submission{EventID: e.ID, Email: string(rune('a'+i)) + "@example.org", Role: g.role, Channel: registration.ChannelWeb, Now: now,
			Details: registration.Details{Given: g.given, Family: g.family, Badge: g.badge, Latin: g.latin, Organisation: g.body, Country: g.country, Function: "Mayor", Locale: "en"}}
		for _, code := range g.choices {
			s.Choices = append(s.Choices, registration.Choice{Activity: code, MayWait: true})
		}
		if _, err := desk.Submit(t.Context(), s); err != nil {
			t.Fatal(g.given, err)
		}
	}
	return db, e.ID
}

func seminarSource() event.Source {
	zone, _ := time.LoadLocation("Europe/Budapest")
	at := func(hour, minute int) time.Time { return time.Date(2026, 12, 14, hour, minute, 0, 0, zone) }
	planned := func(code, kind, title string, chosen bool, from, to, capacity int) event.Planned {
		return event.Planned{Capacity: capacity, RoomCode: "A", Activity: event.Activity{Code: code, Kind: kind, Chosen: chosen,
			Title: locale.Text{"en": title, "fr": title + " (fr)"}, StartsAt: at(from, 0), EndsAt: at(to, 30), Interpretation: []string{}, GuideLanguages: []string{}}}
	}
	bus := planned("bus", event.KindTrip, "Village school", true, 15, 17, 5)
	bus.RoomCode, bus.Vehicle, bus.MeetingPoint, bus.ReservedStaff, bus.Block = "", "Bus 1", "Main entrance", 2, event.TripBlock
	return event.Source{Capacity: 20, Rooms: []event.Room{{Code: "A", Name: "Room A", Capacity: 40}},
		Activities: []event.Planned{planned("opening", event.KindPlenary, "Opening", false, 9, 9, 0), planned("a1", event.KindWorkshop, "Mediators", true, 10, 11, 10),
			planned("lunch", event.KindMeal, "Lunch", false, 12, 13, 0), bus},
		Event: event.Event{Slug: "budapest", Status: event.Published, Country: "HU", City: "Budapest", Timezone: "Europe/Budapest", DefaultLocale: "en",
			Locales: []string{"en", "fr"}, Title: locale.Text{"en": "Seminar", "fr": "Séminaire"}, Venue: event.Venue{Name: "Sample Centre"}, Sample: true,
			StartsAt: at(9, 0), EndsAt: at(17, 30), OpensAt: now.Add(-time.Hour), ClosesAt: now.Add(time.Hour), ChangesUntil: now.Add(time.Hour)}}
}

func request(eventID int64, activity, lang string) Request {
	return Request{EventID: eventID, Activity: activity, Lang: lang, Now: now, Secret: secret}
}

var delegates = []guest{
	{given: "Zsófia", family: "Szabó", body: "Szeged", country: "HU", choices: []string{"a1"}},
	{given: "Αθηνά", family: "Χατζή", badge: "Αθηνά Χατζή", latin: "Athina Chatzi", body: "Megara", country: "GR", choices: []string{"a1", "bus"}},
	{given: "Éva", family: "Ács", body: "Szeged", country: "HU", role: registration.Speaker, choices: []string{"bus"}},
	{given: "Suzan", body: "Diyarbakır", country: "TR", choices: []string{"a1", "bus"}},
	{given: "Olena", family: "Zahorodna", badge: "Оlena Zahorodna", latin: "Olena Zahorodna", body: "Vinnytsia", country: "UA", choices: []string{"a1", "bus"}},
}

func TestBadgesAreOfEverybodyInTheOrderOfTheHall(t *testing.T) {
	t.Parallel()
	db, id := seminar(t, delegates...)
	s, err := load(t.Context(), db, request(id, "", "en"))
	if err != nil {
		t.Fatal(err)
	}
	sheet := s.badgeSheet()
	var got []string
	for _, b := range sheet.Badges {
		got = append(got, b.Country+": "+b.Name+" "+b.RoleLetter)
		if !registration.TokenOK(b.Token) {
			t.Errorf("%s has the token %q", b.Name, b.Token)
		}
	}
	want := []string{"Greece: Αθηνά Χατζή P", "Hungary: Éva Ács S", "Hungary: Zsófia Szabó P", "Türkiye: Suzan P", "Ukraine: Оlena Zahorodna P"}
	if !slices.Equal(got, want) {
		t.Errorf("badges\n%q, want\n%q", got, want)
	}
	if sheet.Event != "Seminar" || sheet.Dates != "Budapest, 14 December 2026" || sheet.Sample != "Sample data" || sheet.Lang != "en" {
		t.Errorf("the sheet says %q, %q, %q, %q", sheet.Event, sheet.Dates, sheet.Sample, sheet.Lang)
	}
}

// everybodys are the badges of all people of a request, in the first design.
func everybodys(t *testing.T, db *postgres.DB, r Request) (*Paper, error) {
	t.Helper()
	design, err := DesignForAll(t.Context(), db, r.EventID)
	if err != nil {
		t.Fatal(err)
	}
	return PrintBadges(t.Context(), db.DB, BadgeOrder{Request: r, Design: &design})
}

func TestBadgesWarnAndSayOfWhom(t *testing.T) {
	t.Parallel()
	db, id := seminar(t, delegates...)
	p, err := everybodys(t, db, request(id, "a1", "en"))
	if err != nil {
		t.Fatal(err)
	}
	if p.People != 4 || p.Name != "budapest-badges-a1.pdf" || !bytes.HasPrefix(p.Body, []byte("%PDF-")) {
		t.Errorf("%s of %d people begins %q", p.Name, p.People, p.Body[:8])
	}
	i := slices.IndexFunc(p.Warnings, func(w Warning) bool { return w.Name == "Оlena Zahorodna" && w.Problem == document.MixedScripts })
	if i < 0 {
		t.Fatalf("nobody warns of mixed scripts: %v", p.Warnings)
	}
	if _, err := registration.ByReference(t.Context(), db, id, p.Warnings[i].Reference); err != nil {
		t.Errorf("the warning leads to %q: %v", p.Warnings[i].Reference, err)
	}
}

func TestAWarningOfTwoPeopleLeadsToNeither(t *testing.T) {
	t.Parallel()
	s := &source{people: []registration.Attendee{{Badge: "Anna", Reference: "A"}, {Badge: "Bea", Reference: "B"}, {Badge: "Anna", Reference: "C"}}}
	for name, want := range map[string]string{"Anna": "", "Bea": "B", "Chiara": ""} {
		if got := s.referenceOf(name); got != want {
			t.Errorf("%s leads to %q, want %q", name, got, want)
		}
	}
}

func TestThePassengerListCountsItsSeats(t *testing.T) {
	t.Parallel()
	db, id := seminar(t, delegates...) // four want a bus that has three seats for guests
	s, err := load(t.Context(), db, request(id, "bus", "fr"))
	if err != nil {
		t.Fatal(err)
	}
	ride, err := s.ride(t.Context(), db)
	if err != nil {
		t.Fatal(err)
	}
	m := ride.manifest()
	var names []string
	for _, p := range m.Passengers {
		names = append(names, p.Name)
	}
	if want := []string{"Αθηνά Χατζή", "Éva Ács", "Suzan"}; !slices.Equal(names, want) {
		t.Errorf("passengers %q, want %q", names, want)
	}
	if m.Capacity != 5 || m.StaffSeats != 2 || m.BlankLines != 0 || m.Vehicle != "Bus 1" || m.Title != "Village school (fr)" || m.Passengers[0].Country != "Grèce" {
		t.Errorf("the list says %+v", m)
	}
	p, err := Sheet(t.Context(), db, request(id, "bus", "fr"))
	if err != nil || p.Name != "budapest-passengers-bus.pdf" || p.People != 3 {
		t.Errorf("%+v, error %v", p, err)
	}
}

func TestTheAttendanceListIsGrouped(t *testing.T) {
	t.Parallel()
	db, id := seminar(t, delegates...)
	a := sheetOf(t, db, SheetRequest{Request: request(id, "a1", "en"), BlankLines: AsUsual})[0]
	var got []string
	for _, g := range a.Groups {
		for _, b := range g.Bodies {
			got = append(got, g.Country+"/"+b.Name+"/"+b.People[0].Name)
		}
	}
	if want := []string{"Greece/Megara/Αθηνά Χατζή", "Hungary/Szeged/Zsófia Szabó", "Türkiye/Diyarbakır/Suzan", "Ukraine/Vinnytsia/Оlena Zahorodna"}; !slices.Equal(got, want) {
		t.Errorf("groups %q, want %q", got, want)
	}
	if a.When != "Monday 14 December 2026, 10:00–11:30 (Budapest time, UTC+1)" || a.Where != "Room A, Sample Centre" ||
		a.AsOf != "As of 23 November 2026, 11:00 (Budapest time, UTC+1)" || a.BlankLines != 6 {
		t.Errorf("the list says %q, %q, %q, %d blank lines", a.When, a.Where, a.AsOf, a.BlankLines)
	}
}

func TestAPlenaryIsAttendedByEverybody(t *testing.T) {
	t.Parallel()
	db, id := seminar(t, delegates...)
	for _, activity := range []string{"", "opening"} {
		p, err := Sheet(t.Context(), db, request(id, activity, "en"))
		if err != nil || p.People != len(delegates) || !strings.HasPrefix(p.Name, "budapest-attendance") {
			t.Errorf("%q: %+v, error %v", activity, p, err)
		}
	}
}

func TestWhatHasNoListIsNotFound(t *testing.T) {
	t.Parallel()
	db, id := seminar(t)
	for _, r := range []Request{request(id, "lunch", "en"), request(id, "nothing", "en"), request(id+1, "", "en")} {
		if _, err := Sheet(t.Context(), db, r); !fault.Is(err, fault.NotFound) {
			t.Errorf("%+v: %v", r, err)
		}
	}
	if p, err := everybodys(t, db, request(id, "", "en")); err != nil || p.People != 0 {
		t.Errorf("badges of nobody: %+v, %v", p, err)
	}
}

func TestTheSamePaperTwiceIsTheSameBytes(t *testing.T) {
	t.Parallel()
	db, id := seminar(t, delegates...)
	for name, paper := range map[string]func() (*Paper, error){
		"badges": func() (*Paper, error) { return everybodys(t, db, request(id, "", "en")) },
		"list":   func() (*Paper, error) { return Sheet(t.Context(), db, request(id, "a1", "en")) },
	} {
		one, err := paper()
		if err != nil {
			t.Fatal(err)
		}
		two, _ := paper()
		if !bytes.Equal(one.Body, two.Body) {
			t.Errorf("%s differ", name)
		}
	}
}

func TestRolesHaveLettersOfTheirOwn(t *testing.T) {
	t.Parallel()
	for _, lang := range locale.Supported() {
		s := &source{Printer: locale.For(lang)}
		seen := map[string]string{}
		for role, letter := range s.roleLetters() {
			if other, ok := seen[letter]; ok || letter == "" {
				t.Errorf("%s: %s and %s share the letter %q", lang, role, other, letter)
			}
			seen[letter] = role
		}
		if len(seen) != len(registration.Roles) {
			t.Errorf("%s: letters %v", lang, seen)
		}
	}
}
