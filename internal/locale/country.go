package locale

// Country is one line of a list to choose from.
type Country struct {
	Code string // ISO 3166-1 alpha-2
	Name string
}

// IsCountry tells whether a code is one of the countries people can choose.
func IsCountry(code string) bool { return countryNames[code] != "" }

// Country names the country of an ISO 3166-1 alpha-2 code; the code itself when
// there is none.
func (p *Printer) Country(code string) string { return p.name("country", countryNames, code) }

// Countries lists every country in the order of the Printer's language. The
// list is the caller's own.
func (p *Printer) Countries() []Country { return append([]Country(nil), p.countries()...) }

func (p *Printer) sortedCountries() []Country {
	list := make([]Country, 0, len(countryNames))
	for code := range countryNames {
		list = append(list, Country{Code: code, Name: p.Country(code)})
	}
	Sort(p, list, func(c Country) string { return c.Name }, func(c Country) string { return c.Code })
	return list
}

// name translates the English name that a table has for a code.
func (p *Printer) name(kind string, table map[string]string, code string) string {
	if english := table[code]; english != "" {
		return p.in(kind, english)
	}
	return code
}
