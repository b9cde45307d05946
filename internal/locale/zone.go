package locale

import (
	"fmt"
	"strings"
	"time"
)

// Moment writes a time with its zone in words, for people who read it far from
// the venue: "17 December 2026, 11:30 (Budapest time, UTC+1)". A zone without a
// city (UTC, a fixed offset) is its offset alone.
func (p *Printer) Moment(t time.Time) string {
	return p.in("date", "%[1]s (%[2]s)", p.dateClock(t), p.Zone(t))
}

// Zone is the zone of a time in words: "Budapest time, UTC+1".
func (p *Printer) Zone(t time.Time) string {
	if city := zoneCity(t.Location()); city != "" {
		return p.in("time zone", "%[1]s, %[2]s", p.cityTime(city), offset(t))
	}
	return offset(t)
}

// cityTime says "Budapest time". A catalogue has an entry for a city whose name
// or grammar is not the usual one ("heure d’Athènes").
func (p *Printer) cityTime(city string) string {
	if p.po.IsTranslatedC(city+" time", "time zone") {
		return p.in("time zone", city+" time")
	}
	return p.in("time zone", "%s time", city)
}

// cities whose English name is not the one in the IANA time zone database.
var cities = map[string]string{"Tirane": "Tirana", "Kiev": "Kyiv"}

// zoneCity reads the city from an IANA zone name: "America/New_York" is
// New York. It is empty for zones that name no place.
func zoneCity(l *time.Location) string {
	name := l.String()
	cut := strings.LastIndexByte(name, '/')
	if cut < 0 || strings.HasPrefix(name, "Etc/") {
		return ""
	}
	city := strings.ReplaceAll(name[cut+1:], "_", " ")
	if known := cities[city]; known != "" {
		return known
	}
	return city
}

// offset writes how far a clock is from UTC: "UTC", "UTC+1", "UTC−3:30".
func offset(t time.Time) string {
	_, seconds := t.Zone()
	sign, minutes := "+", seconds/60
	if minutes < 0 {
		sign, minutes = "−", -minutes
	}
	switch {
	case minutes == 0:
		return "UTC"
	case minutes%60 == 0:
		return fmt.Sprintf("UTC%s%d", sign, minutes/60)
	}
	return fmt.Sprintf("UTC%s%d:%02d", sign, minutes/60, minutes%60)
}
