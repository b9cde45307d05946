package web

import (
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"convene/internal/presence"
	"convene/internal/registration"
)

const certificatesURL = "/organise/events/budapest/certificates"

// present marks somebody present at an activity of Budapest.
func (s *site) present(id int64, activity, slot string) {
	s.t.Helper()
	pr := s.event("budapest")
	_, err := presence.Write(s.t.Context(), s.db, s.now(), 0, pr.Event.ID, []presence.Mark{{RegistrationID: id, ActivityID: pr.ByCode(activity).ID,
		Slot: slot, State: presence.Present, How: presence.FromSheet}})
	if err != nil {
		s.t.Fatal(err)
	}
}

// certify gives somebody who was there a certificate, and its code.
func (s *site) certify(id int64) string {
	s.t.Helper()
	pr := s.event("budapest")
	s.present(id, "bp-a1", "")
	if err := presence.SetSignatory(s.t.Context(), s.db, pr.Event.ID, presence.Signatory{Name: "Éva Signatory", Function: "Secretary General"}); err != nil {
		s.t.Fatal(err)
	}
	if _, err := presence.Issue(s.t.Context(), s.db.DB, pr, presence.Order{Secret: s.Secret, Now: s.now(), Only: []int64{id}}); err != nil {
		s.t.Fatal(err)
	}
	return s.codeOf(id)
}

// codeOf is the code of the newest certificate of somebody.
func (s *site) codeOf(id int64) string {
	s.t.Helper()
	c, err := presence.CertificateOf(s.t.Context(), s.db, s.event("budapest").Event.ID, id)
	if err != nil || c == nil {
		s.t.Fatal(c, err)
	}
	return c.Code(s.Secret)
}

// emailOf is the address of somebody who was registered by a test.
func (s *site) emailOf(id int64) string {
	s.t.Helper()
	r, err := registration.ByID(s.t.Context(), s.db, id)
	if err != nil {
		s.t.Fatal(err)
	}
	return r.Email
}

func (v *visitor) verifies(code string) *answer {
	v.t.Helper()
	return v.post("/certificates", url.Values{"code": {code}}).is(200, "/certificates")
}

// filled is the page's form as it is sent: its hidden fields, and what is added.
func (a *answer) filled(more ...string) url.Values {
	v := url.Values{}
	for n := range a.doc.Descendants() {
		if n.Type == html.ElementNode && attr(n, "type") == "hidden" {
			v.Add(attr(n, "name"), attr(n, "value"))
		}
	}
	for i := 0; i < len(more); i += 2 {
		v.Add(more[i], more[i+1])
	}
	return v
}

// pdfText is what a PDF says, as read back from it.
func pdfText(t *testing.T, a *answer) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "paper.pdf")
	if err := os.WriteFile(file, []byte(a.body), 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command("pdftotext", "-raw", file, "-").Output()
	if err != nil {
		t.Fatalf("pdftotext (poppler-utils): %v", err)
	}
	return string(out)
}

