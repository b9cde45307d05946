package web

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/csv"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
	"golang.org/x/time/rate"

	"convene/internal/export"
)

// head asks without taking.
func (v *visitor) head(path string) *answer {
	v.t.Helper()
	r, err := http.NewRequestWithContext(v.t.Context(), http.MethodHead, v.http.URL+path, nil)
	if err != nil {
		v.t.Fatal(err)
	}
	return v.do(r)
}

func (s *site) logged() []export.Entry {
	s.t.Helper()
	log, err := export.Log(s.t.Context(), s.db, s.event("madrid").Event.ID)
	if err != nil {
		s.t.Fatal(err)
	}
	return log
}

// Every file is named, kept by no cache, and in the log with the hash of its
// bytes; the page and the organisers' page show it.
func TestEveryDownloadIsLogged(t *testing.T) {
	t.Parallel()
	s := staffed(t)
	s.agrees("Ana Rusu", "iris")
	iris, organiser := s.signedInAs("iris"), s.signedInAs("other")
	for i, file := range []struct{ path, name, contentType, words string }{
		{"/attendees.csv", "madrid-iris-2012-11-15-1.csv", "text/csv; charset=utf-8; header=present", "CSV, exact"},
		{"/attendees-excel.csv", "madrid-iris-2012-11-15-2-excel.csv", "text/csv; charset=utf-8; header=present", "CSV for Excel"},
		{"/attendees.xlsx", "madrid-iris-2012-11-15-3.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "Workbook (XLSX)"},
		{"/attendees.json", "madrid-iris-2012-11-15-4.json", "application/json", "JSON"},
	} {
		a := iris.get(madridPath+file.path).is(200, madridPath+file.path)
		sum := sha256.Sum256([]byte(a.body))
		for name, want := range map[string]string{
			"Content-Disposition": fmt.Sprintf(`attachment; filename="%s"; filename*=UTF-8''%s`, file.name, file.name),
			"Content-Type":        file.contentType, "Cache-Control": "no-store", "X-Content-Type-Options": "nosniff",
			"Repr-Digest":    "sha-256=:" + base64.StdEncoding.EncodeToString(sum[:]) + ":",
			"Convene-Export": fmt.Sprintf(`number=%d, rows=1, purpose="partner:iris"`, i+1),
		} {
			if got := a.header.Get(name); got != want {
				t.Errorf("%s: %s is %q, want %q", file.path, name, got, want)
			}
		}
		log, hash := s.logged(), hex.EncodeToString(sum[:])
		if len(log) != i+1 || log[0].SHA256 != hash || log[0].Rows != 1 || log[0].Account != "IRIS" || log[0].PartnerCode != "iris" {
			t.Errorf("%s: the log says %+v", file.path, log)
		}
		iris.get(madridPath).says(file.words, hash, "15 November 2012, 11:00 (Madrid time, UTC+1)")
		organiser.get("/organise/events/madrid/exports").says("IRIS", file.words, hash)
	}
}

func TestAskingIsNotTaking(t *testing.T) {
	t.Parallel()
	s := staffed(t)
	s.agrees("Ana Rusu", "iris")
	v := s.signedInAs("iris")
	a := v.head(madridPath+"/attendees.csv").is(200, madridPath+"/attendees.csv")
	if a.body != "" || !strings.HasPrefix(a.header.Get("Content-Type"), "text/csv") || a.header.Get("Cache-Control") != "no-store" {
		t.Errorf("HEAD answers %q with %v", a.body, a.header)
	}
	v.head("/partner/events/budapest/attendees.csv").is(404, "/partner/events/budapest/attendees.csv")
	v.get(madridPath).is(200, madridPath)
	if log := s.logged(); len(log) != 0 {
		t.Errorf("nothing was taken, the log has %+v", log)
	}
}

// One partner's files are not in another's history.
func TestHistoryIsOnesOwn(t *testing.T) {
	t.Parallel()
	s := staffed(t)
	s.agrees("Ana Rusu", "iris", "warwick")
	s.signedInAs("iris").get(madridPath + "/attendees.csv")
	s.partnerAs("warwick", "warwick").get(madridPath).says("You have not taken a file yet.")
}

// What the files hold, as their readers open them.
func TestFilesHoldWhatIsAgreed(t *testing.T) {
	t.Parallel()
	s := staffed(t)
	s.agrees("Ana Rusu", "iris", "warwick")
	s.agrees("Bea Brown", "iris")
	iris, warwick := s.signedInAs("iris"), s.partnerAs("warwick", "warwick")
	rows, err := csv.NewReader(strings.NewReader(warwick.get(madridPath + "/attendees.csv").body)).ReadAll()
	if err != nil || len(rows) != 2 || strings.Join(rows[0], ",") != "id,name,latin_name,authority,country,country_name,function" || rows[1][1] != "Ana Rusu" {
		t.Errorf("Warwick's CSV holds %q (%v)", rows, err)
	}
	var file struct {
		Event, Partner, Purpose string
		Rows                    int
		Items                   []map[string]string
	}
	if err := json.Unmarshal([]byte(iris.get(madridPath+"/attendees.json").body), &file); err != nil {
		t.Fatal(err)
	}
	if file.Event != "madrid" || file.Partner != "iris" || file.Rows != 2 || len(file.Items) != 2 || file.Items[0]["email"] != "ana.rusu@example.org" {
		t.Errorf("IRIS's JSON holds %+v", file)
	}
	book, err := excelize.OpenReader(bytes.NewReader([]byte(iris.get(madridPath + "/attendees.xlsx").body)))
	if err != nil {
		t.Fatal(err)
	}
	if got, err := book.GetCellValue("People", "B3"); err != nil || got != "Bea Brown" {
		t.Errorf("the workbook's third row names %q (%v)", got, err)
	}
}

// The same people are not handed out without end.
func TestDownloadsAreBounded(t *testing.T) {
	t.Parallel()
	s := staffed(t, func(c *Config) { c.Demo, c.Rate = false, rate.Limit(1e-6) })
	s.agrees("Ana Rusu", "iris")
	v := s.signedInAs("iris")
	taken := 0
	for range formsBurst + 5 {
		if v.get(madridPath+"/attendees.csv").status == 200 {
			taken++
		}
	}
	if taken != formsBurst || len(s.logged()) != formsBurst {
		t.Errorf("%d files in one go, %d in the log, want %d", taken, len(s.logged()), formsBurst)
	}
}
