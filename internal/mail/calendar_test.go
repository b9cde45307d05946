package mail

import (
	"bytes"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/emersion/go-ical"
	"pgregory.net/rapid"

	"convene/internal/locale"
)

// readCalendar checks the form of a file by RFC 5545, 3.1, and parses it.
func readCalendar(t interface {
	Helper()
	Fatalf(string, ...any)
}, file []byte) *ical.Calendar {
	t.Helper()
	if !bytes.HasSuffix(file, []byte("\r\n")) {
		t.Fatalf("the last line does not end in CRLF: %q", file)
	}
	for line := range strings.SplitSeq(strings.TrimSuffix(string(file), "\r\n"), "\r\n") {
		if len(line) > 75 || !utf8.ValidString(line) || strings.ContainsAny(line, "\r\n") {
			t.Fatalf("wrong line of %d octets: %q", len(line), line)
		}
	}
	cal, err := ical.NewDecoder(bytes.NewReader(file)).Decode()
	if err != nil {
		t.Fatalf("not a calendar: %v\n%s", err, file)
	}
	return cal
}

// invitationOf writes the calendar file of a registration and reads it back: the
// method, and the entries by UID.
func invitationOf(t *testing.T, r Registration) (method string, entries map[string]ical.Event) {
	t.Helper()
	zone, err := time.LoadLocation(r.Timezone)
	if err != nil {
		t.Fatal(err)
	}
	c, ok := r.invitation(locale.For("en"), zone, made, "convene@example.org")
	if !ok {
		return "", nil
	}
	file, err := c.Encode()
	if err != nil {
		t.Fatal(err)
	}
	cal := readCalendar(t, file)
	entries = map[string]ical.Event{}
	for _, e := range cal.Events() {
		entries[text(t, e, ical.PropUID)] = e
	}
	return cal.Props.Get(ical.PropMethod).Value, entries
}

