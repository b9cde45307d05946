package event

import (
	"slices"
	"testing"
	"time"
)

func TestHalfDaysAreThoseOfWork(t *testing.T) {
	t.Parallel()
	zone, _ := time.LoadLocation("Asia/Yerevan")
	at := func(day, hour, minute int) time.Time { return time.Date(2012, 12, day, hour, minute, 0, 0, zone) }
	p := Programme{Activities: []Activity{
		{Kind: KindEvent, StartsAt: at(17, 8, 0), EndsAt: at(18, 18, 0)},
		{Kind: KindService, StartsAt: at(17, 8, 0), EndsAt: at(17, 9, 0)},
		{Kind: KindPlenary, StartsAt: at(17, 12, 0), EndsAt: at(17, 13, 30)},
		{Kind: KindWorkshop, StartsAt: at(17, 14, 0), EndsAt: at(17, 16, 0)},
		{Kind: KindSocial, StartsAt: at(17, 19, 30), EndsAt: at(17, 22, 0)},
		{Kind: KindTrip, StartsAt: at(18, 8, 15), EndsAt: at(18, 12, 30)},
		{Kind: KindWorkshop, StartsAt: at(18, 11, 59), EndsAt: at(18, 13, 0)},
		{Kind: KindMeal, StartsAt: at(18, 13, 0), EndsAt: at(18, 14, 0)},
	}}
	var codes []string
	for _, h := range p.HalfDays() {
		codes = append(codes, h.Code())
	}
	if want := []string{"2012-12-17-pm", "2012-12-18-am"}; !slices.Equal(codes, want) {
		t.Fatalf("half-days %v, want %v", codes, want)
	}
	h, ok := p.HalfDayNamed("2012-12-18-am")
	from, to := p.Span(h)
	if !ok || !from.Equal(at(18, 8, 15)) || !to.Equal(at(18, 13, 0)) {
		t.Errorf("the second morning is from %v to %v", from, to)
	}
	if _, ok := p.HalfDayNamed("2012-12-17-am"); ok {
		t.Error("a morning on which nothing happens has a name")
	}
}
