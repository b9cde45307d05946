package registration

import (
	"crypto/sha256"
	"time"

	"github.com/jackc/pgx/v5"
)

// consentRow is one answer to be kept.
type consentRow struct {
	registration    int64
	consent         Consent
	locale, channel string
	at              time.Time
}

const (
	writeConsentTextsSQL = `/* registration.writeConsentTexts */
insert into consent_text (hash, locale, body)
select distinct on (n.hash) n.hash, n.locale, n.body from unnest($1::bytea[], $2::text[], $3::text[]) as n (hash, locale, body)
order by n.hash on conflict (hash) do nothing`

	writeConsentsSQL = `/* registration.writeConsents */
insert into consent (registration_id, purpose, given, fields, text_hash, at, channel)
select n.registration_id, n.purpose, n.given, string_to_array(n.fields, ' '), n.hash, n.at, n.channel
from unnest($1::bigint[], $2::text[], $3::bool[], $4::text[], $5::bytea[], $6::timestamptz[], $7::text[])
  as n (registration_id, purpose, given, fields, hash, at, channel)`
)

// queueConsents keeps each answer with the exact words it answered; words are
// stored once and never changed (DP-04).
func queueConsents(b *pgx.Batch, rows []consentRow) {
	if len(rows) == 0 {
		return
	}
	var registrations []int64
	var purposes, fields, channels, locales, texts []string
	var given []bool
	var hashes [][]byte
	var at []time.Time
	for _, row := range rows {
		registrations, purposes = append(registrations, row.registration), append(purposes, row.consent.Purpose)
		given, fields = append(given, row.consent.Given), append(fields, joinTags(row.consent.Fields))
		hashes, at, channels = append(hashes, textHash(row.locale, row.consent.Text)), append(at, row.at), append(channels, row.channel)
		locales, texts = append(locales, row.locale), append(texts, row.consent.Text)
	}
	b.Queue(writeConsentTextsSQL, hashes, locales, texts)
	b.Queue(writeConsentsSQL, registrations, purposes, given, fields, hashes, at, channels)
}

func textHash(locale, text string) []byte {
	h := sha256.Sum256([]byte(locale + "\x00" + text))
	return h[:]
}
