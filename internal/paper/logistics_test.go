package paper

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/uptrace/bun"

	"convene/internal/allocation"
	"convene/internal/document"
	"convene/internal/fault"
	"convene/internal/postgres"
	"convene/internal/registration"
)

// printed reads a paper back as a person would.
func printed(t *testing.T, p *Paper) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), p.Name)
	if err := os.WriteFile(file, p.Body, 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command("pdftotext", "-layout", file, "-").Output()
	if err != nil {
		t.Fatalf("pdftotext (poppler-utils): %v", err)
	}
	return string(out)
}

// idOf finds somebody by the name on the badge.
func idOf(t *testing.T, db bun.IDB, badge string) (id int64) {
	t.Helper()
	if err := db.NewRaw("select id from registration where badge_name = ?", badge).Scan(t.Context(), &id); err != nil {
		t.Fatal(badge, err)
	}
	return id
}

// set changes what the desk has no deed for.
func set(t *testing.T, db bun.IDB, badge, column string, value any) {
	t.Helper()
	if _, err := db.NewRaw("update registration set ? = ? where id = ?", bun.Ident(column), value, idOf(t, db, badge)).Exec(t.Context()); err != nil {
		t.Fatal(err)
	}
}

// assign gives somebody on the bus a place of a contingent.
func assign(t *testing.T, db *postgres.DB, eventID int64, badge, kind string) {
	t.Helper()
	desk := registration.NewDesk(db, registration.Options{Secret: secret, BaseURL: "http://127.0.0.1"})
	defer desk.Close()
	decide := func(n registration.Decision) {
		n.EventID, n.Activity, n.Staff, n.Now, n.Key = eventID, "bus", true, now, badge+string(n.Kind)
		if _, err := desk.Decide(t.Context(), n); err != nil {
			t.Fatal(badge, err)
		}
	}
	all := func() []registration.Contingent {
		found, err := registration.Contingents(t.Context(), db, eventID)
		if err != nil {
			t.Fatal(err)
		}
		return slices.DeleteFunc(found, func(c registration.Contingent) bool { return c.Kind != kind })
	}
	if len(all()) == 0 {
		decide(registration.Decision{Kind: allocation.Reserve, Capacity: 1, Contingent: registration.Contingent{Kind: kind}})
	}
	decide(registration.Decision{Kind: allocation.Assign, RegistrationID: idOf(t, db, badge), Contingent: all()[0]})
}

func TestTheManifestKnowsStaffAndStepFreePlaces(t *testing.T) {
	t.Parallel()
	db, id := seminar(t, delegates...)
	assign(t, db, id, "Éva Ács", registration.Seats)
	assign(t, db, id, "Suzan", registration.Wheelchair)
	set(t, db, "Suzan", "phone", "+36201234567")
	s, err := load(t.Context(), db, request(id, "bus", "en"))
	if err != nil {
		t.Fatal(err)
	}
	ride, err := s.ride(t.Context(), db)
	if err != nil {
		t.Fatal(err)
	}
	m := ride.manifest()
	if len(m.Staff) != 1 || m.Staff[0].Name != "Éva Ács" || m.StaffSeats != 2 || m.Capacity != 6 {
		t.Errorf("staff %+v of %d, %d seats", m.Staff, m.StaffSeats, m.Capacity)
	}
	for _, p := range m.Passengers {
		if p.StepFree != (p.Name == "Suzan") {
			t.Errorf("%+v", p)
		}
	}
	for kind, want := range map[string]bool{"manifest": false, "guide": true} {
		made, err := Make(t.Context(), db, kind, request(id, "bus", "en"))
		if err != nil {
			t.Fatal(err)
		}
		text := printed(t, made)
		if strings.Contains(text, "+36 201 234 567") != want || !strings.Contains(text, "●") || !strings.Contains(text, "Éva Ács") {
			t.Errorf("%s says\n%s", kind, text)
		}
	}
}

