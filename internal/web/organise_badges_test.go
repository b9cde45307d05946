package web

import (
	"net/url"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"convene/internal/document"
	"convene/internal/paper"
)

const badgesPath = "/organise/events/budapest/badges"

// Each page of badges with the status each role gets for its own event; everybody
// gets 404 for an event that is not theirs.
var badgesAccess = map[string]struct{ organiser, desk int }{
	"GET /badges":                        {200, 200},
	"POST /badges":                       {303, 303},
	"GET /badges/ready":                  {200, 200},
	"POST /badges/file":                  {200, 200},
	"GET /badges/designs":                {200, 403},
	"POST /badges/choice":                {303, 403},
	"POST /badges/copy":                  {404, 403}, // of nothing
	"POST /badges/upload":                {422, 403},
	"GET /badges/designs/:name":          {200, 403},
	"POST /badges/designs/:name":         {422, 403},
	"POST /badges/designs/:name/preview": {422, 403},
	"GET /badges/designs/:name/file":     {200, 403},
	"GET /badges/designs/:name/delete":   {200, 403},
	"POST /badges/designs/:name/delete":  {303, 403},
}

func TestWhoMayPrintAndWhoMayDesign(t *testing.T) {
	t.Parallel()
	s := staffed(t)
	s.registers("Anna|Kovács", "Szeged", "HU")
	s.ownDesignNamed("ours")
	visitors := s.everyKind()
	for _, r := range badgesRoutes(s.Server) {
		want, listed := badgesAccess[r.method+" "+strings.TrimPrefix(r.path, "/organise/events/:slug")]
		if !listed {
			t.Errorf("%s %s is not in the table of this test", r.method, r.path)
			continue
		}
		path := strings.NewReplacer(":slug", "budapest", ":name", "ours").Replace(r.path)
		for name, status := range map[string]int{"nobody": 303, "iris": 403, "other": 404, "desk": want.desk} {
			if got := visitors[name].asks(r.method, path); got.status != status {
				t.Errorf("%s %s as %s: %d, want %d", r.method, path, name, got.status, status)
			}
		}
		if got := visitors["organiser"].asks(r.method, path); got.status != want.organiser {
			t.Errorf("%s %s as organiser: %d, want %d", r.method, path, got.status, want.organiser)
		}
	}
}

// ownDesignNamed gives Budapest a design of its own, a copy of labels.
func (s *site) ownDesignNamed(name string) document.Design {
	s.t.Helper()
	d, _ := document.DesignNamed("label-90x54")
	d.Name = name
	if err := paper.AddDesign(s.t.Context(), s.db, s.event("budapest").Event.ID, d, s.now(), 0); err != nil {
		s.t.Fatal(err)
	}
	return d
}

// prints sends the form of a page of badges that are ready.
func (v *visitor) prints(query string) *answer {
	v.t.Helper()
	page := v.get(badgesPath+"/ready?"+query).is(200, badgesPath+"/ready")
	got := v.post(badgesPath+"/file", page.form("/badges/file"))
	if got.status != 200 || !strings.HasPrefix(got.body, "%PDF-") {
		v.t.Fatalf("%s prints %d %.60s", query, got.status, got.text())
	}
	return got
}

// form gives the fields of the first form to an address as a browser would send
// them, without its buttons.
func (a *answer) form(to string) url.Values {
	a.t.Helper()
	v := url.Values{}
	for n := range a.doc.Descendants() {
		if n.Data != "form" || !strings.HasSuffix(attr(n, "action"), to) {
			continue
		}
		for f := range n.Descendants() {
			_, checked := attribute(f, "checked")
			switch {
			case f.Type != html.ElementNode || attr(f, "name") == "" || attr(f, "type") == "file":
			case f.Data == "input" && (attr(f, "type") != "checkbox" || checked):
				v.Add(attr(f, "name"), attr(f, "value"))
			case f.Data == "select":
				v.Add(attr(f, "name"), chosenOption(f))
			}
		}
		return v
	}
	a.t.Fatalf("%s has no form to %s", a.path, to)
	return nil
}

