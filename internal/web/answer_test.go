package web

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"convene/internal/event"
	"convene/internal/registration"
)

// giving changes how Budapest gives its places.
func (s *site) giving(change func(*event.Rules)) {
	s.t.Helper()
	e := s.event("budapest").Event
	r := e.Rules()
	change(&r)
	if err := event.SetRules(s.t.Context(), s.db, e.ID, r, s.now()); err != nil {
		s.t.Fatal(err)
	}
}

// offering makes every place that comes free an offer of two days.
func (s *site) offering() { s.giving(func(r *event.Rules) { r.OfferHours = 48 }) }

// joins registers somebody through the desk; who finds something full waits for it.
func (s *site) joins(email string, codes ...string) *registration.Registration {
	s.t.Helper()
	sub := registration.Submission{EventID: s.event("budapest").Event.ID, Email: email, MayWait: true, Now: s.now(), Channel: registration.ChannelWeb,
		Details: registration.Details{Given: "Zora", Family: "Zelená", Organisation: "A club", Country: "SK", Function: "Clerk", Locale: "en"}}
	for _, code := range codes {
		sub.Choices = append(sub.Choices, registration.Choice{Activity: code, MayWait: true})
	}
	if _, err := s.desk.Submit(s.t.Context(), sub); err != nil {
		s.t.Fatal(err)
	}
	return s.registered(email)
}

func (s *site) withdraws(r *registration.Registration) {
	s.t.Helper()
	_, err := s.desk.Withdraw(s.t.Context(), registration.Withdrawal{EventID: r.EventID, RegistrationID: r.ID, Staff: true, Now: s.now()})
	if err != nil {
		s.t.Fatal(err)
	}
}

// nominates names somebody for one of Gyumri's places.
func (s *site) nominates(email string) *registration.Registration {
	s.t.Helper()
	var gyumri int64
	if err := s.db.NewRaw("select id from authority where name = 'Gyumri'").Scan(s.t.Context(), &gyumri); err != nil {
		s.t.Fatal(err)
	}
	_, err := s.desk.Nominate(s.t.Context(), registration.Nomination{EventID: s.event("budapest").Event.ID, Email: email, MayWait: true, Now: s.now(), Actor: "coordinator",
		Details: registration.Details{Given: "Nune", Family: "Hakobyan", AuthorityID: gyumri, Country: "AM", Locale: "en"}})
	if err != nil {
		s.t.Fatal(err)
	}
	return s.registered(email)
}

// answerAt is the path of the mail's link about a place.
func (s *site) answerAt(r *registration.Registration, code string) string {
	s.t.Helper()
	return registration.AnswerPath(s.Secret, r.ID, s.event("budapest").ByCode(code).ID)
}

// stands fails unless a place is of a state; "" is none at all.
func (s *site) stands(r *registration.Registration, code, state string) {
	s.t.Helper()
	places, err := registration.PlacesOf(s.t.Context(), s.db, r.ID)
	if err != nil {
		s.t.Fatal(err)
	}
	if got := placeOn(places, code).State; got != state {
		s.t.Fatalf("%s of %s is %q, want %q", code, r.Email, got, state)
	}
}

var (
	accept = url.Values{"do": {"accept"}}
	refuse = url.Values{"do": {"refuse"}}
	surely = url.Values{"do": {"refuse"}, "sure": {"yes"}}
)

// offered is somebody to whom the event's only place is offered, while another waits.
func (s *site) offered() (zora, next *registration.Registration) {
	s.t.Helper()
	s.offering()
	s.resize("budapest", "event", 1)
	first := s.joins("first@example.org")
	zora, next = s.joins("zora@example.org"), s.joins("next@example.org")
	s.withdraws(first)
	s.stands(zora, "event", "offered")
	return zora, next
}

func TestAcceptingAnOffer(t *testing.T) {
	t.Parallel()
	s := open(t)
	zora, _ := s.offered()
	path, v := s.answerAt(zora, "event"), s.visitor()
	page := v.get(path).is(200, path)
	page.says("A place came free for you", "Education policies for Roma", "17–18 December 2012 · Budapest, Hungary",
		"until 17 November 2012, 11:00 (Budapest time, UTC+1)", "Accept the place", "Refuse the place", zora.Reference)
	page.saysNot("Zora", "Zelená", "zora@example.org", "A club")
	if h := page.header; h.Get("Cache-Control") != "no-store" || h.Get("Referrer-Policy") != "no-referrer" || h.Get("X-Robots-Tag") != "noindex" {
		t.Errorf("headers %v", h)
	}
	for range 2 {
		v.post(path, accept).is(200, path).says("You have a place").saysNot("Accept the place")
		s.stands(zora, "event", "confirmed")
	}
	v.post(path, surely).is(200, path).says("You have a place")
	s.stands(zora, "event", "confirmed")
	if kind := s.newest("zora@example.org").Kind; kind != "confirmed" {
		t.Errorf("the last mail is of the kind %q", kind)
	}
}

