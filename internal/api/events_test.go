package api

import (
	"strings"
	"testing"
	"time"

	"convene/internal/locale"
	"convene/internal/registration"
)

func TestEventsSayHowFullTheyAre(t *testing.T) {
	t.Parallel()
	h := open(t)
	h.resize("budapest", "bp-a1", 1)
	for _, name := range []string{"Anna", "Bea"} {
		h.call("organiser", "POST", budapest, anna(name, object{"activities": []string{"bp-a1"}, "join_waiting_list": "all"})).is(201)
	}
	a := h.call("", "GET", "/events/budapest", nil).is(200)
	h.asDocumented("show-event", a)
	full := activity(a, "bp-a1")
	if a.body["capacity"] != 120.0 || a.body["taken"] != 2.0 || a.body["state"] != "open" ||
		full["capacity"] != 1.0 || full["taken"] != 1.0 || full["waiting"] != 1.0 || full["state"] != "full" {
		t.Errorf("got %.300s … %v", a.raw, full)
	}
	if full["starts_at"] != "2012-12-17T11:30:00+01:00" || a.body["opens_at"] != "2012-10-15T09:00:00+02:00" {
		t.Errorf("times %v and %v", full["starts_at"], a.body["opens_at"])
	}
	list := h.call("", "GET", "/events", nil).is(200)
	h.asDocumented("list-events", list)
	if items := list.list("items"); len(items) != 2 || items[0]["slug"] != "budapest" || list.body["next"] != nil {
		t.Errorf("got %.300s", list.raw)
	}
}

func activity(a *answer, id string) object {
	a.t.Helper()
	for _, one := range a.list("activities") {
		if one["id"] == id {
			return one
		}
	}
	a.t.Fatalf("no activity %s: %s", id, a.raw)
	return nil
}

// What is shown is never older than a second.
func TestEventsCloseInTime(t *testing.T) {
	t.Parallel()
	h := open(t)
	h.call("", "GET", "/events/budapest", nil).is(200)
	h.later(16 * 24 * time.Hour)
	time.Sleep(memoLife)
	a := h.call("", "GET", "/events/budapest", nil).is(200)
	if a.body["state"] != "closed" || activity(a, "bp-a1")["state"] != "closed" {
		t.Errorf("got %.300s", a.raw)
	}
}

// A program shows the person the words that are kept of the consent.
func TestEventsTellTheWordsOfConsents(t *testing.T) {
	t.Parallel()
	h := open(t)
	for _, lang := range []string{"en", "fr"} {
		a := h.call("", "GET", "/events/madrid", nil, "Accept-Language", lang).is(200)
		questions := registration.Questions(locale.For(lang), h.programmeOf("madrid"))
		consents := a.list("consents")
		if len(consents) != len(questions) || len(questions) != 3 {
			t.Fatalf("%d consents", len(consents))
		}
		for i, q := range questions {
			if consents[i]["purpose"] != q.Purpose || consents[i]["text"] != q.Text {
				t.Errorf("%s: %v, want %q", lang, consents[i], q.Text)
			}
		}
	}
	if a := h.call("", "GET", "/nothing", nil, "Accept-Language", "fr").problem(404, "not-found"); !strings.Contains(a.header.Get("Vary"), "Accept-Language") {
		t.Errorf("Vary %q", a.header.Get("Vary"))
	}
}
