package web

import (
	"fmt"
	"net/url"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

const listPath = "/organise/events/budapest/registrations"

// names are the badge names of the list in the order of the page.
func (a *answer) names() []string {
	var names []string
	for n := range a.doc.Descendants() {
		if n.Type != html.ElementNode || n.Data != "th" || attr(n, "scope") != "row" {
			continue
		}
		for b := range n.Descendants() {
			if b.Data == "bdi" && b.FirstChild != nil {
				names = append(names, b.FirstChild.Data)
				break
			}
		}
	}
	return names
}

func (v *visitor) searches(words string) *answer {
	v.t.Helper()
	return v.post(listPath, url.Values{"q": {words}})
}

var manyScripts = []string{"Žiga|Gross|Žiga Groß", "Σοφία|Χατζή|Σοφία Χατζή|Sofia Chatzi", "Зоран|Петровић|Зоран Петровић|Zoran Petrovic",
	"გიორგი|ჩხეიძე|გიორგი ჩხეიძე|Giorgi Chkheidze", "Անի|Գրիգորյան|Անի Գրիգորյան|Ani Grigoryan", "Işıl|Yıldız"}

func TestPeopleAreFoundInEveryScript(t *testing.T) {
	t.Parallel()
	s := staffed(t)
	for _, name := range manyScripts {
		s.registers(name, "Town hall", "HU")
	}
	v := s.signedInAs("desk")
	for words, want := range map[string]string{
		"gross": "Žiga Groß", "ziga": "Žiga Groß", "Groß": "Žiga Groß",
		"chatzi": "Σοφία Χατζή", "Χατζη": "Σοφία Χατζή", "ΣΟΦΙΑ χατ": "Σοφία Χατζή",
		"petrovic": "Зоран Петровић", "Зоран": "Зоран Петровић",
		"chkheidze": "გიორგი ჩხეიძე", "ჩხეიძე": "გიორგი ჩხეიძე",
		"grigoryan": "Անի Գրիգորյան", "Անի": "Անի Գրիգորյան",
		"isil": "Işıl Yıldız", "YILDIZ": "Işıl Yıldız",
	} {
		got := v.searches(words).is(200, listPath)
		if names := got.names(); !slices.Equal(names, []string{want}) {
			t.Errorf("%q finds %q, want %q", words, names, want)
		}
		if value := attr(got.field("q", ""), "value"); value != words {
			t.Errorf("searched for %q, the box shows %q", words, value)
		}
	}
}

// A name that was searched for must not stand in an address, where histories,
// logs and proxies keep it (DP-25).
func TestNoNameStandsInAnAddress(t *testing.T) {
	t.Parallel()
	s := staffed(t)
	for i := range rowsPerPage + 1 {
		s.registers(fmt.Sprintf("Anna|Kovács %03d", i), "Szeged", "HU")
	}
	page := s.signedInAs("organiser").searches("kovacs").is(200, listPath).says("51 registrations")
	for n := range page.doc.Descendants() {
		for _, a := range n.Attr {
			if (a.Key == "href" || a.Key == "action") && strings.Contains(strings.ToLower(a.Val), "kov") {
				t.Errorf("<%s> leads to %s", n.Data, a.Val)
			}
		}
	}
	if strings.Contains(strings.ToLower(s.log.String()), "kov") {
		t.Error("the log shows what was searched for")
	}
}

func TestASearchIsOfOneSessionAndOneEvent(t *testing.T) {
	t.Parallel()
	s := staffed(t)
	s.registers("Anna|Kovács", "Szeged", "HU")
	s.registers("Bea|Szabó", "Szeged", "HU")
	v := s.signedInAs("organiser")
	found := v.searches("kovacs")
	if names := found.names(); len(names) != 1 {
		t.Fatalf("found %q", names)
	}
	link := ""
	for n := range found.doc.Descendants() {
		if href := attr(n, "href"); strings.Contains(href, "search=") && !strings.Contains(href, "lang=") {
			link = href // a heading of the table
			break
		}
	}
	if names := v.get(link).names(); len(names) != 1 {
		t.Errorf("the link of the column shows %q", names)
	}
	other := s.signedInAs("desk").get(link).says("That search is over.", "2 registrations")
	if names := other.names(); len(names) != 2 {
		t.Errorf("another session sees %q", names)
	}
}

func TestTheListIsSortedAndPaged(t *testing.T) {
	t.Parallel()
	s := staffed(t)
	for i := range 2*rowsPerPage + 5 {
		s.registers(fmt.Sprintf("Person|No %03d", i), "Szeged", "HU")
	}
	v := s.signedInAs("desk")
	first := v.get(listPath).says("105 registrations", "1 to 50 are shown")
	if names := first.names(); len(names) != rowsPerPage || names[0] != "Person No 000" {
		t.Errorf("%d names from %q", len(names), names[0])
	}
	last := v.get(listPath + "?page=3&order=desc").says("101 to 105 are shown")
	if names := last.names(); len(names) != 5 || names[4] != "Person No 000" {
		t.Errorf("the last page shows %q", names)
	}
	v.get(listPath + "?page=99").says("101 to 105 are shown") // a page that is no longer there
	v.get(listPath + "?page=-1&sort=nonsense&state=nonsense&authority=x").says("1 to 50 are shown")
}

func TestTheListIsFiltered(t *testing.T) {
	t.Parallel()
	s := staffed(t)
	s.resize("budapest", "bp-a1", 1)
	s.registers("Anna|Kovács", "Szeged", "HU", "bp-a1")
	s.registers("Bea|Brown", "Sheffield", "GB", "bp-a1")
	s.registers("Cleo|Costa", "Porto", "PT", "bp-b1")
	v := s.signedInAs("organiser")
	for query, want := range map[string][]string{
		"":                                     {"Anna Kovács", "Bea Brown", "Cleo Costa"},
		"country=GB":                           {"Bea Brown"},
		"activity=bp-a1":                       {"Anna Kovács", "Bea Brown"},
		"activity=bp-a1&place=waiting":         {"Bea Brown"},
		"activity=bp-a1&place=confirmed":       {"Anna Kovács"},
		"state=withdrawn":                      nil,
		"state=confirmed&sort=name&order=desc": {"Cleo Costa", "Bea Brown", "Anna Kovács"},
		"authority=1&country=HU":               nil,
	} {
		got := v.get(listPath + "?" + query)
		if names := got.names(); !slices.Equal(names, want) {
			t.Errorf("%q shows %q, want %q", query, names, want)
		}
		if len(want) == 0 {
			got.says("Nobody matches.", "Show everybody")
		}
	}
	v.get(listPath + "?activity=bp-a1").says("Waiting list, number 1")
	v.post(listPath, url.Values{"q": {"brown"}, "country": {"GB"}, "sort": {"country"}}).says("1 registration")
}

func TestAnEventWithoutRegistrationsSaysSo(t *testing.T) {
	t.Parallel()
	s := staffed(t)
	v := s.signedInAs("organiser")
	v.get(listPath).says("0 registrations", "Nobody has registered yet.")
	v.get("/organise/events/budapest").says("Nobody has registered yet.")
	v.get("/organise/events/budapest/exports").says("No file has left yet.")
}
