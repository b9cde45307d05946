package export

import (
	"encoding/json"
	"time"
)

// envelope is the JSON file of a partner, a list like all of the API's with what
// there is to say about it. Times are RFC 3339 in UTC.
type envelope struct {
	Version    int        `json:"version"` // of this shape
	Number     int64      `json:"number"`  // in our log
	Event      string     `json:"event"`   // slug
	EventTitle string     `json:"event_title"`
	Partner    string     `json:"partner"` // code
	Purpose    string     `json:"purpose"`
	Fields     []string   `json:"fields"` // of the agreement
	ExportedAt time.Time  `json:"exported_at"`
	EraseBy    time.Time  `json:"erase_by"`
	Sample     bool       `json:"sample,omitempty"` // invented data
	Lang       string     `json:"lang"`
	Rows       int        `json:"rows"`
	Items      []Attendee `json:"items"`
	Next       *string    `json:"next"` // always null: the whole list is one page
}

// jsonVersion is raised when a program that reads the file has to change.
const jsonVersion = 1

func writeJSON(s *sheet) ([]byte, error) {
	a := s.about
	body, err := json.MarshalIndent(envelope{Version: jsonVersion, Number: a.number, Event: a.event.Slug, EventTitle: a.title(),
		Partner: a.partner.Code, Purpose: a.purpose, Fields: a.partner.Fields, ExportedAt: utc(a.at), EraseBy: utc(a.partner.EndsAt),
		Sample: a.event.Sample, Lang: a.printer.Lang(), Rows: len(s.people), Items: s.people}, "", " ")
	return append(body, '\n'), err
}

func utc(t time.Time) time.Time { return t.UTC().Truncate(time.Second) }
