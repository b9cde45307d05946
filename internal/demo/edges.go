package demo

// oddCountry places the names of edge_names.csv, each in another country, so
// that one delegation of each of these countries is enough to have them all. The
// speaker whose name runs from right to left comes from outside Europe.
var oddCountry = map[string]string{
	"mononym":                  "SI",
	"one-letter family":        "IE",
	"nfd input":                "CZ",
	"longest plausible":        "PT",
	"leading apostrophe":       "NL",
	"family-first order":       "HU",
	"georgian":                 "GE",
	"turkish i":                "TR",
	"sharp s":                  "DE",
	"armenian ligature":        "AM",
	"cyrillic/latin lookalike": "UA",
	"formula in function":      "RO",
	"plus-prefixed phone":      "MD",
	"header injection":         "GB",
	"html in name":             "SE",
	"emoji":                    "FI",
	"whitespace":               "FR",
}

// The one odd name without an authority, and what stands in for one.
const (
	rightToLeft  = "rtl"
	outside      = "IL"
	organisation = "Sample Centre for Language Teaching"
)

// formula is the function of the person whose spreadsheet cell must stay text.
const formula = `=HYPERLINK("http://x.example","a")`
