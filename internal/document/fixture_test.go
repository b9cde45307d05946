package document

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"
)

const sampleTitle = "Education policies for Roma: inclusive schools and Romani language and culture"

// madeAt is a fixed moment: these files must come out the same on any day.
var madeAt = time.Date(2026, 12, 16, 18, 0, 0, 0, time.FixedZone("CET", 3600))

// person is one row of the tests' names.
type person struct{ Case, Name, Latin, Function, Body, Country, Role string }

// people are names as Europe has them, and some that make trouble.
var people = []person{
	{"latin", "Zdeněk Říha", "", "Head of the education department", "City of Brno", "Czechia", "participant"},
	{"long", "Maria da Conceição Aparecida Vasconcelos de Albuquerque e Castro-Guimarães", "", "Vice-President for schools, social cohesion and the inclusion of minorities", "Intermunicipal Community of the Region of Coimbra", "Portugal", "participant"},
	{"georgian", "გიორგი ღვინიაშვილი", "Giorgi Ghviniashvili", "მერის მოადგილე", "Tbilisi City Hall", "Georgia", "speaker"},
	{"armenian", "Սևակ Գևորգյան", "Sevak Gevorgyan", "Deputy mayor", "Yerevan", "Armenia", "partner"},
	{"hebrew", "ליאת אברהם", "Liat Avraham", "Researcher", "University of Warwick", "United Kingdom", "staff"},
	{"mononym", "Suzan", "", "", "Diyarbakır", "Türkiye", "press"},
	{"formula", "Song O", "", `=HYPERLINK("http://x.example","a")`, "Heraklion", "Greece", "interpreter"},
	{"html", "<b>Bo</b> O&Neil", "", "Adviser (schools)", "Sheffield City Council", "United Kingdom", "host"},
	{"mixed", "Оlena Kovalenko", "Olena Kovalenko", "Mayor", "Vinnytsia", "Ukraine", "guide"},
	{"emoji", "Jo 🌍 Berg", "Jo Berg", "Mayor", "Göteborg", "Sweden", "participant"},
	{"arabic", "محمد علي", "Mohammed Ali", "Teacher", "Göteborg", "Sweden", "participant"},
	{"greek", "Κωνσταντίνος Παπαδόπουλος", "Konstantinos Papadopoulos", "Αντιδήμαρχος Παιδείας και Κοινωνικής Πολιτικής", "Δήμος Μεγαρέων", "Greece", "participant"},
	{"cyrillic", "Александра-Екатерина Вознесенская-Преображенская", "Aleksandra-Ekaterina Voznesenskaya-Preobrazhenskaya", "Заместитель градоначелника", "Нови Сад", "Serbia", "participant"},
	{"one letter", "O", "", "", "", "", "participant"},
	{"turkish", "Işıl İnci", "", "Öğretmen", "İzmir", "Türkiye", "participant"},
	{"one word", "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch", "", "Mayor", "Ynys Môn", "United Kingdom", "participant"},
}

// sampleToken gives a token of the form the desk gives out: 27 letters.
func sampleToken(i int) string {
	const alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
	b := []byte("4TFKXQ2ZMB7WJ5RNCH8YD3GPAEX")
	b[0], b[1], b[2] = alphabet[i%32], alphabet[i/32%32], alphabet[i/1024%32]
	return string(b)
}

func sampleSheet(list []person) BadgeSheet {
	s := BadgeSheet{Event: sampleTitle, Dates: "Budapest, 17–18 December 2026", Lang: "en", Sample: "Sample data", Made: madeAt}
	for i, p := range list {
		s.Badges = append(s.Badges, Badge{
			Name: p.Name, Latin: p.Latin, Function: p.Function, Body: p.Body, Country: p.Country,
			Role: p.Role, RoleName: strings.ToUpper(p.Role[:1]) + p.Role[1:], RoleLetter: strings.ToUpper(p.Role[:1]), Token: sampleToken(i),
		})
	}
	return s
}

var sharedLabels = ListLabels{Number: "No.", Name: "Name", Page: "Page %d of %d", Continued: "%s (continued)", WalkIns: "Not on the list"}

var attendanceLabels = AttendanceLabels{
	ListLabels: sharedLabels, Title: "Attendance list", When: "When", Where: "Where", Function: "Function", Desk: "Desk",
	Signature: "Signature", OnPage: "People on this page: %d", SignedOnPage: "Signatures on this page", Total: "People on this list: %d",
	SignedTotal: "Signatures in all", Certified: "Certified for the organiser: name, date, signature",
	Legend: "Please sign in your own row. Desk: ticked by the staff for a person who is present and cannot sign.",
}