func TestRefusingAnOfferIsAskedTwice(t *testing.T) {
	t.Parallel()
	s := open(t)
	zora, next := s.offered()
	path, v := s.answerAt(zora, "event"), s.visitor()
	v.post(path, refuse).is(200, path).says("Do you really refuse the place?", "goes to the next person waiting at once", "Your registration for the event ends.")
	s.stands(zora, "event", "offered")
	v.post(path, surely).is(200, path).says("You did not take the place", "You said no, and we sent you a mail about it.")
	s.stands(zora, "event", "released")
	s.stands(next, "event", "offered")
	v.post(path, accept).is(200, path).says("You did not take the place")
	v.post(path, surely).is(200, path).says("You did not take the place")
	s.stands(next, "event", "offered")
}

func TestAnOfferSaysWhatIsGivenUp(t *testing.T) {
	t.Parallel()
	s := open(t)
	s.offering()
	s.resize("budapest", "bp-a1", 0)
	zora := s.joins("zora@example.org", "bp-b1")
	change := registration.Change{EventID: zora.EventID, RegistrationID: zora.ID, Details: zora.Details, Now: s.now(),
		Choices: []registration.Choice{{Activity: "bp-a1", MayWait: true}}}
	if _, err := s.desk.Change(t.Context(), change); err != nil {
		t.Fatal(err)
	}
	s.resize("budapest", "bp-a1", 1)
	path, v := s.answerAt(zora, "bp-a1"), s.visitor()
	v.get(path).is(200, path).says("A1 Enrolment", "11:30–13:00", "If you accept, you give up what overlaps:", "B1 ")
	v.post(path, refuse).is(200, path).saysNot("Your registration for the event ends.")
	v.post(path, accept).is(200, path).says("The place is yours", "A1 Enrolment", "The place is confirmed.")
	s.stands(zora, "bp-a1", "confirmed")
	s.stands(zora, "bp-b1", "released")
}

func TestLinksThatLeadToNothingSaySo(t *testing.T) {
	t.Parallel()
	s := open(t)
	zora, next := s.offered()
	path, v := s.answerAt(zora, "event"), s.visitor()
	forged := path[:len(path)-1] + map[bool]string{true: "B", false: "A"}[path[len(path)-1] == 'A']
	for _, bad := range []string{forged, "/answer/x", "/answer/%00"} {
		v.get(bad).is(404, strings.ReplaceAll(bad, "%00", "\x00")).says("This link does not work", "My registrations")
		if a := v.post(bad, accept); a.status != 404 {
			t.Errorf("%s takes an answer: %d", bad, a.status)
		}
	}
	none := s.answerAt(zora, "bp-a1") // a link of ours about a place that was never asked for
	v.post(none, accept).is(200, none).says("This offer does not stand any more.")

	s.later(49 * time.Hour) // nobody has cleared it away yet
	v.get(path).is(200, path).says("You can no longer answer", "The time to answer is over.").saysNot("Accept the place")
	v.post(path, accept).is(200, path).says("You can no longer answer")
	if err := s.desk.ExpireDue(t.Context(), s.now()); err != nil {
		t.Fatal(err)
	}
	v.get(path).is(200, path).says("The time to answer is over", "Nobody answered in time.")
	path = s.answerAt(next, "event")
	v.get(path).says("A place came free for you")
	s.withdraws(next)
	v.get(path).is(200, path).says("You have withdrawn")
	if _, err := s.db.NewRaw("update event set status = 'cancelled'").Exec(t.Context()); err != nil {
		t.Fatal(err)
	}
	v.get(path).is(200, path).says("This event was cancelled.")
}

