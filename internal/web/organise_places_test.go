package web

import (
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"

	"convene/internal/event"
	"convene/internal/registration"
)

const eventPath = "/organise/events/budapest"

// rules changes how places of Budapest are given.
func (s *site) rules(change func(*event.Rules)) {
	s.t.Helper()
	e := s.event("budapest").Event
	r := e.Rules()
	change(&r)
	if err := event.SetRules(s.t.Context(), s.db, e.ID, r, s.now()); err != nil {
		s.t.Fatal(err)
	}
	s.later(2e9) // the desk's own copy of an event is at most a second old
}

func (s *site) of(reference string) *registration.Registration {
	s.t.Helper()
	r, err := registration.ByReference(s.t.Context(), s.db, s.event("budapest").Event.ID, reference)
	if err != nil {
		s.t.Fatal(err)
	}
	return r
}

func (s *site) place(o *registration.Outcome, code string) registration.Place {
	s.t.Helper()
	places, err := registration.PlacesOf(s.t.Context(), s.db, o.RegistrationID)
	if err != nil {
		s.t.Fatal(err)
	}
	for _, pl := range places {
		if pl.Activity == code {
			return pl
		}
	}
	return registration.Place{}
}

// surely sends a form, looks at what it would do and sends the page that follows.
func (v *visitor) surely(path string, form url.Values, says ...string) *answer {
	v.t.Helper()
	preview := v.post(path, form)
	preview.is(200, path).says(says...)
	return v.post(path, preview.hidden())
}

// hidden are the hidden fields of the first form that has the field "sure".
func (a *answer) hidden() url.Values {
	a.t.Helper()
	for n := range a.doc.Descendants() {
		if n.Data != "form" {
			continue
		}
		v := url.Values{}
		for f := range n.Descendants() {
			if attr(f, "type") == "hidden" {
				v.Add(attr(f, "name"), attr(f, "value"))
			}
		}
		if v.Has(sure) {
			return v
		}
	}
	a.t.Fatalf("%s asks for nothing:\n%s", a.path, a.text())
	return nil
}

// deskSees are the pages of this file that the desk may open; it changes nothing.
var deskSees = []string{eventPath + "/decide", eventPath + "/places", eventPath + "/places/bp-t1", eventPath + "/places/bp-t1/contingents/1", eventPath + "/rules"}

func TestWhoMayDecideAboutPlaces(t *testing.T) {
	t.Parallel()
	s := staffed(t)
	o := s.registers("Anna|Kovács", "Szeged", "HU", "bp-t1")
	id := s.contingents()[slices.IndexFunc(s.contingents(), func(c registration.Contingent) bool { return c.Activity == "bp-t1" })].ID
	visitors := s.everyKind()
	for _, r := range placesRoutes(s.Server) {
		pattern := strings.NewReplacer(":slug", "budapest", ":reference", o.Reference, ":activity", "bp-t1", ":id", "1").Replace(r.path)
		path := strings.NewReplacer("/contingents/1", "/contingents/"+strconv.FormatInt(id, 10)).Replace(pattern)
		desk := 403
		if r.method == "GET" && slices.Contains(deskSees, pattern) {
			desk = 200
		}
		for name, want := range map[string]int{"nobody": 303, "iris": 403, "other": 404, "desk": desk} {
			if got := visitors[name].asks(r.method, path); got.status != want {
				t.Errorf("%s %s as %s: %d, want %d", r.method, path, name, got.status, want)
			}
		}
		gone := strings.Contains(path, "/requests/") || strings.HasSuffix(path, "/1/dismiss")
		if got := visitors["organiser"].asks(r.method, path); got.status >= 400 && got.status != 422 && !gone {
			t.Errorf("%s %s as organiser: %d\n%s", r.method, path, got.status, got.text())
		}
		if r.method == "POST" {
			visitors["organiser"].postFrom("https://evil.example", "cross-site", path, nil).is(403, path)
		}
	}
}

func (s *site) contingents() []registration.Contingent {
	s.t.Helper()
	all, err := registration.Contingents(s.t.Context(), s.db, s.event("budapest").Event.ID)
	if err != nil || len(all) == 0 {
		s.t.Fatal("no contingents", err)
	}
	return all
}

func TestPagesOfPlacesAreWellMadeInBothLanguages(t *testing.T) {
	t.Parallel()
	s := staffed(t)
	s.rules(func(r *event.Rules) { r.Mode = event.ModeApproval })
	o := s.registers("Anna|Kovács", "Szeged", "HU", "bp-a1", "bp-t1")
	s.asksToWithdraw(s.registers("Bea|Brown", "Sheffield", "GB"))
	one := listPath + "/" + o.Reference
	v := s.signedInAs("organiser")
	for _, lang := range []string{"en", "fr"} {
		v.lang = lang
		for _, path := range []string{eventPath, eventPath + "/decide", listPath + "?state=pending", one, one + "/approve", one + "/decline", one + "/role",
			one + "/activities", one + "/substitute", one + "/places/bp-t1/priority", one + "/places/bp-t1/contingent", one + "/places/event/extend",
			eventPath + "/places", eventPath + "/places/bp-t1", eventPath + "/places/bp-t1/move", eventPath + "/rules",
			eventPath + "/invitations", eventPath + "/coordinators"} {
			wellMade(t, v.get(path).is(200, strings.Split(path, "?")[0]), lang)
		}
		for path, form := range map[string]url.Values{"/invitations": {"addresses": {"nobody\nx"}, "locale": {"en"}}, "/coordinators": nil, "/rules": nil,
			"/places/bp-t1/capacity": nil, "/places/bp-t1/contingents": nil, "/places/bp-t1/move": nil} {
			wellMade(t, v.post(eventPath+path, form).is(422, eventPath+path), lang)
		}
		wellMade(t, v.post(eventPath+"/decide", url.Values{"registration": {o.Reference}, "do": {"approve"}}), lang)
		wellMade(t, v.post(eventPath+"/places/bp-t1/move", toHour("bp-t1", s, 9, 10)), lang)
	}
}

// asksToWithdraw is a request after the last day for changes.
func (s *site) asksToWithdraw(o *registration.Outcome) {
	s.t.Helper()
	q := registration.Request{EventID: s.event("budapest").Event.ID, RegistrationID: o.RegistrationID, Kind: registration.RequestWithdraw}
	if err := registration.Ask(s.t.Context(), s.db.DB, q, s.now()); err != nil {
		s.t.Fatal(err)
	}
}

// toHour moves an activity to other hours of its own day.
func toHour(code string, s *site, from, to int) url.Values {
	day := s.event("budapest").ByCode(code).StartsAt.Format("2006-01-02")
	return url.Values{"start": {day}, "start_clock": {clockOf(from)}, "end": {day}, "end_clock": {clockOf(to)}, "keep": {keepOther}}
}

func clockOf(hour int) string {
	return strings.Repeat("0", 2-len(strconv.Itoa(hour))) + strconv.Itoa(hour) + ":00"
}
