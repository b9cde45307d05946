package api

import (
	"strings"
	"testing"

	"convene/internal/event"
)

// rules changes how places of an event are given.
func (h *house) rules(slug string, change func(*event.Rules)) {
	h.t.Helper()
	pr := h.programmeOf(slug)
	r := pr.Event.Rules()
	change(&r)
	h.must(event.SetRules(h.t.Context(), h.db, pr.Event.ID, r, h.now()))
}

// Where an organiser approves, everything is only wished for, and says so.
func TestPendingRegistrations(t *testing.T) {
	t.Parallel()
	h := open(t)
	h.rules("budapest", func(r *event.Rules) { r.Mode = event.ModeApproval })
	a := h.call("organiser", "POST", budapest, anna("Anna", object{"activities": []string{"bp-b1"}})).is(201)
	h.asDocumented("register", a)
	if reason := a.place("bp-b1")["reason"].(object); a.body["state"] != "pending" || reason["code"] != "wished" || reason["detail"] == "" {
		t.Errorf("got %s", a.raw)
	}
	list := h.call("organiser", "GET", budapest+"?state=pending", nil).is(200)
	if len(list.list("items")) != 1 {
		t.Errorf("listed %s", list.raw)
	}
}

func TestOnlyTheInvitedRegister(t *testing.T) {
	t.Parallel()
	h := open(t)
	h.rules("budapest", func(r *event.Rules) { r.Mode = event.ModeInvitation })
	h.call("organiser", "POST", budapest, anna("Anna")).problem(403, "uninvited")
}

// An offer says until when it stands.
func TestOffersAreShown(t *testing.T) {
	t.Parallel()
	h := open(t)
	h.rules("budapest", func(r *event.Rules) { r.OfferHours = 48 })
	h.resize("budapest", "event", 1)
	first := h.call("organiser", "POST", budapest, anna("Anna")).is(201)
	h.call("organiser", "POST", budapest, anna("Bea", object{"join_waiting_list": "all"})).is(201)
	h.call("organiser", "DELETE", budapest+"/"+first.body["reference"].(string), nil).is(200)
	list := h.call("organiser", "GET", budapest+"?state=offered", nil).is(200)
	h.asDocumented("list-registrations", list)
	if !strings.Contains(list.raw, `"code":"offered"`) || !strings.Contains(list.raw, `"until":"`) {
		t.Errorf("got %s", list.raw)
	}
}

// Another event on the same day is a warning, never a refusal.
func TestAnotherEventOnTheSameDayWarns(t *testing.T) {
	t.Parallel()
	h := open(t)
	_, err := h.db.NewRaw("insert into account_event select account.id, event.id from account, event where email = 'organiser@example.org' and slug = 'madrid'").Exec(t.Context())
	h.must(err)
	if a := h.call("organiser", "POST", budapest, anna("Anna")).is(201); a.body["warnings"] != nil {
		t.Errorf("warned of nothing: %s", a.raw)
	}
	a := h.call("organiser", "POST", strings.Replace(budapest, "budapest", "madrid", 1), anna("Anna")).is(201)
	h.asDocumented("register", a)
	if warnings := a.list("warnings"); len(warnings) != 1 || warnings[0]["code"] != "other-event" {
		t.Errorf("got %s", a.raw)
	}
}