var manifestLabels = ManifestLabels{
	ListLabels: sharedLabels, Title: "Passenger list", Vehicle: "Vehicle", Departure: "Departure", Return: "Return",
	MeetingPoint: "Meeting point", Capacity: "Seats", StaffSeats: "Kept for staff", Passengers: "Passengers", Staff: "Staff",
	Body: "Authority or organisation", Country: "Country", Out: "Out", Back: "Back", OnPage: "Passengers on this page: %d",
	HeadcountOut: "Headcount out", HeadcountBack: "Headcount back", HeadcountGuide: "Guide: name, signature",
	Missing:    "Missing, by name",
	Legend:     "Leave only when both headcounts are equal. Destroy this list after the trip. ● Has a wheelchair space.",
	GuideTitle: "For the guide only: telephone numbers", Phone: "Mobile number", GuideLegend: "Destroy this list after the trip.",
}

// sampleAttendance puts every person into a group of their own body.
func sampleAttendance(list []person) Attendance {
	a := Attendance{
		Event: sampleTitle, Activity: "Round 1, A: Enrolment, catchment areas and ending separate classes",
		When: "Monday 17 December 2026, 11:30–13:00 (Budapest time, UTC+1)", Where: "Room A, Sample Seminar Centre Budapest",
		Lang: "en", Sample: "Sample data", AsOf: "As of 16 December 2026, 18:00", Made: madeAt, Labels: attendanceLabels, BlankLines: 6,
	}
	for _, p := range list {
		who := Attendant{p.Name, p.Latin, p.Function}
		a.Groups = append(a.Groups, CountryGroup{p.Country, []BodyGroup{{p.Body, []Attendant{who}}}})
	}
	return a
}

func sampleManifest(list []person) Manifest {
	m := Manifest{
		Event: sampleTitle, Title: "Inner-city school and study centre", Vehicle: "Bus 1", Lang: "en",
		Departure: "18 December 2026, 08:30 (Budapest time, UTC+1)", Return: "18 December 2026, 12:30 (Budapest time, UTC+1)",
		MeetingPoint: "Main entrance, kerb side, sign 1", Sample: "Sample data", AsOf: "As of 16 December 2026, 18:00", Made: madeAt,
		Labels: manifestLabels, Capacity: 48, StaffSeats: 3, BlankLines: 4,
	}
	for _, p := range list {
		m.Passengers = append(m.Passengers, Passenger{Name: p.Name, Latin: p.Latin, Body: p.Body, Country: p.Country})
	}
	return m
}

// edgePeople reads the names that have broken other programs; the rules they
// test are in the file's last column.
func edgePeople(t testing.TB) []person {
	t.Helper()
	f, err := os.Open("testdata/edge_names.csv")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var list []person
	for _, r := range rows[1:] {
		p := person{Case: r[0], Name: r[1] + " " + r[2], Latin: r[3] + " " + r[4], Function: "Adviser", Body: "City", Country: "Country", Role: "participant"}
		if r[0] == "formula in function" {
			p.Function = `=HYPERLINK("http://x.example","a")`
		}
		list = append(list, p)
	}
	return list
}

// made gives a document's bytes and warnings, or ends the test.
func made[T any](t testing.TB, build func(w *bytes.Buffer, in T) ([]Warning, error), in T) ([]byte, []Warning) {
	t.Helper()
	var b bytes.Buffer
	warnings, err := build(&b, in)
	if err != nil {
		t.Fatal(err)
	}
	return b.Bytes(), warnings
}

func badges(w *bytes.Buffer, s BadgeSheet) ([]Warning, error)     { return Badges(w, s) }
func attendance(w *bytes.Buffer, a Attendance) ([]Warning, error) { return AttendanceList(w, a) }
func busManifest(w *bytes.Buffer, m Manifest) ([]Warning, error)  { return BusManifest(w, m) }

// warned tells whether a problem of somebody is among the warnings.
func warned(warnings []Warning, name, problem string) bool {
	for _, w := range warnings {
		if w.Name == name && w.Problem == problem {
			return true
		}
	}
	return false
}

// repeat makes n people out of the list.
func repeat(list []person, n int) []person {
	many := make([]person, n)
	for i := range many {
		many[i] = list[i%len(list)]
		many[i].Name += fmt.Sprintf(" %d", i)
	}
	return many
}
