package mail

import (
	"io/fs"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"convene/internal/locale"
	"convene/templates"
)

// deeds are the kinds of a registration's letters.
var deeds = []string{Confirmed, Waiting, Changed, Withdrawn, Promoted, Pending, Declined, Offered, Expired, Nominated, Substituted, Moved}

// everyLetter writes each kind in each language.
func everyLetter(t *testing.T, check func(t *testing.T, lang string, c Content, w *written)) {
	for _, lang := range locale.Supported() {
		contents := []Content{sampleEntry(), sampleInvitation(t), sampleAppointment(t)}
		for _, deed := range deeds {
			contents = append(contents, sampleRegistration(t, deed))
		}
		for _, c := range contents {
			t.Run(lang+"/"+c.Kind(), func(t *testing.T) {
				w, err := write(c, lang, made, "convene@example.org")
				if err != nil {
					t.Fatal(err)
				}
				check(t, lang, c, w)
			})
		}
	}
}

func TestEveryLetterSaysEverythingTwice(t *testing.T) {
	everyLetter(t, func(t *testing.T, lang string, c Content, w *written) {
		page, shown := readPage(t, w.HTML)
		for _, want := range contentWords(c, locale.For(lang)) {
			if !strings.Contains(w.Text, want) {
				t.Errorf("the text does not say %q:\n%s", want, w.Text)
			}
			if !strings.Contains(shown, want) && !page.hasLink(want) {
				t.Errorf("the page does not say %q:\n%s", want, shown)
			}
		}
	})
}

// contentWords is what a letter must say, in the words of its language.
func contentWords(c Content, p *locale.Printer) []string {
	if e, ok := c.(EntryCode); ok {
		return []string{e.Code, e.Link, e.EventTitle, p.N("The code is valid for %d minute and works once.", "The code is valid for %d minutes and works once.", 10, 10), e.Contact, p.T("Sample data: the event and its people are invented.")}
	}
	if o, ok := c.(occasional); ok {
		return occasionWords(o, p)
	}
	r := c.(Registration)
	zone := r.StartsAt.Location()
	words := []string{r.heading(p), r.EventTitle, r.Name, r.Reference, r.Contact, r.MeURL, r.EventURL, r.City, r.Venue,
		p.DateRange(r.StartsAt, r.EndsAt), p.T("Sample data: the event and its people are invented.")}
	words = append(words, r.lead(p, zone)...)
	words = append(append(words, r.notice(p, zone)...), r.AnswerURL, r.PrivacyURL)
	if !slices.Contains(unchangeable, r.Deed) {
		words = append(words, p.T("You can change your choice or withdraw until %s.", p.Moment(r.ChangesUntil.In(zone))))
	}
	if slices.Contains(withoutPlaces, r.Deed) {
		return words
	}
	words = append(words, p.Moment(r.StartsAt))
	for _, place := range r.Places {
		if place.State == stateOffered {
			words = append(words, place.AnswerURL, p.T("Please answer until %s.", p.Moment(place.Until)))
		}
		if !place.WasStartsAt.IsZero() {
			words = append(words, p.T("Until now: %s", when(p, place.WasStartsAt, place.WasEndsAt)))
		}
		words = append(words, r.stateWords(place, p), when(p, place.StartsAt, place.EndsAt), place.Where, place.MeetingPoint, place.Reason)
		if place.Kind != eventKind {
			words = append(words, place.Title)
		}
	}
	return words
}

func occasionWords(c occasional, p *locale.Printer) []string {
	o := c.occasion()
	words := []string{c.heading(p), c.link(), o.EventTitle, o.City, o.Venue, o.EventURL, o.Contact, p.DateRange(o.StartsAt, o.EndsAt),
		p.Moment(o.Until), p.T("Sample data: the event and its people are invented.")}
	return append(append(words, c.lead(p)...), c.after(p, o.StartsAt.Location())...)
}