func text(t *testing.T, e ical.Event, name string) string {
	t.Helper()
	s, err := e.Props.Text(name)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// wantEntries compares entries with "status start" by UID.
func wantEntries(t *testing.T, entries map[string]ical.Event, want map[string]string) {
	t.Helper()
	for uid, e := range entries {
		start := e.Props.Get(ical.PropDateTimeStart)
		got := e.Props.Get(ical.PropStatus).Value + " " + strings.TrimPrefix(start.Params.Get("TZID")+":"+start.Value, ":")
		if got != want[uid] {
			t.Errorf("%s is %q, want %q", uid, got, want[uid])
		}
	}
	if len(entries) != len(want) {
		t.Errorf("%d entries, want %d", len(entries), len(want))
	}
}

func TestInvitationOfActivities(t *testing.T) {
	method, entries := invitationOf(t, sampleRegistration(t, Changed))
	if method != MethodPublish {
		t.Errorf("method %s", method)
	}
	wantEntries(t, entries, map[string]string{
		"41-0@convene": "CONFIRMED 20261214", // a banner over the days of the event
		"41-3@convene": "CONFIRMED Europe/Budapest:20261214T141500",
		"41-4@convene": "CANCELLED Europe/Budapest:20261214T161500",
	})
	e := entries["41-3@convene"]
	for name, want := range map[string]string{
		ical.PropSequence: "3", ical.PropDateTimeStamp: "20261123T101500Z", ical.PropTransparency: "OPAQUE",
		ical.PropDateTimeEnd: "20261214T154500", ical.PropOrganizer: "mailto:convene@example.org",
		ical.PropURL: "https://convene.example.org/events/budapest",
	} {
		if got := e.Props.Get(name).Value; got != want {
			t.Errorf("%s is %q, want %q", name, got, want)
		}
	}
	if got, want := text(t, e, ical.PropLocation), "Room C, Sample Seminar Centre Budapest"; got != want {
		t.Errorf("location %q, want %q", got, want)
	}
	if got := text(t, e, ical.PropDescription); got != "Your reference: BUD-7K2M-4Q\nQuestions: alliance@example.org\nSample data" {
		t.Errorf("description %q", got)
	}
	if got := entries["41-4@convene"].Props.Get(ical.PropSummary).Params.Get("LANGUAGE"); got != "fr" {
		t.Errorf("language of a French title is %q", got)
	}
	if banner := entries["41-0@convene"]; banner.Props.Get(ical.PropDateTimeEnd).Value != "20261216" || banner.Props.Get(ical.PropTransparency).Value != "TRANSPARENT" {
		t.Errorf("the banner ends %s and is %s", banner.Props.Get(ical.PropDateTimeEnd).Value, banner.Props.Get(ical.PropTransparency).Value)
	}
}

func TestInvitationOfTheEventAlone(t *testing.T) {
	r := sampleRegistration(t, Confirmed)
	r.Places = r.Places[:2] // the event, and an activity that was refused
	method, entries := invitationOf(t, r)
	if method != MethodPublish {
		t.Errorf("method %s", method)
	}
	wantEntries(t, entries, map[string]string{"41-0@convene": "CONFIRMED Europe/Budapest:20261214T083000"})
	if got := entries["41-0@convene"].Props.Get(ical.PropTransparency).Value; got != "OPAQUE" {
		t.Errorf("the event alone is %s", got)
	}
}

func TestInvitationTakesBackWhatWasGivenUp(t *testing.T) {
	method, entries := invitationOf(t, sampleRegistration(t, Withdrawn))
	if method != MethodCancel {
		t.Errorf("method %s", method)
	}
	wantEntries(t, entries, map[string]string{ // and none for what was only waited for
		"41-0@convene": "CANCELLED Europe/Budapest:20261214T083000",
		"41-3@convene": "CANCELLED Europe/Budapest:20261214T141500",
		"41-4@convene": "CANCELLED Europe/Budapest:20261214T161500",
	})
	for uid, e := range entries {
		if got := e.Props.Get(ical.PropSequence).Value; got != "3" {
			t.Errorf("%s has the sequence %s", uid, got)
		}
	}
}

func TestNoInvitationWhileWaiting(t *testing.T) {
	if method, entries := invitationOf(t, sampleRegistration(t, Waiting)); len(entries) != 0 {
		t.Errorf("%s with %d entries for somebody who has no place", method, len(entries))
	}
}

func TestCalendarKeepsEveryText(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		e := Entry{
			UID: "1@convene", Starts: made, Ends: made.Add(time.Hour), Lang: rapid.String().Draw(t, "lang"),
			Summary: rapid.String().Draw(t, "summary"), Location: rapid.String().Draw(t, "location"),
			Description: rapid.String().Draw(t, "description"), URL: rapid.String().Draw(t, "url"),
		}
		c := Calendar{Method: MethodPublish, Zone: time.UTC, Stamp: made, Organizer: rapid.String().Draw(t, "organizer"), Entries: []Entry{e}}
		file, err := c.Encode()
		if err != nil {
			t.Fatalf("encode: %v", err)
		}
		events := readCalendar(t, file).Events()
		if len(events) != 1 || len(events[0].Children) != 0 {
			t.Fatalf("an input made entries of its own:\n%s", file)
		}
		for name, want := range map[string]string{ical.PropSummary: e.Summary, ical.PropLocation: e.Location, ical.PropDescription: e.Description} {
			if got, err := events[0].Props.Text(name); err != nil || got != calendarText(want) {
				t.Fatalf("%s is %q, want %q (%v)", name, got, calendarText(want), err)
			}
		}
	})
}

func TestFoldBreaksBetweenRunes(t *testing.T) {
	for _, letter := range []string{"a", "é", "ჩ", "𐌰"} {
		for pad := range 5 {
			text := strings.Repeat("x", pad) + strings.Repeat(letter, 120)
			folded := fold([]byte("SUMMARY:" + text + "\r\nEND:X\r\n"))
			for line := range strings.SplitSeq(string(folded), "\r\n") {
				if len(line) > 75 || !utf8.ValidString(line) {
					t.Errorf("%s after %d: line of %d octets, valid %t", letter, pad, len(line), utf8.ValidString(line))
				}
			}
			if got, want := strings.ReplaceAll(string(folded), "\r\n ", ""), "SUMMARY:"+text+"\r\nEND:X\r\n"; got != want {
				t.Errorf("%s after %d: unfolded to %q", letter, pad, got)
			}
		}
	}
}

func TestFoldAtExactly75Octets(t *testing.T) {
	line := strings.Repeat("x", 75)
	if got := string(fold([]byte(line + "\r\n"))); got != line+"\r\n" {
		t.Errorf("a line of 75 octets was folded: %q", got)
	}
	if got := string(fold([]byte(line + "y\r\n"))); got != line+"\r\n y\r\n" {
		t.Errorf("a line of 76 octets became %q", got)
	}
}

func TestCalendarWithoutEntries(t *testing.T) {
	if _, err := (Calendar{Method: MethodPublish, Zone: time.UTC, Stamp: made}).Encode(); err == nil {
		t.Error("an empty calendar was written")
	}
}
