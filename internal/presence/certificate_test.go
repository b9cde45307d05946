package presence

import (
	"slices"
	"strings"
	"testing"
	"time"

	"convene/internal/event"
	"convene/internal/fault"
	"convene/internal/locale"
	"convene/internal/mail"
	"convene/internal/postgres"
)

// signed is a hall with somebody who signs.
func signed(t *testing.T) *hall {
	h := open(t)
	h.must(SetSignatory(t.Context(), h.db, h.budapest.Event.ID, Signatory{"Éva Signatory", "Secretary General"}))
	return h
}

func (h *hall) order(only ...int64) (Issued, error) {
	h.Helper()
	return Issue(h.Context(), h.db.DB, h.budapest, Order{Secret: secret, Now: now, Only: only})
}

// issue certifies somebody and gives the certificate.
func (h *hall) issue(id int64) *Certificate {
	h.Helper()
	_, err := h.order(id)
	h.must(err)
	return h.certificate(id)
}

func (h *hall) certificate(id int64) *Certificate {
	h.Helper()
	c, err := CertificateOf(h.Context(), h.db, h.budapest.Event.ID, id)
	h.must(err)
	if c == nil {
		h.Fatal("no certificate")
	}
	return c
}

func (h *hall) state(id int64) string {
	h.Helper()
	if s := h.standing(id); s != nil {
		return s.State()
	}
	return ""
}

// standing is that of one registration; nil when it has neither presence nor a
// certificate.
func (h *hall) standing(id int64) *Standing {
	h.Helper()
	all, err := Standings(h.Context(), h.db, h.budapest)
	h.must(err)
	for i := range all {
		if all[i].RegistrationID == id {
			return &all[i]
		}
	}
	return nil
}

// present marks somebody present in the first workshop, on the Monday morning.
func (h *hall) present(ids ...int64) {
	h.Helper()
	for _, id := range ids {
		h.write(h.budapest, mark(id, h.budapest.ByCode("bp-a1"), "", Present))
	}
}

func (h *hall) proof(code string) *Proof {
	h.Helper()
	p, err := Verify(h.Context(), h.db, code)
	h.must(err)
	return p
}

func TestNothingIsCertifiedThatNobodyRecorded(t *testing.T) {
	t.Parallel()
	h := signed(t)
	anna, absent := h.guest(h.budapest, "anna"), h.guest(h.budapest, "absent")
	h.write(h.budapest, mark(absent, h.budapest.ByCode("bp-a1"), "", Absent))
	for _, id := range []int64{anna, absent} {
		if _, err := h.order(id); !fault.Is(err, fault.Conflict) {
			t.Errorf("a certificate without presence: %v", err)
		}
	}
	if issued, err := h.order(); err != nil || issued != (Issued{}) {
		t.Errorf("everybody with presence: %+v, %v", issued, err)
	}
	h.present(anna)
	if issued, err := h.order(anna, absent); err != nil || issued != (Issued{New: 1, Refused: 1}) {
		t.Errorf("one of two took part: %+v, %v", issued, err)
	}
	c := h.certificate(anna)
	if c.Name != "anna Sample" || c.Body != "Szeged" || !slices.Equal(c.HalfDays, []string{"2012-12-17-am"}) || c.Signatory.Name != "Éva Signatory" ||
		c.Signatory.Function != "Secretary General" || c.Title["fr"] == "" || c.Reference == "" || !c.StartsAt.Equal(h.budapest.Event.StartsAt) {
		t.Errorf("%+v", c)
	}
	if _, err := h.db.Exec(`update certificate set half_days = '{}'`); postgres.Constraint(err) != "certificate_half_days_check" {
		t.Errorf("the database takes a certificate of no half-day: %v", err)
	}
}

func TestSomebodyMustSign(t *testing.T) {
	t.Parallel()
	h := open(t)
	anna := h.guest(h.budapest, "anna")
	h.present(anna)
	if _, err := h.order(anna); !fault.Is(err, fault.Conflict) {
		t.Error(err)
	}
	if err := SetSignatory(t.Context(), h.db, h.budapest.Event.ID, Signatory{Name: "  "}); !fault.Is(err, fault.Invalid) {
		t.Error(err)
	}
}

