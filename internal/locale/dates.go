package locale

import (
	"strconv"
	"time"
	"unicode"
	"unicode/utf8"
)

// Every method writes a time in the time's own location; convert first to the
// zone of the venue. Hours run from 00:00 to 23:59. The shapes of dates are
// entries of the catalogue in contexts of their own ("date" and others).

// Date writes "17 December 2026".
func (p *Printer) Date(t time.Time) string {
	return p.in("date", "%[1]s %[2]s %[3]d", p.dayOfMonth(t), p.month(t), t.Year())
}

// Day writes a date with its weekday: "Thursday 17 December 2026".
func (p *Printer) Day(t time.Time) string {
	return p.in("date", "%[1]s %[2]s", p.in("weekday", t.Weekday().String()), p.Date(t))
}

// Heading writes words that stand by themselves, such as a day over a programme,
// with a capital: within a sentence French and others write days and languages
// small.
func (p *Printer) Heading(words string) string {
	first, size := utf8.DecodeRuneInString(words)
	if size == 0 || first == utf8.RuneError {
		return words
	}
	return string(unicode.ToTitle(first)) + words[size:]
}

// Clock writes "11:30" (ISO 8601 hours and minutes).
func (p *Printer) Clock(t time.Time) string { return t.Format("15:04") }

// Span writes from when to when, on the clock of a: "11:30–13:00", with the
// dates when they are not the same day.
func (p *Printer) Span(a, b time.Time) string {
	b = b.In(a.Location())
	if sameDay(a, b) {
		return p.in("date", "%[1]s–%[2]s", p.Clock(a), p.Clock(b))
	}
	return p.in("date", "%[1]s – %[2]s", p.dateClock(a), p.dateClock(b))
}

// DateRange writes the days of something, on the calendar of a, with nothing
// said twice: "17 December 2026", "17–18 December 2026",
// "30 November – 2 December 2026", "30 December 2026 – 2 January 2027".
func (p *Printer) DateRange(a, b time.Time) string {
	b = b.In(a.Location())
	switch {
	case sameDay(a, b):
		return p.Date(a)
	case a.Year() != b.Year():
		return p.in("date", "%[1]s – %[2]s", p.Date(a), p.Date(b))
	case a.Month() != b.Month():
		return p.in("date", "%[1]s %[2]s – %[3]s %[4]s %[5]d",
			p.dayOfMonth(a), p.month(a), p.dayOfMonth(b), p.month(b), b.Year())
	}
	days := p.in("date", "%[1]s–%[2]s", p.dayOfMonth(a), p.dayOfMonth(b))
	return p.in("date", "%[1]s %[2]s %[3]d", days, p.month(b), b.Year())
}

func (p *Printer) dateClock(t time.Time) string {
	return p.in("date and time", "%[1]s, %[2]s", p.Date(t), p.Clock(t))
}

// dayOfMonth is a word of its own because French writes "1er".
func (p *Printer) dayOfMonth(t time.Time) string {
	return p.in("day of month", strconv.Itoa(t.Day()))
}

func (p *Printer) month(t time.Time) string { return p.in("month", t.Month().String()) }

func sameDay(a, b time.Time) bool {
	return a.Year() == b.Year() && a.YearDay() == b.YearDay()
}