// From the empty page to a corrected certificate and its withdrawal.
func TestTheLifeOfACertificate(t *testing.T) {
	t.Parallel()
	s := staffed(t)
	anna := s.registers("Anna|Kovats", "Szeged", "HU", "bp-a1")
	bea := s.registers("Bea|Nagy", "Szeged", "HU", "bp-a1")
	v := s.signedInAs("organiser")
	v.get(certificatesURL).says("No presence is recorded yet, so there is nothing to certify.", "mark who came").saysNot("Issue for")
	s.present(anna.RegistrationID, "bp-a1", "")
	v.get(certificatesURL).says("1 person", "Anna Kovats", "17 December 2012, morning", "Not issued").saysNot("Issue for", "Bea Nagy")
	v.post(certificatesURL+"/issue", url.Values{"all": {"yes"}, "sure": {"yes"}}).says("Say first who signs the certificates.")
	v.post(certificatesURL+"/signatory", url.Values{"signatory": {" "}, "function": {"Secretary General"}}).is(422, certificatesURL+"/signatory").
		says("Write the name of the person who signs.")
	v.post(certificatesURL+"/signatory", url.Values{"signatory": {"Éva Signatory"}, "function": {"Secretary General"}}).says("Éva Signatory signs the certificates")

	// somebody without presence gets none, and the reason
	v.post(certificatesURL+"/issue", url.Values{"registration": {bea.Reference}}).says("There is nothing to issue.", "1 person gets none: no presence is recorded.")
	v.post(certificatesURL+"/issue", url.Values{"registration": {bea.Reference}, "sure": {"yes"}}).says("No presence is recorded, so nothing can be certified. Mark first who came.")
	v.post(certificatesURL+"/issue", nil).says("Choose at least one person first.")

	asked := v.get(certificatesURL+"/issue").says("1 person gets a certificate.", "Issue 1 certificate")
	v.post(certificatesURL+"/issue", asked.filled("tell", "yes")).is(200, certificatesURL).
		says("1 certificate is issued.", "Up to date", "Issued on 15 November 2012", "1 certificate (PDF)")
	if letter := s.newest(s.emailOf(anna.RegistrationID)); !strings.HasPrefix(letter.Subject, "Your certificate of attendance: ") || !strings.Contains(letter.Text, "/me/"+anna.Reference) {
		t.Errorf("%s\n%s", letter.Subject, letter.Text)
	}
	first := s.codeOf(anna.RegistrationID)
	s.visitor().verifies(first).says("This certificate is valid.", "Anna Kovats")

	// the name was misspelt, and another half-day was forgotten
	s.present(anna.RegistrationID, "event", "2012-12-18-am")
	name := "/organise/events/budapest/registrations/" + anna.Reference + "/name"
	v.post(name, url.Values{"given_name": {""}, "family_name": {"Kovács"}}).is(422, name).says("Enter your given name.")
	v.post(name, url.Values{"given_name": {"Anna"}, "family_name": {"Kovács"}}).says("The name is corrected.", "Anna Kovács")
	v.get(certificatesURL).says("Out of date: issue it again", "The presence changed since.", "The name, authority or country changed since.")
	asked = v.post(certificatesURL+"/issue", url.Values{"registration": {anna.Reference}}).says("1 person gets a corrected one.")
	v.post(certificatesURL+"/issue", asked.filled()).says("1 certificate is replaced by a corrected one.", "Up to date")
	s.visitor().verifies(first).says("This certificate was replaced by a later one on 15 November 2012. It is no longer valid.").saysNot("Kov", "Budapest")
	second := s.codeOf(anna.RegistrationID)
	s.visitor().verifies(second).says("Anna Kovács", "Tuesday 18 December 2012, morning")

	withdraw := certificatesURL + "/" + anna.Reference + "/withdraw"
	v.get(withdraw).says("Withdraw the certificate", "Reason")
	v.post(withdraw, url.Values{"why": {""}}).is(422, withdraw).says("Write why the certificate is withdrawn.")
	v.post(withdraw, url.Values{"why": {"Signed for somebody else"}}).says("The certificate is withdrawn.", "Withdrawn", "Signed for somebody else")
	s.visitor().verifies(second).says("This certificate was withdrawn on 15 November 2012. It is not valid.").saysNot("Anna", "Signed for somebody else")
	v.get(withdraw).is(404, withdraw)
	for action, n := range map[string]int{"certify": 2, "signatory": 1} {
		if got := s.audited(action, "budapest"); got != n {
			t.Errorf("%s is noted %d times", action, got)
		}
	}
	for _, action := range []string{"withdraw-certificate", "correct-name"} {
		if s.audited(action, "budapest/"+anna.Reference) != 1 {
			t.Errorf("%s is not noted", action)
		}
	}
}