func chosenOption(list *html.Node) string {
	first, seen := "", false
	for o := range list.Descendants() {
		if o.Data != "option" {
			continue
		}
		if _, selected := attribute(o, "selected"); selected {
			return attr(o, "value")
		}
		if !seen {
			first, seen = attr(o, "value"), true
		}
	}
	return first
}

func TestLateBadgesArePrintedAtTheDesk(t *testing.T) {
	t.Parallel()
	s := staffed(t)
	s.registers("Anna|Kovács", "Szeged", "HU", "bp-a1")
	bea := s.registers("Bea|Brown", "Sheffield", "GB")
	v := s.signedInAs("desk")
	v.get(badgesPath).says("2 people 2 badges are late", "Never printed", "Nothing has been printed yet.", "Print all 2 badges").saysNot("Print only", "Designs of badges")
	v.prints("pick=all&sort=country")
	v.get(badgesPath).says("0 badges are late", "Printed 15 November 2012, 11:00", "Everybody, a7-eight, fronts only", "Check-in", "15 November 2012, 11:00 (Budapest time, UTC+1)")

	s.registers("Cleo|Costa", "Porto", "PT")
	if _, err := s.db.ExecContext(t.Context(), "update registration set function = 'Minister' where id = ?", bea.RegistrationID); err != nil {
		t.Fatal(err)
	}
	v.get(badgesPath+"?state=late").says("2 people", "Cleo Costa", "Changed since it was printed").saysNot("Anna")
	v.get(badgesPath+"/ready?pick=late").says("2 badges by the design a7-eight", "1 sheet of 210 × 297 mm")
	v.prints("pick=late")
	v.get(badgesPath).says("0 badges are late", "Late: never printed or changed since, a7-eight")
	if n := s.audited("print", "budapest/budapest-badges-a7-eight.pdf"); n != 2 {
		t.Errorf("recorded %d times", n)
	}
	again := v.get(badgesPath).linkTo("Print the same again")
	v.get(again).says("2 badges by the design a7-eight")
}

// linkTo is the address of the first link whose words begin so.
func (a *answer) linkTo(words string) string {
	a.t.Helper()
	for n := range a.doc.Descendants() {
		if n.Data == "a" && n.FirstChild != nil && strings.HasPrefix(n.FirstChild.Data, words) {
			return attr(n, "href")
		}
	}
	a.t.Fatalf("%s has no link %q", a.path, words)
	return ""
}

func TestBadgesAreChosenAndFound(t *testing.T) {
	t.Parallel()
	s := staffed(t)
	anna := s.registers("Anna|Kovács", "Szeged", "HU", "bp-a1")
	s.registers("Зоран|Петровић|Зоран Петровић|Zoran Petrovic", "Ниш", "RS", "bp-t1")
	v := s.signedInAs("organiser")
	v.get(badgesPath+"?activity=bp-t1").says("1 person", "Зоран").saysNot("Anna Kovács")
	v.get(badgesPath + "?country=HU&role=participant").says("Anna Kovács").saysNot("Зоран")
	found := v.post(badgesPath, url.Values{"q": {"petrovic nis"}, "sort": {"name"}})
	found.is(200, badgesPath).says("1 person", "Зоран").saysNot("Anna Kovács")
	if strings.Contains(found.form("/badges/ready").Encode(), "petrovic") {
		t.Error("the words searched for stand in the form that leads to an address")
	}
	v.get(badgesPath + "/ready?pick=all&" + found.form("/badges/ready").Encode()).says("1 badge by").saysNot("Anna Kovács")

	v.get(badgesPath+"/ready?pick=chosen").is(200, badgesPath).says("Choose at least one person first.")
	one := v.get(listPath + "/" + anna.Reference).linkTo("Print this badge")
	v.get(one).says("1 badge by", "The first badge: Anna Kovács")
	v.get(badgesPath+"/ready?pick=chosen&registration=NOBODY00&registration="+anna.Reference).says("1 badge by", "1 of the chosen people has no confirmed place")
	v.get(badgesPath + "/ready?pick=print&print=7").says("There is no badge to print.")
	v.post(badgesPath+"/file", url.Values{"pick": {"print"}, "print": {"x"}}).is(409, badgesPath+"/file")
}