// A correction after the issue: the certificate is out of date, a new one takes its
// place, and the old code says so.
func TestACorrectionIsIssuedAnew(t *testing.T) {
	t.Parallel()
	h := signed(t)
	anna := h.guest(h.budapest, "anna")
	h.present(anna)
	first := h.issue(anna)
	if issued, err := h.order(); err != nil || issued != (Issued{Same: 1}) || h.state(anna) != Current {
		t.Errorf("nothing changed: %+v, %v, %s", issued, err, h.state(anna))
	}
	h.write(h.budapest, mark(anna, h.budapest.Root(), "2012-12-18-am", Present))
	if got := h.state(anna); got != Outdated {
		t.Errorf("after a correction of presence: %s", got)
	}
	issued, err := h.order()
	if err != nil || issued != (Issued{Replaced: 1}) || h.state(anna) != Current {
		t.Errorf("reissued: %+v, %v, %s", issued, err, h.state(anna))
	}
	second := h.certificate(anna)
	old, fresh := h.proof(first.Code(secret)), h.proof(second.Code(secret))
	if first.Code(secret) == second.Code(secret) || !old.ReplacedAt.Equal(now) || len(old.HalfDays) != 1 || !fresh.ReplacedAt.IsZero() || len(fresh.HalfDays) != 2 {
		t.Errorf("the old code says %+v, the new one %+v", old, fresh)
	}
	if _, err := h.db.Exec(`update registration set badge_name = 'Anna Correct' where id = ?`, anna); err != nil {
		t.Fatal(err)
	}
	if s := h.standing(anna); !slices.Equal(s.Changes(), []string{ChangedPerson}) {
		t.Errorf("after a corrected name: %v", s.Changes())
	}
	h.write(h.budapest, mark(anna, h.budapest.ByCode("bp-a1"), "", Cleared), mark(anna, h.budapest.Root(), "2012-12-18-am", Cleared))
	if got := h.state(anna); got != Unproved {
		t.Errorf("without any presence left: %s", got)
	}
	if _, err := h.order(anna); !fault.Is(err, fault.Conflict) {
		t.Errorf("reissued without presence: %v", err)
	}
}

func TestWithdrawnIsSaidAndNotUndoneByTheWay(t *testing.T) {
	t.Parallel()
	h := signed(t)
	anna, bea := h.guest(h.budapest, "anna"), h.guest(h.budapest, "bea")
	h.present(anna, bea)
	c := h.issue(anna)
	if err := Revoke(t.Context(), h.db, now, 0, anna, " "); !fault.Is(err, fault.Invalid) {
		t.Errorf("without a reason: %v", err)
	}
	h.must(Revoke(t.Context(), h.db, now, 0, anna, "Somebody else signed"))
	if err := Revoke(t.Context(), h.db, now, 0, anna, "again"); !fault.Is(err, fault.Conflict) {
		t.Errorf("twice: %v", err)
	}
	if p := h.proof(c.Code(secret)); !p.RevokedAt.Equal(now) || h.state(anna) != Withdrawn {
		t.Errorf("%+v, %s", p, h.state(anna))
	}
	if issued, err := h.order(); err != nil || issued != (Issued{New: 1}) || h.state(anna) != Withdrawn {
		t.Errorf("everybody: %+v, %v", issued, err)
	}
	if issued, err := h.order(anna); err != nil || issued != (Issued{New: 1}) || h.state(anna) != Current {
		t.Errorf("by name: %+v, %v", issued, err)
	}
	if all, err := Certificates(t.Context(), h.db, h.budapest.Event.ID); err != nil || len(all) != 2 {
		t.Errorf("%d certificates stand, error %v", len(all), err)
	}
}

func TestACodeIsReadAsPeopleTypeIt(t *testing.T) {
	t.Parallel()
	h := signed(t)
	anna := h.guest(h.budapest, "anna")
	h.present(anna)
	code := h.issue(anna).Code(secret)
	if len(code) != 20 {
		t.Errorf("the code %s has %d characters", code, len(code))
	}
	sloppy := strings.ToLower(code[:4] + "-" + code[4:8] + " – " + code[8:] + "\u00a0")
	sloppy = strings.NewReplacer("0", "o", "1", "l").Replace(sloppy)
	if got := h.proof(sloppy).Name; got != "anna Sample" {
		t.Error(got)
	}
	wrong := []byte(code)
	wrong[3] = map[bool]byte{true: '7', false: '8'}[wrong[3] == '8']
	for _, typed := range []string{string(wrong), code[:19], code + "0", "", "U" + code[1:], code[1:] + code[:1] + "\x00"} {
		if _, err := Verify(t.Context(), h.db, typed); !fault.Is(err, fault.Invalid) {
			t.Errorf("%q: %v", typed, err)
		}
	}
	if _, err := Verify(t.Context(), h.db, (&Certificate{ID: 1e9}).Code(secret)); !fault.Is(err, fault.NotFound) {
		t.Errorf("a code of nothing: %v", err)
	}
}

