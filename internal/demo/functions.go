package demo

import "convene/internal/person"

// functions are what people say they are, by event and kind of authority, in
// plain English. None tells anything of a person but the office held. A mayor
// goes to Budapest only: no city has two.
var functions = map[string]map[string][]string{
	"budapest": {
		"city": {
			"Mayor", "Deputy mayor", "Councillor", "Chair of the education committee", "Head of the education department",
			"School mediator", "Head teacher", "Education officer", "Adviser on inclusion", "International relations officer",
			"Kindergarten coordinator", "Project officer, European funds", "Youth worker", "Teacher trainer",
		},
		"region": {
			"Member of the regional council", "Head of the regional education department", "School inspector",
			"Adviser on inclusion", "Project officer, European funds", "Teacher trainer",
		},
	},
	"madrid": {
		"city": {
			"Deputy mayor for housing", "Head of the housing department", "Housing officer", "Town planner", "Social worker",
			"Director of social services", "Family support officer", "Project officer, European funds", "Architect",
		},
		"region": {
			"Member of the regional council", "Director for housing", "Housing officer", "Head of social services",
			"Project officer, European funds",
		},
	},
}

// ownWords are functions in the language of a country, as some people write
// them: only words that fit both events, any city, and a woman as well as a man.
var ownWords = map[string]string{
	"BG": "Общински съветник",
	"DE": "Ratsmitglied",
	"ES": "Personal técnico de inclusión social",
	"FI": "Kaupunginvaltuutettu",
	"FR": "Membre du conseil municipal",
	"GR": "Δημοτικός σύμβουλος",
	"HU": "Önkormányzati képviselő",
	"IT": "Responsabile dei servizi sociali",
	"NL": "Raadslid",
	"SE": "Kommunalråd",
}

// functionsOf gives n different functions for one delegation. In three of ten
// delegations of a city one of them is in the country's own words.
func (d *deck) functionsOf(slug string, a person.Authority, n int) []string {
	list := functions[slug][a.Kind]
	var given []string
	for _, i := range d.rng.Perm(len(list))[:n] {
		given = append(given, list[i])
	}
	if own := ownWords[a.Country]; own != "" && a.Kind == "city" && d.chance(30) {
		given[n-1] = own
	}
	return given
}