func TestEveryLetterIsAccessible(t *testing.T) {
	everyLetter(t, func(t *testing.T, lang string, c Content, w *written) {
		page, _ := readPage(t, w.HTML)
		if got := page.attribute("html", "lang"); len(got) != 1 || got[0] != lang {
			t.Errorf("lang of the page: %v", got)
		}
		if page.texts["title"] != w.Subject || page.count["h1"] != 1 {
			t.Errorf("title %q, %d h1", page.texts["title"], page.count["h1"])
		}
		for _, role := range page.attribute("table", "role") {
			if role != "presentation" {
				t.Errorf("a table has the role %q", role)
			}
		}
		for _, tag := range []string{"img", "script", "link", "iframe", "form"} {
			if page.count[tag] != 0 {
				t.Errorf("there is a %s", tag)
			}
		}
		if strings.Contains(w.HTML, "url(") || strings.Contains(w.HTML, "@import") || strings.Contains(w.HTML, "ZgotmplZ") {
			t.Error("the style loads something or a value was refused by the template")
		}
		for href, words := range page.links {
			if !strings.Contains(words, host(href)) && !strings.Contains(words, strings.TrimPrefix(href, "mailto:")) {
				t.Errorf("the link to %s says only %q", href, words)
			}
		}
	})
}

func TestTitlesNameTheirLanguage(t *testing.T) {
	w, err := write(sampleRegistration(t, Confirmed), "en", made, "convene@example.org")
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(w.HTML, `<strong lang="fr"><bdi>Séance en français : l’école et la famille</bdi></strong>`) {
		t.Error("a French title in an English mail does not say that it is French")
	}
	if strings.Count(w.HTML, `lang="en"`) != 2 {
		t.Error("English titles need no lang of their own")
	}
}

func TestSubjectsHoldNoPersonalData(t *testing.T) {
	everyLetter(t, func(t *testing.T, _ string, c Content, w *written) {
		for _, private := range []string{"Ana", "Eva", "Čakovec", "BUD-7K2M", "402917", "@"} {
			if strings.Contains(w.Subject, private) {
				t.Errorf("the subject %q tells %q", w.Subject, private)
			}
		}
		if !strings.Contains(w.Subject, "Education policies for Roma") {
			t.Errorf("the subject %q does not name the event", w.Subject)
		}
	})
}

func TestChangesAreOverSaysSo(t *testing.T) {
	r := sampleRegistration(t, Changed)
	w, err := write(r, "en", r.ChangesUntil, "convene@example.org")
	if err != nil {
		t.Fatal(err)
	}
	if want := "Changes online closed on 9 December 2026, 18:00 (Budapest time, UTC+1). If you cannot come, please write to us."; !strings.Contains(w.Text, want) {
		t.Errorf("missing %q in\n%s", want, w.Text)
	}
}

func TestLettersWithTheLeastData(t *testing.T) {
	bare := Registration{Deed: Confirmed, Timezone: "UTC", StartsAt: made, EndsAt: made, Places: []Place{{Kind: eventKind, State: stateConfirmed, StartsAt: made, EndsAt: made, UID: "1@convene"}}}
	bareOccasion := Occasion{Timezone: "UTC", StartsAt: made, EndsAt: made}
	for _, c := range []Content{EntryCode{Code: "000001", Minutes: 1}, bare, Invitation{Occasion: bareOccasion}, Appointment{Occasion: bareOccasion}, DeclinedRequest{Occasion: bareOccasion}, Certificate{Occasion: bareOccasion}} {
		w, err := write(c, "en", made, "")
		if err != nil {
			t.Fatal(err)
		}
		for _, leftover := range []string{"%!", "<no value>", "<nil>", "mailto:\"", "on .", "Sample"} {
			if strings.Contains(w.Text, leftover) || strings.Contains(w.HTML, leftover) {
				t.Errorf("%s: %q left over in\n%s", c.Kind(), leftover, w.Text)
			}
		}
	}
}

func TestContactThatIsNoAddressIsNoLink(t *testing.T) {
	e := sampleEntry()
	e.Contact = "+36 1 000 0000"
	w, err := write(e, "en", made, "convene@example.org")
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(w.HTML, "mailto:") || !strings.Contains(w.HTML, "Questions: &#43;36 1 000 0000") {
		t.Errorf("the contact is written as\n%s", w.HTML)
	}
}