func TestEveryPaperSaysWhatItIs(t *testing.T) {
	t.Parallel()
	db, id := seminar(t, delegates...)
	if _, err := Interpretation(t.Context(), db, request(id, "", "en")); !fault.Is(err, fault.NotFound) {
		t.Errorf("a plan of no interpretation: %v", err)
	}
	if _, err := db.NewRaw("update activity set interpretation = '{en,fr}' where code = 'a1'").Exec(t.Context()); err != nil {
		t.Fatal(err)
	}
	for kind, wants := range map[string][]string{
		"room-signs":     {"Room A", "Monday 14 December 2026", "Opening", "Opening (fr)", "09:00–09:30"},
		"bus-signs":      {"Bus 1", "Village school", "Main entrance", "15:00"},
		"tents":          {"Zsófia Szabó", "Szeged", "Hungary"},
		"seating":        {"Row 1", "Szeged, Hungary: 2 people, seats 2 to 3", "Row 2", "Delegations: 4. People: 5.", "Athina Chatzi"},
		"meals":          {"Lunch", "Monday 14 December 2026", "5", "Staff"},
		"interpretation": {"Interpretation plan", "Others"},
		"participants":   {"List of participants", "Provisional version 1, 23 November 2026"},
	} {
		r := request(id, "", "en")
		r.Second, r.PerRow = "fr", 4
		p, err := Make(t.Context(), db, kind, r)
		if err != nil {
			t.Fatal(kind, err)
		}
		text := printed(t, p)
		for _, want := range wants {
			if !strings.Contains(text, want) {
				t.Errorf("%s does not say %q:\n%s", kind, want, text)
			}
		}
		again, err := Make(t.Context(), db, kind, r)
		if err != nil || !bytes.Equal(p.Body, again.Body) {
			t.Errorf("%s came out differently the second time, %v", kind, err)
		}
	}
}

func TestPapersThatAreNot(t *testing.T) {
	t.Parallel()
	db, id := seminar(t)
	for kind, activity := range map[string]string{"menus": "", "guide": "", "manifest": "a1", "meals": "a1", "tents": "nothing"} {
		if _, err := Make(t.Context(), db, kind, request(id, activity, "en")); !fault.Is(err, fault.NotFound) {
			t.Errorf("%s of %q: %v", kind, activity, err)
		}
	}
}

func TestDelegationsSitTogether(t *testing.T) {
	t.Parallel()
	body := func(name string, n int) document.BodyGroup {
		return document.BodyGroup{Name: name, People: make([]document.Attendant, n)}
	}
	rows, delegations := seat([]document.CountryGroup{{Country: "X", Bodies: []document.BodyGroup{body("a", 3), body("b", 2), body("c", 9), body("d", 2)}}}, 4)
	var got []string
	for _, r := range rows {
		line := ""
		for _, g := range r.Groups {
			line += strings.Repeat(g.Body, len(g.People))
		}
		got = append(got, line)
	}
	if want := []string{"aaa", "bb", "cccc", "cccc", "cdd"}; !slices.Equal(got, want) || delegations != 4 {
		t.Errorf("%q, want %q; %d delegations", got, want, delegations)
	}
	if g := rows[4].Groups; !g[0].Continued || g[1].Continued || g[1].First != 2 {
		t.Errorf("%+v", g)
	}
}

func TestMealsAreCounted(t *testing.T) {
	t.Parallel()
	db, id := seminar(t, append(slices.Clone(delegates), guest{given: "Ida", body: "Secretariat", country: "FR", role: registration.Staff})...)
	table, err := MealTable(t.Context(), db, request(id, "", "en"))
	if err != nil {
		t.Fatal(err)
	}
	if len(table.Groups) != 1 || !slices.Equal(table.Groups[0].Rows[0][2:], []string{"5", "1", "6"}) || !slices.Equal(table.Groups[0].Total[2:], []string{"5", "1", "6"}) {
		t.Errorf("%+v", table.Groups)
	}
}

