package web

import (
	"archive/zip"
	"bytes"
	"log/slog"
	"net/http"
	"strings"
	"testing"
	"time"

	"convene/internal/paper"
)

// pressed is a site whose print packs are made when the test says so.
func pressed(t *testing.T) (*site, *paper.Press) {
	t.Helper()
	s := staffed(t)
	return s, paper.NewPress(s.db.DB, []byte("a secret of the tests, long enough"), slog.New(slog.DiscardHandler), func() time.Time { return s.now() })
}

func TestAnOrganiserTakesThePack(t *testing.T) {
	t.Parallel()
	s, press := pressed(t)
	s.registers("Anna|Kovács", "Szeged", "HU", "bp-a1")
	v := s.signedInAs("organiser")
	page := v.post("/organise/events/budapest/packs", nil)
	at := page.path
	if page.status != http.StatusOK || !strings.HasPrefix(at, "/organise/events/budapest/packs/") {
		t.Fatalf("%d at %q", page.status, at)
	}
	for _, want := range []string{"The print pack is being made", "<progress", `http-equiv="refresh"`} {
		if !strings.Contains(page.body, want) {
			t.Errorf("while it is made, the page lacks %q", want)
		}
	}
	if early := v.get(at + "/pack.zip"); early.path != at {
		t.Errorf("a pack that is not ready leads to %s", early.path)
	}
	if _, err := press.Once(t.Context()); err != nil {
		t.Fatal(err)
	}
	if state := v.get(at + "/state.json"); !strings.Contains(state.body, `"over":true`) || !strings.Contains(state.body, `"percent":100`) {
		t.Error(state.body)
	}
	if page := v.get(at); !strings.Contains(page.body, "The print pack is ready") || strings.Contains(page.body, `http-equiv="refresh"`) {
		t.Error("a pack that is ready does not say so, or loads itself again and again")
	}
	file := v.get(at + "/pack.zip")
	if _, err := zip.NewReader(bytes.NewReader([]byte(file.body)), int64(len(file.body))); err != nil {
		t.Error(err)
	}
	if s.audited("print", "budapest/pack") != 1 {
		t.Error("nobody noted who took the pack")
	}
}

func TestThePrintPageLeadsToThePack(t *testing.T) {
	t.Parallel()
	s, _ := pressed(t)
	at := s.signedInAs("organiser").post("/organise/events/budapest/packs", nil).path
	if page := s.signedInAs("organiser").get("/organise/events/budapest/print"); !strings.Contains(page.body, at) {
		t.Error("who closed the page of a pack does not find it again")
	}
	if page := s.signedInAs("desk").get("/organise/events/budapest/print"); strings.Contains(page.body, "packs") {
		t.Error("the desk is offered a pack that it may not have")
	}
}

func TestPacksAreForOrganisersOfTheEvent(t *testing.T) {
	t.Parallel()
	s, _ := pressed(t)
	at := s.signedInAs("organiser").post("/organise/events/budapest/packs", nil).path
	for _, c := range []struct {
		who    string
		status int
	}{{"desk", http.StatusForbidden}, {"other", http.StatusNotFound}, {"iris", http.StatusForbidden}} {
		for _, path := range []string{at, at + "/state.json", at + "/pack.zip"} {
			if got := s.signedInAs(c.who).get(path).status; got != c.status {
				t.Errorf("%s gets %d of %s, want %d", c.who, got, path, c.status)
			}
		}
	}
	if got := s.signedInAs("desk").post("/organise/events/budapest/packs", nil).status; got != http.StatusForbidden {
		t.Errorf("the desk asks for a pack and gets %d", got)
	}
	madrid := strings.Replace(at, "budapest", "madrid", 1)
	if got := s.signedInAs("other").get(madrid).status; got != http.StatusNotFound {
		t.Errorf("a pack of Budapest is shown as Madrid's: %d", got)
	}
}