// A code tells name, event and half-days, and nothing more of anybody.
func TestACodeTellsNothingElse(t *testing.T) {
	t.Parallel()
	s := staffed(t)
	o := s.registers("Αθηνά|Χατζή|Αθηνά Χατζή|Athina Chatzi", "Δήμος Μεγαρέων", "GR", "bp-a1")
	code := s.certify(o.RegistrationID)
	stranger := s.visitor()
	answer := stranger.verifies(" " + strings.ToLower(code[:7]) + "-" + code[7:])
	answer.says("Αθηνά Χατζή", "Athina Chatzi", "Education policies for Roma", "Budapest, 17–18 December 2012", "Monday 17 December 2012, morning").
		saysNot("Μεγαρέων", "Greece", "Mayor", o.Reference, s.emailOf(o.RegistrationID), "Signatory", "afternoon", code)
	if strings.Contains(answer.body, code) || answer.header.Get("Cache-Control") != "no-store" || answer.header.Get("X-Robots-Tag") != "noindex" {
		t.Errorf("%v", answer.header)
	}
	if log := s.log.String(); strings.Contains(log, code) || strings.Contains(log, strings.ToLower(code[:7])) {
		t.Error("the code stands in the log")
	}
	last := map[bool]string{true: "8", false: "7"}[strings.HasSuffix(code, "7")]
	stranger.post("/certificates", url.Values{"code": {code[:19] + last}}).is(422, "/certificates").says("one of its characters is wrong").saysNot("Αθηνά")
	stranger.verifies((&presence.Certificate{ID: 1 << 40}).Code(s.Secret)).says("There is no such certificate.")
	for _, lang := range []string{"en", "fr"} {
		stranger.lang = lang
		wellMade(t, stranger.get("/certificates"), lang)
		wellMade(t, stranger.post("/certificates", url.Values{"code": {code}}), lang)
		wellMade(t, stranger.post("/certificates", url.Values{"code": {"x"}}), lang)
	}
	if !strings.Contains(stranger.get("/").body, `href="/certificates"`) {
		t.Error("nothing leads there")
	}
}

func TestCodesAreTriedAtThePaceOfAPerson(t *testing.T) {
	t.Parallel()
	s := staffed(t, func(c *Config) { c.Demo, c.Rate = false, 0.0001 })
	v := s.visitor()
	for range formsBurst {
		v.post("/certificates", url.Values{"code": {"x"}}).is(422, "/certificates")
	}
	v.post("/certificates", url.Values{"code": {"x"}}).is(429, "/certificates")
	v.get("/certificates").is(200, "/certificates")
}

// Whose papers they are: the person's own, the organisers' of the event, nobody
// else's. A route that is not in this table fails the test.
func TestWhoReachesPapersForAPerson(t *testing.T) {
	t.Parallel()
	s := staffed(t)
	anna, bea := s.registers("Anna|Kovács", "Szeged", "HU", "bp-a1"), s.registers("Bea|Nagy", "Szeged", "HU")
	s.certify(anna.RegistrationID)
	visitors := map[string]*visitor{"nobody": s.visitor(), "organiser": s.signedInAs("organiser"), "desk": s.signedInAs("desk"), "other": s.signedInAs("other"),
		"iris": s.signedInAs("iris"), "anna": s.visitor(), "bea": s.visitor()}
	visitors["anna"].enters(s.emailOf(anna.RegistrationID), "/me")
	visitors["bea"].enters(s.emailOf(bea.RegistrationID), "/me")
	own := map[string]int{"nobody": 303, "organiser": 303, "desk": 303, "other": 303, "iris": 303, "bea": 404, "anna": 200}
	everybody := map[string]int{"nobody": 200, "organiser": 200, "desk": 200, "other": 200, "iris": 200, "bea": 200, "anna": 200}
	office := func(organiser int) map[string]int {
		return map[string]int{"nobody": 303, "anna": 303, "bea": 303, "iris": 403, "desk": 403, "other": 404, "organiser": organiser}
	}
	const event = "/organise/events/:slug"
	want := map[string]map[string]int{
		"GET /me/:reference/confirmation": own, "GET /me/:reference/confirmation.pdf": own, "GET /me/:reference/certificate": own, "GET /me/:reference/certificate.pdf": own,
		"GET /certificates": everybody, "POST /certificates": {"nobody": 422, "organiser": 422, "desk": 422, "other": 422, "iris": 422, "bea": 422, "anna": 422},
		"GET " + event + "/certificates": office(200), "POST " + event + "/certificates": office(303), "POST " + event + "/certificates/signatory": office(422),
		"GET " + event + "/certificates/issue": office(200), "POST " + event + "/certificates/issue": office(303), "GET " + event + "/certificates.pdf": office(200),
		"GET " + event + "/certificates/:reference/certificate.pdf": office(200), "GET " + event + "/certificates/:reference/withdraw": office(200),
		"POST " + event + "/certificates/:reference/withdraw": office(422), "GET " + event + "/registrations/:reference/name": office(200),
		"POST " + event + "/registrations/:reference/name": office(422),
	}
	for _, r := range personRoutes(s.Server) {
		if want[r.method+" "+r.path] == nil {
			t.Errorf("%s %s is not in the table of this test", r.method, r.path)
		}
		path := strings.NewReplacer(":slug", "budapest", ":reference", anna.Reference).Replace(r.path)
		for who, status := range want[r.method+" "+r.path] {
			v := visitors[who]
			v.client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
			if got := v.asks(r.method, path); got.status != status {
				t.Errorf("%s %s as %s: %d, want %d", r.method, path, who, got.status, status)
			}
		}
	}
	madrid := "/organise/events/madrid/certificates/" + anna.Reference + "/certificate.pdf"
	visitors["other"].get(madrid).is(404, madrid)
}

