package export

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"convene/internal/event"
	"convene/internal/fault"
	"convene/internal/locale"
	"convene/internal/registration"
)

func person(name string) registration.Details { return registration.Details{Given: name} }

// DP-03: two partners, one yes: only that one's file holds the person.
func TestOnlyThePartnerThatWasNamed(t *testing.T) {
	t.Parallel()
	f := setup(t)
	f.register(person("Both"), yes("iris"), yes("warwick"))
	f.register(person("Iris only"), yes("iris"), no("warwick"))
	f.register(person("Warwick only"), no("iris"), yes("warwick"))
	f.register(person("Refuses"), no("iris"), no("warwick"))
	f.register(person("Never asked"))
	f.register(person("List only"), registration.Consent{Purpose: "list", Given: true, Text: "Print me"})
	if got := names(f.partnerRows(f.iris), "name"); got != "Both | Iris only" {
		t.Errorf("IRIS gets %s", got)
	}
	if got := names(f.partnerRows(f.warwick), "name"); got != "Both | Warwick only" {
		t.Errorf("Warwick gets %s", got)
	}
}

// DP-05: a consent withdrawn, or a registration, is gone from the next file.
func TestWithdrawnIsAbsentFromTheNextFile(t *testing.T) {
	t.Parallel()
	f := setup(t)
	first := f.register(person("First"), yes("iris"))
	second := f.register(person("Second"), yes("iris"))
	f.register(person("Third"), yes("iris"))
	if got := names(f.partnerRows(f.iris), "name"); got != "First | Second | Third" {
		t.Fatalf("before: %s", got)
	}
	f.must(registration.SetConsents(f.ctx, f.db.DB, first.RegistrationID, []registration.Consent{no("iris")}, "en", registration.ChannelWeb, now))
	_, err := f.desk.Withdraw(f.ctx, registration.Withdrawal{EventID: f.madrid.Event.ID, RegistrationID: second.RegistrationID,
		Channel: registration.ChannelWeb, Actor: "participant", Now: now})
	f.must(err)
	if got := names(f.partnerRows(f.iris), "name"); got != "Third" {
		t.Errorf("after: %s", got)
	}
	f.must(registration.SetConsents(f.ctx, f.db.DB, first.RegistrationID, []registration.Consent{yes("iris")}, "en", registration.ChannelWeb, now))
	if got := names(f.partnerRows(f.iris), "name"); got != "First | Third" {
		t.Errorf("given again: %s", got)
	}
}

// Who only waits for the event is no attendee yet.
func TestPeopleWhoWaitAreLeftOut(t *testing.T) {
	t.Parallel()
	f := setup(t)
	f.must(f.desk.Resize(f.ctx, registration.Resize{EventID: f.madrid.Event.ID, Activity: event.RootCode, Capacity: 1, Actor: "system", Now: now}))
	f.register(person("Has a place"), yes("iris"))
	if o := f.register(person("Waits"), yes("iris")); o.State != "waiting" {
		t.Fatalf("the second is %s", o.State)
	}
	if got := names(f.partnerRows(f.iris), "name"); got != "Has a place" {
		t.Errorf("IRIS gets %s", got)
	}
}

// DP-14: the agreement bounds the fields, and so does what the person was told.
func TestFieldsAreThoseOfAgreementAndConsent(t *testing.T) {
	t.Parallel()
	f := setup(t)
	d := person("Anna")
	d.Languages = []string{"hu"}
	f.register(d, yes("iris"), yes("warwick"))                                // Warwick's agreement has no e-mail
	f.register(person("Bela"), yes("iris", "name", "country"), no("warwick")) // was promised two fields only
	rows := f.partnerRows(f.iris)
	if rows[0]["email"] != "" || rows[0]["function"] != "" || rows[0]["authority"] != "" || rows[0]["country"] != "HU" || rows[0]["name"] != "Bela" {
		t.Errorf("Bela agreed to name and country, IRIS gets %v", rows[0])
	}
	if rows[1]["email"] != "person1@example.org" || rows[1]["function"] != "Mayor" || rows[1]["country_name"] != "Hungary" {
		t.Errorf("Anna agreed to all, IRIS gets %v", rows[1])
	}
	header := readCSV(t, f.partnerFile(f.warwick, CSV).Body, ',')[0]
	if want := []string{"id", "name", "latin_name", "authority", "country", "country_name", "function"}; !slices.Equal(header, want) {
		t.Errorf("Warwick's columns are %q, want %q", header, want)
	}
	for _, format := range []string{CSV, CSVExcel, JSON} {
		if body := string(f.partnerFile(f.warwick, format).Body); strings.Contains(body, "@") || strings.Contains(body, `"hu"`) {
			t.Errorf("%s tells Warwick an address or a language:\n%s", format, body)
		}
	}
	f.exec(`update agreement set fields = '{name}' where partner_id = ?`, f.warwick)
	if header := readCSV(t, f.partnerFile(f.warwick, CSV).Body, ',')[0]; !slices.Equal(header, []string{"id", "name", "latin_name"}) {
		t.Errorf("the agreement shrank, the columns are %q", header)
	}
}

