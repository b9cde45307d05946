package demo

import (
	"cmp"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"

	"convene/internal/event"
	"convene/internal/person"
	"convene/internal/registration"
)

// The seed of every draw. With it the same people come to the same workshops on
// every machine; another one would change numbers that the tests promise.
const seedHigh, seedLow = 2012, 16

// How many come in delegations. With the hosts, and without those who withdraw
// again, 112 of 120 places of Budapest are taken, which is nearly full, and 45 of
// 90 of Madrid, which is half full.
const (
	toBudapest = 112 // and 6 hosts; 6 withdraw
	toMadrid   = 40  // and 7 hosts; 2 withdraw
)

// guest is one person. A guest who is kept has a part to play in the sample, a
// name or a double, and neither changes nor withdraws.
type guest struct {
	email   string
	details registration.Details
	role    string
	kept    bool
}

// booking is the registration of one guest for one event, before it is made.
type booking struct {
	guest
	slug     string
	choices  []registration.Choice
	consents []registration.Consent
}

// deck is what people are drawn from. Nothing in it is drawn twice.
type deck struct {
	rng         *rand.Rand
	authorities []person.Authority
	languages   map[string]string
	names       map[string][]name // by country
	odd         map[string]string // case of edge_names.csv by country, until it is drawn
	edges       map[string]name
	guests      int
}

// draw makes all bookings, in an order that tells nothing of time, and leaves the
// rest of the deck to be drawn from.
func draw(s *sample, authorities []person.Authority, events map[string]*event.Programme) (*deck, []booking) {
	d := &deck{rng: rand.New(rand.NewPCG(seedHigh, seedLow)), authorities: authorities, languages: s.languages,
		edges: s.edges, names: map[string][]name{}, odd: map[string]string{}}
	for _, country := range slices.Sorted(maps.Keys(s.names)) {
		d.names[country] = d.pile(s.names[country])
	}
	for odd, country := range oddCountry {
		d.odd[country] = odd
	}
	budapest := d.delegations("budapest", toBudapest, events["budapest"].Event.MaxPerDelegation)
	madrid := d.delegations("madrid", toMadrid, events["madrid"].Event.MaxPerDelegation)
	alike(budapest)
	inBoth(budapest, madrid)
	speakers(budapest, 5)
	speakers(madrid, 3)
	budapest = append(budapest, d.hostsOfBudapest()...)
	madrid = append(madrid, d.hostsOfMadrid()...)
	return d, append(d.bookings(events["budapest"], budapest), d.bookings(events["madrid"], madrid)...)
}

// pile are the names of a country in the order they are drawn: first those of
// the file, then new pairs within each half, none twice and none of the odd ones.
func (d *deck) pile(names []name) []name {
	names = slices.DeleteFunc(slices.Clone(names), d.isOdd)
	var mixed []name
	for _, a := range names {
		for _, b := range names {
			if a.half == b.half && a != b {
				mixed = append(mixed, name{a.given, b.family, a.latinGiven, b.latinFamily, a.half})
			}
		}
	}
	d.rng.Shuffle(len(names), func(i, j int) { names[i], names[j] = names[j], names[i] })
	d.rng.Shuffle(len(mixed), func(i, j int) { mixed[i], mixed[j] = mixed[j], mixed[i] })
	return append(names, mixed...)
}

// isOdd tells whether names.csv has a name of edge_names.csv too, as it has seven
// of them.
func (d *deck) isOdd(n name) bool {
	for _, odd := range d.edges {
		if odd.latinGiven == n.latinGiven && odd.latinFamily == n.latinFamily {
			return true
		}
	}
	return false
}

// delegations draws authorities without repeat, each with one to most people,
// until there are enough guests. Countries whose odd name is still to come go first.
func (d *deck) delegations(slug string, enough, most int) []guest {
	drawn := slices.Clone(d.authorities)
	d.rng.Shuffle(len(drawn), func(i, j int) { drawn[i], drawn[j] = drawn[j], drawn[i] })
	first := map[string]bool{}
	rank := map[int64]int{}
	for _, a := range drawn {
		if d.odd[a.Country] == "" || first[a.Country] {
			rank[a.ID] = 1
		}
		first[a.Country] = true
	}
	slices.SortStableFunc(drawn, func(a, b person.Authority) int { return cmp.Compare(rank[a.ID], rank[b.ID]) })

	var guests []guest
	for _, a := range drawn {
		size := min(1+d.rng.IntN(most), enough-len(guests))
		if size == 0 {
			break
		}
		for _, function := range d.functionsOf(slug, a, size) {
			guests = append(guests, d.delegate(a, function))
		}
	}
	return guests
}

// delegate draws a person of an authority; the odd name of the country comes first.
func (d *deck) delegate(a person.Authority, function string) guest {
	odd, isOdd := d.odd[a.Country]
	if !isOdd {
		return d.guest(d.name(a.Country), registration.Details{AuthorityID: a.ID, Country: a.Country, Function: function})
	}
	delete(d.odd, a.Country)
	if odd == "formula in function" {
		function = formula
	}
	g := d.guest(d.edges[odd], registration.Details{AuthorityID: a.ID, Country: a.Country, Function: function})
	g.kept = true
	return g
}

func (d *deck) name(country string) name {
	n := d.names[country][0]
	d.names[country] = d.names[country][1:]
	return n
}

// guest makes a person of a name: cleaned as what people type is, addressed
// where no mail is ever delivered (RFC 2606), by a number that tells nothing.
func (d *deck) guest(n name, details registration.Details) guest {
	details.Given, details.Family = n.given, n.family
	if details.Country == "HU" {
		details.Badge = n.family + " " + n.given // as names are written there
	}
	details.Languages = d.spoken(details.Country)
	details.Locale = "en"
	if slices.Contains(details.Languages, "fr") && !slices.Contains(details.Languages, "en") {
		details.Locale = "fr"
	}
	details = details.Clean()
	if person.NeedsLatin(details.Badge) {
		details.Latin = n.latinGiven + " " + n.latinFamily
	}
	d.guests++
	return guest{email: fmt.Sprintf("p%04d@example.org", d.guests), details: details.Clean(), role: registration.Participant}
}

// spoken are the first language of the country and, for seven of ten, English or
// French. Romani is nobody's answer: it would let a reader guess at origin.
func (d *deck) spoken(country string) []string {
	own := d.languages[country]
	second := "en"
	if d.chance(35) {
		second = "fr"
	}
	switch {
	case own == "":
		return []string{"en"}
	case !d.chance(70):
		return []string{own}
	case own == second && own == "en":
		return []string{"en", "fr"}
	case own == second:
		return []string{"fr", "en"}
	}
	return []string{own, second}
}

// chance is true in so many cases of a hundred.
func (d *deck) chance(percent int) bool { return d.rng.IntN(100) < percent }