// What is verified is read without what it does not say.
func TestAProofHoldsNothingElse(t *testing.T) {
	t.Parallel()
	h := signed(t)
	anna := h.guest(h.budapest, "anna")
	h.present(anna)
	if p := h.proof(h.issue(anna).Code(secret)); p.Body != "" || p.Country != "" || p.City != "Budapest" {
		t.Errorf("%+v", p)
	}
}

func TestEverybodyWhoGetsOneIsTold(t *testing.T) {
	t.Parallel()
	h := signed(t)
	anna := h.guest(h.budapest, "anna")
	tell := Order{Secret: secret, Now: now, Letterhead: h.desk.Letterhead}
	for _, step := range []func(){func() { h.present(anna) }, func() {}, func() { h.write(h.budapest, mark(anna, h.budapest.Root(), "2012-12-18-am", Present)) }} {
		step()
		_, err := Issue(t.Context(), h.db.DB, h.budapest, tell)
		h.must(err)
	}
	all, err := mail.OfRegistration(t.Context(), h.db, anna)
	h.must(err)
	var subjects []string
	for _, m := range all {
		if m.Kind == "certificate" {
			letter, err := mail.Read(t.Context(), h.db, m.ID)
			h.must(err)
			subjects = append(subjects, letter.Subject)
			if !strings.Contains(letter.Text, "/me/") || strings.Contains(letter.Subject, "anna") {
				t.Errorf("%s\n%s", letter.Subject, letter.Text)
			}
		}
	}
	slices.Sort(subjects)
	if len(subjects) != 2 || !strings.HasPrefix(subjects[0], "Your certificate of attendance is corrected: ") {
		t.Errorf("%q", subjects)
	}
}

func TestErasingARegistrationErasesItsCertificate(t *testing.T) {
	t.Parallel()
	h := signed(t)
	anna := h.guest(h.budapest, "anna")
	h.present(anna)
	code := h.issue(anna).Code(secret)
	if _, err := h.db.Exec(`delete from registration where id = ?`, anna); err != nil {
		t.Fatal(err)
	}
	if _, err := Verify(t.Context(), h.db, code); !fault.Is(err, fault.NotFound) {
		t.Errorf("the code of somebody who was erased: %v", err)
	}
}

// A thousand certificates are a handful of statements.
func TestManyAreIssuedAtOnce(t *testing.T) {
	t.Parallel()
	h := signed(t)
	for i := range 60 {
		h.present(h.guest(h.budapest, "guest"+string(rune('a'+i/26))+string(rune('a'+i%26))))
	}
	issued, err := h.order()
	if err != nil || issued.New != 60 {
		t.Errorf("%+v, %v", issued, err)
	}
	codes := map[string]bool{}
	all, err := Certificates(t.Context(), h.db, h.budapest.Event.ID)
	h.must(err)
	for i := range all {
		codes[all[i].Code(secret)] = h.proof(all[i].Code(secret)).Name == all[i].Name
	}
	for code, right := range codes {
		if !right {
			t.Errorf("%s is somebody else's", code)
		}
	}
	if len(codes) != 60 {
		t.Errorf("%d codes", len(codes))
	}
}

func TestDaysAreSaidInFewWords(t *testing.T) {
	t.Parallel()
	f := Facts{Timezone: "Europe/Budapest", HalfDays: []string{"2012-12-17-am", "2012-12-17-pm", "2012-12-18-am", "2012-12-19-pm"}}
	want := []string{"17 December 2012, whole day", "18 December 2012, morning", "19 December 2012, afternoon"}
	if got := f.Days(locale.For("en")); !slices.Equal(got, want) {
		t.Errorf("%q", got)
	}
	if got := f.Proved(locale.For("fr")); len(got) != 4 || got[1] != "lundi 17 décembre 2012, après-midi" {
		t.Errorf("%q", got)
	}
}

func TestHalfDaysAreReadBack(t *testing.T) {
	t.Parallel()
	zone, err := time.LoadLocation("Europe/Budapest")
	if err != nil {
		t.Fatal(err)
	}
	want := event.HalfDay{Date: time.Date(2012, 12, 17, 0, 0, 0, 0, zone), Part: event.Afternoon}
	if got, err := event.ParseHalfDay(want.Code(), zone); err != nil || got.Code() != want.Code() || !got.Date.Equal(want.Date) {
		t.Errorf("%+v, %v", got, err)
	}
	for _, code := range []string{"", "2012-12-17", "2012-12-17-ev", "2012-13-17-am", "-am"} {
		if _, err := event.ParseHalfDay(code, zone); err == nil {
			t.Errorf("%q is a half-day", code)
		}
	}
}
