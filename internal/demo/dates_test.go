package demo

import (
	"math/rand/v2"
	"testing"
	"time"

	"convene/internal/event"
)

// Whenever the demo begins, in any season and at any hour, its events lie three
// to four weeks ahead and registration is open.
func TestMovedIsOpenOnEveryDay(t *testing.T) {
	sources, err := sources()
	if err != nil {
		t.Fatal(err)
	}
	at := sources[0].Event.Zone()
	for hour := range 3 * 366 * 4 {
		now := time.Date(2026, 1, 1, 0, 30, 0, 0, time.UTC).Add(time.Duration(hour) * 6 * time.Hour)
		events, err := moved(sources, now)
		if err != nil {
			t.Fatalf("%s: %v", now, err)
		}
		first := events[0].Event.StartsAt
		days := int(calendarDay(first).Sub(calendarDay(now.In(at))) / (24 * time.Hour))
		if first.Weekday() != time.Monday || days < 21 || days > 27 || first.Format("15:04") != "08:30" {
			t.Fatalf("%s: Budapest begins on %s, %d days ahead", now, first, days)
		}
		if !calendarDay(events[1].Event.StartsAt).Equal(calendarDay(first)) {
			t.Fatalf("%s: Madrid is on another day", now)
		}
		for _, e := range events {
			if !e.Event.Sample || now.Sub(e.Event.OpensAt) < 28*24*time.Hour || !e.Event.ChangesOpen(now) {
				t.Fatalf("%s: %s opens at %s, sample %v", now, e.Event.Slug, e.Event.OpensAt, e.Event.Sample)
			}
		}
	}
}

func TestMovedRefusesWhatWouldBeShut(t *testing.T) {
	sources, err := sources()
	if err != nil {
		t.Fatal(err)
	}
	sources[1].Event.OpensAt = sources[1].Event.StartsAt.AddDate(0, 0, -3)
	_, err = moved(sources, now)
	if want := "registration for madrid would be " + string(event.NotYet); err == nil || err.Error() != want {
		t.Errorf("got %v, want %s", err, want)
	}
	if _, err := moved(sources[:1], now); err == nil {
		t.Error("one event passed for two")
	}
}

func TestMomentsRise(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	from := time.Date(2026, 10, 1, 9, 0, 0, 0, time.UTC)
	for _, span := range []time.Duration{time.Hour, 40 * 24 * time.Hour} {
		times := moments(rng, 150, from, from.Add(span))
		for i, at := range times {
			if at.Before(from) || at.After(from.Add(span+150*time.Second)) || i > 0 && !at.After(times[i-1]) {
				t.Fatalf("moment %d of %s is %s", i, span, at)
			}
		}
	}
}
