package export

import (
	"bytes"
	"context"
	"encoding/csv"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"convene/internal/event"
	"convene/internal/postgres"
	"convene/internal/postgres/pgtest"
	"convene/internal/registration"
)

// now is a day on which registration for both events of the sample file is open.
var now = time.Date(2012, 11, 23, 10, 0, 0, 0, time.UTC)

var secret = []byte("a secret of thirty-two bytes long")

// fixture is a database with both events, partners IRIS and Warwick of Madrid.
type fixture struct {
	t              *testing.T
	ctx            context.Context
	db             *postgres.DB
	desk           *registration.Desk
	madrid, other  *event.Programme
	iris, warwick  int64
	irisAccount    int64
	nextSubmission int
}

func setup(t *testing.T) *fixture {
	t.Helper()
	f := &fixture{t: t, ctx: context.Background(), db: pgtest.New(t)}
	file, err := os.Open("../demo/data/events.json")
	f.must(err)
	defer func() { f.must(file.Close()) }()
	sources, err := event.ParseFile("events.json", file)
	f.must(err)
	for i, slug := range []string{"budapest", "madrid"} {
		sources[i].Event.Sample = true // as the demo marks them
		_, err := registration.ImportEvent(f.ctx, f.db.DB, sources[i].Shift(0, slug), now)
		f.must(err)
	}
	f.other, f.madrid = f.load("budapest"), f.load("madrid")
	f.iris, f.warwick = f.madrid.Partners[0].ID, f.madrid.Partners[1].ID
	f.must(f.db.NewRaw(`insert into account (email, name, role, partner_id, password_hash, created_at)
		values ('iris@example.org', 'IRIS office', 'partner', ?, 'none', ?) returning id`, f.iris, now).Scan(f.ctx, &f.irisAccount))
	f.desk = registration.NewDesk(f.db, registration.Options{Secret: secret, BaseURL: "http://127.0.0.1:8080"})
	t.Cleanup(f.desk.Close)
	return f
}

func (f *fixture) must(err error) {
	f.t.Helper()
	if err != nil {
		f.t.Fatal(err)
	}
}

func (f *fixture) load(slug string) *event.Programme {
	e, err := event.BySlug(f.ctx, f.db.DB, slug)
	f.must(err)
	pr, err := event.Load(f.ctx, f.db.DB, e.ID)
	f.must(err)
	return pr
}

func (f *fixture) exec(query string, args ...any) {
	f.t.Helper()
	_, err := f.db.NewRaw(query, args...).Exec(f.ctx)
	f.must(err)
}

// yes is a consent to a partner; without fields, to all a partner may ever have.
func yes(code string, fields ...string) registration.Consent {
	if fields == nil {
		fields = event.FieldNames
	}
	return registration.Consent{Purpose: "partner:" + code, Given: true, Text: "Give my data to " + code, Fields: fields}
}

func no(code string) registration.Consent {
	return registration.Consent{Purpose: "partner:" + code, Given: false, Text: "Give my data to " + code, Fields: event.FieldNames}
}

// register signs a person up for Madrid.
func (f *fixture) register(d registration.Details, consents ...registration.Consent) *registration.Outcome {
	f.t.Helper()
	f.nextSubmission++
	return f.registerAs(f.madrid, fmt.Sprintf("person%d@example.org", f.nextSubmission), d, consents...)
}

func (f *fixture) registerAs(pr *event.Programme, email string, d registration.Details, consents ...registration.Consent) *registration.Outcome {
	f.t.Helper()
	d = filled(d)
	o, err := f.desk.Submit(f.ctx, registration.Submission{EventID: pr.Event.ID, Email: email, Details: d, MayWait: true, Both: true,
		Consents: consents, Channel: registration.ChannelWeb, Actor: "participant", Now: now})
	f.must(err)
	return o
}

func filled(d registration.Details) registration.Details {
	d.Locale = "en"
	if d.Organisation == "" {
		d.Organisation = "Sample body"
	}
	if d.Country == "" {
		d.Country = "HU"
	}
	if d.Function == "" {
		d.Function = "Mayor"
	}
	return d
}

func (f *fixture) request(partner int64, format string) Request {
	return Request{AccountID: f.irisAccount, PartnerID: partner, EventID: f.madrid.Event.ID, Format: format, Lang: "en", Secret: secret}
}

// partnerFile exports Madrid for a partner.
func (f *fixture) partnerFile(partner int64, format string) *File {
	f.t.Helper()
	file, err := ForPartner(f.ctx, f.db.DB, now, f.request(partner, format))
	f.must(err)
	return file
}

// partnerRows are the rows of the exact CSV by column.
func (f *fixture) partnerRows(partner int64) []map[string]string {
	f.t.Helper()
	return byColumn(f.t, readCSV(f.t, f.partnerFile(partner, CSV).Body, ','))
}

func (f *fixture) organiserFile(format, lang string) *File {
	f.t.Helper()
	file, err := ForOrganiser(f.ctx, f.db.DB, now, Request{EventID: f.madrid.Event.ID, Format: format, Lang: lang})
	f.must(err)
	return file
}

func readCSV(t *testing.T, body []byte, comma rune) [][]string {
	t.Helper()
	r := csv.NewReader(bytes.NewReader(body))
	r.Comma = comma
	rows, err := r.ReadAll()
	if err != nil {
		t.Fatalf("%v in:\n%s", err, body)
	}
	return rows
}

func byColumn(t *testing.T, rows [][]string) []map[string]string {
	t.Helper()
	var found []map[string]string
	for _, row := range rows[1:] {
		m := map[string]string{}
		for i, key := range rows[0] {
			m[key] = row[i]
		}
		found = append(found, m)
	}
	return found
}

// names are the values of one column in order, joined.
func names(rows []map[string]string, key string) string {
	var all []string
	for _, r := range rows {
		all = append(all, r[key])
	}
	return strings.Join(all, " | ")
}