// The page beside a paper says what the paper says, and the paper nothing more.
func TestPapersAndTheirPagesSayTheSame(t *testing.T) {
	t.Parallel()
	s := staffed(t)
	o := s.registers("Αθηνά|Χατζή|Αθηνά Χατζή|Athina Chatzi", "Megara", "GR", "bp-a1", "bp-t1")
	code := s.certify(o.RegistrationID)
	v := s.visitor()
	v.enters(s.emailOf(o.RegistrationID), "/me")
	own := "/me/" + o.Reference
	token := registration.BadgeToken(s.Secret, o.RegistrationID)
	must := map[string]map[string][]string{"en": {
		"confirmation": {"Confirmation of registration", "Αθηνά Χατζή", "Athina Chatzi", "Megara, Greece", "Mayor", o.Reference, "You have a place", "Bus 1", "Meeting point:",
			"(Budapest time, UTC+1)", "Step-free access", "Changes until", "help@example.org", token[:4] + " " + token[4:8], "Confirmed"},
		"certificate": {"Certificate of attendance", "Αθηνά Χατζή", "Athina Chatzi", "Megara, Greece", "Monday 17 December 2012, morning", "Issued on 15 November 2012",
			"Éva Signatory", "Secretary General", code[:4] + " " + code[4:8]}},
		"fr": {"confirmation": {"Confirmation d’inscription", "Megara, Grèce", "Point de rendez-vous"}, "certificate": {"Attestation de présence", "lundi 17 décembre 2012, matin"}}}
	for lang, papers := range must {
		v.lang = lang
		v.get(own).is(200, own)
		for name, sentences := range papers {
			paper, page := v.get(own+"/"+name+".pdf"), v.get(own+"/"+name)
			if paper.status != 200 || paper.header.Get("Content-Type") != "application/pdf" || !strings.Contains(paper.header.Get("Content-Disposition"), "budapest-"+name+".pdf") {
				t.Fatalf("%s: %d %v", name, paper.status, paper.header)
			}
			wellMade(t, page, lang)
			printed, shown := unmarked(pdfText(t, paper)), unmarked(page.text())
			for _, said := range sentences {
				if !strings.Contains(unspaced(printed), unspaced(said)) || !strings.Contains(unspaced(shown), unspaced(said)) {
					t.Errorf("%s, %s: %q is not on both:\n%s\n%s", lang, name, said, printed, shown)
				}
			}
			for word := range strings.FieldsSeq(printed) {
				if !strings.Contains(unspaced(shown), word) && !slices.Contains(onlyOnPaper, word) {
					t.Errorf("%s, %s: only the paper says %q", lang, name, word)
				}
			}
			if again := v.get(own + "/" + name + ".pdf"); again.body != paper.body {
				t.Errorf("%s came out differently the second time", name)
			}
		}
	}
	v.lang = "en"
	v.get(own).says("Your certificate", "Certificate (PDF)", "Certificate as a page (for screen readers)", "Confirmation to print (PDF)", "Confirmation as a page (for screen readers)")
}

// onlyOnPaper counts pages, which a page does not have.
var onlyOnPaper = []string{"Page", "of", "1", "2", "sur"}

var hyphens = regexp.MustCompile(`[\p{Cf}]`)

func unmarked(s string) string { return hyphens.ReplaceAllString(s, "") }