// Without an agreement that still runs there is no event, whatever was agreed to.
func TestNoAgreementNoEvent(t *testing.T) {
	t.Parallel()
	f := setup(t)
	f.register(person("Anna"), yes("iris"))
	f.registerAs(f.other, "anna@example.org", person("Anna"), yes("iris"))
	foreign := f.request(f.iris, CSV)
	foreign.EventID = f.other.Event.ID
	unknown := f.request(f.iris, CSV)
	unknown.EventID = 4711
	for name, r := range map[string]Request{"a foreign event": foreign, "no event": unknown, "no partner": f.request(0, CSV),
		"no such format": f.request(f.iris, "pdf")} {
		if _, err := ForPartner(f.ctx, f.db.DB, now, r); !fault.Is(err, fault.NotFound) {
			t.Errorf("%s: %v", name, err)
		}
	}
	end := f.madrid.Partners[0].EndsAt
	if _, err := ForPartner(f.ctx, f.db.DB, end.Add(-1), f.request(f.iris, CSV)); err != nil {
		t.Errorf("just before the end: %v", err)
	}
	if _, err := ForPartner(f.ctx, f.db.DB, end, f.request(f.iris, CSV)); !fault.Is(err, fault.NotFound) {
		t.Errorf("at the end: %v", err)
	}
	noSecret := f.request(f.iris, CSV)
	noSecret.Secret = nil
	if _, err := ForPartner(f.ctx, f.db.DB, now, noSecret); err == nil {
		t.Error("ids were made without a secret")
	}
	if log, err := Log(f.ctx, f.db.DB, f.madrid.Event.ID); err != nil || len(log) != 1 {
		t.Errorf("only the one file is in the log: %v, %v", log, err)
	}
}

// DP-15: the log has the hash of the very bytes, and each file its number.
func TestEveryFileIsInTheLog(t *testing.T) {
	t.Parallel()
	f := setup(t)
	f.register(person("Anna"), yes("iris"), yes("warwick"))
	var files []*File
	for _, format := range []string{CSV, CSVExcel, XLSX, JSON} {
		files = append(files, f.partnerFile(f.iris, format))
	}
	f.partnerFile(f.warwick, CSV)
	f.organiserFile(CSV, "en")
	log, err := PartnerLog(f.ctx, f.db.DB, f.iris, f.madrid.Event.ID)
	f.must(err)
	if len(log) != len(files) {
		t.Fatalf("IRIS took %d files, its log has %d", len(files), len(log))
	}
	for i, file := range files {
		e, sum := log[len(log)-1-i], sha256.Sum256(file.Body)
		if e.SHA256 != hex.EncodeToString(sum[:]) || e.SHA256 != file.SHA256 || e.ID != file.Number || e.Rows != 1 || !e.At.Equal(now) ||
			e.Account != "IRIS office" || e.PartnerName != "IRIS" || !slices.Equal(e.Fields, event.FieldNames) {
			t.Errorf("%s: the log says %+v", file.Name, e)
		}
	}
	all, err := Log(f.ctx, f.db.DB, f.madrid.Event.ID)
	f.must(err)
	if len(all) != 6 || all[0].PartnerCode != "" || all[1].PartnerCode != "warwick" {
		t.Errorf("the organisers' log: %+v", all)
	}
}

// What a file says of itself.
func TestFilesCarryTheirPurpose(t *testing.T) {
	t.Parallel()
	f := setup(t)
	f.register(person("Anna"), yes("iris"))
	file := f.partnerFile(f.iris, JSON)
	var e envelope
	f.must(json.Unmarshal(file.Body, &e))
	if e.Event != "madrid" || e.Partner != "iris" || e.Rows != 1 || len(e.Items) != 1 || e.Number != file.Number ||
		!e.ExportedAt.Equal(now) || !e.EraseBy.Equal(f.madrid.Partners[0].EndsAt) || e.Purpose != Purpose(locale.For("en")) || !e.Sample {
		t.Errorf("the envelope is %+v", e)
	}
	if want := "madrid-sample-iris-2012-11-23-1.json"; file.Name != want {
		t.Errorf("the file is called %s, want %s", file.Name, want)
	}
	f.exec(`delete from consent`)
	if body := string(f.partnerFile(f.iris, JSON).Body); !strings.Contains(body, `"items": []`) {
		t.Errorf("nobody agrees, and the list is no list:\n%s", body)
	}
}