func TestUnknownZoneIsAnError(t *testing.T) {
	if _, err := write(Registration{Deed: Confirmed, Timezone: "Europe/Nowhere"}, "en", made, ""); err == nil {
		t.Error("a letter was written in a zone that does not exist")
	}
}

func TestTemplatesAreAllUsed(t *testing.T) {
	files, err := fs.Glob(templates.Files, "mail/*")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		name := strings.TrimPrefix(file, "mail/")
		if texts.Lookup(name) == nil && pages.Lookup(name) == nil {
			t.Errorf("%s is parsed by nobody", file)
		}
	}
}

// page is what a reader's program makes of a letter.
type page struct {
	count      map[string]int
	texts      map[string]string // of an element by its name, the last one's
	links      map[string]string
	attributes map[string][]string // "element attribute" to values, one for each element
}

func (p *page) attribute(element, name string) []string { return p.attributes[element+" "+name] }
func (p *page) hasLink(href string) bool                { _, ok := p.links[href]; return ok }

// readPage parses a letter; shown is its text with white space in a row as one space.
func readPage(t *testing.T, source string) (*page, string) {
	t.Helper()
	root, err := html.Parse(strings.NewReader(source))
	if err != nil {
		t.Fatal(err)
	}
	p := &page{count: map[string]int{}, texts: map[string]string{}, links: map[string]string{}, attributes: map[string][]string{}}
	for n := range root.Descendants() {
		if n.Type == html.ElementNode {
			p.add(n)
		}
	}
	return p, innerText(root)
}

func (p *page) add(n *html.Node) {
	p.count[n.Data]++
	p.texts[n.Data] = innerText(n)
	for _, name := range []string{"lang", "role"} {
		value := attribute(n, name)
		p.attributes[n.Data+" "+name] = append(p.attributes[n.Data+" "+name], value)
	}
	if n.Data == "a" {
		p.links[attribute(n, "href")] = innerText(n)
	}
}

func attribute(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

func innerText(n *html.Node) string {
	var b strings.Builder
	for d := range n.Descendants() {
		if d.Type == html.TextNode && d.Parent.Data != "style" {
			b.WriteString(d.Data)
		}
	}
	// no-break spaces are letters of some languages' typography: they stay
	return strings.Join(strings.FieldsFunc(b.String(), func(r rune) bool { return strings.ContainsRune(" \t\r\n", r) }), " ")
}

// Who asked for something after the freeze is told that all stays, and where.
func TestDeclinedRequestSaysWhatStays(t *testing.T) {
	d := DeclinedRequest{Occasion: sampleOccasion(t), Withdraw: true, RegistrationURL: "https://convene.example.org/me/7K2M9QXA"}
	w, err := write(d, "en", made, "convene@example.org")
	if err != nil {
		t.Fatal(err)
	}
	for _, body := range []string{w.Text, w.HTML} {
		for _, said := range []string{"asked to withdraw", "you keep your registration", "https://convene.example.org/me/7K2M9QXA"} {
			if !strings.Contains(body, said) {
				t.Errorf("it does not say %q:\n%s", said, body)
			}
		}
	}
}

// Who has a certificate is told where it is, and of a corrected one that the first
// is void.
func TestCertificateSaysWhereItIs(t *testing.T) {
	c := Certificate{Occasion: sampleOccasion(t), RegistrationURL: "https://convene.example.org/me/7K2M9QXA"}
	for corrected, said := range map[bool]string{false: "certificate of attendance is ready", true: "no longer valid"} {
		c.Corrected = corrected
		w, err := write(c, "en", made, "convene@example.org")
		if err != nil {
			t.Fatal(err)
		}
		for _, body := range []string{w.Text, w.HTML} {
			if !strings.Contains(body, said) || !strings.Contains(body, c.RegistrationURL) {
				t.Errorf("it does not say %q:\n%s", said, body)
			}
		}
	}
}
