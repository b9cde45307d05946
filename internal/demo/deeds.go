package demo

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"time"

	"convene/internal/event"
	"convene/internal/registration"
)

// act is what a person does at a moment: submit, change or withdraw.
type act string

const (
	submit   act = "submit"
	change   act = "change"
	withdraw act = "withdraw"
)

// deed is one act of one booking. A change has choices of its own.
type deed struct {
	at      time.Time
	act     act
	booking *booking
	choices []registration.Choice
}

// second is a later thought: who chose from withdraws, or chooses to instead
// ("" is nothing instead).
type second struct {
	act      act
	from, to string
}

// secondThoughts free places of full activities, so that people move up from
// the waiting lists, and put some who hold a place on another list.
var secondThoughts = map[string][]second{
	"budapest": {
		{withdraw, "bp-c1", ""}, {change, "bp-c1", "bp-a1"}, {withdraw, "bp-t2", ""}, {change, "bp-a2", "bp-c2"},
		{withdraw, "bp-t1", ""}, {change, "bp-t2", ""}, {withdraw, "bp-c2", ""}, {change, "bp-t1", "bp-t3"},
		{withdraw, "bp-b1", ""}, {change, "bp-b2", "bp-a2"}, {withdraw, "bp-t1", ""}, {change, "bp-t3", "bp-t2"},
	},
	"madrid": {
		{withdraw, "md-a", ""}, {change, "md-b", "md-a"}, {withdraw, "md-b", ""},
	},
}

// schedule puts all deeds in order of time. The order of an event's deeds comes
// from the seed alone; only the moments depend on when registration opened and
// on now.
func schedule(bookings []booking, events map[string]*event.Programme, now time.Time) []deed {
	rng := rand.New(rand.NewPCG(seedHigh, seedLow+1))
	var all []deed
	for _, slug := range slugs {
		deeds := ordered(rng, bookings, slug)
		e := events[slug].Event
		until := now
		if e.ClosesAt.Before(now) {
			until = e.ClosesAt // a run that was cut short is finished long after
		}
		for i, at := range moments(rng, len(deeds), e.OpensAt, until.Add(-time.Hour)) {
			deeds[i].at = at
		}
		all = append(all, deeds...)
	}
	slices.SortStableFunc(all, func(a, b deed) int { return a.at.Compare(b.at) })
	return all
}

// ordered are the deeds of one event: submissions in a drawn order, and second
// thoughts of the first half spread over the last fifth, when people wait for
// what is given back.
func ordered(rng *rand.Rand, bookings []booking, slug string) []deed {
	var deeds []deed
	for i := range bookings {
		if bookings[i].slug == slug {
			deeds = append(deeds, deed{act: submit, booking: &bookings[i]})
		}
	}
	rng.Shuffle(len(deeds), func(i, j int) { deeds[i], deeds[j] = deeds[j], deeds[i] })
	later := thoughts(deeds[:len(deeds)/2], secondThoughts[slug])
	last := len(deeds) * 4 / 5
	step := (len(deeds) - last) / len(later)
	for i := len(later) - 1; i >= 0; i-- { // from the end, so that the places before it stay where they are
		deeds = slices.Insert(deeds, last+(i+1)*step, later[i])
	}
	return deeds
}

// thoughts finds for each second thought the first participant it fits.
func thoughts(early []deed, seconds []second) []deed {
	var later []deed
	used := map[*booking]bool{}
	for _, s := range seconds {
		i := slices.IndexFunc(early, func(d deed) bool {
			b := d.booking
			return !used[b] && !b.kept && b.role == registration.Participant && chose(b.choices, s.from)
		})
		if i < 0 {
			continue
		}
		b := early[i].booking
		used[b] = true
		later = append(later, deed{act: s.act, booking: b, choices: instead(b.choices, s)})
	}
	return later
}

func chose(choices []registration.Choice, activity string) bool {
	return slices.ContainsFunc(choices, func(c registration.Choice) bool { return c.Activity == activity })
}

func instead(choices []registration.Choice, s second) []registration.Choice {
	var all []registration.Choice
	for _, c := range choices {
		switch {
		case c.Activity != s.from:
			all = append(all, c)
		case s.to != "":
			all = append(all, registration.Choice{Activity: s.to, MayWait: true})
		}
	}
	return all
}

// moments draws n rising moments between two: many soon after the opening, the
// rest evenly, by day and not by night.
func moments(rng *rand.Rand, n int, from, to time.Time) []time.Time {
	times := make([]time.Time, n)
	for i := range times {
		x := rng.Float64()
		if i%2 == 0 {
			x *= x
		}
		t := from.Add(time.Duration(x * float64(to.Sub(from))))
		year, month, day := t.Date()
		awake := time.Date(year, month, day, 7, 0, rng.IntN(14*60*60), 0, from.Location())
		if awake.After(from) && awake.Before(to) {
			t = awake
		}
		times[i] = t.Truncate(time.Second)
	}
	slices.SortFunc(times, time.Time.Compare)
	for i := 1; i < n; i++ {
		if !times[i].After(times[i-1]) {
			times[i] = times[i-1].Add(time.Second)
		}
	}
	return times
}

// play does the deeds one after the other, so that the same places come out
// each time. A deed done by an earlier run has its first outcome again.
func play(ctx context.Context, desk *registration.Desk, events map[string]*event.Programme, deeds []deed) error {
	made := map[*booking]int64{}
	for _, d := range deeds {
		outcome, err := do(ctx, desk, events[d.booking.slug].Event.ID, made[d.booking], d)
		if err != nil {
			return fmt.Errorf("%s: %w", key(d), err)
		}
		made[d.booking] = outcome.RegistrationID
	}
	return nil
}

func do(ctx context.Context, desk *registration.Desk, eventID, made int64, d deed) (*registration.Outcome, error) {
	b := d.booking
	channel, actor := registration.ChannelWeb, "participant"
	if b.role != registration.Participant {
		channel, actor = registration.ChannelImport, "system"
	}
	switch d.act {
	case change:
		return desk.Change(ctx, registration.Change{Key: key(d), EventID: eventID, RegistrationID: made,
			Details: b.details, Choices: d.choices, Channel: channel, Actor: actor, Now: d.at})
	case withdraw:
		return desk.Withdraw(ctx, registration.Withdrawal{Key: key(d), EventID: eventID, RegistrationID: made,
			Channel: channel, Actor: actor, Now: d.at})
	}
	return desk.Submit(ctx, registration.Submission{Key: key(d), EventID: eventID, Email: b.email, Details: b.details,
		Role: b.role, Choices: b.choices, MayWait: true, Both: true, Consents: b.consents, Channel: channel, Actor: actor, Now: d.at})
}

// key names a deed the same in every run, and nobody by it.
func key(d deed) string {
	return fmt.Sprintf("demo:%s:%s:%s", d.booking.slug, d.booking.email, d.act)
}