// By country, authority and name as the language sorts them.
func TestOrderOfTheLanguage(t *testing.T) {
	t.Parallel()
	f := setup(t)
	add := func(country, body, name, latin string) {
		f.register(registration.Details{Given: name, Latin: latin, Country: country, Organisation: body}, yes("iris"))
	}
	add("DE", "Ulm", "Zoe", "")
	add("DE", "Ulm", "Özlem", "")
	add("DE", "Aachen", "Zoe", "")
	add("ES", "Ávila", "Ana", "")
	add("AT", "Wien", "Ана", "Ana")
	add("GE", "Tbilisi", "Éva", "")
	en, r := f.partnerRows(f.iris), f.request(f.iris, CSV)
	if got := names(en, "country") + "; " + names(en, "name"); got != "AT | GE | DE | DE | DE | ES; Ана | Éva | Zoe | Özlem | Zoe | Ana" {
		t.Errorf("in English: %s", got)
	}
	r.Lang = "fr"
	file, err := ForPartner(f.ctx, f.db.DB, now, r)
	f.must(err)
	fr := byColumn(t, readCSV(t, file.Body, ','))
	if got := names(fr, "country_name"); got != "Allemagne | Allemagne | Allemagne | Autriche | Espagne | Géorgie" {
		t.Errorf("in French: %s", got)
	}
}

// The id is the same for a partner and a person, in every file and event.
func TestIDsTellPartnersNothing(t *testing.T) {
	t.Parallel()
	f := setup(t)
	consents := []registration.Consent{yes("iris"), yes("warwick")}
	o := f.registerAs(f.madrid, "anna@example.org", person("Anna"), consents...)
	f.register(person("Bela"), consents...)
	first := f.partnerRows(f.iris)
	_, err := f.desk.Withdraw(f.ctx, registration.Withdrawal{EventID: f.madrid.Event.ID, RegistrationID: o.RegistrationID,
		Channel: registration.ChannelWeb, Actor: "participant", Now: now})
	f.must(err)
	f.registerAs(f.madrid, "anna@example.org", person("Anna"), consents...)
	f.exec(`insert into agreement select ?, partner_id, role, fields, ends_at from agreement where partner_id = ?`, f.other.Event.ID, f.iris)
	f.registerAs(f.other, "anna@example.org", person("Anna"), consents...)
	r := f.request(f.iris, CSV)
	r.EventID = f.other.Event.ID
	file, err := ForPartner(f.ctx, f.db.DB, now, r)
	f.must(err)
	again, elsewhere, others := f.partnerRows(f.iris), byColumn(t, readCSV(t, file.Body, ',')), f.partnerRows(f.warwick)
	if id := first[0]["id"]; len(id) != 26 || again[0]["id"] != id || elsewhere[0]["id"] != id {
		t.Errorf("Anna is %s, then %s, in Budapest %s", id, again[0]["id"], elsewhere[0]["id"])
	}
	if first[0]["id"] == first[1]["id"] || others[0]["id"] == again[0]["id"] {
		t.Error("two people, or two partners, share an id")
	}
}

// A mobile number is for the guide of a trip: it is in no file, whoever takes it.
func TestNoFileHoldsATelephoneNumber(t *testing.T) {
	t.Parallel()
	f := setup(t)
	d := person("Both")
	d.Phone = "+36201234567"
	f.register(d, yes("iris"))
	for _, format := range []string{CSV, CSVExcel, JSON} {
		if body := string(f.partnerFile(f.iris, format).Body); !strings.Contains(body, "Both") || strings.Contains(body, "201234567") || strings.Contains(body, "201 234 567") {
			t.Errorf("the partner's file says\n%s", body)
		}
	}
	for _, format := range []string{CSV, CSVExcel} {
		if body := string(f.organiserFile(format, "en").Body); !strings.Contains(body, "Both") || strings.Contains(body, "201234567") || strings.Contains(body, "201 234 567") {
			t.Errorf("the organisers' file says\n%s", body)
		}
	}
}
