package demo

import "convene/internal/registration"

// alike gives two people of one authority the same name, as happens: they are
// told apart by address and reference, never by name.
func alike(guests []guest) {
	for i := 1; i < len(guests); i++ {
		a, b := &guests[i-1], &guests[i]
		if a.kept || b.kept || a.details.AuthorityID != b.details.AuthorityID {
			continue
		}
		b.details.Given, b.details.Family = a.details.Given, a.details.Family
		b.details.Badge, b.details.Latin = a.details.Badge, a.details.Latin
		a.kept, b.kept = true, true
		return
	}
}

// inBoth sends one person to both events, although they share a day: the second
// registration replaces the first of the same authority that can be found.
func inBoth(budapest, madrid []guest) {
	for i := range budapest {
		for j := range madrid {
			a, b := &budapest[i], &madrid[j]
			if a.kept || a.details.AuthorityID != b.details.AuthorityID {
				continue
			}
			a.kept = true
			*b = *a
			return
		}
	}
}

// speakers makes every so many-th guest one, until there are n.
func speakers(guests []guest, n int) {
	for i := 0; i < len(guests) && n > 0; i++ {
		if g := &guests[i]; i%7 == 4 && !g.kept {
			g.role = registration.Speaker
			n--
		}
	}
}

// hostsOfBudapest are the city's own people, one speaker from outside Europe and
// the press.
func (d *deck) hostsOfBudapest() []guest {
	speaker := d.guest(d.edges[rightToLeft], registration.Details{Organisation: organisation, Country: outside,
		Function: "Lecturer in language teaching"})
	speaker.role, speaker.kept = registration.Speaker, true
	return append(d.staff("Budapest", "HU", "Protocol officer", "Venue coordinator", "Interpretation coordinator", "Field trip coordinator"),
		speaker, d.fromOutside(registration.Press, "HU", "Sample Daily Budapest", "Reporter"))
}

// hostsOfMadrid are the region's people, those of the two partners and the press.
func (d *deck) hostsOfMadrid() []guest {
	return append(d.staff("Community of Madrid", "ES", "Protocol officer", "Venue coordinator", "Interpretation coordinator"),
		d.fromOutside(registration.Partner, "ES", "IRIS", "Head of family support"),
		d.fromOutside(registration.Partner, "ES", "IRIS", "Housing mediator"),
		d.fromOutside(registration.Partner, "GB", "University of Warwick", "Researcher"),
		d.fromOutside(registration.Press, "ES", "Sample Daily Madrid", "Reporter"))
}

// staff are people of the authority that is the host.
func (d *deck) staff(authority, country string, functions ...string) []guest {
	var all []guest
	for _, a := range d.authorities {
		if a.Name != authority || a.Country != country {
			continue
		}
		for _, function := range functions {
			g := d.guest(d.name(country), registration.Details{AuthorityID: a.ID, Country: country, Function: function})
			g.role = registration.Staff
			all = append(all, g)
		}
	}
	return all
}

func (d *deck) fromOutside(role, country, organisation, function string) guest {
	g := d.guest(d.name(country), registration.Details{Organisation: organisation, Country: country, Function: function})
	g.role = role
	return g
}