func unspaced(s string) string { return strings.Join(strings.Fields(s), "") }

// Who withdrew has nothing to confirm; a certificate that was withdrawn is said so.
func TestWhatIsNotThereIsNotOffered(t *testing.T) {
	t.Parallel()
	s := staffed(t)
	o := s.registers("Anna|Kovács", "Szeged", "HU", "bp-a1")
	v := s.visitor()
	v.enters(s.emailOf(o.RegistrationID), "/me")
	own := "/me/" + o.Reference
	v.get(own).saysNot("Your certificate")
	v.get(own+"/certificate").is(404, own+"/certificate")
	s.certify(o.RegistrationID)
	if err := presence.Revoke(t.Context(), s.db, s.now(), 0, o.RegistrationID, "A mistake"); err != nil {
		t.Fatal(err)
	}
	v.get(own).says("Your certificate of attendance was withdrawn on 15 November 2012.").saysNot("A mistake", "Certificate (PDF)")
	v.get(own+"/certificate.pdf").is(404, own+"/certificate.pdf")
	v.post(own+"/withdraw", url.Values{"key": {"k"}})
	v.get(own+"/confirmation").is(404, own+"/confirmation")
}

func TestTheListOfCertificatesIsSearchedSortedAndPaged(t *testing.T) {
	t.Parallel()
	s := staffed(t)
	s.resize("budapest", "event", 200)
	for i := range rowsPerPage + 1 {
		o := s.registers("Guest|Number"+string(rune('A'+i/26))+string(rune('a'+i%26)), "Szeged", "HU")
		s.present(o.RegistrationID, "event", "2012-12-17-am")
	}
	zora := s.registers("Ζωή|Αβραμίδου|Ζωή Αβραμίδου|Zoi Avramidou", "Megara", "GR", "bp-a1")
	s.certify(zora.RegistrationID)
	v := s.signedInAs("organiser")
	v.get(certificatesURL).says("52 people", "Zoi Avramidou", "Issue for all 51 people who need one").saysNot("NumberBz")
	v.get(certificatesURL + "?page=2").says("NumberBy").saysNot("Zoi Avramidou")
	v.get(certificatesURL + "?sort=name&order=desc").says("NumberBy").saysNot("Zoi Avramidou")
	v.get(certificatesURL+"?state=current").says("1 person", "Zoi Avramidou").saysNot("Guest")
	found := v.post(certificatesURL, url.Values{"q": {"avramidou"}, "sort": {"state"}})
	found.is(200, certificatesURL).says("1 person", "Zoi Avramidou").saysNot("Guest")
	if got := found.field("q", ""); attr(got, "value") != "avramidou" {
		t.Error("what was searched for is lost")
	}
	v.post(certificatesURL, url.Values{"q": {"nobody of that name"}}).says("Nobody matches.")
	sorted := slices.Collect(func(yield func(string) bool) {
		for n := range v.get(certificatesURL + "?sort=state").doc.Descendants() {
			if n.Type == html.ElementNode && attr(n, "aria-sort") != "" && !yield(attr(n, "aria-sort")) {
				return
			}
		}
	})
	if !slices.Equal(sorted, []string{"ascending"}) {
		t.Errorf("sorted %q", sorted)
	}
	for _, lang := range []string{"en", "fr"} {
		v.lang = lang
		for _, path := range []string{"", "/issue", "/" + zora.Reference + "/withdraw"} {
			wellMade(t, v.get(certificatesURL+path), lang)
		}
	}
}

// All of them in one file, and that they left is noted.
func TestAllCertificatesInOneFile(t *testing.T) {
	t.Parallel()
	s := staffed(t)
	for _, name := range []string{"Anna|Kovács", "Bea|Nagy"} {
		s.certify(s.registers(name, "Szeged", "HU", "bp-a1").RegistrationID)
	}
	file := s.signedInAs("organiser").get(certificatesURL + ".pdf")
	text := pdfText(t, file)
	if !strings.Contains(text, "Anna Kovács") || !strings.Contains(text, "Bea Nagy") || strings.Count(text, "\f") != 2 {
		t.Error(text)
	}
	if s.audited("print", "budapest/budapest-certificates.pdf") != 1 {
		t.Error("nobody notes it")
	}
}
