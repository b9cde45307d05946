package demo

import (
	"math/rand/v2"
	"slices"
	"time"

	"convene/internal/event"
	"convene/internal/person"
	"convene/internal/registration"
)

// act is what is done at a moment: by the person, by a coordinator, or by an
// organiser who assigns a place of a contingent.
type act string

const (
	submit     act = "submit"
	change     act = "change"
	withdraw   act = "withdraw"
	nominate   act = "nominate"
	substitute act = "substitute"
	confirm    act = "confirm"
	assign     act = "assign"
)

// deed is one act of one booking. A change has choices of its own, a substitute
// takes over of somebody, an assignment names the contingent.
type deed struct {
	at             time.Time
	act            act
	booking        *booking
	choices        []registration.Choice
	of             *booking
	activity, kind string
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

// plan puts all deeds in order of time, and says who coordinates. The order of an
// event's deeds comes from the seed alone; only the moments depend on when
// registration opened and on now.
func plan(s *sample, authorities []person.Authority, events map[string]*event.Programme, now time.Time) ([]coordinator, []deed) {
	d, bookings := draw(s, authorities, events)
	rng := rand.New(rand.NewPCG(seedHigh, seedLow+1))
	var coordinators []coordinator
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
		appointed, more := d.delegationDeeds(events[slug], deeds)
		coordinators = append(coordinators, appointed...)
		if slug == "budapest" {
			more = append(more, seats(deeds, more)...)
		}
		all = append(all, append(deeds, more...)...)
	}
	slices.SortStableFunc(all, func(a, b deed) int { return a.at.Compare(b.at) })
	return coordinators, all
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
