package mail

import (
	"strings"
	"testing"
	"time"

	"github.com/emersion/go-ical"
	"pgregory.net/rapid"
)

// offsetBy reads a VTIMEZONE the way a calendar does: the observance with the
// latest onset that is not after the wall clock.
func offsetBy(t *rapid.T, tz *ical.Component, wall string) string {
	var onset, offset string
	for _, o := range tz.Children {
		starts := o.Props.Get(ical.PropDateTimeStart).Value
		if starts <= wall && starts > onset {
			onset, offset = starts, o.Props.Get(ical.PropTimezoneOffsetTo).Value
		}
	}
	if onset == "" {
		t.Fatalf("no observance for %s", wall)
	}
	return offset
}

func TestTimezoneGivesTheOffsetOfEveryMoment(t *testing.T) {
	for _, name := range []string{
		"Europe/Budapest", "Europe/Madrid", "Europe/Dublin", "Europe/Istanbul", "Atlantic/Azores", "America/New_York",
		"Africa/Casablanca", "Asia/Kathmandu", "Australia/Lord_Howe", "Pacific/Chatham", "Etc/UTC",
	} {
		zone, err := time.LoadLocation(name)
		if err != nil {
			t.Fatal(err)
		}
		from, to := time.Date(2026, 6, 1, 0, 0, 0, 0, zone), time.Date(2027, 6, 1, 0, 0, 0, 0, zone)
		tz := timezone(zone, from, to)
		rapid.Check(t, func(t *rapid.T) {
			at := time.Unix(rapid.Int64Range(from.Unix(), to.Unix()).Draw(t, "at"), 0).In(zone)
			wall := at.Format("20060102T150405")
			if repeated(at) {
				return // a wall clock shown twice names two moments
			}
			if got, want := offsetBy(t, tz, wall), at.Format("-0700"); got != want {
				t.Fatalf("%s at %s: offset %s, want %s", name, wall, got, want)
			}
		})
	}
}

// repeated tells that a zone shows this wall clock twice, within a day.
func repeated(at time.Time) bool {
	starts, ends := at.ZoneBounds()
	wall := at.Format("20060102T150405")
	before, after := starts.Add(-time.Second).In(at.Location()), ends.In(at.Location())
	return !starts.IsZero() && before.Format("20060102T150405") >= wall || !ends.IsZero() && after.Format("20060102T150405") <= wall
}

func TestTimezoneOnBothSidesOfTheChange(t *testing.T) {
	zone, err := time.LoadLocation("Europe/Budapest")
	if err != nil {
		t.Fatal(err)
	}
	at := func(clock string) time.Time { return atBudapest(t, clock) }
	c := Calendar{Method: MethodPublish, Zone: zone, Stamp: made, Entries: []Entry{
		{UID: "winter@convene", Starts: at("2027-03-27 09:00"), Ends: at("2027-03-27 10:00")},
		{UID: "summer@convene", Starts: at("2027-03-28 09:00"), Ends: at("2027-03-28 10:00")},
	}}
	file, err := c.Encode()
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		"TZID:Europe/Budapest\r\n",
		"BEGIN:DAYLIGHT\r\nDTSTART:20270328T020000\r\nTZNAME:CEST\r\nTZOFFSETFROM:+0100\r\nTZOFFSETTO:+0200\r\nEND:DAYLIGHT\r\n",
		"BEGIN:STANDARD\r\nDTSTART:20271031T030000\r\nTZNAME:CET\r\nTZOFFSETFROM:+0200\r\nTZOFFSETTO:+0100\r\nEND:STANDARD\r\n",
		"DTSTART;TZID=Europe/Budapest:20270327T090000\r\n", "DTSTART;TZID=Europe/Budapest:20270328T090000\r\n",
	} {
		if !strings.Contains(string(file), want) {
			t.Errorf("missing %q in\n%s", want, file)
		}
	}
	for _, e := range readCalendar(t, file).Events() {
		starts, err := e.DateTimeStart(nil)
		if err != nil {
			t.Fatal(err)
		}
		want := map[string]string{"winter@convene": "2027-03-27T08:00:00Z", "summer@convene": "2027-03-28T07:00:00Z"}[e.Props.Get(ical.PropUID).Value]
		if got := starts.UTC().Format(time.RFC3339); got != want {
			t.Errorf("%s starts %s, want %s", e.Props.Get(ical.PropUID).Value, got, want)
		}
	}
}

func TestUTCHasNoTimezone(t *testing.T) {
	file, err := Calendar{Method: MethodPublish, Zone: time.UTC, Stamp: made, Entries: []Entry{{UID: "1@convene", Starts: made, Ends: made.Add(time.Hour)}}}.Encode()
	if err != nil {
		t.Fatal(err)
	}
	if s := string(file); strings.Contains(s, "VTIMEZONE") || !strings.Contains(s, "DTSTART:20261123T101500Z\r\n") {
		t.Errorf("times in UTC are written as\n%s", s)
	}
}

func TestUTCOffset(t *testing.T) {
	for seconds, want := range map[int]string{0: "+0000", 3600: "+0100", -12600: "-0330", 20700: "+0545", 1172: "+001932"} {
		if got := utcOffset(seconds); got != want {
			t.Errorf("%d seconds are %q, want %q", seconds, got, want)
		}
	}
}
