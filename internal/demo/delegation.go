package demo

import (
	"context"
	"fmt"
	"slices"
	"time"

	"convene/internal/event"
	"convene/internal/person"
	"convene/internal/postgres"
	"convene/internal/registration"
)

// Coordinator is the address of the demo that names people for two authorities of
// each event, one with people and one without any.
const Coordinator = "coordinator@example.org"

var (
	// unanswered is how many are named and never answer: eight (domain.md 2.3).
	unanswered = map[string]int{"budapest": 5, "madrid": 3}
	// swaps is how many let somebody else come: four of a hundred.
	swaps = map[string]int{"budapest": 5, "madrid": 2}
)

// coordinator names the people of an authority for an event; one who was appointed
// only now has named nobody yet.
type coordinator struct {
	slug, email string
	authority   person.Authority
	onlyNow     bool
}

// delegationDeeds are what coordinators do at one event: they name people where the
// delegation has room, and swap some. One has a delegation without room, one a
// delegation without people. deeds are those of the event so far.
func (d *deck) delegationDeeds(pr *event.Programme, deeds []deed) ([]coordinator, []deed) {
	slug, more := pr.Event.Slug, d.swap(pr, deeds)
	used, order := comingOf(deeds)
	var ids []int64
	for _, id := range order {
		if used[id] < pr.Event.MaxPerDelegation && len(ids) < unanswered[slug] {
			ids = append(ids, id)
			more = append(more, d.nomination(slug, id, after(deeds, len(deeds)-2-len(ids))))
		}
	}
	for _, s := range more {
		ids = append(ids, s.booking.details.AuthorityID)
	}
	full := slices.IndexFunc(order, func(id int64) bool { return used[id] >= pr.Event.MaxPerDelegation })
	empty := slices.IndexFunc(d.authorities, func(a person.Authority) bool { return !slices.Contains(order, a.ID) })
	ids = append(ids, order[full], d.authorities[empty].ID)
	return d.coordinators(slug, ids), more
}

// coordinators appoints an address for each authority, the known one for the first
// and the last.
func (d *deck) coordinators(slug string, ids []int64) []coordinator {
	var all []coordinator
	seen := map[int64]bool{}
	for _, id := range ids {
		if seen[id] {
			continue
		}
		seen[id] = true
		c := coordinator{slug, Coordinator, d.authority(id), id == ids[len(ids)-1]}
		if len(all) > 0 && !c.onlyNow {
			c.email = fmt.Sprintf("coordinator-%03d@example.org", id)
		}
		all = append(all, c)
	}
	return all
}

func (d *deck) authority(id int64) person.Authority {
	return d.authorities[slices.IndexFunc(d.authorities, func(a person.Authority) bool { return a.ID == id })]
}

// comingOf counts who comes for each authority, speakers and staff aside, and gives
// the authorities in the order in which their first person registered.
func comingOf(deeds []deed) (used map[int64]int, order []int64) {
	used = map[int64]int{}
	for _, d := range deeds {
		id := d.booking.details.AuthorityID
		if id == 0 || slices.Contains(registration.ExemptRoles, d.booking.role) {
			continue
		}
		switch d.act {
		case submit:
			if used[id]++; !slices.Contains(order, id) {
				order = append(order, id)
			}
		case withdraw:
			used[id]--
		}
	}
	return used, order
}

// nomination names a person who never answers.
func (d *deck) nomination(slug string, authority int64, at time.Time) deed {
	a := d.authority(authority)
	g := d.guest(d.name(a.Country), registration.Details{AuthorityID: a.ID, Country: a.Country, Function: d.functionsOf(slug, a, 1)[0]})
	return deed{at: at, act: nominate, booking: &booking{guest: g, slug: slug}}
}

// swap lets somebody else come for some who registered early and changed nothing;
// the new person confirms with the same choices and answers of their own.
func (d *deck) swap(pr *event.Programme, deeds []deed) []deed {
	early, n := unchanged(deeds), swaps[pr.Event.Slug]
	var all []deed
	for i := range n {
		at := early[i*len(early)/n]
		old := deeds[at]
		g := d.guest(d.name(old.booking.details.Country), registration.Details{AuthorityID: old.booking.details.AuthorityID,
			Country: old.booking.details.Country, Function: old.booking.details.Function})
		b := &booking{guest: g, slug: old.booking.slug, choices: old.booking.choices, consents: d.answers(g.details.Locale, pr)}
		middle := (at + len(deeds)) / 2
		all = append(all, deed{at: after(deeds, middle), act: substitute, booking: b, of: old.booking},
			deed{at: after(deeds, middle+3), act: confirm, booking: b})
	}
	return all
}

// after is a moment soon after the ith deed, and before the next one: the order of
// all deeds comes from the seed alone.
func after(deeds []deed, i int) time.Time {
	i = min(i, len(deeds)-2)
	return deeds[i].at.Add(min(7*time.Minute, deeds[i+1].at.Sub(deeds[i].at)/2))
}

// unchanged are the early submissions of participants of authorities, by index,
// with no later deed and no part to play.
func unchanged(deeds []deed) []int {
	touched := map[*booking]bool{}
	for _, d := range deeds {
		touched[d.booking] = touched[d.booking] || d.act != submit
	}
	var all []int
	for i, d := range deeds[:len(deeds)/2] {
		b := d.booking
		if !touched[b] && !b.kept && b.role == registration.Participant && b.details.AuthorityID != 0 {
			all = append(all, i)
		}
	}
	return all
}

// seats assigns places of contingents: two of the hosts go with the buses, and one
// participant gets a wheelchair space.
func seats(deeds, later []deed) []deed {
	var all []deed
	seat := func(i int, activity, kind string) {
		all = append(all, deed{at: after(deeds, (i+len(deeds))/2), act: assign, booking: deeds[i].booking, activity: activity, kind: kind})
	}
	buses := []string{"bp-t1", "bp-t2"}
	for i, d := range deeds {
		if d.booking.role == registration.Staff && len(all) < len(buses) {
			seat(i, buses[len(all)], registration.Seats)
		}
	}
	gone := func(b *booking) bool {
		return slices.ContainsFunc(later, func(d deed) bool { return d.of == b })
	}
	for _, i := range unchanged(deeds) {
		if b := deeds[i].booking; !gone(b) && chose(b.choices, "bp-t1") {
			seat(i, "bp-t1", registration.Wheelchair)
			break
		}
	}
	return all
}

// appoint makes a coordinator and lets the mail about it be written.
func (c *coordinator) appoint(ctx context.Context, db *postgres.DB, desk *registration.Desk, pr *event.Programme, at time.Time) error {
	letter := desk.Letterhead("en").Appointment(pr, c.authority.Name)
	if _, err := registration.Appoint(ctx, db.DB, pr.Event.ID, c.authority.ID, c.email, letter, at); err != nil {
		return fmt.Errorf("appoint %s: %w", c.email, err)
	}
	return nil
}
