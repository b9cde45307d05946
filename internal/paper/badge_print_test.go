package paper

import (
	"slices"
	"strings"
	"testing"
	"time"

	"convene/internal/document"
	"convene/internal/fault"
	"convene/internal/postgres"
	"convene/internal/registration"
)

// badgesOf orders badges of an event.
func badgesOf(eventID int64, sel Selection) BadgeOrder {
	return BadgeOrder{Request: request(eventID, "", "en"), Selection: sel}
}

// names gives those of people whose badges are selected.
func names(t *testing.T, db *postgres.DB, r Request, sel Selection) []string {
	t.Helper()
	wearers, err := Wearers(t.Context(), db, r, sel)
	if err != nil {
		t.Fatal(err)
	}
	list := []string{}
	for _, w := range wearers {
		list = append(list, w.Badge)
	}
	return list
}

func wants(t *testing.T, what string, got []string, want ...string) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Errorf("%s: %q, want %q", what, got, want)
	}
}

func printBadges(t *testing.T, db *postgres.DB, o BadgeOrder) *Paper {
	t.Helper()
	p, err := PrintBadges(t.Context(), db.DB, o)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// words is the text of a paper, without spaces.
func words(t *testing.T, p *Paper) string {
	t.Helper()
	return strings.Join(strings.Fields(printed(t, p)), "")
}

// rename gives somebody another name on their badge.
func rename(t *testing.T, db *postgres.DB, from, to string) {
	t.Helper()
	if _, err := db.ExecContext(t.Context(), "update registration set badge_name = ? where badge_name = ?", to, from); err != nil {
		t.Fatal(err)
	}
}

func TestLateBadgesAreNewOrChanged(t *testing.T) {
	t.Parallel()
	db, id := seminar(t, delegates...)
	late := Selection{State: Late, Sort: ByName}
	if got := names(t, db, request(id, "", "en"), late); len(got) != 5 {
		t.Errorf("before the first print %q are late", got)
	}
	printBadges(t, db, badgesOf(id, Selection{Role: registration.Participant}))
	wants(t, "a role was printed", names(t, db, request(id, "", "en"), late), "Éva Ács")
	printBadges(t, db, badgesOf(id, Selection{}))
	wants(t, "all were printed", names(t, db, request(id, "", "en"), late))
	wants(t, "in another language", names(t, db, request(id, "", "fr"), late))

	rename(t, db, "Suzan", "Suzan Ak")
	wants(t, "a name changed", names(t, db, request(id, "", "en"), Selection{State: ChangedSince}), "Suzan Ak")
	rename(t, db, "Suzan Ak", "Suzan")
	wants(t, "and changed back", names(t, db, request(id, "", "en"), late))

	rename(t, db, "Suzan", "Suzan Ak")
	printBadges(t, db, badgesOf(id, late))
	wants(t, "the new name was printed", names(t, db, request(id, "", "en"), late))
	rename(t, db, "Suzan Ak", "Suzan")
	wants(t, "it changed back after it was printed", names(t, db, request(id, "", "en"), late), "Suzan")

	join(t, db, id, guest{given: "Zoe", family: "Zeta", body: "Athens", country: "GR"})
	wants(t, "somebody came", names(t, db, request(id, "", "en"), late), "Suzan", "Zoe Zeta")
	wants(t, "of them new", names(t, db, request(id, "", "en"), Selection{State: NeverPrinted}), "Zoe Zeta")
	p := printBadges(t, db, badgesOf(id, late))
	if text := words(t, p); p.People != 2 || !strings.Contains(text, "ZoeZeta") || !strings.Contains(text, "Suzan") || strings.Contains(text, "Zsófia") {
		t.Errorf("the late badges are %d: %s", p.People, text)
	}
}

// A programme on the back makes a badge late when it changes; a badge without one
// stays right.
func TestAChangedProgrammeMakesItsBackLate(t *testing.T) {
	t.Parallel()
	db, id := seminar(t, delegates...)
	design, _ := document.DesignNamed("label-90x54")
	o := badgesOf(id, Selection{})
	o.Design, o.Sides = &design, Fronts
	printBadges(t, db, o)
	move(t, db)
	wants(t, "fronts alone", names(t, db, o.Request, Selection{State: Late}))

	o.Sides = BothSides
	p := printBadges(t, db, o)
	text := words(t, p)
	for _, want := range []string{"Yourprogramme(Budapesttime,UTC+1)", "09:00–09:30Opening", "10:15–11:30Mediators", "Yourfieldtrip", "Bus1:Villageschool", "Mainentrance"} {
		if !strings.Contains(text, want) {
			t.Errorf("the backs do not say %q:\n%s", want, text)
		}
	}
	if strings.Contains(text, "Lunch") {
		t.Error("a meal stands on a badge")
	}
	wants(t, "both sides", names(t, db, o.Request, Selection{State: Late}))
	move(t, db)
	wants(t, "the workshop moved", names(t, db, o.Request, Selection{State: Late, Sort: ByName}), "Αθηνά Χατζή", "Suzan", "Zsófia Szabó", "Оlena Zahorodna")
}

// move lets the workshop begin a quarter of an hour later.
func move(t *testing.T, db *postgres.DB) {
	t.Helper()
	if _, err := db.ExecContext(t.Context(), "update activity set starts_at = starts_at + interval '15 minutes' where code = 'a1'"); err != nil {
		t.Fatal(err)
	}
}

func TestBadgesAreSelectedAndOrdered(t *testing.T) {
	t.Parallel()
	db, id := seminar(t, delegates...)
	r := request(id, "", "en")
	wants(t, "the bus", names(t, db, request(id, "bus", "en"), Selection{Sort: ByName}), "Éva Ács", "Αθηνά Χατζή", "Suzan")
	wants(t, "a role", names(t, db, r, Selection{Role: registration.Speaker}), "Éva Ács")
	wants(t, "a country", names(t, db, r, Selection{Country: "HU"}), "Éva Ács", "Zsófia Szabó")
	wants(t, "words in another script", names(t, db, r, Selection{Words: "chatzi megara"}), "Αθηνά Χατζή")
	wants(t, "by role", names(t, db, r, Selection{Sort: ByRole, Descending: true})[:1], "Éva Ács")
	wants(t, "by authority", names(t, db, r, Selection{Sort: ByAuthority})[:2], "Suzan", "Αθηνά Χατζή")
	wants(t, "nobody", names(t, db, r, Selection{References: []string{}}))
	one := references(t, db, id)["Suzan"]
	wants(t, "one", names(t, db, r, Selection{References: []string{one}}), "Suzan")

	o := badgesOf(id, Selection{References: []string{one}})
	o.Now = now.Add(time.Hour)
	printBadges(t, db, o)
	wants(t, "by print", names(t, db, r, Selection{Sort: ByPrint, Descending: true})[:1], "Suzan")
	prints, err := Prints(t.Context(), db, id, KindBadges, 0)
	if err != nil || len(prints) != 1 {
		t.Fatalf("%+v, %v", prints, err)
	}
	wants(t, "the same again", names(t, db, r, Selection{Print: prints[0].ID}), "Suzan")
	wants(t, "the print of another event", names(t, db, r, Selection{Print: prints[0].ID + 1}))
	if n, err := prints[0].Badges(); err != nil || !n.Picked || n.Design != "a7-eight" || strings.Contains(string(prints[0].Selection), one) {
		t.Errorf("the note says %s, %v", prints[0].Selection, err)
	}
	if _, err := PrintBadges(t.Context(), db.DB, badgesOf(id, Selection{References: []string{"BP-NONE"}})); !fault.Is(err, fault.Conflict) {
		t.Errorf("nobody's badge: %v", err)
	}
}

func references(t *testing.T, db *postgres.DB, eventID int64) map[string]string {
	t.Helper()
	wearers, err := Wearers(t.Context(), db, request(eventID, "", "en"), Selection{})
	if err != nil {
		t.Fatal(err)
	}
	found := map[string]string{}
	for _, w := range wearers {
		found[w.Badge] = w.Reference
	}
	return found
}

func TestRolesHaveDesignsOfTheirOwn(t *testing.T) {
	t.Parallel()
	db, id := seminar(t, delegates...)
	if err := SaveChoice(t.Context(), db.DB, id, Choice{"": "label-90x54", registration.Speaker: "a6-butterfly"}); err != nil {
		t.Fatal(err)
	}
	batches, err := ReadyBadges(t.Context(), db, badgesOf(id, Selection{}))
	if err != nil || len(batches) != 2 {
		t.Fatalf("%d batches, %v", len(batches), err)
	}
	fold, label := batches[0], batches[1]
	if fold.Design.Name != "a6-butterfly" || len(fold.People) != 1 || !fold.TwoSided || label.Design.Name != "label-90x54" || len(label.People) != 4 || label.TwoSided {
		t.Errorf("%s for %d people, %s for %d", fold.Design.Name, len(fold.People), label.Design.Name, len(label.People))
	}
	if len(label.Warnings) == 0 || !strings.Contains(string(label.Preview.Front), "Αθηνά") {
		t.Errorf("%d warnings, the preview is %.300s", len(label.Warnings), label.Preview.Front)
	}
	if _, err := PrintBadges(t.Context(), db.DB, badgesOf(id, Selection{})); !fault.Is(err, fault.Conflict) {
		t.Errorf("two designs in one file: %v", err)
	}
	o := badgesOf(id, Selection{})
	o.Only = "a6-butterfly"
	if p := printBadges(t, db, o); p.People != 1 || p.Name != "budapest-badges-a6-butterfly.pdf" || !strings.Contains(words(t, p), "ÉvaÁcs") {
		t.Errorf("%s has %d people", p.Name, p.People)
	}
	wants(t, "the others are late", names(t, db, o.Request, Selection{State: Late, Role: registration.Speaker}))
}

// join registers one more person.
func join(t *testing.T, db *postgres.DB, eventID int64, g guest) {
	t.Helper()
	desk := registration.NewDesk(db, registration.Options{Secret: secret, BaseURL: "http://127.0.0.1"})
	defer desk.Close()
	_, err := desk.Submit(t.Context(), registration.Submission{EventID: eventID, Email: strings.ToLower(g.family) + "@example.org", Channel: registration.ChannelWeb, Now: now,
		Details: registration.Details{Given: g.given, Family: g.family, Organisation: g.body, Country: g.country, Function: "Mayor", Locale: "en"}})
	if err != nil {
		t.Fatal(err)
	}
}
