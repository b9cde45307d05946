package document

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"
)

func guideList(w *bytes.Buffer, m Manifest) ([]Warning, error)  { return GuideList(w, m) }
func signs(w *bytes.Buffer, s SignSheet) ([]Warning, error)     { return Signs(w, s) }
func seatingList(w *bytes.Buffer, s Seating) ([]Warning, error) { return SeatingList(w, s) }
func participantList(w *bytes.Buffer, s Participants) ([]Warning, error) {
	return ParticipantList(w, s)
}
func writeTable(w *bytes.Buffer, s Table) ([]Warning, error) { return WriteTable(w, s) }

func sampleSigns() SignSheet {
	languages := "Interpretation: English, French, Hungarian, Romani"
	return SignSheet{Title: "Signs", Event: sampleTitle, Lang: "en", Sample: "Sample data", Page: "Page %d of %d", Made: madeAt, Signs: []Sign{
		{"Plenary hall", "Monday 17 December 2026", []SignEntry{
			{"09:15–10:00", []string{"Opening", "Ouverture"}, languages},
			{"10:00–11:00", []string{"Where the children are: what schools and cities counted", "Où sont les enfants : ce que les écoles et les villes ont compté"}, languages},
			{"16:15–17:30", []string{"What the three tracks propose", "Ce que proposent les trois volets"}, languages}}},
		{"Bus 1", "", []SignEntry{{"Departure", []string{"Friday 18 December 2026, 08:15"}, ""}, {"Trip", []string{"Inner-city school and study centre"}, "Hungarian, English"}}},
	}}
}

func sampleGroups(list []person) []CountryGroup {
	var groups []CountryGroup
	for _, p := range list {
		groups = append(groups, CountryGroup{p.Country, []BodyGroup{{p.Body, []Attendant{{Name: p.Name, Latin: p.Latin, Function: p.Function}}}}})
	}
	return groups
}

func sampleParticipants(list []person) Participants {
	return Participants{Event: sampleTitle, Title: "List of participants", Lang: "en", Standing: "Provisional version 2, 16 December 2026", Sample: "Sample data",
		Made: madeAt, Page: "Page %d of %d", Continued: "%s (continued)", Of: "%s: %s", Sections: []ParticipantSection{{"", sampleGroups(list)}}}
}

func sampleSeating(list []person) Seating {
	s := Seating{Event: sampleTitle, Activity: "Opening", When: "Monday", Where: "Plenary hall", Lang: "en", Sample: "Sample data", Made: madeAt,
		Labels: SeatingLabels{ListLabels: sharedLabels, Title: "Seating by authority", When: "When", Where: "Where", Row: "Row %d",
			Group: "%s, %s: %d, seats %d to %d", GroupOne: "%s, %s: 1, seat %d", Seat: "Seat", Function: "Function", Total: "Delegations: %d. People: %d."},
		Delegations: len(list), People: 2 * len(list)}
	for i, p := range list {
		who := Attendant{Name: p.Name, Latin: p.Latin, Function: p.Function}
		s.Rows = append(s.Rows, SeatRow{[]SeatGroup{{p.Country, p.Body, 1, i > 0, []Attendant{who, who}}, {p.Country, p.Body, 3, false, []Attendant{who}}}})
	}
	return s
}

func sampleTable() Table {
	return Table{Kind: "Interpretation plan", Title: "Listeners per language", Event: sampleTitle, Lang: "en", Sample: "Sample data", AsOf: "As of today", Made: madeAt,
		Labels: sharedLabels, Columns: []string{"When", "Room", "English", "French", "Hungarian", "Romani", "Others"}, Words: 2,
		Groups: []TableGroup{{"Monday, morning", [][]string{{"09:15–10:00", "Plenary hall", "60", "1–2", "20", "not asked", "12"}}, []string{"Total", "", "60"}},
			{"Monday, afternoon", [][]string{{"14:15–15:45", "Room A"}}, nil}},
		Notes: []string{"Counts below 3 are printed as 1–2.", "Romani is not asked for."}}
}

// logisticsSamples are the papers of the venue's staff, made from the same people.
func logisticsSamples(t testing.TB) map[string][]byte {
	t.Helper()
	m := sampleManifest(people)
	m.Staff, m.Passengers = m.Passengers[:2], m.Passengers[2:]
	m.Passengers[1].StepFree, m.Passengers[1].Phone = true, "+36 201 234 567"
	guide, _ := made(t, guideList, m)
	sign, _ := made(t, signs, sampleSigns())
	seating, _ := made(t, seatingList, sampleSeating(people))
	list, _ := made(t, participantList, sampleParticipants(people))
	table, _ := made(t, writeTable, sampleTable())
	manifest, _ := made(t, busManifest, m)
	return map[string][]byte{"guide": guide, "signs": sign, "seating": seating, "participants": list, "table": table, "bus": manifest}
}

