package export

import (
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/uptrace/bun"

	"convene/internal/event"
	"convene/internal/fault"
	"convene/internal/registration"
)

// Everyone is in an organiser's file: who has a place, who waits and where, who
// withdrew, and what each agreed to.
func TestOrganisersGetEveryone(t *testing.T) {
	t.Parallel()
	f := setup(t)
	workshop := f.madrid.Chosen()[0].Code
	f.must(f.desk.Resize(f.ctx, registration.Resize{EventID: f.madrid.Event.ID, Activity: workshop, Capacity: 1, Actor: "system", Now: now}))
	for i, name := range []string{"Anna", "Bela", "Cecil"} {
		f.nextSubmission = i
		f.submitFor(name, workshop, yes("iris"), registration.Consent{Purpose: "list", Given: i == 0, Text: "Print me"})
	}
	gone := f.register(named("Dora"))
	_, err := f.desk.Withdraw(f.ctx, registration.Withdrawal{EventID: f.madrid.Event.ID, RegistrationID: gone.RegistrationID,
		Channel: registration.ChannelWeb, Actor: "participant", Now: now})
	f.must(err)
	rows := byColumn(t, readCSV(t, f.organiserFile(CSV, "en").Body, ','))
	for key, want := range map[string]string{
		"badge_name": "Anna | Bela | Cecil | Dora", "state": "confirmed | confirmed | confirmed | withdrawn",
		event.RootCode: "confirmed | confirmed | confirmed | released",
		workshop:       "confirmed | waiting | waiting | ", workshop + "_position": " | 1 | 2 | ", workshop + "_contingent": " |  |  | ", "ending": " |  |  | withdrawn",
		"consent_list": "yes | no | no | no", "consent_iris": "yes | yes | yes | no", "consent_warwick": "no | no | no | no",
		"registered_at": "2012-11-23T11:00:00+01:00 | 2012-11-23T11:00:00+01:00 | 2012-11-23T11:00:00+01:00 | 2012-11-23T11:00:00+01:00",
	} {
		if got := names(rows, key); got != want {
			t.Errorf("%s: %q, want %q", key, got, want)
		}
	}
}

func (f *fixture) submitFor(name, workshop string, consents ...registration.Consent) {
	f.t.Helper()
	_, err := f.desk.Submit(f.ctx, registration.Submission{EventID: f.madrid.Event.ID, Email: strings.ToLower(name) + "@example.org",
		Details: filled(named(name)), MayWait: true, Choices: []registration.Choice{{Activity: workshop, MayWait: true}},
		Consents: consents, Channel: registration.ChannelWeb, Actor: "participant", Now: now})
	f.must(err)
}

// The formats for people have words where the exact one has codes.
func TestOrganisersFileInWords(t *testing.T) {
	t.Parallel()
	f := setup(t)
	f.register(named("Anna"), yes("iris"))
	sheets := workbook(t, f.organiserFile(XLSX, "en").Body)
	header, row := sheets["People"][0], sheets["People"][1]
	at := func(heading string) string { return row[slices.Index(header, heading)] }
	if at("State") != "Confirmed" || at("Role") != "Participant" || at("Data for IRIS") != "Yes" || at("Data for University of Warwick") != "No" {
		t.Errorf("%q\n%q", header, row)
	}
	about := map[string]string{}
	for _, line := range sheets["About"] {
		about[line[0]] = line[1]
	}
	if about["Event"] != "Public housing policies for Roma: problems, answers, lessons" || about["People"] != "1" || about["Partner"] != "" ||
		about["Downloaded"] != "23 November 2012, 11:00 (Madrid time, UTC+1)" || about["Sample data"] == "" {
		t.Errorf("the second sheet says %q", about)
	}
}

func TestOrganisersFormats(t *testing.T) {
	t.Parallel()
	f := setup(t)
	for _, format := range []string{JSON, "", "pdf"} {
		if _, err := ForOrganiser(f.ctx, f.db.DB, now, Request{EventID: f.madrid.Event.ID, Format: format}); !fault.Is(err, fault.NotFound) {
			t.Errorf("%q: %v", format, err)
		}
	}
	if _, err := ForOrganiser(f.ctx, f.db.DB, now, Request{EventID: 4711, Format: CSV}); !fault.Is(err, fault.NotFound) {
		t.Errorf("an unknown event: %v", err)
	}
}

// What cannot be logged is not handed over.
func TestNoLogNoFile(t *testing.T) {
	t.Parallel()
	f := setup(t)
	f.register(named("Anna"), yes("iris"))
	f.exec(`alter table export_log add constraint no_entry check (rows > 1)`)
	for name, try := range map[string]func(context.Context, *bun.DB) (*File, error){
		"partner": func(ctx context.Context, db *bun.DB) (*File, error) {
			return ForPartner(ctx, db, now, f.request(f.iris, CSV))
		},
		"organiser": func(ctx context.Context, db *bun.DB) (*File, error) {
			return ForOrganiser(ctx, db, now, Request{EventID: f.madrid.Event.ID, Format: CSV})
		},
	} {
		if file, err := try(f.ctx, f.db.DB); err == nil || file != nil {
			t.Errorf("%s: a file was handed over: %v, %v", name, file, err)
		}
	}
}
