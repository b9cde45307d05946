package api

import (
	"archive/zip"
	"bytes"
	"encoding/csv"
	"testing"
	"time"

	"convene/internal/export"
)

const attendees = "/partner/events/madrid/attendees"

func (h *house) consenting() {
	h.t.Helper()
	for name, consents := range map[string][]string{"Both": {"partner:iris", "partner:warwick"}, "Iris": {"partner:iris"}, "Nobody": {}} {
		h.call("other", "POST", "/events/madrid/registrations", anna(name, object{"consents": consents})).is(201)
	}
}

func TestPartnersGetWhoAgreesAndNoMore(t *testing.T) {
	t.Parallel()
	h := open(t)
	h.consenting()
	a := h.call("iris", "GET", attendees, nil).is(200)
	h.asDocumented("list-attendees", a)
	if rows := a.list("items"); len(rows) != 2 || rows[0]["email"] == nil {
		t.Errorf("IRIS gets %s", a.raw)
	}
	if rows := h.call("warwick", "GET", attendees, nil).is(200).list("items"); len(rows) != 1 || rows[0]["email"] != nil {
		t.Errorf("Warwick gets %v", rows)
	}
	log, err := export.Log(t.Context(), h.db, h.programmeOf("madrid").Event.ID)
	h.must(err)
	if len(log) != 2 || log[1].PartnerCode != "iris" || log[1].Rows != 2 || log[1].Format != export.JSON {
		t.Errorf("log %+v", log)
	}
	h.call("iris", "HEAD", attendees, nil).is(200)
	if again, err := export.Log(t.Context(), h.db, h.programmeOf("madrid").Event.ID); err != nil || len(again) != 2 {
		t.Errorf("a HEAD took something: %v, %v", again, err)
	}
	h.later(3 * 365 * 24 * time.Hour) // the agreement has ended
	h.call("iris", "GET", attendees, nil).problem(404, "not-found")
}

func TestAttendeesInTheFormatAskedFor(t *testing.T) {
	t.Parallel()
	h := open(t)
	h.consenting()
	xlsx := "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
	for accept, want := range map[string]string{
		"": "application/json", "*/*": "application/json", "application/json": "application/json", "text/csv": "text/csv; charset=utf-8; header=present",
		"text/*": "text/csv; charset=utf-8; header=present", xlsx: xlsx, "text/csv;q=0.5, " + xlsx: xlsx, "text/html, */*;q=0.1": "application/json",
		"application/json;q=0, */*": "text/csv; charset=utf-8; header=present", "text/csv; charset=utf-8": "text/csv; charset=utf-8; header=present",
	} {
		a := h.call("iris", "GET", attendees, nil, "Accept", accept).is(200)
		if got := a.header.Get("Content-Type"); got != want {
			t.Errorf("Accept %q: %s, want %s", accept, got, want)
		}
		if a.header.Get("Repr-Digest") == "" || a.header.Get("Convene-Export") == "" || a.header.Get("Content-Disposition") == "" {
			t.Errorf("headers %v", a.header)
		}
		switch want {
		case xlsx:
			if _, err := zip.NewReader(bytes.NewReader([]byte(a.raw)), int64(len(a.raw))); err != nil {
				t.Error(err)
			}
		case "application/json":
		default:
			if rows, err := csv.NewReader(bytes.NewReader([]byte(a.raw))).ReadAll(); err != nil || len(rows) != 3 {
				t.Errorf("%v: %s", err, a.raw)
			}
		}
	}
	h.call("iris", "GET", attendees, nil, "Accept", "text/html").problem(406, "not-acceptable")
}

// Whatever an Accept header holds, the answer is one of two.
func FuzzNegotiate(f *testing.F) {
	for _, accept := range []string{"text/csv;q", "text/csv;q,", ";,;", "*/*;q=NaN", "a/b;q=1e9,,,", "text/csv; q=\"0.5\""} {
		f.Add(accept)
	}
	known := map[string]bool{"": true, export.JSON: true, export.CSV: true, export.XLSX: true}
	f.Fuzz(func(t *testing.T, accept string) {
		if got := negotiate(accept, attendeeFormats); !known[got] {
			t.Errorf("%q gives %q", accept, got)
		}
	})
}
