package web

import (
	"time"

	"convene/internal/locale"
	"convene/internal/registration"
)

// dayChart is registrations by day as a picture of bars. Lengths are in the units
// of its view box, 100 high; First, Last and Most are the words beside it.
type dayChart struct {
	Width       int
	Bars        []dayBar
	First, Last string
	Most        string
	Rows        []dayRow // the days on which something happened, newest first
}

// dayBar is one day: submitted upwards from the base, and how many of that length
// were withdrawn on the same day.
type dayBar struct{ X, Y, Height, WithdrawnY, Withdrawn int }

// dayRow is one day of the table.
type dayRow struct {
	Day                  string
	Submitted, Withdrawn int
}

// Measures of the picture: bars of 8 in cells of 10, for two weeks at least, so
// that a first day is not one huge bar.
const (
	chartHeight = 100
	chartCell   = 10
	fewestDays  = 14
)

// newDayChart draws every day up to the last, also those on which nothing
// happened; nil when there is no day at all. days are in order.
func newDayChart(p *locale.Printer, days []registration.DayCount) *dayChart {
	if len(days) == 0 {
		return nil
	}
	first, last, most := days[0].Day, days[len(days)-1].Day, 1
	if fortnight := last.AddDate(0, 0, 1-fewestDays); first.After(fortnight) {
		first = fortnight
	}
	for _, d := range days {
		most = max(most, d.Submitted, d.Withdrawn)
	}
	chart := &dayChart{Width: chartCell * (daysBetween(first, last) + 1), First: p.Date(first), Last: p.Date(last),
		Most: p.N("At most %d registration a day", "At most %d registrations a day", most, most)}
	for _, d := range days {
		bar := dayBar{X: chartCell * daysBetween(first, d.Day), Height: chartHeight * d.Submitted / most, Withdrawn: chartHeight * d.Withdrawn / most}
		bar.Y, bar.WithdrawnY = chartHeight-bar.Height, chartHeight-bar.Withdrawn
		chart.Bars = append(chart.Bars, bar)
		chart.Rows = append([]dayRow{{p.Date(d.Day), d.Submitted, d.Withdrawn}}, chart.Rows...)
	}
	return chart
}

// daysBetween counts days; both are midnight in UTC.
func daysBetween(a, b time.Time) int { return int(b.Sub(a) / (24 * time.Hour)) }
