package registration

import (
	"context"
	"encoding/json"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/uptrace/bun"
)

type purposeRow struct {
	RegistrationID int64
	Purpose        string
	Given          bool
	Fields         string
	Body           string
	At             time.Time
}

func (r purposeRow) consent() (Consent, error) {
	c := Consent{Purpose: r.Purpose, Given: r.Given, Text: r.Body, At: r.At}
	return c, json.Unmarshal([]byte(r.Fields), &c.Fields)
}

// ConsentsOf reads the newest answer to each question of sharing, by purpose. A
// question never answered is not in the map.
func ConsentsOf(ctx context.Context, db bun.IDB, registrationID int64) (map[string]Consent, error) {
	var rows []purposeRow
	err := db.NewRaw(`/* registration.ConsentsOf */
select distinct on (c.purpose) c.registration_id, c.purpose, c.given, to_json(c.fields)::text as fields, t.body, c.at
from consent c join consent_text t on t.hash = c.text_hash
where c.registration_id = ? order by c.purpose, c.id desc`, registrationID).Scan(ctx, &rows)
	out := map[string]Consent{}
	if err != nil {
		return nil, err
	}
	for _, row := range rows {
		if out[row.Purpose], err = row.consent(); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// Consenting reads who agreed to a purpose and still does, among the confirmed
// registrations of an event.
func Consenting(ctx context.Context, db bun.IDB, eventID int64, purpose string) (map[int64]Consent, error) {
	var rows []purposeRow
	err := db.NewRaw(`/* registration.Consenting */
select n.registration_id, n.purpose, n.given, to_json(n.fields)::text as fields, t.body, n.at
from registration r cross join lateral (
  select * from consent c where c.registration_id = r.id and c.purpose = ? order by c.id desc limit 1) n
join consent_text t on t.hash = n.text_hash
where r.event_id = ? and r.state = 'confirmed' and n.given`, purpose, eventID).Scan(ctx, &rows)
	out := map[int64]Consent{}
	if err != nil {
		return nil, err
	}
	for _, row := range rows {
		if out[row.RegistrationID], err = row.consent(); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// SetConsents keeps new answers beside the old ones; the newest counts from this
// moment on (DP-05). Answers equal to the standing ones are not written again.
func SetConsents(ctx context.Context, db *bun.DB, registrationID int64, cs []Consent, locale, channel string, now time.Time) error {
	standing, err := ConsentsOf(ctx, db, registrationID)
	if err != nil {
		return err
	}
	var rows []consentRow
	for _, c := range cs {
		if old, ok := standing[c.Purpose]; !ok || old.Given != c.Given || old.Text != c.Text {
			rows = append(rows, consentRow{registration: registrationID, consent: c, locale: locale, channel: channel, at: now})
		}
	}
	if len(rows) == 0 {
		return nil
	}
	return writeConsents(ctx, db, registrationID, rows, now)
}

// writeConsents sends the answers and their trace in the history as one
// transaction: pgx runs a batch in an implicit one.
func writeConsents(ctx context.Context, db *bun.DB, registrationID int64, rows []consentRow, now time.Time) error {
	conn, err := db.DB.Conn(ctx)
	if err != nil {
		return err
	}
	defer func() { _ = conn.Close() }() // gives the connection back; the batch's own error is what counts
	return conn.Raw(func(driver any) error {
		b := &pgx.Batch{}
		queueConsents(b, rows)
		b.Queue(`/* registration.consented */ insert into history (event_id, registration_id, at, actor, deed)
select event_id, id, $2, 'participant', 'consented' from registration where id = $1`, registrationID, now)
		return driver.(*stdlib.Conn).Conn().SendBatch(ctx, b).Close()
	})
}
