package web

import (
	"testing"
	"time"

	"convene/internal/locale"
	"convene/internal/registration"
)

func TestTheChartHasEveryDayInItsPlace(t *testing.T) {
	t.Parallel()
	day := func(d int) time.Time { return time.Date(2026, 11, d, 0, 0, 0, 0, time.UTC) }
	p := locale.For("en")
	if newDayChart(p, nil) != nil {
		t.Error("no day is drawn as something")
	}
	long := newDayChart(p, []registration.DayCount{{Day: day(1), Submitted: 10, Withdrawn: 5}, {Day: day(20), Submitted: 4}})
	if long.Width != 200 || long.First != "1 November 2026" || long.Last != "20 November 2026" {
		t.Errorf("%d wide from %s to %s", long.Width, long.First, long.Last)
	}
	if got := long.Bars[0]; got != (dayBar{X: 0, Y: 0, Height: 100, WithdrawnY: 50, Withdrawn: 50}) {
		t.Errorf("the first bar is %+v", got)
	}
	if got := long.Bars[1]; got != (dayBar{X: 190, Y: 60, Height: 40, WithdrawnY: 100}) {
		t.Errorf("the last bar is %+v", got)
	}
	if long.Rows[0].Day != long.Last {
		t.Error("the table does not begin with the newest day")
	}
	short := newDayChart(p, []registration.DayCount{{Day: day(20), Submitted: 1}})
	if short.Width != 140 || short.Bars[0].X != 130 || short.First != "7 November 2026" {
		t.Errorf("one day is drawn as %+v", short)
	}
}
