package event

import (
	"testing"
	"time"
)

func TestMomentsAtTheVenue(t *testing.T) {
	t.Parallel()
	budapest := zone("Europe/Budapest")
	for _, c := range []struct{ day, clock, wrong string }{
		{"2012-12-17", "09:15", ""}, {"17.12.2012", "09:15", "day"}, {"2012-12-17", "25:00", "clock"}, {"0012-12-17", "09:15", "day"},
		{"2012-03-25", "02:30", "clock"}, {"2012-10-28", "02:30", "clock"}, {"2012-10-28", "03:30", ""},
	} {
		got, wrong := AtVenue(c.day, c.clock, budapest)
		switch {
		case wrong == nil && (c.wrong != "" || got.Format("2006-01-02 15:04") != c.day+" "+c.clock):
			t.Errorf("%s %s is %s", c.day, c.clock, got)
		case wrong != nil && wrong.Name != c.wrong:
			t.Errorf("%s %s: %+v", c.day, c.clock, wrong)
		}
	}
}

func TestAnActivityStaysNearItsEvent(t *testing.T) {
	t.Parallel()
	at := time.Date(2012, 12, 17, 9, 0, 0, 0, time.UTC)
	e := Event{StartsAt: at, EndsAt: at.Add(48 * time.Hour)}
	for _, c := range []struct {
		start, end time.Duration
		wrong      string
	}{{0, time.Hour, ""}, {time.Hour, time.Hour, "end"}, {-24 * time.Hour, 0, ""}, {-25 * time.Hour, 0, "start"}, {0, 72 * time.Hour, ""}, {0, 73 * time.Hour, "end"}} {
		wrong := e.CheckMove(at.Add(c.start), at.Add(c.end))
		if (len(wrong) == 0) != (c.wrong == "") || len(wrong) > 0 && wrong[0].Name != c.wrong {
			t.Errorf("%s to %s: %+v, want %q", c.start, c.end, wrong, c.wrong)
		}
	}
}
