package demo

import (
	"fmt"

	"convene/internal/event"
	"convene/internal/locale"
	"convene/internal/registration"
)

// option is one of a block with the weight it is drawn by; no activity is
// choosing none of the block.
type option struct {
	activity string
	weight   int
}

// tastes are the choices of participants, one of each line. They fill the buses
// and the small rooms first and leave room A with a few free places.
var tastes = map[string][][]option{
	"budapest": {
		{{"bp-a1", 29}, {"bp-b1", 38}, {"bp-c1", 31}, {"", 2}},
		{{"bp-a2", 29}, {"bp-b2", 39}, {"bp-c2", 30}, {"", 2}},
		{{"bp-t1", 52}, {"bp-t2", 32}, {"bp-t3", 9}, {"", 7}},
		{{"bp-dinner", 80}, {"", 20}},
	},
	"madrid": {
		{{"md-a", 50}, {"md-b", 44}, {"", 6}},
	},
}

// dinnerOnly is what speakers choose: they have a session of their own.
var dinnerOnly = tastes["budapest"][3:]

// willWait is how many of a hundred wait when what they choose is full.
const willWait = 88

// agreement is how many of a hundred say yes to each question of sharing.
var agreement = map[string]int{"list": 65, "partner:iris": 40, "partner:warwick": 25}

// bookings gives every guest of an event choices and answers.
func (d *deck) bookings(p *event.Programme, guests []guest) []booking {
	var all []booking
	for _, g := range guests {
		b := booking{guest: g, slug: p.Event.Slug, choices: d.choices(p.Event.Slug, g.role), consents: d.answers(g.details.Locale, p)}
		b.details.Phone = phone(p, b.choices, len(all))
		all = append(all, b)
	}
	return all
}

// phone is a number for two of three who go on a field trip, of a range that is
// kept for made-up people (Ofcom, 07700 900000 to 900999).
func phone(p *event.Programme, choices []registration.Choice, n int) string {
	for _, c := range choices {
		if a := p.ByCode(c.Activity); a != nil && a.Kind == event.KindTrip && n%3 > 0 {
			return fmt.Sprintf("+447700900%03d", n%1000)
		}
	}
	return ""
}

func (d *deck) choices(slug, role string) []registration.Choice {
	lines := tastes[slug]
	switch {
	case role == registration.Speaker && slug == "budapest":
		lines = dinnerOnly
	case role == registration.Speaker || role == registration.Staff || role == registration.Press:
		lines = nil
	}
	var all []registration.Choice
	for _, line := range lines {
		if activity := d.pick(line); activity != "" {
			all = append(all, registration.Choice{Activity: activity, MayWait: d.chance(willWait)})
		}
	}
	return all
}

func (d *deck) pick(line []option) string {
	sum := 0
	for _, o := range line {
		sum += o.weight
	}
	at := d.rng.IntN(sum)
	for _, o := range line {
		if at -= o.weight; at < 0 {
			return o.activity
		}
	}
	return ""
}

// answers are one to each question the form asks, in the words it asks them in.
func (d *deck) answers(lang string, p *event.Programme) []registration.Consent {
	var all []registration.Consent
	for _, q := range registration.Questions(locale.For(lang), p) {
		all = append(all, registration.Consent{Purpose: q.Purpose, Given: d.chance(agreement[q.Purpose]), Text: q.Text, Fields: q.Fields})
	}
	return all
}
