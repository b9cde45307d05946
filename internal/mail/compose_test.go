package mail

import (
	"bytes"
	"encoding/json"
	"errors"
	netmail "net/mail"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// rawOf makes the MIME message of a letter in the outbox.
func rawOf(t interface {
	Helper()
	Fatalf(string, ...any)
}, to, lang string, c Content) []byte {
	t.Helper()
	data, err := json.Marshal(c)
	if err != nil {
		t.Fatalf("%v", err)
	}
	r := row{ID: 7, Kind: c.Kind(), Recipient: to, Locale: lang, Data: data, MessageID: "ABCDEFGHIJKLMNOPQRSTUVWXYZ", CreatedAt: made}
	_, msg, err := r.letter(&netmail.Address{Name: "Alliance – événements", Address: "convene@mail.example.org"})
	if err != nil {
		t.Fatalf("%v", err)
	}
	var raw bytes.Buffer
	if _, err := msg.WriteTo(&raw); err != nil {
		t.Fatalf("%v", err)
	}
	return raw.Bytes()
}

func TestLetterHasThreeParts(t *testing.T) {
	p := parse(t, rawOf(t, "ana@example.org", "en", sampleRegistration(t, Confirmed)))
	if len(p.leaves) != 3 {
		t.Fatalf("%d parts", len(p.leaves))
	}
	for i, want := range []string{"text/plain", "text/html", "text/calendar"} {
		if got := p.leaves[i]; got.mediaType != want || !strings.EqualFold(got.params["charset"], "utf-8") {
			t.Errorf("part %d is %s %v, want %s in UTF-8", i, got.mediaType, got.params, want)
		}
	}
	if c := p.leaves[2]; c.params["method"] != MethodPublish || c.file != "invitation.ics" {
		t.Errorf("the calendar is %v, file %q", c.params, c.file)
	}
	if got := readCalendar(t, []byte(p.leaves[2].body)).Props.Get("METHOD").Value; got != MethodPublish {
		t.Errorf("the file's method is %s, the part's PUBLISH", got)
	}
	if !strings.Contains(p.leaves[0].body, "Ana Čakovec") || !strings.Contains(p.leaves[1].body, "Ana Čakovec") {
		t.Error("a body lost its letters on the way")
	}
}

func TestWithdrawalCancels(t *testing.T) {
	p := parse(t, rawOf(t, "ana@example.org", "en", sampleRegistration(t, Withdrawn)))
	if len(p.leaves) != 3 || p.leaves[2].params["method"] != MethodCancel {
		t.Fatalf("parts: %+v", p.leaves)
	}
}

func TestLetterWithoutCalendarHasTwoParts(t *testing.T) {
	for _, c := range []Content{sampleEntry(), sampleRegistration(t, Waiting)} {
		p := parse(t, rawOf(t, "ana@example.org", "en", c))
		if len(p.leaves) != 2 || !strings.HasPrefix(p.header.Get("Content-Type"), "multipart/alternative") {
			t.Errorf("%s: %s with %d parts", c.Kind(), p.header.Get("Content-Type"), len(p.leaves))
		}
	}
}

func TestHeaders(t *testing.T) {
	p := parse(t, rawOf(t, "ana@example.org", "fr-CA", sampleRegistration(t, Confirmed)))
	for name, want := range map[string]string{
		"Message-Id":       "<ABCDEFGHIJKLMNOPQRSTUVWXYZ@mail.example.org>",
		"Date":             "Mon, 23 Nov 2026 10:15:00 +0000",
		"From":             `"Alliance – événements" <convene@mail.example.org>`,
		"To":               "<ana@example.org>",
		"Reply-To":         "<alliance@example.org>",
		"Auto-Submitted":   "auto-generated",
		"Content-Language": "fr",
		"Mime-Version":     "1.0",
		"User-Agent":       "", "X-Mailer": "", "List-Unsubscribe": "", "Bcc": "",
	} {
		got := p.field(t, name)
		if name == "From" {
			got = addressOf(t, p.header.Get(name)).String()
			want = addressOf(t, want).String()
		}
		if got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
}

func addressOf(t *testing.T, field string) *netmail.Address {
	t.Helper()
	a, err := netmail.ParseAddress(field)
	if err != nil {
		t.Fatalf("%q: %v", field, err)
	}
	return a
}

func TestNoReplyToWithoutAnAddress(t *testing.T) {
	r := sampleRegistration(t, Confirmed)
	r.Contact = "telephone +36 1 000 0000"
	p := parse(t, rawOf(t, "ana@example.org", "en", r))
	if got := p.header.Get("Reply-To"); got != "" {
		t.Errorf("Reply-To: %q", got)
	}
	if !strings.Contains(p.leaves[0].body, "Questions: telephone +36 1 000 0000") {
		t.Error("the contact is not in the letter")
	}
}

func TestTheSameLetterTwice(t *testing.T) {
	c := sampleRegistration(t, Confirmed)
	one, two := parse(t, rawOf(t, "ana@example.org", "en", c)), parse(t, rawOf(t, "ana@example.org", "en", c))
	for i := range one.leaves {
		if one.leaves[i].body != two.leaves[i].body {
			t.Errorf("part %d differs when written again", i)
		}
	}
	if one.header.Get("Message-Id") != two.header.Get("Message-Id") || one.header.Get("Date") != two.header.Get("Date") {
		t.Error("Message-ID or Date differ when written again")
	}
}

// fields are all a letter may have; anything else got in through somebody's input.
var fields = []string{"Auto-Submitted", "Content-Language", "Content-Type", "Date", "From", "Message-Id", "Mime-Version", "Reply-To", "Subject", "To", "X-Auto-Response-Suppress"}

func TestInputMakesNoHeaderAndNoPart(t *testing.T) {
	hostile := rapid.OneOf(rapid.String(), rapid.SampledFrom([]string{
		"x\r\nBcc: all@example.org", "x\nContent-Type: text/html\n\n<h1>", "=?utf-8?q?x=0D=0ABcc:_a@example.org?=", "\x00\u2028\u0085\v",
		"--boundary\r\n\r\n", strings.Repeat("é", 5000), strings.Repeat("a", 5000), "\xff\xfe", "<script>alert(1)</script>",
	}))
	rapid.Check(t, func(rt *rapid.T) {
		r := sampleRegistration(t, rapid.SampledFrom(deeds).Draw(rt, "deed"))
		r.Name, r.EventTitle, r.City, r.Venue = hostile.Draw(rt, "name"), hostile.Draw(rt, "title"), hostile.Draw(rt, "city"), hostile.Draw(rt, "venue")
		r.Reference, r.Contact, r.EventLang, r.MeURL = hostile.Draw(rt, "reference"), hostile.Draw(rt, "contact"), hostile.Draw(rt, "lang"), hostile.Draw(rt, "url")
		r.Places[2].Title, r.Places[2].Where, r.Places[2].Reason, r.Places[2].UID = hostile.Draw(rt, "place"), hostile.Draw(rt, "where"), hostile.Draw(rt, "reason"), "x"
		r.Body, r.AnswerURL = hostile.Draw(rt, "body"), hostile.Draw(rt, "answer")
		raw := rawOf(rt, "ana@example.org", hostile.Draw(rt, "locale"), r)
		p := parse(t, raw)
		for name := range p.header {
			if !strings.Contains(strings.Join(fields, " ")+" ", name+" ") {
				rt.Fatalf("header %s: %q got in", name, p.header.Get(name))
			}
		}
		if len(p.leaves) != 2 && len(p.leaves) != 3 {
			rt.Fatalf("%d parts", len(p.leaves))
		}
		for line := range strings.SplitSeq(string(raw), "\r\n") {
			if len(line) > 998 || strings.ContainsAny(line, "\r\n\x00") {
				rt.Fatalf("a line of %d octets: %.80q", len(line), line)
			}
		}
		if page, _ := readPage(t, p.leaves[1].body); page.count["script"] != 0 || page.count["h1"] != 1 {
			rt.Fatalf("input became elements of the page")
		}
		if got := p.field(t, "Subject"); strings.ContainsAny(got, "\r\n") || len([]rune(got)) > subjectLength {
			rt.Fatalf("subject %q", got)
		}
	})
}

func TestRecipientMustBeOneAddress(t *testing.T) {
	for _, to := range []string{"", "ana", "ana@example.org, bo@example.org", "ana@example.org\r\nBcc: bo@example.org", "@example.org"} {
		r := row{Kind: kindEntry, Recipient: to, Data: []byte(`{"code":"1","minutes":10}`), CreatedAt: made}
		_, _, err := r.letter(&netmail.Address{Address: "convene@example.org"})
		if !errors.As(err, new(unwritable)) || strings.Contains(err.Error(), "@") {
			t.Errorf("recipient %q: %v", to, err)
		}
	}
}

func TestUnknownKindCannotBeWritten(t *testing.T) {
	for _, r := range []row{{Kind: "greeting", Data: []byte(`{}`)}, {Kind: Confirmed, Data: []byte(`{"places":7}`)}} {
		r.Recipient = "ana@example.org"
		if _, _, err := r.letter(&netmail.Address{Address: "convene@example.org"}); !errors.As(err, new(unwritable)) {
			t.Errorf("%s: %v", r.Kind, err)
		}
	}
}
