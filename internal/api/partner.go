package api

import (
	"context"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"net/http"
	"time"

	"convene/internal/export"
	"convene/internal/registration"
)

// attendeeFile describes the JSON file of package export for the document.
type attendeeFile struct {
	Version    int               `json:"version" doc:"Of this shape."`
	Number     int64             `json:"number" doc:"In our log of exports."`
	Event      string            `json:"event"`
	EventTitle string            `json:"event_title"`
	Partner    string            `json:"partner"`
	Purpose    string            `json:"purpose" doc:"What the people agreed to."`
	Fields     []string          `json:"fields" nullable:"false" doc:"Of the agreement."`
	ExportedAt time.Time         `json:"exported_at"`
	EraseBy    time.Time         `json:"erase_by"`
	Sample     bool              `json:"sample,omitempty" doc:"Invented data."`
	Lang       string            `json:"lang"`
	Rows       int               `json:"rows"`
	Items      []export.Attendee `json:"items" nullable:"false"`
	Next       *string           `json:"next" nullable:"true" doc:"Always null: the whole list is one page."`
}

// attendeeFormats are the formats by what Accept asks for, the first where it
// does not care.
var attendeeFormats = []string{export.JSON, export.CSV, export.XLSX}

type attendeesAnswer struct {
	ContentType string `header:"Content-Type"`
	Disposition string `header:"Content-Disposition"`
	Digest      string `header:"Repr-Digest" doc:"RFC 9530"`
	Export      string `header:"Convene-Export" doc:"Number in our log, rows and purpose (RFC 9651)."`
	Body        []byte
}

// listAttendees hands a partner its people in the format it asks for. The file is
// in the log before it leaves; a HEAD takes nothing.
func (s *Server) listAttendees(ctx context.Context, v *visit, in *EventPath) (*attendeesAnswer, error) {
	pr, err := s.theirs(ctx, v, in.Slug)
	if err != nil {
		return nil, err
	}
	format := negotiate(v.accept, attendeeFormats)
	if format == "" {
		return nil, newProblem(v.printer, http.StatusNotAcceptable, "not-acceptable",
			v.printer.T("This list can be had as application/json, as text/csv and as XLSX."))
	}
	a := v.bearer.Account
	r := export.Request{AccountID: a.ID, PartnerID: a.PartnerID, EventID: pr.Event.ID, Format: format, Lang: v.printer.Lang(), Secret: s.Secret}
	if onlyHead(ctx) {
		_, err := export.Preview(ctx, s.db, s.Now(), r)
		return &attendeesAnswer{ContentType: export.ContentType(format)}, err
	}
	f, err := export.ForPartner(ctx, s.db.DB, s.Now(), r)
	if err != nil {
		return nil, err
	}
	return fileAnswer(f, registration.PurposePartner(a.PartnerCode))
}

// fileAnswer says beside the file what a CSV has no room for.
func fileAnswer(f *export.File, purpose string) (*attendeesAnswer, error) {
	sum, err := hex.DecodeString(f.SHA256)
	if err != nil {
		return nil, err
	}
	return &attendeesAnswer{ContentType: f.ContentType, Disposition: fmt.Sprintf("attachment; filename=%q", f.Name),
		Digest: "sha-256=:" + base64.StdEncoding.EncodeToString(sum) + ":",
		Export: fmt.Sprintf("number=%d, rows=%d, purpose=%q", f.Number, f.Rows, purpose), Body: f.Body}, nil
}
