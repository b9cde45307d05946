// Package export owns the files of people that leave the house, and the log of
// them. The rule it keeps: a partner gets the people who agree to it at this
// moment, of them the fields that both its agreement and their consent name,
// and nothing leaves that is not in the log with the hash of its very bytes
// (domain.md DP-03, DP-05, DP-14, DP-15).
package export

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"fmt"
	"time"

	"github.com/uptrace/bun"

	"convene/internal/event"
	"convene/internal/fault"
)

// The formats. CSV and JSON are exact and have fixed English keys, for programs;
// CSVExcel and XLSX speak the language asked for, for people.
const (
	CSV      = "csv"       // RFC 4180, UTF-8, no byte order mark
	CSVExcel = "csv-excel" // byte order mark, guarded against formulas
	XLSX     = "xlsx"      // inline strings, no formulas
	JSON     = "json"      // partners only
)

// Request asks for a file of an event.
type Request struct {
	AccountID   int64 // whose download it is; 0: the command line's, or a coordinator's
	PartnerID   int64 // 0 in an organiser's request
	AuthorityID int64 // of a coordinator's request
	EventID     int64
	Format      string
	Lang        string // BCP 47: names of countries, headings, order
	Secret      []byte // key of the ids that partners get; other files need none
}

// File is what was handed over. SHA256 is in hexadecimal digits, of Body.
type File struct {
	Name        string // names the event and the partner, no person
	ContentType string
	SHA256      string
	Rows        int
	Number      int64 // of its entry in the log
	Purpose     string
	Body        []byte
}

// snapshot makes every read of an export one moment: nobody can withdraw a
// consent between the reading of people and that of consents.
var snapshot = &sql.TxOptions{Isolation: sql.LevelRepeatableRead}

// ForPartner hands a partner its people of an event and notes it in the same
// transaction. fault.NotFound: no such format, or no agreement that still runs.
func ForPartner(ctx context.Context, db *bun.DB, now time.Time, r Request) (*File, error) {
	if !known(r.Format, CSV, CSVExcel, XLSX, JSON) {
		return nil, noFormat()
	}
	return deliver(ctx, db, now, r, func(ctx context.Context, tx bun.IDB) (*sheet, error) {
		v, err := Preview(ctx, tx, now, r)
		if err != nil {
			return nil, err
		}
		return v.sheet(r), nil
	})
}

// ForOrganiser hands an organiser everyone of an event, whatever became of them,
// and notes it in the same transaction. The caller has asked whether the account
// may see the event. fault.NotFound: no such event or format.
func ForOrganiser(ctx context.Context, db *bun.DB, now time.Time, r Request) (*File, error) {
	if !known(r.Format, CSV, CSVExcel, XLSX) {
		return nil, noFormat()
	}
	r.PartnerID, r.AuthorityID = 0, 0
	return deliver(ctx, db, now, r, func(ctx context.Context, tx bun.IDB) (*sheet, error) {
		return everyone(ctx, tx, r)
	})
}

func known(format string, formats ...string) bool {
	for _, f := range formats {
		if f == format {
			return true
		}
	}
	return false
}

func noFormat() error { return fault.New(fault.NotFound, "There is no file in this format.") }

// deliver reads, writes the file and logs it in one transaction: what cannot be
// logged is not handed over, and what is logged was read at that moment. The file
// is made inside, because its number stands in it and its hash in the log; that
// takes a fraction of a second and holds no lock anybody waits for.
func deliver(ctx context.Context, db *bun.DB, now time.Time, r Request, read func(context.Context, bun.IDB) (*sheet, error)) (*File, error) {
	var f *File
	err := db.RunInTx(ctx, snapshot, func(ctx context.Context, tx bun.Tx) error {
		s, err := read(ctx, tx)
		if err != nil {
			return err
		}
		s.about.at = now
		if s.about.number, err = nextNumber(ctx, tx); err != nil {
			return err
		}
		if f, err = s.file(r.Format); err != nil {
			return err
		}
		return note(ctx, tx, now, r, s, f)
	})
	if err != nil {
		return nil, err
	}
	return f, nil
}

// file writes the sheet in a format and hashes what it wrote.
func (s *sheet) file(format string) (*File, error) {
	w := writers[format]
	body, err := w.write(s)
	if err != nil {
		return nil, fmt.Errorf("write %s: %w", format, err)
	}
	sum := sha256.Sum256(body)
	return &File{Name: s.about.fileName(w.suffix), ContentType: w.contentType, SHA256: hex.EncodeToString(sum[:]),
		Rows: len(s.rows), Number: s.about.number, Purpose: s.about.purpose, Body: body}, nil
}

// writers are the formats: how each is written, named and announced (RFC 4180,
// RFC 8259, ISO/IEC 29500).
var writers = map[string]struct {
	write       func(*sheet) ([]byte, error)
	suffix      string
	contentType string
}{
	CSV:      {writeCSV, ".csv", "text/csv; charset=utf-8; header=present"},
	CSVExcel: {writeCSVExcel, "-excel.csv", "text/csv; charset=utf-8; header=present"},
	XLSX:     {writeXLSX, ".xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"},
	JSON:     {writeJSON, ".json", "application/json"},
}

// ContentType announces a format before there is a file of it.
func ContentType(format string) string { return writers[format].contentType }

// noAgreement says no more than that there is nothing here: a partner does not
// learn which other events there are.
func noAgreement() error { return fault.New(fault.NotFound, "There is no such event.") }

// running finds the agreement of an event with a partner that has not ended.
func running(pr *event.Programme, partnerID int64, now time.Time) (*event.Partner, error) {
	for i, p := range pr.Partners {
		if p.ID == partnerID && now.Before(p.EndsAt) {
			return &pr.Partners[i], nil
		}
	}
	return nil, noAgreement()
}