// Who listens to what is counted once, small numbers are hidden, and Romani is
// never counted, whatever stands in a registration.
func TestInterpretationHidesTheFew(t *testing.T) {
	t.Parallel()
	var all []guest
	for i := range 9 {
		all = append(all, guest{given: string(rune('A'+i)) + "da", body: "Szeged", country: "HU", choices: []string{"a1"}})
	}
	db, id := seminar(t, all...)
	understood := []string{"hu en", "hu", "en hu", "hu", "fr", "de", "rom", "", "rom en"}
	for i, g := range all {
		if _, err := db.NewRaw("update registration set languages = string_to_array(?, ' ') where badge_name = ?", understood[i], g.given).Exec(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := db.NewRaw("update activity set interpretation = '{en,fr,hu,rom}' where code = 'a1'").Exec(t.Context()); err != nil {
		t.Fatal(err)
	}
	table, err := InterpretationTable(t.Context(), db, request(id, "", "en"))
	if err != nil {
		t.Fatal(err)
	}
	if want := []string{"When", "Room and activity", "English", "French", "Hungarian", "Romani", "Others"}; !slices.Equal(table.Columns, want) {
		t.Errorf("columns %q", table.Columns)
	}
	// en: "en hu", "rom en"; fr: 1; hu: "hu en", "hu", "hu"; others: de, rom, none
	if got, want := table.Groups[0].Rows[0], []string{"10:00–11:30", "Room A: Mediators", "1–2", "1–2", "3", "not asked", "3"}; !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
	if table.Groups[0].Total != nil {
		t.Error("a total gives hidden numbers back")
	}
}

// agree answers the question of the list for somebody.
func agree(t *testing.T, db *postgres.DB, badge string, given bool, at time.Time) {
	t.Helper()
	err := registration.SetConsents(t.Context(), db.DB, idOf(t, db, badge), []registration.Consent{{Purpose: registration.PurposeList, Given: given, Text: "List me."}}, "en", registration.ChannelWeb, at)
	if err != nil {
		t.Fatal(err)
	}
}

func TestTheListOfParticipantsHoldsThoseWhoAgreed(t *testing.T) {
	t.Parallel()
	db, id := seminar(t, append(slices.Clone(delegates), guest{given: "Ida", body: "Secretariat", country: "FR", role: registration.Staff})...)
	for _, badge := range []string{"Zsófia Szabó", "Éva Ács", "Suzan", "Ida"} {
		agree(t, db, badge, true, now)
	}
	list := func(lang string) (*Paper, string) {
		t.Helper()
		p, err := Participants(t.Context(), db, request(id, "", lang))
		if err != nil {
			t.Fatal(err)
		}
		return p, printed(t, p)
	}
	paper, before := list("en")
	if paper.Name != "budapest-participants-en.pdf" {
		t.Error(paper.Name)
	}
	inOrder(t, before, "Hungary", "Szeged", "Zsófia Szabó", "Mayor", "Türkiye", "Suzan", "Speakers", "Hungary: Szeged", "Éva Ács", "Secretariat", "France: Secretariat", "Ida")
	for _, unwanted := range []string{"Greece", "Megara", "Χατζή", "Ukraine", "Partners", "Press", "1 ", "People"} {
		if strings.Contains(strings.NewReplacer("Page 1 of 1", "", "version 1", "").Replace(before), unwanted) {
			t.Errorf("the list says %q:\n%s", unwanted, before)
		}
	}
	_, french := list("fr")
	inOrder(t, french, "Liste des participants", "Hongrie", "Türkiye", "Intervenants", "Secrétariat")

	agree(t, db, "Suzan", false, now.Add(time.Hour))
	_, after := list("en")
	for line := range strings.Lines(before) {
		if own := strings.TrimSpace(line); !strings.Contains(after, own) && !strings.Contains("Türkiye Diyarbakır Suzan Mayor", strings.Join(strings.Fields(own), " ")) {
			t.Errorf("%q went with Suzan", own)
		}
	}
	if strings.Contains(after, "Türkiye") || strings.Contains(after, "Suzan") {
		t.Errorf("Suzan is still on the list:\n%s", after)
	}
}

func inOrder(t *testing.T, text string, wants ...string) {
	t.Helper()
	rest := text
	for _, want := range wants {
		_, after, found := strings.Cut(rest, want)
		if !found {
			t.Fatalf("%q is not there, or not in its place:\n%s", want, text)
		}
		rest = after
	}
}

func TestAFinalListIsWhatWasIssued(t *testing.T) {
	t.Parallel()
	db, id := seminar(t, delegates...)
	agree(t, db, "Suzan", true, now)
	var organiser int64
	if err := db.NewRaw("insert into account (email, name, role, password_hash, created_at) values ('o@example.org', 'O', 'organiser', '', now()) returning id").Scan(t.Context(), &organiser); err != nil {
		t.Fatal(err)
	}
	r := request(id, "", "en")
	issue := func(want int) {
		t.Helper()
		if got, err := Issue(t.Context(), db.DB, r, organiser); err != nil || got != want {
			t.Fatalf("version %d, %v; want %d", got, err, want)
		}
	}
	standing := func(want string) {
		t.Helper()
		l, err := LoadParticipants(t.Context(), db, r)
		if err != nil || l.Standing != want {
			t.Errorf("%q, %v; want %q", l.Standing, err, want)
		}
	}
	standing("Provisional version 1, 23 November 2026")
	issue(1)
	r.Now, r.Lang = now.Add(48*time.Hour), "fr"
	standing("Version définitive 1, 23 novembre 2026")
	if _, err := Issue(t.Context(), db.DB, r, organiser); !fault.Is(err, fault.Conflict) {
		t.Errorf("the same list is issued again: %v", err)
	}
	r.Lang = "en"
	agree(t, db, "Zsófia Szabó", true, r.Now)
	standing("Provisional version 2, 25 November 2026")
	issue(2)
	agree(t, db, "Suzan", false, r.Now.Add(time.Hour))
	standing("Provisional version 3, 25 November 2026")
}