func TestAnsweringSignedIn(t *testing.T) {
	t.Parallel()
	s := open(t)
	zora, next := s.offered()
	own := "/me/" + zora.Reference
	v := s.visitor()
	v.enters("zora@example.org", "/me").is(200, "/me").says("A place is offered to you", "A place is offered until 17 November 2012, 11:00")
	v.get(own).is(200, own).says("A place is offered to you", "Accept the place", "Offered")
	v.post(own+"/answer/event", refuse).is(200, own+"/answer/event").says("Do you really refuse the place?")
	v.post(own+"/answer/event", accept).is(200, own+"/answer/event").says("You have a place", "The place is yours, and we sent you a mail about it.")
	v.get(own).says("You have a place").saysNot("Accept the place")
	v.get("/events/budapest").says("You have a place")

	v.get(own+"/answer/nothing").is(404, own+"/answer/nothing")

	waits := s.visitor()
	waits.enters("next@example.org", "/me").says("Waiting list, number 1")
	waits.get("/me/"+next.Reference).says("Waiting list, number 1", "Full; nobody waits before you.")
}

func TestNobodyAnswersForSomebodyElse(t *testing.T) {
	t.Parallel()
	s := open(t)
	zora, _ := s.offered()
	s.resize("budapest", "event", 5)
	nune := s.nominates("nune@example.org")
	eve := s.visitor()
	eve.enters("eve@example.org", "/me")
	for _, r := range []*registration.Registration{zora, nune} {
		for _, path := range []string{"/me/" + r.Reference, "/me/" + r.Reference + "/answer/event"} {
			eve.get(path).is(404, path).saysNot("Zora", "Nune", r.Email)
		}
		for _, form := range []url.Values{accept, surely} {
			path := "/me/" + r.Reference + "/answer/event"
			eve.post(path, form).is(404, path)
			s.visitor().post(path, form).is(200, "/enter")
			eve.postFrom("https://evil.example", "cross-site", s.answerAt(r, "event"), form).is(403, s.answerAt(r, "event"))
		}
		eve.post("/me/"+r.Reference+"/take-back", nil).is(404, "/me/"+r.Reference+"/take-back")
	}
	// With the link alone, nobody signs up in the name of who was named.
	eve.post(s.answerAt(nune, "event"), accept).is(200, "/enter/code").saysNot("nune@example.org")
	eve.get("/enter").saysNot("nune@example.org")
	eve.get(budapest+"/you").is(200, budapest+"/you").says("You register with eve@example.org").saysNot("Nune", "Hakobyan")
	s.stands(zora, "event", "offered")
	s.stands(nune, "event", "held")
}

var links = regexp.MustCompile(`https?://[^\s"'<>\\]+`)

// A mail scanner fetches every link of every mail. Nothing may come of it.
func TestAMailScannerChangesNothing(t *testing.T) {
	t.Parallel()
	s := open(t)
	zora, _ := s.offered()
	s.resize("budapest", "event", 4)
	s.joins("ana@example.org", "bp-a1")
	s.withdraws(s.joins("gone@example.org"))
	s.nominates("nune@example.org")
	s.stands(zora, "event", "offered")
	v := s.visitor()
	v.enters("cili@example.org", "/me")
	var mails []string
	if err := s.db.NewRaw("select data::text from mail").Scan(t.Context(), &mails); err != nil {
		t.Fatal(err)
	}
	for _, to := range []string{"zora@example.org", "next@example.org", "ana@example.org", "gone@example.org", "nune@example.org", "cili@example.org"} {
		letter := s.newest(to)
		mails = append(mails, letter.Text, letter.HTML)
	}
	found := map[string]bool{}
	for _, m := range mails {
		for _, link := range links.FindAllString(m, -1) {
			found[strings.TrimRight(link, ".,")] = true
		}
	}
	before, answers := s.everything(), 0
	for link := range found {
		if strings.Contains(link, "/answer/") {
			answers++
		}
		for _, method := range []string{http.MethodHead, http.MethodGet, http.MethodGet} {
			if resp := s.ask(method, link, loopback, nil, nil); resp.StatusCode >= 500 {
				t.Errorf("%s %s gets %d", method, link, resp.StatusCode)
			}
		}
	}
	if answers < 3 || len(found) < 6 {
		t.Fatalf("the scanner found %d answers among %d links", answers, len(found))
	}
	if after := s.everything(); after != before {
		t.Errorf("the scanner changed\n%s\nto\n%s", before, after)
	}
}

// everything is what must not change: registrations, places, history and codes.
func (s *site) everything() string {
	s.t.Helper()
	var text string
	err := s.db.NewRaw(`select concat_ws(E'\n', (select string_agg(r::text, E'\n' order by id) from registration r),
(select string_agg(p::text, E'\n' order by registration_id, activity_id) from place p), (select count(*) from history),
(select count(*) from mail), (select string_agg(e::text, E'\n' order by id) from entry e))`).Scan(s.t.Context(), &text)
	if err != nil {
		s.t.Fatal(err)
	}
	return text
}
