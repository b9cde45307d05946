package locale

import (
	"testing"
	"time"
)

// at is a moment on the clock of a zone: at("Europe/Budapest", "2026-12-17 11:30").
func at(t *testing.T, zone, clock string) time.Time {
	t.Helper()
	l, err := time.LoadLocation(zone)
	if err != nil {
		t.Fatal(err)
	}
	moment, err := time.ParseInLocation("2006-01-02 15:04", clock, l)
	if err != nil {
		t.Fatal(err)
	}
	return moment
}

func TestDates(t *testing.T) {
	en, fr := For("en"), For("fr")
	d := func(clock string) time.Time { return at(t, "Europe/Budapest", clock) }
	tests := []struct{ name, got, want string }{
		{"date", en.Date(d("2026-12-17 11:30")), "17 December 2026"},
		{"date, French", fr.Date(d("2026-12-17 11:30")), "17 décembre 2026"},
		{"the first", en.Date(d("2027-01-01 00:00")), "1 January 2027"},
		{"the first, French", fr.Date(d("2027-01-01 00:00")), "1er janvier 2027"},
		{"the eleventh, French", fr.Date(d("2027-08-11 00:00")), "11 août 2027"},
		{"day", en.Day(d("2026-12-17 23:59")), "Thursday 17 December 2026"},
		{"day, French", fr.Day(d("2027-02-01 23:59")), "lundi 1er février 2027"},
		{"day over a programme, French", fr.Heading(fr.Day(d("2027-02-01 23:59"))), "Lundi 1er février 2027"},
		{"Georgian has no capitals", en.Heading("ორშაბათი"), "ორშაბათი"},
		{"nothing", en.Heading(""), ""},
		{"zone", fr.Zone(d("2026-12-17 11:30")), "heure de Budapest, UTC+1"},

		{"clock", en.Clock(d("2026-12-17 08:05")), "08:05"},
		{"clock, French, afternoon", fr.Clock(d("2026-12-17 16:15")), "16:15"},

		{"span", en.Span(d("2026-12-17 11:30"), d("2026-12-17 13:00")), "11:30–13:00"},
		{"span, French", fr.Span(d("2026-12-17 11:30"), d("2026-12-17 13:00")), "11:30–13:00"},
		{"span over midnight", en.Span(d("2026-12-17 22:00"), d("2026-12-18 01:00")), "17 December 2026, 22:00 – 18 December 2026, 01:00"},
		{"span over midnight, French", fr.Span(d("2026-12-31 22:00"), d("2027-01-01 01:00")), "31 décembre 2026 à 22:00 – 1er janvier 2027 à 01:00"},
		{"span on the first one's clock", en.Span(d("2026-12-17 23:30"), d("2026-12-17 23:45").UTC()), "23:30–23:45"},
		{"same day of another year", en.Span(d("2026-12-17 11:30"), d("2027-12-17 13:00")), "17 December 2026, 11:30 – 17 December 2027, 13:00"},

		{"one day", en.DateRange(d("2026-12-17 08:30"), d("2026-12-17 18:00")), "17 December 2026"},
		{"two days", en.DateRange(d("2026-12-17 08:30"), d("2026-12-18 15:30")), "17–18 December 2026"},
		{"two days, French", fr.DateRange(d("2027-03-01 08:30"), d("2027-03-02 15:30")), "1er–2 mars 2027"},
		{"two months", en.DateRange(d("2026-11-30 08:30"), d("2026-12-02 15:30")), "30 November – 2 December 2026"},
		{"two months, French", fr.DateRange(d("2027-04-30 08:30"), d("2027-05-01 15:30")), "30 avril – 1er mai 2027"},
		{"two years", en.DateRange(d("2026-12-30 08:30"), d("2027-01-02 15:30")), "30 December 2026 – 2 January 2027"},
		{"days of the first one's calendar", en.DateRange(d("2026-12-17 08:30"), d("2026-12-18 00:30").UTC()), "17–18 December 2026"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if tt.got != tt.want {
				t.Errorf("got  %s\nwant %s", tt.got, tt.want)
			}
		})
	}
}

func TestMoment(t *testing.T) {
	tests := []struct{ lang, zone, clock, want string }{
		{"en", "Europe/Budapest", "2026-12-17 11:30", "17 December 2026, 11:30 (Budapest time, UTC+1)"},
		{"en", "Europe/Budapest", "2026-07-01 11:30", "1 July 2026, 11:30 (Budapest time, UTC+2)"},
		{"fr", "Europe/Budapest", "2026-12-17 11:30", "17 décembre 2026 à 11:30 (heure de Budapest, UTC+1)"},
		{"fr", "Europe/Athens", "2026-07-01 11:30", "1er juillet 2026 à 11:30 (heure d’Athènes, UTC+3)"},
		{"fr", "Europe/London", "2026-12-17 11:30", "17 décembre 2026 à 11:30 (heure de Londres, UTC)"},
		{"en", "Europe/Tirane", "2026-12-17 11:30", "17 December 2026, 11:30 (Tirana time, UTC+1)"},
		{"en", "Europe/Kiev", "2026-12-17 11:30", "17 December 2026, 11:30 (Kyiv time, UTC+2)"},
		{"en", "America/Argentina/Buenos_Aires", "2026-12-17 11:30", "17 December 2026, 11:30 (Buenos Aires time, UTC−3)"},
		{"en", "America/St_Johns", "2026-12-17 11:30", "17 December 2026, 11:30 (St Johns time, UTC−3:30)"},
		{"en", "Asia/Kathmandu", "2026-12-17 11:30", "17 December 2026, 11:30 (Kathmandu time, UTC+5:45)"},
		{"en", "UTC", "2026-12-17 11:30", "17 December 2026, 11:30 (UTC)"},
		{"fr", "Etc/GMT-4", "2026-12-17 11:30", "17 décembre 2026 à 11:30 (UTC+4)"},
		{"en", "CET", "2026-12-17 11:30", "17 December 2026, 11:30 (UTC+1)"},
	}
	for _, tt := range tests {
		if got := For(tt.lang).Moment(at(t, tt.zone, tt.clock)); got != tt.want {
			t.Errorf("%s, %s: %s", tt.zone, tt.lang, got)
		}
	}
}

// The hour that a clock shows twice in October is told apart by its offset.
func TestMomentWhenClocksGoBack(t *testing.T) {
	first := time.Date(2026, 10, 25, 0, 30, 0, 0, time.UTC).In(at(t, "Europe/Madrid", "2026-10-25 00:00").Location())
	second := first.Add(time.Hour)
	p := For("en")
	if p.Clock(first) != "02:30" || p.Clock(second) != "02:30" || p.Moment(first) == p.Moment(second) {
		t.Errorf("%s and %s", p.Moment(first), p.Moment(second))
	}
}
