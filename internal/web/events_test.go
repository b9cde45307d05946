package web

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"strings"
	"testing"
	"time"

	"github.com/emersion/go-ical"
	"golang.org/x/net/html"

	"convene/internal/event"
	"convene/internal/registration"
)

func TestTheEventSpeaksSchemaOrg(t *testing.T) {
	t.Parallel()
	s := open(t)
	s.visitor().register("ana@example.org")
	page := s.visitor().get("/events/budapest")
	var block string
	for n := range page.doc.Descendants() {
		if n.Type == html.ElementNode && n.Data == "script" && attr(n, "type") == "application/ld+json" {
			block = n.FirstChild.Data
		}
	}
	var d structuredEvent
	if err := json.Unmarshal([]byte(block), &d); err != nil {
		t.Fatalf("%v in %s", err, block)
	}
	if d.Context != "https://schema.org" || d.Type != "Event" || d.StartDate != "2012-12-17T08:30:00+01:00" || d.Capacity != 120 ||
		d.Status != "https://schema.org/EventScheduled" || d.Location.Address.Locality != "Budapest" || len(d.Parts) != 17 {
		t.Errorf("the description is %+v", d)
	}
	if strings.Contains(block, "ttendee\"") || strings.Contains(block, "Ana") {
		t.Errorf("somebody is named: %s", block)
	}
}

func TestTheFeedIsAtomAndStandsStill(t *testing.T) {
	t.Parallel()
	s := open(t)
	read := func() atomFeed {
		a := s.visitor().get("/events.atom").is(200, "/events.atom")
		if got := a.header.Get("Content-Type"); got != "application/atom+xml; charset=utf-8" {
			t.Errorf("the type is %q", got)
		}
		var f atomFeed
		if err := xml.Unmarshal([]byte(a.body), &f); err != nil {
			t.Fatal(err)
		}
		return f
	}
	first := read()
	s.later(time.Hour)
	if len(first.Entries) != 2 || first.Entries[0].ID != s.BaseURL+"/events/budapest" || first.Entries[0].Title.Text == "" || read().Updated != first.Updated {
		t.Errorf("the feed is %+v, then updated %s", first, read().Updated)
	}
}

func TestTheProgrammeAsACalendar(t *testing.T) {
	t.Parallel()
	s := open(t)
	file := s.visitor().get("/events/madrid/calendar.ics").is(200, "/events/madrid/calendar.ics")
	if got := file.header.Get("Content-Type"); !strings.HasPrefix(got, "text/calendar") {
		t.Errorf("the type is %q", got)
	}
	cal, err := ical.NewDecoder(bytes.NewReader([]byte(file.body))).Decode()
	if err != nil {
		t.Fatal(err)
	}
	if method := cal.Props.Get(ical.PropMethod).Value; method != "PUBLISH" || len(cal.Events()) != 9 {
		t.Errorf("%s with %d entries", method, len(cal.Events()))
	}
	s.visitor().get("/events/nowhere/calendar.ics").is(404, "/events/nowhere/calendar.ics")
}

func TestADraftIsNobodysBusiness(t *testing.T) {
	t.Parallel()
	s := open(t)
	if _, err := s.db.NewRaw("update event set status = 'draft' where slug = 'madrid'").Exec(t.Context()); err != nil {
		t.Fatal(err)
	}
	v := s.visitor()
	for _, path := range []string{"/events/madrid", "/events/madrid/register", "/events/madrid/calendar.ics"} {
		v.get(path).is(404, path)
	}
	v.get("/").saysNot("Public housing")
}

func TestACancelledEventSaysSo(t *testing.T) {
	t.Parallel()
	s := open(t)
	if _, err := s.db.NewRaw("update event set status = 'cancelled' where slug = 'madrid'").Exec(t.Context()); err != nil {
		t.Fatal(err)
	}
	v := s.visitor()
	v.get("/events/madrid").is(200, "/events/madrid").says("This event was cancelled.").saysNot("You need an e-mail address")
	if !strings.Contains(v.get("/events/madrid").body, "EventCancelled") {
		t.Error("schema.org still reads that it takes place")
	}
	v.get("/events/madrid/register").says("Registration is closed", "This event was cancelled.")
}

func TestPastEventsStandApart(t *testing.T) {
	t.Parallel()
	s := open(t)
	s.at(time.Date(2013, time.January, 1, 0, 0, 0, 0, time.UTC))
	s.visitor().get("/").says("No event is announced at the moment.", "Past events", "Education policies for Roma")
}

func TestAvailabilityInWords(t *testing.T) {
	t.Parallel()
	s := open(t)
	p := s.printerOf("en")
	for _, c := range []struct {
		counter             registration.Counter
		state, label, queue string
		percent             int
	}{
		{registration.Counter{Capacity: 45, Taken: 0}, "open", "45 places left", "", 0},
		{registration.Counter{Capacity: 45, Taken: 44}, "few", "1 place left", "", 97},
		{registration.Counter{Capacity: 45, Taken: 45, Waiting: 1}, "full", "Full", "1 person is waiting", 100},
		{registration.Counter{Capacity: 10, Taken: 12, Grace: 2, Waiting: 3}, "full", "Full", "3 people are waiting", 100},
		{registration.Counter{Capacity: 0}, "full", "Full", "", 100},
	} {
		a := newAvailability(p, map[string]registration.Counter{"x": c.counter}, "x")
		if a.State != c.state || a.Label != c.label || a.Queue != c.queue || a.Percent != c.percent {
			t.Errorf("%+v reads %+v", c.counter, *a)
		}
	}
	if newAvailability(p, nil, "x") != nil {
		t.Error("what has no counter has an availability")
	}
}

func TestProgrammesAreKeptForAMomentOnly(t *testing.T) {
	t.Parallel()
	kept, now := programmes{kept: map[string]keptProgramme{}}, midNovember
	pr := &event.Programme{Event: event.Event{Slug: "budapest"}}
	kept.keep(pr, now.Add(programmeLife))
	if kept.get("budapest", now) != pr || kept.get("madrid", now) != nil || kept.get("budapest", now.Add(programmeLife)) != nil {
		t.Error("a programme is kept too long, too short or for another event")
	}
	s := open(t)
	v := s.visitor()
	v.get("/events/madrid").says("90 places left")
	s.resize("madrid", "event", 89)
	v.get("/events/madrid").says("89 places left") // a deed of this process is seen at once
}
