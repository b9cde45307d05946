package event

import (
	"encoding/json"
	"strings"
	"testing"
	"time"
)

// programme is a source as Load would give it.
func programme(src Source) *Programme {
	p := &Programme{Event: src.Event, Partners: src.Partners, Rooms: src.Rooms}
	for i, a := range append([]Planned{src.root()}, src.Activities...) {
		a.ID = int64(i + 1)
		p.Activities = append(p.Activities, a.Activity)
	}
	sortActivities(p.Activities)
	return p
}

func TestDaysReadLikeAProgramme(t *testing.T) {
	p := programme(parsed(t, sample(t))[0])
	var lines []string
	for _, day := range p.Days() {
		lines = append(lines, day.Date.Format(time.DateOnly))
		for _, slot := range day.Slots {
			var codes []string
			for _, a := range slot.Activities {
				codes = append(codes, a.Code)
			}
			lines = append(lines, slot.Start.Format("15:04")+"–"+slot.End.Format("15:04")+" "+slot.Block+" "+strings.Join(codes, ","))
		}
	}
	want := `2012-12-17
08:30–09:15  bp-reg
09:15–10:00  bp-open
10:00–11:00  bp-p1
11:30–13:00 bp-w1 bp-a1,bp-b1,bp-c1
13:00–14:15  bp-lunch
14:15–15:45 bp-w2 bp-a2,bp-b2,bp-c2
16:15–17:30  bp-p2
19:30–22:00  bp-dinner
2012-12-18
08:15–12:45 trip bp-t1,bp-t2,bp-t3
13:30–15:30  bp-p3
15:30–16:00  bp-close`
	if got := strings.Join(lines, "\n"); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestProgrammeFindsItsActivities(t *testing.T) {
	p := programme(parsed(t, sample(t))[0])
	if root := p.Root(); root != &p.Activities[0] || root.Code != RootCode || root.Chosen {
		t.Errorf("root %+v", p.Root())
	}
	a := p.ByCode("bp-t2")
	if a == nil || p.ByID(a.ID) != a {
		t.Errorf("bp-t2 is %+v", a)
	}
	if p.ByCode("bp-t9") != nil || p.ByID(99) != nil {
		t.Error("found what is not there")
	}
	if n := len(p.Chosen()); n != 10 {
		t.Errorf("%d activities to choose, want 6 workshops, 3 trips and a dinner", n)
	}
	if n := len(programme(parsed(t, sample(t))[1]).Chosen()); n != 2 {
		t.Errorf("%d activities to choose in Madrid, want 2 workshops and no trip", n)
	}
}

func TestOpenIsAWindowWithExactEdges(t *testing.T) {
	e := parsed(t, sample(t))[0].Event
	for _, c := range []struct {
		now  time.Time
		want Window
	}{
		{e.OpensAt.Add(-time.Nanosecond), NotYet},
		{e.OpensAt, Open},
		{e.ClosesAt.Add(-time.Nanosecond), Open},
		{e.ClosesAt, Closed},
	} {
		if got := e.Open(c.now); got != c.want {
			t.Errorf("%s: %s, want %s", c.now, got, c.want)
		}
	}
	if !e.ChangesOpen(e.ChangesUntil.Add(-time.Second)) || e.ChangesOpen(e.ChangesUntil) {
		t.Error("changes end at another moment than they should")
	}
	for _, status := range []string{Draft, Cancelled} {
		if e.Status = status; e.Open(e.OpensAt) != Closed || e.ChangesOpen(e.OpensAt) || e.Public() != (status == Cancelled) {
			t.Errorf("%s: open for registration or changes, or shown wrongly", status)
		}
	}
}

func TestZoneOfAnUnknownNameIsUTC(t *testing.T) {
	e := Event{Timezone: "Nowhere/Atall"}
	if e.Zone() != time.UTC {
		t.Errorf("zone %s", e.Zone())
	}
}

func TestOutcomeStepIsStoredAsItsDate(t *testing.T) {
	step := OutcomeStep{"adopted", in(t, "Europe/Budapest", "2013-03-01 00:00")}
	stored, err := json.Marshal(step)
	if err != nil || string(stored) != `{"step":"adopted","date":"2013-03-01"}` {
		t.Fatalf("%s, %v", stored, err)
	}
	e := Event{Timezone: "Europe/Budapest", OutcomeSteps: make([]OutcomeStep, 1)}
	if err := json.Unmarshal(stored, &e.OutcomeSteps[0]); err != nil {
		t.Fatal(err)
	}
	if e.toZone(); !e.OutcomeSteps[0].Date.Equal(step.Date) {
		t.Errorf("came back as %s", e.OutcomeSteps[0].Date)
	}
	for _, wrong := range []string{`{"step":"x","date":"soon"}`, `{"step":1}`} {
		if err := json.Unmarshal([]byte(wrong), &step); err == nil {
			t.Errorf("%s passed", wrong)
		}
	}
}

func TestShiftKeepsTheTimeOfDay(t *testing.T) {
	src := parsed(t, sample(t))[0]
	before := src.Event.StartsAt
	moved := src.Shift(26*7, "budapest") // from winter into summer time
	e := moved.Event
	if e.Slug != "budapest" || !e.StartsAt.Equal(in(t, "Europe/Budapest", "2013-06-17 08:30")) {
		t.Errorf("%s starts at %s", e.Slug, e.StartsAt)
	}
	if offset := e.StartsAt.Format("-07:00"); offset != "+02:00" {
		t.Errorf("offset %s in June", offset)
	}
	if !e.OpensAt.Equal(in(t, "Europe/Budapest", "2013-04-15 09:00")) || !e.ClosesAt.Equal(in(t, "Europe/Budapest", "2013-05-31 23:59")) {
		t.Errorf("open from %s to %s", e.OpensAt, e.ClosesAt)
	}
	if !e.OutcomeSteps[0].Date.Equal(in(t, "Europe/Budapest", "2013-06-03 00:00")) {
		t.Errorf("first step on %s", e.OutcomeSteps[0].Date)
	}
	if a := moved.Activities[len(moved.Activities)-1]; !a.EndsAt.Equal(in(t, "Europe/Budapest", "2013-06-18 12:00")) {
		t.Errorf("%s ends at %s", a.Code, a.EndsAt)
	}
	if !src.Event.StartsAt.Equal(before) || !src.Activities[0].StartsAt.Equal(before) || src.Event.OutcomeSteps[0].Date.Year() != 2012 {
		t.Error("the source itself has moved")
	}
	madrid := parsed(t, sample(t))[1].Shift(7, "madrid")
	if !madrid.Partners[0].EndsAt.Equal(in(t, "Europe/Madrid", "2013-12-24 18:15")) {
		t.Errorf("agreement ends at %s", madrid.Partners[0].EndsAt)
	}
}