// A registration of another event is not printed through one's own.
func TestBadgesOfAnotherEventAreNotPrinted(t *testing.T) {
	t.Parallel()
	s := staffed(t)
	anna := s.registers("Anna|Kovács", "Szeged", "HU")
	s.signedInAs("organiser").prints("pick=all")
	v := s.signedInAs("other")
	const madrid = "/organise/events/madrid/badges"
	v.get(madrid + "/ready?pick=chosen&registration=" + anna.Reference).says("There is no badge to print.").saysNot("Anna")
	v.post(madrid+"/file", url.Values{"pick": {"chosen"}, "registration": {anna.Reference}}).is(409, madrid+"/file")
	v.get(madrid + "/ready?pick=print&print=1").says("There is no badge to print.").saysNot("Anna")
	v.get(badgesPath+"/ready?pick=all").is(404, badgesPath+"/ready")
}

func TestRolesArePrintedByTheirDesigns(t *testing.T) {
	t.Parallel()
	s := staffed(t)
	s.registers("Anna|Kovács", "Szeged", "HU", "bp-a1", "bp-t1")
	bea := s.registers("Bea|Brown", "Sheffield", "GB")
	if _, err := s.db.ExecContext(t.Context(), "update registration set role = 'speaker' where id = ?", bea.RegistrationID); err != nil {
		t.Fatal(err)
	}
	s.ownDesignNamed("ours")
	v := s.signedInAs("organiser")
	v.post(badgesPath+"/choice", url.Values{"design-": {"ours"}, "design-speaker": {"a6-butterfly"}}).is(200, badgesPath+"/designs").says("The choice of designs is saved.")
	page := v.get(badgesPath+"/ready?pick=all&sides=both&first=3").says("several designs", "1 badge by the design ours", "1 badge by the design a6-butterfly",
		"along the long edge for standing paper, along the short edge for lying paper", "fronts and backs", "Your programme", "Bus 1:")
	first := page.form("/badges/file")
	if first.Get("only") != "a6-butterfly" || first.Get("first") != "3" {
		t.Errorf("the first file is asked for with %v", first)
	}
	got := v.post(badgesPath+"/file", first)
	if !strings.Contains(got.header.Get("Content-Disposition"), "budapest-badges-a6-butterfly.pdf") {
		t.Errorf("%d %s", got.status, got.header.Get("Content-Disposition"))
	}
	v.get(badgesPath+"?state=late").says("1 person", "Anna")
	first.Del("only")
	v.post(badgesPath+"/file", first).is(409, badgesPath+"/file").says("Print one design at a time.")
	v.post(badgesPath+"/choice", url.Values{"design-": {"theirs"}}).is(422, badgesPath+"/choice").says("Choose a design of the list.")
	v.get(badgesPath + "/designs/ours/delete").says("Everybody gets the design a7-eight instead.")
	v.post(badgesPath+"/designs/ours/delete", nil).is(200, badgesPath+"/designs").says("The design ours is deleted.")
	v.get(badgesPath + "/ready?pick=all").says("1 badge by the design a7-eight")
}

// Two pages of people cost as many questions as one, and no page is out of reach.
func TestBadgesArePaged(t *testing.T) {
	t.Parallel()
	s := staffed(t)
	for i := range rowsPerPage + 1 {
		s.registers(strings.Repeat("A", i+1)+"|Test", "Szeged", "HU")
	}
	v := s.signedInAs("desk")
	v.get(badgesPath).says("51 people", "1 to 50 are shown")
	v.get(badgesPath + "?page=2").says("51 to 51 are shown")
	v.get(badgesPath + "?page=99&sort=role&order=desc").says("51 to 51 are shown")
	v.prints("pick=chosen&registration=" + s.registers("Zoe|Zeta", "Szeged", "HU").Reference)
	v.get(badgesPath+"?sort=printed&order=desc").says("Zoe Zeta", "Chosen people", "1 to 50 are shown")
}
