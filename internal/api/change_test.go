package api

import (
	"strings"
	"testing"

	"convene/internal/registration"
)

func TestChangeLeavesTheRestAsItIs(t *testing.T) {
	t.Parallel()
	h := open(t)
	h.resize("budapest", "bp-b1", 0)
	at := budapest + "/" + h.call("organiser", "POST", budapest, anna("Anna", object{"family_name": "Kovács", "organisation": nil, "country": nil, "authority": "Pécs",
		"activities": []string{"bp-b1", "bp-t1"}, "join_waiting_list": "all", "consents": []string{"list"}})).is(201).body["reference"].(string)
	h.call("organiser", "POST", budapest, anna("Bea", object{"activities": []string{"bp-b1"}, "join_waiting_list": "all"})).is(201)
	before := h.kept("Kovács")
	a := h.call("organiser", "PATCH", at, object{"function": "Adviser"}).is(200)
	h.asDocumented("change", a)
	if p := a.place("bp-b1"); p["state"] != "waiting" || p["position"] != float64(1) || a.place("bp-t1")["state"] != "confirmed" {
		t.Errorf("places: %s", a.raw)
	}
	after := h.kept("Kovács")
	if after.Function != "Adviser" || after.Badge != "Anna Kovács" || after.Authority != "Pécs" || after.Country != "HU" || after.Locale != before.Locale {
		t.Errorf("kept %+v", after.Registration)
	}
	if consents, err := registration.ConsentsOf(t.Context(), h.db, after.ID); err != nil || !consents["list"].Given {
		t.Errorf("consents %v, %v", consents, err)
	}
	h.call("organiser", "PATCH", at, object{"activities": []string{"bp-t1"}, "consents": []string{}, "organisation": "Us", "family_name": "Nagy"}).is(200)
	after = h.kept("Nagy")
	consents, err := registration.ConsentsOf(t.Context(), h.db, after.ID)
	h.must(err)
	if after.Badge != "Anna Nagy" || after.AuthorityID != 0 || after.Organisation != "Us" || after.Country != "HU" || consents["list"].Given {
		t.Errorf("kept %+v, consents %v", after.Registration, consents)
	}
	h.call("organiser", "PATCH", at, object{"authority": "Sofia"}).is(200)
	if after = h.kept("Nagy"); after.Country != "BG" || after.Organisation != "" {
		t.Errorf("kept %+v", after.Registration)
	}
}

// The number that a guide has is neither told to programs nor lost by them.
func TestProgramsDoNotKnowTheTelephoneNumber(t *testing.T) {
	t.Parallel()
	h := open(t)
	at := budapest + "/" + h.call("organiser", "POST", budapest, anna("Anna", object{"activities": []string{"bp-t1"}})).is(201).body["reference"].(string)
	if _, err := h.db.NewRaw("update registration set phone = '+36201234567'").Exec(t.Context()); err != nil {
		t.Fatal(err)
	}
	answers := []*answer{h.call("organiser", "PATCH", at, object{"function": "Adviser", "phone": "+1"}).is(422), h.call("organiser", "PATCH", at, object{"function": "Adviser"}).is(200),
		h.call("reader", "GET", budapest, nil).is(200), h.call("reader", "GET", budapest, nil, "Accept", "text/csv").is(200)}
	for _, a := range answers {
		if strings.Contains(a.raw, "201234567") || strings.Contains(a.raw, "201 234 567") {
			t.Errorf("a program is told %s", a.raw)
		}
	}
	var kept string
	if err := h.db.NewRaw("select phone from registration").Scan(t.Context(), &kept); err != nil || kept != "+36201234567" {
		t.Errorf("kept %q, %v", kept, err)
	}
}

func TestChangeIsCheckedAsRegisteringIs(t *testing.T) {
	t.Parallel()
	h := open(t)
	at := budapest + "/" + h.call("organiser", "POST", budapest, anna("Anna")).is(201).body["reference"].(string)
	for _, c := range []struct {
		body  object
		wrong string
	}{
		{object{"given_name": ""}, "given_name"}, {object{"badge_name": "Ανна"}, "latin_name"},
		{object{"email": "other@example.org"}, "email"}, {object{"activities": []string{"md-a1"}}, "activities"},
		{object{"authority": "Atlantis"}, "authority"}, {object{"authority": "Pécs", "organisation": "Us"}, "authority"}, {object{"country": "ZZ"}, "country"},
		{object{"consents": []string{"all"}}, "consents"}, {object{"join_waiting_list": []string{"bp-a1"}}, "join_waiting_list"},
	} {
		a := h.call("organiser", "PATCH", at, c.body).wrong(strings.Fields(c.wrong)...)
		h.asDocumented("change", a)
	}
	h.call("organiser", "PATCH", at, object{"given_name": nil, "activities": nil}).is(200) // null is left out
	if kept := h.kept("Anna"); kept.Given != "Anna" {
		t.Errorf("kept %+v", kept.Registration)
	}
	_, err := h.db.NewRaw("update event set changes_until = ? where slug = 'budapest'", midNovember).Exec(t.Context())
	h.must(err)
	h.call("organiser", "PATCH", at, object{"function": "Adviser"}).problem(409, "frozen")
}

// A repeat that comes late gives no consent that the person withdrew meanwhile.
func TestARepeatGivesNoConsentAgain(t *testing.T) {
	t.Parallel()
	h := open(t)
	at := budapest + "/" + h.call("organiser", "POST", budapest, anna("Anna")).is(201).body["reference"].(string)
	yes := object{"consents": []string{"list"}, "function": "Adviser"}
	h.call("organiser", "PATCH", at, yes, "Idempotency-Key", "yes").is(200)
	h.call("organiser", "PATCH", at, object{"consents": []string{}}).is(200)
	again := h.call("organiser", "PATCH", at, yes, "Idempotency-Key", "yes").is(200)
	consents, err := registration.ConsentsOf(t.Context(), h.db, h.kept("Anna").ID)
	h.must(err)
	if consents["list"].Given || again.header.Get("Idempotency-Replayed") != "true" {
		t.Errorf("consents %v after %s", consents, again.raw)
	}
}