func TestLogisticsSayEverything(t *testing.T) {
	docs := logisticsSamples(t)
	for name, wants := range map[string][]string{
		"bus":          {"●", "Has a wheelchair space", "Missing, by name", people[0].Name, "Staff"},
		"guide":        {"For the guide only", "+36 201 234 567", "●", people[0].Name, "Destroy this list"},
		"signs":        {"Plenary hall", "09:15–10:00", "Ouverture", "Hungarian, Romani", "Bus 1", "Sample data", sampleTitle},
		"seating":      {"Row 1", "seats 1 to 2", "1, seat 3", "Delegations: 16. People: 32.", "(continued)"},
		"participants": {"List of participants", "Provisional version 2", "Czechia", "City of Brno", people[0].Function},
		"table":        {"Listeners per language", "1–2", "not asked", "Monday, afternoon", "Total", "Counts below 3"},
	} {
		printed := squeezed(readBack(t, docs[name]))
		for _, want := range wants {
			if !strings.Contains(printed, squeezed(want)) {
				t.Errorf("%s does not say %q", name, want)
			}
		}
	}
	if strings.Contains(readBack(t, docs["bus"]), "+36") {
		t.Error("the list that goes round shows a telephone number")
	}
}

// Every name that has broken other programs is on the papers of the venue.
func TestEdgeNamesPrintOnLogistics(t *testing.T) {
	list := everybody(t)
	body, warnings := made(t, participantList, sampleParticipants(list))
	saysNames(t, "list of participants", list, body, warnings)
	body, warnings = made(t, seatingList, sampleSeating(list))
	saysNames(t, "seating", list, body, warnings)
	body, warnings = made(t, guideList, sampleManifest(list))
	saysNames(t, "guide's list", list, body, warnings)
}

// No entry of a sign is smaller than is read from three metres; a long day goes on
// over another sheet.
func TestSignsAreReadFromAfar(t *testing.T) {
	s := sampleSigns()
	for len(s.Signs[0].Entries) < 14 {
		s.Signs[0].Entries = append(s.Signs[0].Entries, s.Signs[0].Entries[1])
	}
	var n notes
	pages := s.Signs[0].pages(&n)
	if len(pages) < 2 {
		t.Fatalf("%d sheets", len(pages))
	}
	body := rect{0, signBody.Y, signPaper.W, signBody.H}
	for _, marks := range pages {
		for _, m := range marks {
			line := m.(textMark)
			if !inside(line.bounds(), body) || line.Face == bold && line.Size < 24 {
				t.Errorf("%+v", line)
			}
		}
	}
	file, warnings := made(t, signs, s)
	if !warned(warnings, "Plenary hall", LongSign) || !strings.Contains(readBack(t, file), fmt.Sprintf("Page 1 of %d", len(pages))) {
		t.Errorf("nobody is told: %v", warnings)
	}
}

// A list of participants counts nobody and has no heading without a person.
func TestTheListOfParticipantsBetraysNobody(t *testing.T) {
	with := sampleParticipants(people)
	without := sampleParticipants(slices.Delete(slices.Clone(people), 2, 3))
	before, _ := made(t, participantList, with)
	after, _ := made(t, participantList, without)
	gone := lost(readAsDrawn(t, before), readAsDrawn(t, after))
	own := squeezed(people[2].Name + people[2].Latin + people[2].Function + people[2].Country + people[2].Body)
	for _, line := range gone {
		if !strings.Contains(own, squeezed(line)) {
			t.Errorf("%q went with somebody else", line)
		}
	}
	if len(gone) < 4 {
		t.Errorf("only %q went", gone)
	}
}

// lost are the lines of one text that another has not, as often as they stand there.
func lost(before, after string) []string {
	left := strings.Split(after, "\n")
	return slices.DeleteFunc(strings.Split(before, "\n"), func(line string) bool {
		i := slices.Index(left, line)
		if i >= 0 {
			left = slices.Delete(left, i, i+1)
		}
		return i >= 0
	})
}

func FuzzLogistics(f *testing.F) {
	for _, p := range seeds(f) {
		f.Add(p.Name, p.Latin, p.Function, p.Body, p.Country, "%d people", 3)
	}
	f.Add("א", "\xff", "%s%!", strings.Repeat("W", 4000), "", "%[9]d %*d", -1)
	f.Fuzz(func(t *testing.T, name, latin, function, body, country, format string, many int) {
		p := person{Name: name, Latin: latin, Function: function, Body: body, Country: country}
		m := sampleManifest([]person{p})
		m.Staff, m.StaffSeats = m.Passengers, many
		m.Passengers[0].Phone, m.Labels.Phone, m.Labels.Page = function, body, format
		made(t, guideList, m)
		made(t, busManifest, m)
		s := sampleSeating([]person{p})
		s.Labels.Group, s.Labels.Row, s.Labels.Total, s.Activity = format, format, format, body
		made(t, seatingList, s)
		l := sampleParticipants([]person{p})
		l.Sections = append(l.Sections, ParticipantSection{body, l.Sections[0].Groups})
		l.Of = format
		made(t, participantList, l)
		made(t, writeTable, Table{Kind: name, Title: body, Columns: []string{name, body, country}, Words: many, Notes: []string{function, latin},
			Groups: []TableGroup{{body, [][]string{{name, body, country, latin}, nil}, []string{}}}})
		g := SignSheet{Event: body, Page: format, Signs: []Sign{{name, country, []SignEntry{{latin, []string{body, function, name}, country}, {name, []string{body}, body}}}}}
		file, _ := made(t, signs, g)
		if !bytes.HasSuffix(file, []byte("%%EOF\n")) {
			t.Error("the file has no end")
		}
	})
}
