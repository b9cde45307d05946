package registration

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/uptrace/bun"
)

// PhoneLasts is for how long a mobile number is kept after the event's last field
// trip has ended.
const PhoneLasts = 24 * time.Hour

// maxPhone is what is read of a number as somebody typed it.
const maxPhone = 40

// ParsePhone reads a telephone number as people type it, with its country code
// behind + or 00, and gives it in E.164: "+36201234567". Spaces, brackets,
// hyphens, dots and slashes count for nothing, nor does the "(0)" that some
// countries write before a national number. "" is no number and right.
func ParsePhone(typed string) (number string, ok bool) {
	typed = strings.TrimSpace(strings.ReplaceAll(typed, "(0)", ""))
	if typed == "" {
		return "", true
	}
	digits, ok := digitsOf(typed)
	if !ok {
		return "", false
	}
	if after, found := strings.CutPrefix(digits, "00"); found {
		digits = "+" + after
	}
	rest, international := strings.CutPrefix(digits, "+")
	if !international || len(rest) < 7 || len(rest) > 15 || rest[0] == '0' {
		return "", false
	}
	return digits, true
}

// digitsOf drops what only makes a number easier to read. It fails at a letter, and
// at a plus that is not the first sign.
func digitsOf(typed string) (string, bool) {
	var b strings.Builder
	for _, r := range typed {
		switch {
		case r >= '0' && r <= '9', r == '+' && b.Len() == 0:
			b.WriteRune(r)
		case strings.ContainsRune(" \u00a0\u202f()-‐‑–./", r), r == '\u202a', r == '\u202c':
		default:
			return "", false
		}
	}
	return b.String(), true
}

// Codes of countries with two digits and those with one (E.164, list of 2024); all
// others have three.
var shortCodes = []string{"1", "7", "20", "27", "30", "31", "32", "33", "34", "36", "39", "40", "41", "43", "44", "45", "46", "47", "48", "49",
	"51", "52", "53", "54", "55", "56", "57", "58", "60", "61", "62", "63", "64", "65", "66", "81", "82", "84", "86", "90", "91", "92", "93", "94", "95", "98"}

// ShowPhone groups a number in E.164 for reading and dialling: "+36 201 234 567".
func ShowPhone(number string) string {
	digits, ok := strings.CutPrefix(number, "+")
	if !ok || len(digits) < 4 {
		return number
	}
	code := 3
	if i := slices.IndexFunc(shortCodes, func(c string) bool { return strings.HasPrefix(digits, c) }); i >= 0 {
		code = len(shortCodes[i])
	}
	shown, rest := "+"+digits[:code], digits[code:]
	for len(rest) > 4 {
		shown, rest = shown+" "+rest[:3], rest[3:]
	}
	if len(rest) == 4 {
		shown, rest = shown+" "+rest[:2], rest[2:]
	}
	return shown + " " + rest
}

// ErasePhones forgets the numbers for trips that are over since PhoneLasts, those
// in requests among them, and those of everybody who withdrew or has no trip any
// more, nor waits for one. Drafts of a sign-up
// need no erasing: a session ends a day after it began. It is safe to run twice.
func ErasePhones(ctx context.Context, db bun.IDB, now time.Time) error {
	const over = `(r.state = 'withdrawn' or coalesce((select max(a.ends_at) from activity a where a.event_id = r.event_id and a.kind = 'trip'),
  (select e.ends_at from event e where e.id = r.event_id)) < ?)`
	const tripless = `not exists (select from place l join activity t on t.id = l.activity_id and t.kind = 'trip'
  where l.registration_id = r.id and l.state not in ('released', 'refused'))`
	before := now.Add(-PhoneLasts)
	if _, err := db.NewRaw(`/* registration.ErasePhones */ update registration r set phone = '' where r.phone <> '' and (`+over+` or `+tripless+`)`, before).Exec(ctx); err != nil {
		return err
	}
	_, err := db.NewRaw(`/* registration.ErasePhones requests */ update request q set details = q.details - 'Phone'
from registration r where r.id = q.registration_id and q.details ->> 'Phone' <> '' and `+over, before).Exec(ctx)
	return err
}
